import Synchronization

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
  private let lazyMarks = AtomicLazyReference<TextMarks>()

  package init(name: String, path: String? = nil, bytes: [UInt8], firstLine: Int = 1) {
    self.name = name
    self.path = path
    self.bytes = bytes
    self.firstLine = firstLine
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

  /// Errors alone ask for them.
  private var marks: TextMarks { lazyMarks.load() ?? lazyMarks.storeIfNil(TextMarks(bytes)) }

  /// Line (from `firstLine`) and column (from 1) of a byte; a column is a character as a
  /// person counts them.
  package func position(of offset: Int) -> (line: Int, column: Int) {
    let mark = marks.mark(before: offset)
    let characters = text(SourceSpan(mark.offset, offset)).count
    return (mark.line + firstLine, mark.column + characters)
  }

  /// Some characters of a line (from `firstLine`), without its end.
  ///
  /// - Returns: at most `count`, from a column on, and whether the line goes on behind them.
  package func characters(ofLine number: Int, from column: Int, count: Int)
    -> (characters: ArraySlice<Character>, goesOn: Bool)
  {
    let line = number - firstLine
    guard (0..<marks.lines).contains(line) else { return ([], false) }
    let first = marks.mark(before: column, ofLine: line)
    let next = marks.mark(behind: column + count, ofLine: line)
    let isCut = next?.line == line
    let end = isCut ? next!.offset : lineEnd(before: next?.offset)
    let part = Array(text(SourceSpan(first.offset, end)))
    let wanted = part.dropFirst(column - first.column).prefix(count)
    return (wanted, isCut || wanted.endIndex < part.endIndex)
  }

  /// Where the line ends that another follows, or the last one.
  private func lineEnd(before next: Int?) -> Int {
    let end = next.map { $0 - 1 } ?? bytes.count
    return end > 0 && bytes[end - 1] == 0x0D ? end - 1 : end
  }
}
