import Experiment
import Foundation
import Language
import Rendering
import Reports
import Testing
import Workbench

/// The cells of a prompt, without a terminal.
@Suite struct NotebookTests {
  /// A prompt whose cells are typed by a test.
  private final class Desk {
    let bench = Bench()
    var interpreter: Interpreter { bench.interpreter }

    init() { interpreter.beginPrompt() }

    /// Runs a text as one cell, and what it asks the prompt to do.
    func type(_ text: String, inPlaceOf edited: Int? = nil) {
      let source = SourceText(name: "nn[\(interpreter.nextCell)]", text)
      interpreter.beginCell(source, inPlaceOf: edited)
      interpreter.begin(source)
      for statement in parse(source).script.statements {
        guard case .done = interpreter.run(statement, of: source) else { break }
      }
      interpreter.endCell()
      for case .run(let text, let cell) in interpreter.takeRequests() {
        type(text)
        _ = interpreter.endRerun(of: cell)
      }
    }

    /// The last value or text that was shown.
    var shown: String? {
      bench.record.reports.last.map { TextRenderer(digits: 6).render($0) }
    }

    /// The statements of the session as a script.
    func saved() throws -> String {
      let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).nn")
      type("save session \(file.path)")
      defer { try? FileManager.default.removeItem(at: file) }
      return try String(contentsOf: file, encoding: .utf8)
    }
  }

  @Test func aSavedSessionHasWhatIsInEffect() throws {
    let desk = Desk()
    for line in ["let a = 1", "let b = nope", "let a = 2", "print $a", "undo", "print $a"] {
      desk.type(line)
    }
    #expect(try desk.saved() == "#!/usr/bin/env nn\nlet a = 1\nprint $a\n")
    desk.type("redo")
    // What was printed under the undone statement is in effect again with it.
    #expect(try desk.saved() == "#!/usr/bin/env nn\nlet a = 1\nlet a = 2\nprint $a\n")
  }

  @Test func whatTookACellsPlaceCountsWhileItIsInEffect() {
    let desk = Desk()
    for line in ["let a = 1", "let b = $a", "let c = $b"] { desk.type(line) }
    desk.type("let a = 2", inPlaceOf: 1)
    #expect(desk.interpreter.staleCells == [2, 3])
    desk.type("rerun 2")
    #expect(desk.interpreter.staleCells == [3])
    desk.type("undo")
    #expect(desk.interpreter.staleCells == [2, 3])
    // The edit is taken back, then a cell that had been behind it.
    desk.type("undo 2")
    #expect(desk.interpreter.staleCells == [])
    desk.type("undo")
    #expect(desk.interpreter.staleCells == [])
    desk.type("print $b")
    #expect(desk.shown == "1")
  }

  @Test func aBlockThatGoesBackInTimeNeedsAllThatRan() throws {
    let desk = Desk()
    for line in ["let a = 1", "let a = 2", "undo", "let a = 3", "if true { undo; let b = 4 }"] {
      desk.type(line)
    }
    desk.type("print $a, $b")
    #expect(desk.shown == "1 4")
    let script = try desk.saved()
    let again = Bench()
    #expect(again.run(script + "print $a, $b") == nil)
    #expect(again.record.reports.last == .text("1 4"))
  }

  @Test func valuesOfCellsAreWrittenDown() throws {
    let desk = Desk()
    for line in ["1 / 3", "\"a b\"", "[1, 2] * 0.1", "0 - 5"] { desk.type(line) }
    desk.type("let all = [_1 * 3, _4 ^ 2]")
    desk.type("let text = _2")
    desk.type("print \"${_3}\", _")
    #expect(
      try desk.saved().split(separator: "\n").suffix(3) == [
        "let all = [0.3333333333333333 * 3, (-5) ^ 2]", "let text = \"a b\"",
        "print \"${[0.1, 0.2]}\", (-5)",
      ])
  }

  @Test func editMarksWhatFollowedAsStale() {
    let desk = Desk()
    for line in ["let a = 1", "let b = $a + 1", "print $b", "print 7"] { desk.type(line) }
    desk.type("let a = 5", inPlaceOf: 1)
    desk.type("print $a")
    #expect(desk.shown == "5")
    desk.type("rerun stale")
    #expect(desk.shown == "7")
    desk.type("print $b")
    #expect(desk.shown == "6")
    desk.type("undo 3")
    desk.type("print $a, $b")
    #expect(desk.shown == "1 2")
  }

  @Test func editOfAFailureIsNone() {
    let desk = Desk()
    desk.type("let a = 1")
    desk.type("let a = 2")
    desk.type("let a = 3; nope", inPlaceOf: 1)
    desk.type("print $a")
    #expect(desk.shown == "2")
    desk.type("undo; print $a")
    #expect(desk.shown == "1")
  }

  @Test func rerunLeavesOutWhatIsAboutCells() {
    let desk = Desk()
    desk.type("let a = 1")
    desk.type("let a = $a * 2")
    desk.type("rerun 1..2")
    desk.type("rerun 2..4")
    desk.type("print $a")
    // Cell 2, then the cells 4 and 5 that cell 3 made, without cell 3 itself.
    #expect(desk.shown == "1")
  }

  @Test func cellsAreForThePrompt() {
    for line in ["history", "rerun 1", "edit 1", "tour", "print _3"] {
      #expect(Bench().run("let a = 1; \(line)") != nil, "\(line)")
    }
  }

  @Test func theTourLeadsToItsEnd() throws {
    let desk = Desk()
    desk.type("let mine = 1")
    desk.type("tour")
    var step = 1
    while let page = desk.shown, let place = page.range(of: "Type:  ") {
      #expect(page.contains("[\(step)/"), "\(page)")
      #expect(page.split(separator: "\n").allSatisfy { $0.count <= 79 })
      let line = String(page[place.upperBound...])
      desk.type(line.hasPrefix("save session") ? "\(line) overwrite=on" : line)
      step += 1
      try #require(step < 50)
    }
    try? FileManager.default.removeItem(atPath: "lesson.nn")
    #expect(desk.shown?.contains("That was the tour") == true)
    #expect(step > 12)
  }

  @Test func helpFitsOneScreen() {
    let bench = Bench()
    #expect(bench.run("help") == nil)
    guard case .text(let page)? = bench.record.reports.last else { return }
    let rows = page.split(separator: "\n", omittingEmptySubsequences: false)
    // With the line that asked for it and the next prompt, on 24 rows of 80 columns.
    #expect(rows.count <= 22)
    #expect(rows.allSatisfy { $0.count < 80 })
    #expect(rows[1].contains("data xor"))
  }

  @Test(arguments: [
    ("help rellu", "max(0, z)"), ("help Learning RATE", "lr"), ("help saturated dead", "flow"),
    ("help train", "lr="), ("help while", "while e"),
  ])
  func helpFinds(line: String, text: String) {
    let bench = Bench()
    #expect(bench.run(line) == nil)
    guard case .text(let page)? = bench.record.reports.last else { return }
    #expect(page.contains(text), "\(page)")
  }

  /// The lines under "for example" run when they are pasted, however they were broken.
  @Test(arguments: ["train", "forward", "show", "save model", "layer dense"])
  func examplesRunAsTheyAreShown(topic: String) throws {
    let bench = Bench()
    #expect(bench.run("help \(topic)") == nil)
    guard case .text(let page)? = bench.record.reports.last else { return }
    let examples = page.components(separatedBy: "for example\n").dropFirst()
    #expect(!examples.isEmpty)
    for example in examples {
      let lines = example.components(separatedBy: "\n\n")[0]
      let error = Bench().run("reset all\n" + lines)
      #expect(error == nil, "\(lines): \(error?.message ?? "")")
    }
  }
}

