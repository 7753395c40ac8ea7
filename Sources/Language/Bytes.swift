/// What a byte is to the lexer.
extension UInt8 {
  static let newline = UInt8(ascii: "\n")
  static let quote = UInt8(ascii: "\"")
  static let apostrophe = UInt8(ascii: "'")
  static let hash = UInt8(ascii: "#")
  static let dollar = UInt8(ascii: "$")
  static let backslash = UInt8(ascii: "\\")
  static let comma = UInt8(ascii: ",")
  static let semicolon = UInt8(ascii: ";")
  static let equals = UInt8(ascii: "=")
  static let minus = UInt8(ascii: "-")
  static let greater = UInt8(ascii: ">")
  static let dot = UInt8(ascii: ".")
  static let openParenthesis = UInt8(ascii: "(")
  static let closeParenthesis = UInt8(ascii: ")")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")

  /// A space, a tab, the CR of a CRLF; other control characters are reported once for the whole
  /// text and count as blanks afterwards.
  var isBlank: Bool { (self <= 0x20 && self != .newline) || self == 0x7F }

  var isDigit: Bool { self &- 0x30 < 10 }

  var isASCIINameStart: Bool { (self | 0x20) &- 0x61 < 26 || self == UInt8(ascii: "_") }

  /// Whether a word of a command goes on here: all but blanks and `; # " ' $ ( ) [ ] { } , =`.
  var isWordByte: Bool {
    switch self {
    case .semicolon, .hash, .quote, .apostrophe, .dollar, .openParenthesis, .closeParenthesis,
      .openBracket, .closeBracket, .openBrace, .closeBrace, .comma, .equals:
      false
    default: self > 0x20 && self != 0x7F
    }
  }

  /// The bracket that closes this one.
  var closingBracket: UInt8? {
    switch self {
    case .openParenthesis: .closeParenthesis
    case .openBracket: .closeBracket
    case .openBrace: .closeBrace
    default: nil
    }
  }
}

/// The scalar that starts at an offset of UTF-8 text and its length in bytes; U+FFFD of length 1
/// where there is none.
func decodeScalar(_ bytes: [UInt8], at offset: Int, end: Int) -> (
  scalar: Unicode.Scalar, length: Int
) {
  let invalid = (scalar: Unicode.Scalar(0xFFFD as UInt16)!, length: 1)
  let first = bytes[offset]
  let length: Int
  let smallest: UInt32
  var value: UInt32
  switch first {
  case 0..<0x80: return (Unicode.Scalar(first), 1)
  case 0xC2..<0xE0: (length, smallest, value) = (2, 0x80, UInt32(first & 0x1F))
  case 0xE0..<0xF0: (length, smallest, value) = (3, 0x800, UInt32(first & 0x0F))
  case 0xF0..<0xF5: (length, smallest, value) = (4, 0x10000, UInt32(first & 0x07))
  default: return invalid
  }
  guard offset + length <= end else { return invalid }
  for next in bytes[(offset + 1)..<(offset + length)] {
    guard next & 0xC0 == 0x80 else { return invalid }
    value = value << 6 | UInt32(next & 0x3F)
  }
  guard value >= smallest, let scalar = Unicode.Scalar(value) else { return invalid }
  return (scalar, length)
}
