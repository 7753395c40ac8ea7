import CEditLine

/// The editor behind libedit's handle: where its keys come from, what its commands do, and what
/// the screen shows. libedit holds an unowned pointer to it.
final class Editor {
  let history: History
  let usesColors: Bool
  var handle: OpaquePointer?
  var keys = KeyDecoder()
  var screen = Painter()

  // What holds for one block.
  var assistant: any Assistant = NoAssistant()
  var prompt = ""
  var continuation = ""
  var initial = ""
  var isStarted = false
  /// How the block ended, once it has.
  var outcome: Input?
  var undo = Undo()
  var search: HistorySearch?
  /// The column that Up and Down strive for, and the buffer they left.
  var goal: (column: Int, buffer: EditBuffer)?
  /// The page of completions that Tab showed last, and for which buffer.
  var listed: (page: Int, buffer: EditBuffer)?
  /// What stands below the block until the next key.
  var below: [String] = []
  /// What is shown behind the text, to be accepted with Right or End.
  var hint = ""
  private var usage: Usage?
  var pasted = ""
  /// What was cut last; it outlives the block.
  var cut = ""

  init(history: History, usesColors: Bool) {
    self.history = history
    self.usesColors = usesColors
  }

  deinit {
    if let handle { editline_close(handle) }
  }

  /// Forgets what belonged to the block before.
  func begin(
    prompt: String, continuation: String, initial: String, assistant: any Assistant
  ) {
    self.prompt = prompt
    self.continuation = continuation
    self.initial = initial
    self.assistant = assistant
    isStarted = false
    outcome = nil
    undo = Undo()
    search = nil
    goal = nil
    listed = nil
    below = []
    hint = ""
    usage = nil
  }

  /// Shows the block for good.
  func end() {
    let mark = outcome == .interrupted ? "^C" : ""
    let size = Screen.size
    let layout = Layout(picture(of: undo.present, isFinal: true), columns: size.columns)
    var output = screen.finish(layout, mark: mark, columns: size.columns, height: size.rows)
    output = Screen.pasteOff + output
    Screen.write(output)
    below = []
  }

  // MARK: The text

  /// The text and cursor that libedit holds.
  var buffer: EditBuffer {
    get {
      guard let line = el_wline(handle)?.pointee, let start = line.buffer, let end = line.lastchar,
        let cursor = line.cursor, end > start
      else { return EditBuffer() }
      let scalars = UnsafeBufferPointer(start: start, count: end - start)
      return EditBuffer(scalars: scalars.map(Unicode.Scalar.init(wide:)), cursor: cursor - start)
    }
    set {
      let old = buffer
      if old.scalars != newValue.scalars {
        // libedit refuses an empty replacement.
        el_cursor(handle, Int32(clamping: old.scalars.count))
        if newValue.scalars.isEmpty {
          el_deletestr(handle, Int32(clamping: old.scalars.count))
        } else {
          let wide = newValue.scalars.map(\.wide) + [Unicode.Scalar(0).wide]
          wide.withUnsafeBufferPointer { _ = el_wreplacestr(handle, $0.baseAddress) }
        }
      }
      el_cursor(handle, -Int32(clamping: Int(el_cursor(handle, 0))))
      el_cursor(handle, Int32(clamping: newValue.cursor))
    }
  }

  // MARK: Keys

  /// libedit asks for one character.
  func read() -> Unicode.Scalar? {
    if !isStarted { start() }
    let now = buffer
    undo.note(now)
    guard let key = nextKey(showing: { self.paint(now) }) else { return nil }
    below = []
    switch key {
    case .character(let scalar): return scalar
    case .special(let special): return Unicode.Scalar(special.rawValue)
    case .pasted(let text):
      pasted = text
      return Unicode.Scalar(SpecialKey.paste.rawValue)
    }
  }

  private func start() {
    isStarted = true
    editline_make_raw()
    Screen.write(Screen.pasteOn)
    if !initial.isEmpty { buffer = EditBuffer(initial) }
    undo.note(buffer)
  }

