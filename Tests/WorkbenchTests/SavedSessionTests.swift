import Experiment
import Foundation
import Language
import Reports
import Testing
import Workbench

/// What was interrupted, saved and run again leads to the same session.
@Suite struct SavedSessionTests {
  /// Ctrl-C that comes at the `count`-th time that somebody asks.
  private final class Key: @unchecked Sendable {
    private var count: Int
    init(_ count: Int) { self.count = count }

    func isPressed() -> Bool {
      count -= 1
      return count == 0
    }
  }

  private static let start = """
    data moons 64
    layer dense 8 tanh
    layer dense 1 sigmoid
    let s = 0
    def fit n lr=0.05 { repeat $n { train 60 batch=4 lr=$lr quiet=on; let n = 1 }; step 3 }
    def both n { fit $n lr=(0.01 * $n); let m = "a b"; fit 2 }
    def twice n { train 100 batch=4 quiet=on; return (2 * $n) }

    """

  /// All that the statements below change.
  private static let state = "[epoch, steps, $s, norm(W1), norm(W2), b1[1]]"

  @Test(arguments: [
    "train 500 batch=4 optimizer=adam lr=0.01 keep=best every=7",
    "train 400 batch=4 shuffle=off until=(epoch == 390)",
    "step 500 batch=3 lr=0.05",
    "repeat 4 { train 100 batch=4; let s = ($s + 1) }",
    "for h in [1, 2, 3] { let s = $h; train (100 * $h) batch=4; step 3 batch=4 }",
    "for h in 3..6 { if $h == 4 { let s = ($s + $h); next }; train 60 batch=4 }",
    "for name in [\"a b\", \"c\"] { train 100 batch=4; let s = len($name) }",
    "while $s < 5 { let s = ($s + 1); step 40 batch=4 }",
    "time { let s = 7; repeat 3 { train 50 batch=4; let s = ($s + 1) } }",
    "for row in [[1, 2], [3, 4]] { let s = sum($row); train 80 batch=8 lr=($s / 100) }",
    "fit 5",
    "both 3",
    "for n in 1..9 { let s = ($s + twice($n)) }",
  ])
  func interruptedStatementsAreSavedAsFarAsTheyCame(text: String) throws {
    var interrupted = 0
    for count in [1, 2, 3, 5, 8, 13, 40, 100] {
      let key = Key(count)
      let bench = Bench { $0.isInterrupted = { key.isPressed() } }
      #expect(bench.run(Self.start) == nil)
      let source = SourceText(name: "test", text)
      let statement = try #require(parse(source).script.statements.first)
      bench.interpreter.begin(source)
      guard case .interrupted = bench.interpreter.run(statement, of: source) else { continue }
      interrupted += 1
      let state = try #require(bench.value(Self.state))
      let script = try saved(bench)
      let again = Bench()
      let error = again.run(script)
      #expect(error == nil, "\(error?.message ?? "") in \(script)")
      #expect(again.value(Self.state) == state, "after \(count) polls: \(script)")
    }
    #expect(interrupted >= 2)
  }

  @Test func aFileIsSavedAsFarAsItCame() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).nn")
    try "let s = 5\nrepeat 9 { train 50 batch=4; let s = ($s + 1) }".write(
      to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let key = Key(12)
    let bench = Bench { $0.isInterrupted = { key.isPressed() } }
    #expect(bench.run(Self.start) == nil)
    #expect(bench.run("run \"\(file.path)\"") == nil)
    let script = try saved(bench)
    #expect(script.contains("\nlet s = 5\nrepeat ") && !script.contains("run "), "\(script)")
    let again = Bench()
    #expect(again.run(script) == nil)
    #expect(again.value(Self.state) == bench.value(Self.state))
  }

  @Test func whatMeansSomethingElseInAnotherPlaceIsARemark() throws {
    let key = Key(5)
    let bench = Bench { $0.isInterrupted = { key.isPressed() } }
    #expect(bench.run(Self.start) == nil)
    _ = bench.run("def fit n { train 2 time=0s; train 9000 batch=4 }\nfit 100")
    let script = try saved(bench)
    #expect(script.contains("# fit 100"), "\(script)")
    #expect(Bench().run(script) == nil)
  }

  /// Training that was paused, resumed and then took back the best epoch, which lay before the pause
  /// or behind it; and training that the clock ended.
  @Test(arguments: [
    ("epoch == 30", "train 60 batch=4 lr=1 keep=best", 1), ("epoch == 1", "train 40 patience=5", 1),
    ("steps == 300", "train 60 batch=4 lr=2 keep=best until=(epoch == 50)", 1),
    ("epoch % 9 == 8", "train 50 batch=4 lr=3 keep=best", 6),
    ("epoch == 0", "train 1000000 batch=4 lr=3 keep=best time=50ms", 0),
  ])
  func whatWasKeptIsSaved(pause: String, train: String, pauses: Int) throws {
    let bench = Bench { $0.isInteractive = true }
    #expect(bench.run(Self.start + "pause when=(\(pause))\n\(train)") == nil)
    for _ in 0..<pauses {
      _ = bench.run("pause when=(\(pause) and epoch > $s); let s = epoch; resume")
    }
    let state = try #require(bench.value(Self.state))
    let script = try saved(bench)
    let again = Bench()
    #expect(again.run(script) == nil, "\(script)")
    #expect(again.value(Self.state) == state, "\(script)")
  }

  @Test func commentsStayWithTheirStatements() throws {
    let bench = Bench { $0.isInteractive = true }
    let text = """
      #!/usr/bin/env nn
      # Of all.

        # Of a.
      let a = 1  # first
      let b = "#"; let c = '# no' # last
      # Of d, which is taken back.
      let d = 4; # gone
      undo
      # Of the block.
      repeat 2 {
        # Inside.
        let a = $a + 1  # too
      }   # done
      # Of nothing.
      """
    #expect(bench.run(text) == nil)
    #expect(
      try saved(bench) == """
        #!/usr/bin/env nn
        # Of all.
        # Of a.
        let a = 1  # first
        let b = "#"
        let c = '# no'  # last
        # Of the block.
        repeat 2 {
          # Inside.
          let a = $a + 1  # too
        }  # done

        """)
  }

  private func saved(_ bench: Bench) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).nn")
    #expect(bench.run("save session \(file.path)") == nil)
    defer { try? FileManager.default.removeItem(at: file) }
    return try String(contentsOf: file, encoding: .utf8)
  }
}