@Suite struct PageTests {
  @Test func aFenceIsLongerThanThoseInTheText() {
    let page = MarkdownRenderer().render([
      .init(number: 3, input: "print \"```\"", results: [(.text("```"), 6)], remark: "undone")
    ])
    #expect(
      page == """
        **[3]** *undone*

        ````nn
        print "```"
        ````

        ````text
        ```
        ````

        """)
  }

  @Test func aProgressLineDropsWhatHasNoRoom() {
    let progress = Reports.Progress(
      done: 40, total: 400, noun: "epoch",
      fields: [Field("loss", .number(0.125)), Field("lr", .number(0.1))], elapsed: 2,
      trend: [8, 4, 2, 1])
    let line = ProgressLine(progress, digits: 6)
    #expect(
      line.text(width: 79) == "epoch 40/400  loss 0.125  lr 0.1  20 epochs/s  18 s left  █▆▃▁")
    #expect(line.text(width: 50) == "epoch 40/400  loss 0.125  lr 0.1  18 s left  █▆▃▁")
    #expect(line.text(width: 46) == "epoch 40/400  loss 0.125  lr 0.1  18 s left")
    for width in 1...100 { #expect(line.text(width: width).count <= width) }
  }

  /// Of a pipe nobody knows how long it is; units have no plural.
  @Test func aProgressLineOfAPipe() {
    let progress = Reports.Progress(done: 40, total: 0, noun: "MiB", fields: [], elapsed: 2)
    #expect(ProgressLine(progress, digits: 6).text(width: 79) == "MiB 40  20 MiB/s")
  }

  @Test func aSparklineShowsWhereNumbersAre() {
    #expect(sparkline([0, 7, 14], width: 10) == "▁▅█")
    #expect(sparkline([1, 10, 100], width: 10) == "▁▅█")
    #expect(sparkline([5], width: 10) == "▁")
    #expect(sparkline([1, .nan, 2], width: 10) == "▁ █")
    #expect(sparkline(Array(stride(from: 0.0, to: 100, by: 1)), width: 8) == "▁▂▃▄▅▆▇█")
    #expect(sparkline([], width: 3) == "")
  }
}
