import CEditLine

/// Input for terminals that cannot move their cursor, and for people whose screen reader does not
/// want it to: the terminal's own line editing, one row after the other, nothing drawn twice.
struct PlainRows {
  private var bytes: [UInt8] = []

  /// What the block should begin as cannot stand in the terminal's line: it is shown above it.
  mutating func readBlock(
    prompt: String, continuation: String, initial: String, assistant: some Assistant
  ) -> Input {
    var text = ""
    if !initial.isEmpty { Screen.write("not run:\n\(initial)\n") }
    while true {
      Screen.write(text.isEmpty ? prompt : continuation)
      switch readRow() {
      case .block(let row): text += row
      case .interrupted:
        Screen.write("\n")
        return .interrupted
      case .endOfFile:
        Screen.write("\n")
        return text.isEmpty ? .endOfFile : .block(text)
      }
      if assistant.isComplete(text) { return .block(text) }
      text += "\n"
    }
  }

  private mutating func readRow() -> Input {
    while true {
      if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
        defer { bytes.removeSubrange(...end) }
        return .block(String(decoding: bytes[..<end].filter { $0 != 0 }, as: UTF8.self))
      }
      switch editline_wait(-1) {
      case EditLineReadable:
        guard let more = Screen.read() else { return .endOfFile }
        bytes += more
      case EditLineInterrupted:
        bytes = []
        return .interrupted
      default: break
      }
    }
  }
}
