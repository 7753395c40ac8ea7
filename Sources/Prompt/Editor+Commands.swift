import CEditLine

extension Editor {
  /// What a command tells libedit to do next.
  enum Result {
    case goOn, beep, handOver, leave

    var code: UInt8 {
      switch self {
      case .goOn: UInt8(CC_REFRESH)
      case .beep: UInt8(CC_NORM)
      case .handOver: UInt8(CC_NEWLINE)
      case .leave: UInt8(CC_EOF)
      }
    }
  }

  /// The way from libedit's handle to the editor.
  static func run(_ command: Command, _ handle: OpaquePointer?, _ key: UInt32 = 0) -> UInt8 {
    guard let owner = editline_owner(handle) else { return UInt8(CC_ERROR) }
    let editor = Unmanaged<Editor>.fromOpaque(owner).takeUnretainedValue()
    var buffer = editor.buffer
    let result = editor.perform(command, on: &buffer, key: key)
    editor.buffer = buffer
    if result == .beep { Screen.write("\u{7}") }
    return result.code
  }

  func perform(_ command: Command, on buffer: inout EditBuffer, key: UInt32) -> Result {
    switch command {
    case .enter: return enter(&buffer)
    case .newRow: return addRow(to: &buffer)
    case .closeBracket: return close(&buffer, with: Unicode.Scalar(key) ?? "}")
    case .up: return up(&buffer)
    case .down: return down(&buffer)
    case .right: return right(&buffer)
    case .wordLeft: buffer.move(to: buffer.wordStart)
    case .wordRight: buffer.move(to: buffer.wordEnd)
    case .rowStart: buffer.moveToRowStart()
    case .rowEnd: return rowEnd(&buffer)
    case .delete: return delete(&buffer)
    case .deleteOrLeave: return buffer.scalars.isEmpty ? give(.endOfFile) : delete(&buffer)
    case .killToRowEnd: return kill(buffer.cursor..<endOfKill(buffer), of: &buffer)
    case .killToRowStart: return kill(buffer.rowStart..<buffer.cursor, of: &buffer)
    case .killBlankWord: return kill(buffer.blankWordStart..<buffer.cursor, of: &buffer)
    case .killWordLeft: return kill(buffer.wordStart..<buffer.cursor, of: &buffer)
    case .killWordRight: return kill(buffer.cursor..<buffer.wordEnd, of: &buffer)
    case .yank: buffer.insert(cut)
    case .undo: return show(undo.undo(), in: &buffer)
    case .redo: return show(undo.redo(), in: &buffer)
    case .complete: return complete(&buffer)
    case .paste:
      buffer.insert(Paste.cleaned(pasted, prompt: prompt, continuation: continuation))
    case .search: return searchHistory(&buffer)
    case .editElsewhere: return editElsewhere(&buffer)
    case .clear: clearScreen()
    case .interrupt: return give(.interrupted)
    case .ignore: break
    }
    return .goOn
  }

  private func give(_ input: Input) -> Result {
    outcome = input
    return .leave
  }

  private func show(_ found: EditBuffer?, in buffer: inout EditBuffer) -> Result {
    guard let found else { return .beep }
    buffer = found
    return .goOn
  }

  // MARK: Rows

  private func enter(_ buffer: inout EditBuffer) -> Result {
    guard assistant.isComplete(buffer.text) else { return addRow(to: &buffer) }
    buffer.move(to: buffer.scalars.count)
    undo.note(buffer)
    outcome = .block(buffer.text)
    return .handOver
  }

  private func addRow(to buffer: inout EditBuffer) -> Result {
    let columns = assistant.indentation(after: buffer.textBeforeCursor)
    buffer.insert("\n" + String(repeating: " ", count: max(0, min(columns, 200))))
    return .goOn
  }

  /// A bracket that begins a row stands where its block's first row stands.
  private func close(_ buffer: inout EditBuffer, with bracket: Unicode.Scalar) -> Result {
    let beginsRow = buffer.isInIndentation && !buffer.isInFirstRow
    buffer.insert(String(bracket))
    if beginsRow {
      buffer.indentRow(by: min(200, assistant.indentation(after: buffer.textBeforeCursor)))
    }
    return .goOn
  }

