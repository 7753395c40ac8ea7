/// Reads words and tokens from the bytes of a text, from left to right.
///
/// It runs in the mode that its caller asks for: a command consists of words (`wordEnd`), an
/// expression of tokens (`token`). Blanks, continued lines and, inside brackets, newlines and
/// comments are passed over by `skipBlanks`.
struct Lexer {
  let bytes: [UInt8]
  var cursor: Int
  /// Where reading stops: the end of the text, or that of a `${…}` while its inside is read.
  var end: Int { didSet { ahead = nil } }
  /// The token that was looked at last, which the parser does several times before it takes it.
  var ahead: Token?
  /// Where the last word or token that was taken ends.
  private(set) var lastEnd: Int
  /// The `(` and `[` around the cursor; a newline is a blank while there are any.
  var openBrackets: [Int] = []
  /// The comments passed over inside brackets.
  var comments: [String] = []
  /// The brackets that are known to have no closing one.
  var unclosed: Set<Int> = []
  /// Inside a `${…}` a `#` starts no comment and a `\` continues nothing.
  var isInterpolating = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    cursor = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    lastEnd = cursor
    end = bytes.count
  }

  var isAtEnd: Bool { cursor >= end }
  /// The byte at the cursor; a newline at the end.
  var byte: UInt8 { cursor < end ? bytes[cursor] : .newline }

  func byte(at offset: Int) -> UInt8 { offset < end ? bytes[offset] : .newline }

  func text(_ start: Int, _ end: Int) -> String {
    String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Takes what lies between the cursor and an offset.
  mutating func advance(to offset: Int) {
    cursor = offset
    lastEnd = offset
  }

  mutating func skipBlanks() {
    while cursor < end {
      let byte = bytes[cursor]
      if byte.isBlank {
        cursor += 1
      } else if byte == .backslash, let next = continuation(at: cursor) {
        cursor = next
      } else if openBrackets.isEmpty || isInterpolating {
        return
      } else if byte == .newline {
        cursor += 1
      } else if byte == .hash {
        comments.append(takeComment())
      } else {
        return
      }
    }
  }

  /// The offset behind the blanks and continued line ends that start at an offset.
  func pastBlanks(from start: Int) -> Int {
    var offset = start
    while offset < end {
      if bytes[offset].isBlank {
        offset += 1
      } else if bytes[offset] == .backslash, let next = continuation(at: offset) {
        offset = next
      } else {
        break
      }
    }
    return offset
  }

  /// Where the next line begins when the `\` at an offset stands at the end of its line.
  func continuation(at offset: Int) -> Int? {
    guard !isInterpolating else { return nil }
    var next = offset + 1
    while next < end, bytes[next].isBlank { next += 1 }
    guard next < end else { return next }
    return bytes[next] == .newline ? next + 1 : nil
  }

  /// Takes a comment up to the end of its line, blanks at its end left out.
  mutating func takeComment() -> String {
    let start = cursor
    cursor = lineEnd(from: cursor)
    var stop = cursor
    while stop > start, bytes[stop - 1].isBlank { stop -= 1 }
    return text(start, stop)
  }

  func lineEnd(from offset: Int) -> Int {
    var offset = offset
    while offset < end, bytes[offset] != .newline { offset += 1 }
    return offset
  }

  /// Where the word of a command that starts at an offset ends; `->` is a word of its own.
  func wordEnd(from start: Int) -> Int {
    var offset = start
    while offset < end, bytes[offset].isWordByte {
      if bytes[offset] == .minus, byte(at: offset + 1) == .greater {
        return offset == start ? start + 2 : offset
      }
      if bytes[offset] == .backslash, continuation(at: offset) != nil { return offset }
      offset += 1
    }
    return offset
  }

  /// Where the name that starts at an offset ends: the offset itself where none starts.
  func nameEnd(from start: Int) -> Int {
    var offset = start
    while offset < end {
      let byte = bytes[offset]
      if byte.isASCIINameStart || (byte.isDigit && offset > start) {
        offset += 1
      } else if byte >= 0x80 {
        let (scalar, length) = decodeScalar(bytes, at: offset, end: end)
        let properties = scalar.properties
        guard offset == start ? properties.isXIDStart : properties.isXIDContinue else { break }
        offset += length
      } else {
        break
      }
    }
    return offset
  }

  /// Whether a word is the one that stands there.
  func spells(_ start: Int, _ end: Int, _ word: StaticString) -> Bool {
    guard end - start == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { bytes[start..<end].elementsEqual($0) }
  }

  func isName(_ start: Int, _ end: Int) -> Bool { end > start && nameEnd(from: start) == end }

  /// Where the character at an offset ends.
  func characterEnd(from start: Int) -> Int {
    start < end ? start + decodeScalar(bytes, at: start, end: end).length : start
  }
}
