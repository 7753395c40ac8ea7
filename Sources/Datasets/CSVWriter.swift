/// Writes tables as RFC 4180 has them, with line feeds.
package struct CSVWriter {
  package private(set) var bytes: [UInt8] = []
  private var isAtStart = true

  package init() {}

  /// A text, in quotes where it would not be read back without them.
  package mutating func add(_ text: String) {
    part()
    let needsQuotes =
      text.isEmpty || text.first == " " || text.last == " " || text.first == "#"
      || text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D, 0x09].contains($0) }
    guard needsQuotes else {
      bytes += text.utf8
      return
    }
    bytes.append(0x22)
    for byte in text.utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }

  /// A number with as many digits as it takes to read the same number again.
  package mutating func add(_ number: Double) {
    part()
    bytes += className(number).utf8
  }

  package mutating func endRow() {
    bytes.append(0x0A)
    isAtStart = true
  }

  private mutating func part() {
    if !isAtStart { bytes.append(0x2C) }
    isAtStart = false
  }
}