  private func up(_ buffer: inout EditBuffer) -> Result {
    if moveRow(&buffer, { $0.moveUp(column: $1) }) { return .goOn }
    if search?.shown != buffer.text { search = HistorySearch(from: buffer, in: history) }
    return show(search?.older(in: history), in: &buffer)
  }

  private func down(_ buffer: inout EditBuffer) -> Result {
    if moveRow(&buffer, { $0.moveDown(column: $1) }) { return .goOn }
    guard search?.shown == buffer.text else { return .beep }
    return show(search?.newer(in: history), in: &buffer)
  }

  /// Moves by a row; the column is kept over rows that are shorter.
  private func moveRow(
    _ buffer: inout EditBuffer, _ move: (inout EditBuffer, Int) -> Bool
  ) -> Bool {
    let column = goal?.buffer == buffer ? goal?.column ?? buffer.column : buffer.column
    guard move(&buffer, column) else { return false }
    goal = (column, buffer)
    return true
  }

  private func right(_ buffer: inout EditBuffer) -> Result {
    if buffer.isAtEnd { return acceptHint(&buffer) }
    buffer.move(to: buffer.cursor + 1)
    return .goOn
  }

  private func rowEnd(_ buffer: inout EditBuffer) -> Result {
    if buffer.isAtEnd { _ = acceptHint(&buffer) }
    buffer.moveToRowEnd()
    return .goOn
  }

  private func acceptHint(_ buffer: inout EditBuffer) -> Result {
    guard !hint.isEmpty else { return .beep }
    buffer.insert(hint)
    return .goOn
  }

  // MARK: Cutting

  private func delete(_ buffer: inout EditBuffer) -> Result {
    guard !buffer.isAtEnd else { return .beep }
    buffer.cut(buffer.cursor..<(buffer.cursor + 1))
    return .goOn
  }

  /// At the end of a row its newline goes.
  private func endOfKill(_ buffer: EditBuffer) -> Int {
    buffer.cursor == buffer.rowEnd && !buffer.isAtEnd ? buffer.cursor + 1 : buffer.rowEnd
  }

  private func kill(_ range: Range<Int>, of buffer: inout EditBuffer) -> Result {
    guard !range.isEmpty else { return .beep }
    cut = buffer.cut(range)
    return .goOn
  }

  // MARK: Completion

  /// Inserts a single match or what all have in common; else lists them below the block.
  private func complete(_ buffer: inout EditBuffer) -> Result {
    let found = assistant.completions(buffer.text, cursor: buffer.byteOffset)
    let size = Screen.size
    guard !found.candidates.isEmpty else { return indent(&buffer) }
    let common = CompletionList.commonPrefix(found.candidates)
    if found.candidates.count == 1 || common.utf8.count > found.range.count {
      buffer.replace(bytes: found.range, with: common)
      return .goOn
    }
    let layout = Layout(
      Layout.Picture(prompt: prompt, continuation: continuation, buffer: buffer),
      columns: size.columns)
    let page = listed?.buffer == buffer ? (listed?.page ?? 0) + 1 : 0
    listed = (page, buffer)
    below = CompletionList.rows(
      found.candidates, columns: size.columns, height: size.rows - layout.rows.count, page: page)
    return .goOn
  }

  /// Tab where a row begins indents it.
  private func indent(_ buffer: inout EditBuffer) -> Result {
    guard buffer.isInIndentation, !buffer.isInFirstRow else { return .beep }
    buffer.insert("  ")
    return .goOn
  }

  // MARK: The screen

  /// Gives the terminal to the user's own editor, with the text in a file.
  private func editElsewhere(_ buffer: inout EditBuffer) -> Result {
    Screen.write(screen.erase() + Screen.pasteOff)
    editline_end()
    let edited = ExternalEditor.edit(buffer.text)
    Interrupt.clear()
    editline_begin()
    editline_make_raw()
    Screen.write(Screen.pasteOn)
    guard let edited else { return .beep }
    buffer = EditBuffer(edited)
    return .goOn
  }

  private func clearScreen() {
    screen = Painter()
    Screen.write("\u{1B}[H\u{1B}[2J")
  }
}
