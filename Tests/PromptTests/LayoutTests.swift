import Prompt
import Testing

@Suite struct LayoutTests {
  private func layout(
    _ text: String, cursor: Int? = nil, columns: Int = 20, hint: String = ""
  ) -> Layout {
    let scalars = Array(text.unicodeScalars)
    let buffer = EditBuffer(scalars: scalars, cursor: cursor ?? scalars.count)
    return Layout(
      Layout.Picture(prompt: "nn> ", continuation: ".. ", buffer: buffer, hint: hint),
      columns: columns)
  }

  @Test func rowsAfterTheFirstHaveTheContinuationPrompt() {
    let block = layout("repeat {\n  x\n}")
    #expect(block.rows == ["nn> repeat {", "..   x", ".. }"])
    #expect((block.cursorRow, block.cursorColumn) == (2, 4))
  }

  @Test func longRowsWrap() {
    let wrapped = layout(String(repeating: "a", count: 17))
    #expect(wrapped.rows == ["nn> " + String(repeating: "a", count: 16), "a"])
    #expect(wrapped.widths == [20, 1])
  }

  @Test func theCursorBehindAFullRowHasARowOfItsOwn() {
    let full = layout(String(repeating: "a", count: 16))
    #expect(full.rows.count == 2)
    #expect((full.cursorRow, full.cursorColumn) == (1, 0))
    let inside = layout(String(repeating: "a", count: 16) + "\nb", cursor: 16)
    #expect(inside.rows.count == 2)
    #expect((inside.cursorRow, inside.cursorColumn) == (0, 19))
  }

  @Test func wideCharactersAreNotCutInTwo() {
    let wide = layout(String(repeating: "a", count: 15) + "日")
    #expect(wide.rows == ["nn> " + String(repeating: "a", count: 15), "日"])
    #expect(wide.widths == [19, 2])
  }

  @Test func marksTakeNoColumnAndTabsReachTheNextStop() {
    #expect(layout("e\u{301}x").cursorColumn == 6)
    #expect(layout("\tx").rows == ["nn>     x"])
    #expect(layout("\u{1B}").rows == ["nn> ^["])
  }

  @Test func coloursTakeNoColumnAndEndWithTheRow() {
    let picture = Layout.Picture(
      prompt: "\u{1B}[1mnn>\u{1B}[0m ", continuation: ".. ", buffer: EditBuffer("ab\nc"),
      styles: [.command, .command, .command, nil])
    let block = Layout(picture, columns: 20)
    #expect(block.rows == ["\u{1B}[1mnn>\u{1B}[0m \u{1B}[34mab\u{1B}[0m", ".. c"])
    #expect(block.widths == [6, 4])
  }

  @Test func aHintStaysOnTheRowAndLeavesTheCursor() {
    let hinted = layout("train", columns: 12, hint: " 100 lr=0.1")
    #expect(hinted.rows == ["nn> train\u{1B}[2m 1\u{1B}[0m"])
    #expect(hinted.cursorColumn == 9)
  }

  @Test(arguments: 0...3) func aTerminalOfAlmostNoColumnsIsSurvived(columns: Int) {
    #expect(layout("日本\na", columns: columns).rows.count > 3)
  }

  @Test func onlyWhatChangedIsWritten() {
    #expect(RowChange(from: "nn> ab", to: "nn> abc").text == "c")
    #expect(RowChange(from: "nn> ab", to: "nn> abc").column == 6)
    #expect(!RowChange(from: "nn> ab", to: "nn> abc").leavesRemains)
    #expect(RowChange(from: "nn> abc", to: "nn> ab").leavesRemains)
    // A mark that joins the character before it brings that one along.
    #expect(RowChange(from: "ae", to: "ae\u{301}").text == "e\u{301}")
    // A colour is written whole.
    let red = RowChange(from: "x\u{1B}[31mab\u{1B}[0m", to: "x\u{1B}[31mac\u{1B}[0m")
    #expect(red.text == "\u{1B}[31mac\u{1B}[0m")
    #expect(red.column == 1)
  }

  @Test func theSecondPaintOfTheSameWritesNothing() {
    var painter = Painter()
    let block = layout("repeat {\n  x")
    #expect(!painter.paint(block, below: ["list"], columns: 20, height: 10).isEmpty)
    #expect(painter.paint(block, below: ["list"], columns: 20, height: 10).isEmpty)
    #expect(painter.paint(block, below: [], columns: 20, height: 10).contains("\u{1B}[J"))
  }

  @Test func aBlockTallerThanTheScreenShowsTheRowsAroundTheCursor() {
    var painter = Painter()
    let text = (0..<10).map { "row\($0)" }.joined(separator: "\n")
    let output = painter.paint(layout(text), below: ["list"], columns: 20, height: 4)
    #expect(!output.contains("row5") && !output.contains("list"))
    #expect(output.contains("row6") && output.contains("row9"))
    #expect(painter.finish(layout(text), mark: "", columns: 20, height: 4).contains("row0"))
  }

  @Test(arguments: [
    ("a", 1), ("é", 1), ("e\u{301}", 1), ("日", 2), ("😀", 2), ("ｱ", 1), ("Ａ", 2), ("…", 1),
    ("\u{1B}[31mab\u{1B}[0m", 2), ("", 0),
  ])
  func textHasColumns(text: String, columns: Int) {
    #expect(text.columns == columns)
  }
}

@Suite struct CompletionListTests {
  private let candidates = [
    Completions.Candidate("relu ", summary: "max(0, z)"),
    Completions.Candidate("leaky_relu ", summary: "a small slope below 0"),
  ]

  @Test func candidatesStandWithTheirSummaries() {
    #expect(
      CompletionList.rows(candidates, columns: 40, height: 5) == [
        "relu        max(0, z)", "leaky_relu  a small slope below 0",
      ])
    #expect(CompletionList.rows(candidates, columns: 16, height: 5)[1] == "leaky_relu  a s…")
  }

  @Test func manyStandInColumnsAndTheRestIsCounted() {
    let many = (10..<30).map { Completions.Candidate("word\($0)", summary: "a word") }
    let rows = CompletionList.rows(many, columns: 40, height: 3)
    #expect(rows.map { $0.split(separator: " ").count } == [5, 5, 8])
    #expect(rows.last == "… 10 more; Tab says what each is")
    #expect(CompletionList.rows(many, columns: 40, height: 5).last == "Tab says what each is")
    #expect(CompletionList.rows(many, columns: 3, height: 0) == [])
    #expect(CompletionList.rows(many, columns: 3, height: 1) == ["… …"])
  }

  @Test func thePagesBehindHaveEachWithItsSummary() {
    let many = (10..<30).map { Completions.Candidate("word\($0) ", summary: "a word") }
    let pages = (0...4).map { CompletionList.rows(many, columns: 40, height: 9, page: $0) }
    #expect(pages[1].first == "word10  a word")
    #expect(pages[1].last == "1 to 8 of 20; Tab shows more")
    #expect(pages[3] == (26..<30).map { "word\($0)  a word" } + ["17 to 20 of 20"])
    #expect(pages[4] == pages[0])
    // Every candidate stands on one page.
    #expect(pages[1...3].flatMap { $0.dropLast() }.count == 20)
  }

  @Test func theCommonPrefixIsWhatAllBeginWith() {
    let texts = ["leaky_relu ", "leak", "lean"].map { Completions.Candidate($0) }
    #expect(CompletionList.commonPrefix(texts) == "lea")
    #expect(CompletionList.commonPrefix([]) == "")
    #expect(CompletionList.commonPrefix(candidates) == "")
  }
}
