extension Editor {
  /// Ctrl-R: the newest entry that contains what is typed, shown as it is typed; again for older
  /// ones. Enter takes it into the line, Ctrl-G or Escape gives the old line back, any other key
  /// takes it and then does what it does.
  func searchHistory(_ buffer: inout EditBuffer) -> Result {
    let (ordinary, draft) = (prompt, buffer)
    defer { prompt = ordinary }
    var state = Search(buffer: draft, index: history.entries.count)
    while true {
      prompt = "search \"\(state.text)\"\(state.isFailing ? " (none)" : ""): "
      guard let key = nextKey(showing: { paint(state.buffer) }) else { return .leave }
      switch key {
      case .character("\u{12}"): state.findOlder(in: history)
      case .character("\u{7F}"), .character("\u{8}"): state.shorten(in: history, draft: draft)
      case .character("\u{7}"), .character("\u{1B}"):
        buffer = draft
        return .goOn
      case .character("\r"), .character("\n"):
        buffer = state.buffer
        return .goOn
      case .character(let scalar) where scalar.value >= 0x20: state.extend(by: scalar, in: history)
      case .character, .special, .pasted:
        keys.push(key)
        buffer = state.buffer
        return .goOn
      }
    }
  }

  /// One search: what is looked for, and what was found.
  private struct Search {
    var text = ""
    var buffer: EditBuffer
    var index: Int
    var isFailing = false

    init(buffer: EditBuffer, index: Int) {
      self.buffer = buffer
      self.index = index
    }

    mutating func extend(by scalar: Unicode.Scalar, in history: History) {
      text.unicodeScalars.append(scalar)
      // What was found may still match.
      find(before: min(index + 1, history.entries.count), in: history)
    }

    mutating func findOlder(in history: History) {
      if !text.isEmpty { find(before: index, in: history) }
    }

    mutating func shorten(in history: History, draft: EditBuffer) {
      if !text.isEmpty { text.unicodeScalars.removeLast() }
      index = history.entries.count
      isFailing = false
      buffer = draft
      if !text.isEmpty { find(before: index, in: history) }
    }

    private mutating func find(before start: Int, in history: History) {
      let found = history.index(before: start, containing: text)
      isFailing = found == nil
      guard let found else { return }
      index = found
      buffer = EditBuffer(history.entries[found])
    }
  }
}
