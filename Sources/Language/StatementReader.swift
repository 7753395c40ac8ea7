/// Cuts what comes through a pipe into texts that can be run: whole lines up to one at which no
/// bracket is open, with the comments before them. Takes bytes as they come; all of it in linear
/// time.
package struct StatementReader {
  /// A text that is complete, and the number of its first line in the whole.
  package struct Chunk: Equatable, Sendable {
    package let bytes: [UInt8]
    package let firstLine: Int
  }

  private var bytes: [UInt8] = []
  /// Where the text that is not given out yet starts in `bytes`, and the number of its line.
  private var start = 0
  private var firstLine = 1
  /// Where the line that is not read yet starts, and its number.
  private var lineStart = 0
  private var lineNumber = 1
  /// Up to where that line holds no newline.
  private var searched = 0
  private var tracker = BracketTracker()
  /// Whether what is not given out yet is blanks and comments so far.
  private var isBlank = true
  /// Whether the rest of a line that was too long is passed over.
  private var isSkipping = false

  package init() {}

  /// Whether everything has been given out.
  package var isEmpty: Bool { start == bytes.count }

  package mutating func append(_ more: some Sequence<UInt8>) {
    if start > 0 {
      bytes.removeSubrange(..<start)
      lineStart -= start
      searched -= start
      start = 0
    }
    bytes += more
  }

  /// The next complete text; nil where more has to come. A line of more than a mebibyte comes cut
  /// off, so that parsing it says so; its rest is passed over.
  package mutating func next() -> Chunk? {
    while let newline = bytes[searched...].firstIndex(of: .newline) {
      if !isSkipping { tracker.read(bytes[lineStart..<newline]) }
      isBlank = isBlank && isBlank(bytes[lineStart..<newline])
      lineStart = newline + 1
      searched = lineStart
      lineNumber += 1
      if isSkipping {
        isSkipping = false
        discard()
      } else if !isBlank, tracker.completeness == .complete {
        return take()
      }
    }
    searched = bytes.count
    let isTooLong = searched - lineStart > longestLine
    guard isSkipping || isTooLong else { return nil }
    lineStart = bytes.count
    if isSkipping {
      discard()
      return nil
    }
    isSkipping = true
    tracker = BracketTracker()
    return take()
  }

  /// What is left when the pipe has ended, complete or not; nil where nothing is.
  package mutating func finish() -> Chunk? {
    guard !isEmpty, !isSkipping else { return nil }
    lineStart = bytes.count
    searched = bytes.count
    return take()
  }

  /// Gives out what lies before the current line.
  private mutating func take() -> Chunk {
    let chunk = Chunk(bytes: Array(bytes[start..<lineStart]), firstLine: firstLine)
    discard()
    return chunk
  }

  private mutating func discard() {
    start = lineStart
    firstLine = lineNumber
    isBlank = true
  }

  private func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
    let first = line.first { !$0.isBlank }
    return first == nil || first == .hash
  }
}
