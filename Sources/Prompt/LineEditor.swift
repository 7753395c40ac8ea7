import CEditLine
import Glibc

/// What the user did at the prompt.
package enum Input: Equatable, Sendable {
  /// A complete block, rows separated by newlines.
  case block(String)
  /// Ctrl-C: the text was given up.
  case interrupted
  /// Ctrl-D on an empty line, or the terminal is gone.
  case endOfFile
}

/// The line editor on the terminal that is standard input and output. libedit keeps the keys and
/// the modes, with the user's `.editrc`; the rows on the screen are drawn here.
package struct LineEditor: ~Copyable {
  private let editor: Editor
  private var plain: PlainRows?

  /// Nil where standard input or output is no terminal. With `TERM` unset or `dumb`, or with
  /// `ACCESSIBLE` set, rows are read plainly, without editing keys.
  ///
  /// There can be one editor at a time, on one thread.
  package init?(history: History, usesColors: Bool) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
    editline_use_utf8()
    Interrupt.install()
    let editor = Editor(history: history, usesColors: usesColors)
    if !Screen.isPlain {
      guard editor.open(reader: Self.reader) else { return nil }
    }
    plain = Screen.isPlain ? PlainRows() : nil
    self.editor = editor
  }

  /// Reads one block, which begins as `initial`, and adds it to the history. What happened before
  /// the call does not interrupt it.
  package mutating func readBlock(
    prompt: String, continuation: String, initial: String = "", assistant: some Assistant
  ) -> Input {
    Interrupt.clear()
    defer { Interrupt.clear() }
    let input =
      plain?.readBlock(
        prompt: prompt, continuation: continuation, initial: initial, assistant: assistant)
      ?? edit(prompt: prompt, continuation: continuation, initial: initial, assistant: assistant)
    if case .block(let text) = input { editor.history.append(text) }
    return input
  }

  private func edit(
    prompt: String, continuation: String, initial: String, assistant: some Assistant
  ) -> Input {
    editor.begin(
      prompt: prompt, continuation: continuation, initial: initial, assistant: assistant)
    editline_begin()
    defer { editline_end() }
    while editor.outcome == nil {
      var count: Int32 = 0
      // The result does not matter: the commands say how the block ended.
      _ = el_wgets(editor.handle, &count)
      // A command of libedit's own ended it, as an end of file that was bound by the user.
      if editor.outcome == nil { editor.outcome = count > 0 ? editor.takenOver() : .endOfFile }
    }
    editor.end()
    return editor.outcome ?? .endOfFile
  }

  private static let reader: EditLineReader = { handle, character in
    guard let owner = editline_owner(handle), let character else { return -1 }
    let editor = Unmanaged<Editor>.fromOpaque(owner).takeUnretainedValue()
    guard let scalar = editor.read() else { return -1 }
    character.pointee = scalar.wide
    return 1
  }
}

extension Editor {
  /// Opens libedit's side; false where it does not work here.
  func open(reader: @escaping EditLineReader) -> Bool {
    let owner = Unmanaged.passUnretained(self).toOpaque()
    guard let handle = editline_open("nn", owner, reader) else { return false }
    self.handle = handle
    let bindings = Bindings(editor: handle)
    bindings.install()
    keys.userSequences = bindings.userSequences
    return true
  }

  /// The block when it was ended by one of libedit's commands, which add a newline.
  func takenOver() -> Input {
    var text = buffer.text
    if text.hasSuffix("\n") { text.removeLast() }
    undo.note(EditBuffer(text))
    return .block(text)
  }
}
