/// A half-open range of bytes in a source text.
package struct SourceSpan: Equatable, Hashable, Sendable {
  package var start: Int
  package var end: Int

  package init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  package func contains(_ other: SourceSpan) -> Bool { start <= other.start && other.end <= end }

  package func union(_ other: SourceSpan) -> SourceSpan {
    SourceSpan(min(start, other.start), max(end, other.end))
  }
}

/// The text of a script, a cell or a `-c` argument, with the name that errors give it.
package final class SourceText: Sendable {
  /// As errors show it: `xor.nn`, `stdin`, `-c`, `nn[3]`.
  package let name: String
  /// The file's path where it is one; `run` inside it is relative to its folder.
  package let path: String?
  package let bytes: [UInt8]
  /// The number of the first line: where a pipe is read in parts, that of the part in the whole.
  package let firstLine: Int
  /// The byte offset at which each line starts.
  private let lineStarts: [Int]

  package init(name: String, path: String? = nil, bytes: [UInt8], firstLine: Int = 1) {
    self.name = name
    self.path = path
    self.bytes = bytes
    self.firstLine = firstLine
    // A byte order mark is no character of the first line.
    var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  package convenience init(name: String, _ text: String, firstLine: Int = 1) {
    self.init(name: name, bytes: Array(text.utf8), firstLine: firstLine)
  }

  /// The text of a span; invalid UTF-8 is shown as U+FFFD.
  package func text(_ span: SourceSpan) -> String {
    let start = min(max(0, span.start), bytes.count)
    let end = min(max(start, span.end), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Line (from `firstLine`) and column (from 1) of a byte; a column is a character as a
  /// person counts them.
  package func position(of offset: Int) -> (line: Int, column: Int) {
    let offset = min(max(lineStarts[0], offset), bytes.count)
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return (low + firstLine, text(SourceSpan(lineStarts[low], offset)).count + 1)
  }

  /// The text of a line (from `firstLine`) without its end.
  package func line(_ number: Int) -> String {
    let index = number - firstLine
    guard lineStarts.indices.contains(index) else { return "" }
    let start = lineStarts[index]
    var end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return text(SourceSpan(start, end))
  }
}
