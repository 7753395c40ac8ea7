import Formats

/// One cell of a line: the bytes between its separators, blanks and quotes taken off.
struct CSVCell: Equatable {
  var start: Int
  var end: Int
  /// Whether quotes inside it are doubled.
  var hasDoubledQuotes = false

  var range: Range<Int> { start..<end }
}

/// Cuts text into lines and cells, after RFC 4180 with LF, CRLF or CR, any separator, blanks
/// around cells, and whole lines of comment that start with `#`. It reads bytes and makes no text.
///
/// The text may come piece by piece: a record that the end of a piece cuts is read again when more
/// is there.
struct CSVScanner {
  enum Outcome { case record, end, cut }

  private(set) var bytes: [UInt8]
  var separator: Separator
  private(set) var position: Int
  /// The line that `position` is on, from 1.
  private(set) var line = 1
  /// The line that the last record began on.
  private(set) var recordLine = 1
  /// The line that the last quote was opened on.
  private var quoteLine = 1
  /// Whether the end of `bytes` is the end of the text.
  private var isWhole: Bool

  private var mark: UInt8 { separator.byte }
  private var joinsSeparators: Bool { separator == .space }

  init(_ bytes: [UInt8], separator: Separator, isWhole: Bool = true) {
    self.bytes = bytes
    self.separator = separator
    self.isWhole = isWhole
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// Replaces `cells` by those of the next line that holds any.
  mutating func next(_ cells: inout [CSVCell]) throws(DataError) -> Outcome {
    let start = (position, line)
    let found: Bool
    do {
      found = try record(&cells)
    } catch {
      guard isCut else { throw error }
      found = true
    }
    guard isCut else { return found ? .record : .end }
    (position, line) = start
    return .cut
  }

  /// A record that ends where the piece ends may go on, by another digit or half of a CR LF.
  private var isCut: Bool { !isWhole && position >= bytes.count }

  /// How many bytes are left behind the last record.
  var unread: Int { bytes.count - position }

  /// Takes away what was read and puts more behind the rest, until `append` says that there is
  /// none; whether it did.
  mutating func extend(_ append: (inout [UInt8]) throws -> Bool) rethrows -> Bool {
    bytes.removeFirst(position)
    position = 0
    isWhole = try append(&bytes)
    return isWhole
  }

  /// Goes on behind rows that somebody else has read, one line each.
  mutating func skip(to position: Int, lines: Int) {
    self.position = position
    line += lines
  }

  private mutating func record(_ cells: inout [CSVCell]) throws(DataError) -> Bool {
    cells.removeAll(keepingCapacity: true)
    skipEmptyLines()
    guard position < bytes.count else { return false }
    recordLine = line
    while true {
      cells.append(try cell(number: cells.count + 1))
      guard try endOfCell() else { return true }
    }
  }

  /// The text of a cell, its doubled quotes made single.
  func text(_ cell: CSVCell, column: Int) throws(DataError) -> String {
    guard let text = String(validating: bytes[cell.range], as: UTF8.self), !text.contains("\0")
    else {
      throw DataError(
        "line \(recordLine), column \(column): the cell is not UTF-8 text",
        suggestion: "iconv -f latin1 -t utf-8 converts a file of Latin-1",
        line: recordLine, column: column)
    }
    guard cell.hasDoubledQuotes else { return text }
    var result = ""
    var previousWasQuote = false
    for scalar in text.unicodeScalars {
      previousWasQuote = scalar == "\"" && !previousWasQuote
      if !previousWasQuote { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  func number(_ cell: CSVCell, _ decimal: DecimalMark) -> DecimalNumber {
    DecimalNumber.parse(bytes, cell.range, point: decimal.byte)
  }

  func isMissing(_ cell: CSVCell) -> Bool {
    cell.range.count <= 4
      && bytes.withUnsafeBufferPointer { MissingMark.matches($0[cell.range]) }
  }

  // MARK: -

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte == 0x09 && mark != 0x09)
  }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// Past lines that are empty, blank or a comment.
  private mutating func skipEmptyLines() {
    while position < bytes.count {
      if bytes[position] == 0x23 {
        while position < bytes.count, !isLineEnd(bytes[position]) { position += 1 }
      }
      var at = position
      while at < bytes.count, isBlank(bytes[at]) { at += 1 }
      if at == bytes.count {
        position = at
      } else if isLineEnd(bytes[at]) {
        position = at
        skipLineEnd()
      } else {
        return
      }
    }
  }

  private mutating func skipLineEnd() {
    let wasReturn = bytes[position] == 0x0D
    position += 1
    if wasReturn, position < bytes.count, bytes[position] == 0x0A { position += 1 }
    line += 1
  }

  /// The cell at `position`, which is left at the separator or line end behind it.
  private mutating func cell(number: Int) throws(DataError) -> CSVCell {
    while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    if position < bytes.count, bytes[position] == 0x22 { return try quotedCell(number: number) }
    let start = position
    let mark = mark
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      if byte == mark || byte == 0x0A || byte == 0x0D { break }
      if byte == 0x09, joinsSeparators { break }
      end += 1
    }
    position = end
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return CSVCell(start: start, end: end)
  }

  private mutating func quotedCell(number: Int) throws(DataError) -> CSVCell {
    let openingLine = line
    quoteLine = line
    position += 1
    var cell = CSVCell(start: position, end: position)
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x22 {
        position += 1
        guard position < bytes.count, bytes[position] == 0x22 else {
          cell.end = position - 1
          return cell
        }
        cell.hasDoubledQuotes = true
      }
      if isLineEnd(byte) { skipLineEnd() } else { position += 1 }
    }
    throw DataError(
      "line \(openingLine), column \(number): a quote is not closed",
      line: openingLine, column: number)
  }

  /// Past a separator; false where the line, or the text, ends instead.
  private mutating func endOfCell() throws(DataError) -> Bool {
    while position < bytes.count, isBlank(bytes[position]), !joinsSeparators { position += 1 }
    guard position < bytes.count else { return false }
    if joinsSeparators {
      let start = position
      while position < bytes.count, isBlank(bytes[position]) { position += 1 }
      guard position < bytes.count else { return false }
      if !isLineEnd(bytes[position]), position > start { return true }
    } else if bytes[position] == mark {
      position += 1
      return true
    }
    guard isLineEnd(bytes[position]) else {
      let opened = quoteLine < line ? ", which was opened in line \(quoteLine)" : ""
      throw DataError(
        "line \(line): text after a closing quote\(opened); a quote inside quotes is doubled",
        line: line)
    }
    skipLineEnd()
    return false
  }
}
