extension JSONValue {
  /// How deep arrays and objects may lie in each other.
  package static let depthLimit = 200

  /// Reads a text in UTF-8, strictly: no comments, no trailing commas, no key twice, numbers
  /// within the range of doubles.
  ///
  /// - Throws: with the byte, from 0, where the text is not JSON.
  package init(parsing bytes: [UInt8]) throws(FormatError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.text()
  }

  package init(parsing text: String) throws(FormatError) {
    try self.init(parsing: Array(text.utf8))
  }
}

private struct JSONParser {
  let bytes: [UInt8]
  var position = 0
  var depth = 0

  // text := blank value blank
  mutating func text() throws(FormatError) -> JSONValue {
    let value = try value()
    skipBlanks()
    guard position == bytes.count else { throw error("other text after the value") }
    return value
  }

  // value := object | array | string | number | true | false | null
  private mutating func value() throws(FormatError) -> JSONValue {
    skipBlanks()
    guard let byte = current else { throw error("the text ends where a value is expected") }
    switch byte {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: throw error("expected a value")
    }
  }

  // object := { } | { string : value , … }
  private mutating func object() throws(FormatError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    var members: [JSONValue.Member] = []
    var keys: Set<String> = []
    if take("}") { return .object([]) }
    repeat {
      skipBlanks()
      guard current == UInt8(ascii: "\"") else { throw error("expected a key in quotes") }
      let key = try string()
      guard keys.insert(key).inserted else { throw error("the key '\(key)' is there twice") }
      guard take(":") else { throw error("expected ':' after the key '\(key)'") }
      members.append(JSONValue.Member(key, try value()))
    } while take(",")
    guard take("}") else { throw error("expected ',' or '}'") }
    return .object(members)
  }

  // array := [ ] | [ value , … ]
  private mutating func array() throws(FormatError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    var values: [JSONValue] = []
    if take("]") { return .array([]) }
    repeat { values.append(try value()) } while take(",")
    guard take("]") else { throw error("expected ',' or ']'") }
    return .array(values)
  }

  private mutating func enter() throws(FormatError) {
    position += 1
    depth += 1
    guard depth <= JSONValue.depthLimit else {
      throw error("nested deeper than \(JSONValue.depthLimit)")
    }
  }

  // number := ⟨-⟩ (0 | 1–9 digits) ⟨. digits⟩ ⟨e ⟨+|-⟩ digits⟩
  private mutating func number() throws(FormatError) -> Double {
    let start = position
    if current == UInt8(ascii: "-") { position += 1 }
    let leading = current
    let whole = skipDigits()
    var isWellFormed = whole == 1 || (whole > 1 && leading != UInt8(ascii: "0"))
    if current == UInt8(ascii: ".") {
      position += 1
      if skipDigits() == 0 { isWellFormed = false }
    }
    if let byte = current, byte | 0x20 == UInt8(ascii: "e") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      if skipDigits() == 0 { isWellFormed = false }
    }
    guard isWellFormed else { throw error("a malformed number") }
    guard let value = DecimalNumber.parse(bytes, start..<position).value else {
      throw error("a number too large for a double")
    }
    return value
  }

  /// How many digits there were.
  private mutating func skipDigits() -> Int {
    let start = position
    while let byte = current, byte &- 0x30 < 10 { position += 1 }
    return position - start
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(FormatError) -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else { throw error("expected '\(word)'") }
    position += word.utf8.count
    return value
  }

  // string := " (character | escape)… "
  private mutating func string() throws(FormatError) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = current {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw error("a string that is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): text += String(try escape()).utf8
      case 0..<0x20: throw error("a control character in a string")
      default: text.append(byte)
      }
    }
    throw error("a string is not closed")
  }

  private mutating func escape() throws(FormatError) -> Unicode.Scalar {
    guard let byte = current else { throw error("a string is not closed") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw error("an unknown escape in a string")
    }
  }

  /// `uXXXX`, or two of them for a character beyond U+FFFF.
  private mutating func unicodeEscape() throws(FormatError) -> Unicode.Scalar {
    let first = try hexDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, bytes[position...].starts(with: "\\u".utf8) else {
      throw error("half of a character in a string")
    }
    position += 2
    let second = try hexDigits()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw error("half of a character in a string") }
    return scalar
  }

  private mutating func hexDigits() throws(FormatError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("expected four hexadecimal digits")
      }
      value = value << 4 + UInt32(digit)
      position += 1
    }
    return value
  }

  // MARK: -

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  /// Past blanks and, where it comes next, a mark.
  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard current == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  private func error(_ message: String) -> FormatError {
    FormatError("no JSON at byte \(position): \(message)")
  }
}
