import Prompt
import Testing

@Suite struct EditBufferTests {
  /// A buffer whose cursor stands at `|`.
  private func buffer(_ text: String) -> EditBuffer {
    let scalars = Array(text.unicodeScalars)
    return EditBuffer(
      scalars: scalars.filter { $0 != "|" }, cursor: scalars.firstIndex(of: "|") ?? scalars.count)
  }

  @Test func rowsAreFoundAroundTheCursor() {
    let middle = buffer("one\ntw|o\nthree")
    #expect((middle.rowStart, middle.rowEnd, middle.column) == (4, 7, 2))
    #expect(!middle.isInFirstRow && !middle.isInLastRow)
    #expect(buffer("a\n|").isInLastRow)
    #expect(buffer("|\na").isInFirstRow)
  }

  @Test func movingOverShortRowsKeepsTheColumn() {
    var moved = buffer("abcdef\nx\nabcd|ef")
    #expect(moved.moveUp(column: 4) == true)
    #expect(moved == buffer("abcdef\nx|\nabcdef"))
    #expect(moved.moveUp(column: 4) == true)
    #expect(moved == buffer("abcd|ef\nx\nabcdef"))
    #expect(moved.moveUp(column: 4) == false)
    #expect(moved.moveDown(column: 4) == true)
    #expect(moved == buffer("abcdef\nx|\nabcdef"))
  }

  @Test func wordsEndAtWhatIsNoLetterOrDigit() {
    let text = buffer("layer dense_4, re|lu lr=0.1")
    #expect(text.wordStart == 15)
    #expect(text.wordEnd == 19)
    #expect(buffer("a b.c |").wordStart == 4)
    #expect(buffer("a b.c |").blankWordStart == 2)
    #expect(buffer("|").wordStart == 0)
    #expect(buffer("|").wordEnd == 0)
  }

  @Test func cuttingAndInsertingMovesTheCursor() {
    var text = buffer("one |two")
    #expect(text.cut(0..<4) == "one ")
    #expect(text == buffer("|two"))
    text.insert("é\0日 ")
    #expect(text == buffer("é日 |two"))
    #expect(text.byteOffset == 6)
  }

  @Test func rangesOfBytesAreReplaced() {
    var text = buffer("é rel|")
    text.replace(bytes: 3..<6, with: "relu ")
    #expect(text == buffer("é relu |"))
    // Inside a character nothing is replaced.
    text.replace(bytes: 1..<2, with: "x")
    #expect(text == buffer("é relu |"))
    #expect(text.index(ofByte: 99) == nil)
  }

  @Test func indentingARowKeepsTheCursorOnItsCharacter() {
    var text = buffer("repeat 2 {\n    }|")
    text.indentRow(by: 0)
    #expect(text == buffer("repeat 2 {\n}|"))
    text.indentRow(by: 3)
    #expect(text == buffer("repeat 2 {\n   }|"))
  }

  @Test func typedCharactersAreUndoneByTheWord() {
    var undo = Undo()
    var text = EditBuffer()
    undo.note(text)
    for character in "one two" {
      text.insert(String(character))
      undo.note(text)
    }
    #expect(undo.undo()?.text == "one ")
    #expect(undo.undo()?.text == "one")
    #expect(undo.redo()?.text == "one ")
    #expect(undo.undo()?.text == "one")
    #expect(undo.undo()?.text == "")
    #expect(undo.undo() == nil)
    #expect(undo.redo()?.text == "one")
  }

  @Test func aPasteIsOneStepAndAChangeEndsRedoing() {
    var undo = Undo()
    undo.note(EditBuffer("a"))
    undo.note(EditBuffer("a\nb\nc"))
    #expect(undo.undo()?.text == "a")
    undo.note(EditBuffer("ax"))
    #expect(undo.redo() == nil)
    #expect(undo.undo()?.text == "a")
  }

  @Test func pastedTextIsCleaned() {
    func cleaned(_ text: String) -> String {
      Paste.cleaned(text, prompt: "nn[12]> ", continuation: "... ")
    }
    #expect(cleaned("a\r\nb\rc\n\n") == "a\nb\nc")
    #expect(cleaned("a\tb\u{1B}[0m\0") == "a\tb[0m")
    #expect(cleaned("nn[3]> repeat 2 {\n...   train\n... }\n42") == "repeat 2 {\n  train\n}\n42")
    #expect(cleaned("... x") == "... x")
    #expect(cleaned("nn[]> x") == "nn[]> x")
  }
}
