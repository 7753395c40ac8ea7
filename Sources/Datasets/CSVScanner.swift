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
struct CSVScanner {
  let bytes: [UInt8]
  let separator: UInt8
  private(set) var position: Int
  /// The line that `position` is on, from 1.
  private(set) var line = 1
  /// The line that the last record began on.
  private(set) var recordLine = 1
  private let joinsSeparators: Bool

  init(_ bytes: [UInt8], separator: Separator) {
    self.bytes = bytes
    self.separator = separator.byte
    joinsSeparators = separator == .space
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// Replaces `cells` by those of the next line that holds any; false at the end of the text.
  mutating func next(_ cells: inout [CSVCell]) throws(DataError) -> Bool {
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

  // MARK: -

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte == 0x09 && separator != 0x09)
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
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      if byte == separator || byte == 0x0A || byte == 0x0D { break }
      if byte == 0x09, joinsSeparators { break }
      end += 1
    }
    position = end
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return CSVCell(start: start, end: end)
  }

  private mutating func quotedCell(number: Int) throws(DataError) -> CSVCell {
    let openingLine = line
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
    } else if bytes[position] == separator {
      position += 1
      return true
    }
    guard isLineEnd(bytes[position]) else {
      throw DataError(
        "line \(line): text after a closing quote; a quote inside quotes is doubled", line: line)
    }
    skipLineEnd()
    return false
  }
}
