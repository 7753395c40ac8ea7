/// A text and the place in it where typing goes: one block of any number of rows. All of it is
/// pure; libedit's own buffer is only copied from and to it.
package struct EditBuffer: Equatable {
  /// Holds no NUL.
  package private(set) var scalars: [Unicode.Scalar]
  /// Between 0 and the number of scalars.
  package private(set) var cursor: Int

  package init(scalars: [Unicode.Scalar] = [], cursor: Int = 0) {
    self.scalars = scalars
    self.cursor = max(0, min(cursor, scalars.count))
  }

  /// The text with the cursor at its end.
  package init(_ text: String) {
    let scalars = text.unicodeScalars.filter { $0 != "\0" }
    self.init(scalars: Array(scalars), cursor: scalars.count)
  }

  package var text: String { Self.string(scalars[...]) }
  package var textBeforeCursor: String { Self.string(scalars[..<cursor]) }
  package var isAtEnd: Bool { cursor == scalars.count }
  /// The cursor as an offset into the UTF-8 of the text.
  package var byteOffset: Int { textBeforeCursor.utf8.count }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(scalars.count)
    for scalar in scalars { bytes.append(scalar) }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Rows

  /// Where the row of the cursor starts.
  package var rowStart: Int { scalars[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0 }
  /// Where the row of the cursor ends: at its newline, or at the end of the text.
  package var rowEnd: Int { scalars[cursor...].firstIndex(of: "\n") ?? scalars.count }
  package var isInFirstRow: Bool { rowStart == 0 }
  package var isInLastRow: Bool { rowEnd == scalars.count }
  /// The cursor's place in its row, counted in scalars.
  package var column: Int { cursor - rowStart }
  /// Whether only blanks stand between the start of the row and the cursor.
  package var isInIndentation: Bool {
    scalars[rowStart..<cursor].allSatisfy { $0 == " " || $0 == "\t" }
  }

  // MARK: Moving

  package mutating func move(to index: Int) { cursor = max(0, min(index, scalars.count)) }
  package mutating func moveToRowStart() { cursor = rowStart }
  package mutating func moveToRowEnd() { cursor = rowEnd }

  /// The row above, as near to `column` as it is long; false in the first row.
  package mutating func moveUp(column: Int) -> Bool {
    guard !isInFirstRow else { return false }
    cursor = rowStart - 1
    cursor = min(rowStart + column, cursor)
    return true
  }

  /// The row below, as near to `column` as it is long; false in the last row.
  package mutating func moveDown(column: Int) -> Bool {
    guard !isInLastRow else { return false }
    cursor = rowEnd + 1
    cursor = min(cursor + column, rowEnd)
    return true
  }

  /// The start of the word that ends at or before the cursor.
  package var wordStart: Int {
    var index = cursor
    while index > 0, !Self.isWord(scalars[index - 1]) { index -= 1 }
    while index > 0, Self.isWord(scalars[index - 1]) { index -= 1 }
    return index
  }

  /// The end of the word at or after the cursor.
  package var wordEnd: Int {
    var index = cursor
    while index < scalars.count, !Self.isWord(scalars[index]) { index += 1 }
    while index < scalars.count, Self.isWord(scalars[index]) { index += 1 }
    return index
  }

  /// The start of what blanks separate, before the cursor.
  package var blankWordStart: Int {
    var index = cursor
    while index > 0, scalars[index - 1].properties.isWhitespace { index -= 1 }
    while index > 0, !scalars[index - 1].properties.isWhitespace { index -= 1 }
    return index
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  /// The bracket at the cursor, or else the one before it, and its partner; none where there is no
  /// pair. Only scalars that `counts` accepts are brackets: those in strings are none.
  package func matchingBrackets(where counts: (Int) -> Bool) -> [Int] {
    for place in [cursor, cursor - 1] where scalars.indices.contains(place) && counts(place) {
      if let partner = partner(of: place, where: counts) { return [place, partner] }
    }
    return []
  }

  private static let brackets: [Unicode.Scalar: Unicode.Scalar] = ["(": ")", "[": "]", "{": "}"]

  private func partner(of place: Int, where counts: (Int) -> Bool) -> Int? {
    let bracket = scalars[place]
    let isOpening = Self.brackets[bracket] != nil
    let partner = Self.brackets[bracket] ?? Self.brackets.first { $0.value == bracket }?.key
    guard let partner else { return nil }
    var depth = 0
    var index = place
    while scalars.indices.contains(index) {
      if scalars[index] == bracket, counts(index) { depth += 1 }
      if scalars[index] == partner, counts(index) { depth -= 1 }
      if depth == 0 { return index }
      index += isOpening ? 1 : -1
    }
    return nil
  }

  // MARK: Changing

  package mutating func insert(_ text: String) {
    let more = text.unicodeScalars.filter { $0 != "\0" }
    scalars.insert(contentsOf: more, at: cursor)
    cursor += more.count
  }

  /// Takes the scalars between two places out, and puts the cursor there.
  @discardableResult
  package mutating func cut(_ range: Range<Int>) -> String {
    let removed = Self.string(scalars[range])
    scalars.removeSubrange(range)
    cursor = range.lowerBound
    return removed
  }

  /// Replaces a range of bytes of the text, which lies on character boundaries.
  package mutating func replace(bytes: Range<Int>, with text: String) {
    guard let start = index(ofByte: bytes.lowerBound), let end = index(ofByte: bytes.upperBound)
    else { return }
    cut(start..<end)
    insert(text)
  }

  /// Which scalar starts at a byte of the text's UTF-8; nil inside a character or outside.
  package func index(ofByte byte: Int) -> Int? {
    var offset = 0
    for (index, scalar) in scalars.enumerated() {
      if offset == byte { return index }
      offset += UTF8.width(scalar)
    }
    return offset == byte ? scalars.count : nil
  }

  /// Makes the row begin with that many blanks; the cursor stays with its character.
  package mutating func indentRow(by columns: Int) {
    let start = rowStart
    let old = scalars[start...].prefix { $0 == " " || $0 == "\t" }.count
    let blanks = [Unicode.Scalar](repeating: " ", count: max(0, columns))
    let place = max(start + blanks.count, cursor - old + blanks.count)
    scalars.replaceSubrange(start..<(start + old), with: blanks)
    cursor = place
  }
}