  /// Waits for the next key with the screen as it should be; nil when the block has ended. Ctrl-C
  /// gives up what was typed ahead of it, as the system does with what is not read yet.
  func nextKey(showing paint: () -> Void) -> Key? {
    while true {
      if Interrupt.isRaised { return interrupted() }
      if let key = keys.next() { return key }
      if !keys.isPasting { paint() }
      switch editline_wait(keys.isInsideAKey && !keys.isPasting ? 50 : -1) {
      case EditLineReadable:
        guard let bytes = Screen.read() else { return give(.endOfFile) }
        keys.append(bytes)
      case EditLineInterrupted: return interrupted()
      case EditLineTimeout: if let key = keys.next(isFinal: true) { return key }
      case EditLineResized: Screen.write(screen.erase(afterResizeTo: Screen.size.columns))
      case EditLineSuspended:
        Screen.write(screen.leave() + Screen.pasteOff)
        editline_suspend()
        Screen.write(Screen.pasteOn)
      default:
        // Continued after a stop that could not be caught.
        editline_make_raw()
        Screen.write("\r\u{1B}[J" + Screen.pasteOn)
        screen = Painter()
      }
    }
  }

  private func interrupted() -> Key? {
    keys.abandonPaste()
    return give(.interrupted)
  }

  private func give(_ input: Input) -> Key? {
    outcome = input
    return nil
  }

  // MARK: The screen

  func paint(_ buffer: EditBuffer) {
    let size = Screen.size
    let picture = picture(of: buffer, isFinal: false)
    let layout = Layout(picture, columns: size.columns)
    let usage = usage.map { [$0.row(columns: size.columns - 1, usesColors: usesColors)] } ?? []
    Screen.write(
      screen.paint(
        layout, below: below.isEmpty ? usage : below, columns: size.columns, height: size.rows))
  }

  private func picture(of buffer: EditBuffer, isFinal: Bool) -> Layout.Picture {
    if isFinal { (hint, usage) = ("", nil) } else { lookForHints(buffer) }
    return Layout.Picture(
      prompt: prompt, continuation: continuation, buffer: buffer,
      styles: usesColors ? styles(of: buffer, isFinal: isFinal) : [], hint: hint)
  }

  /// From the grammar and this session, then from the history of others.
  private func lookForHints(_ buffer: EditBuffer) {
    (hint, usage) = ("", nil)
    let text = buffer.textBeforeCursor
    guard !text.isEmpty, let found = assistant.hint(text) else { return }
    usage = found.usage
    // Without a dim colour a hint would look like typed text.
    guard usesColors, buffer.isAtEnd else { return }
    hint =
      found.completion ?? history.continuation(of: text, isOwn: true) ?? found.nextStep
      ?? history.continuation(of: text, isOwn: false) ?? ""
  }

  /// One style for each scalar of the text.
  private func styles(of buffer: EditBuffer, isFinal: Bool) -> [Style?] {
    let text = buffer.text
    let spans = assistant.highlight(text)
    guard !spans.isEmpty else { return [] }
    var bytes = [Style?](repeating: nil, count: text.utf8.count)
    for (range, style) in spans {
      for index in range.clamped(to: bytes.indices) { bytes[index] = style }
    }
    var offset = 0
    var styles = buffer.scalars.map { scalar in
      defer { offset += UTF8.width(scalar) }
      return bytes[offset]
    }
    let pair = isFinal ? [] : buffer.matchingBrackets { styles[$0] == .bracket }
    for index in pair { styles[index] = .match }
    return styles
  }
}

/// Before the first block there is no language to ask.
private struct NoAssistant: Assistant {
  func isComplete(_ text: String) -> Bool { true }
  func indentation(after text: String) -> Int { 0 }
  func completions(_ text: String, cursor: Int) -> Completions {
    Completions(replacing: cursor..<cursor, with: [])
  }
}
