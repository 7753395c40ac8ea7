/// The longest line of a script, in bytes.
package let longestLine = 1 << 20

/// What is wrong with a text before its grammar counts: bytes that are no UTF-8, control
/// characters, lines that are too long. At most one fault a line, at most twenty in all.
struct TextFaults {
  private(set) var diagnostics: [Diagnostic] = []
  /// Whether the rest of the text can still be parsed.
  private(set) var isReadable = true
  private var faultyLineStart = -1
  private let source: SourceText

  init(in source: SourceText) {
    self.source = source
    let bytes = source.bytes
    var lineStart = 0
    var offset = 0
    while true {
      offset = bytes.firstOdd(from: offset)
      guard offset < bytes.count else { break }
      if bytes[offset] == .newline {
        checkLength(from: lineStart, to: offset)
        offset += 1
        lineStart = offset
      } else {
        offset += checkOdd(at: offset, lineStart: lineStart)
      }
    }
    checkLength(from: lineStart, to: bytes.count)
  }

  private mutating func checkLength(from start: Int, to end: Int) {
    guard end - start > longestLine else { return }
    isReadable = false
    add(.limit, "this line has \(end - start) bytes, at most 1 MiB is allowed", start, start, start)
  }

  /// Looks at a control character or the start of a longer one and returns its length.
  private mutating func checkOdd(at offset: Int, lineStart: Int) -> Int {
    let bytes = source.bytes
    let byte = bytes[offset]
    if byte == 0x09 { return 1 }
    if byte == 0x0D, offset + 1 < bytes.count, bytes[offset + 1] == .newline { return 1 }
    let (scalar, length) = decodeScalar(bytes, at: offset, end: bytes.count)
    if scalar.value == 0xFFFD, length == 1 {
      isReadable = false
      let text =
        "found the byte 0x\(hexadecimal(UInt32(byte), 2)), which is no UTF-8 (at byte \(offset))"
      add(.syntax, text, offset, offset + 1, lineStart)
    } else if scalar.properties.generalCategory == .control {
      let text = "found the control character U+\(hexadecimal(scalar.value, 4))"
      add(.syntax, text, offset, offset + length, lineStart)
    }
    return length
  }

  private mutating func add(
    _ code: Diagnostic.Code, _ message: String, _ start: Int, _ end: Int, _ lineStart: Int
  ) {
    guard faultyLineStart != lineStart, diagnostics.count < 20 else { return }
    faultyLineStart = lineStart
    diagnostics.append(Diagnostic(code, message, at: SourceSpan(start, end), in: source))
  }
}

extension [UInt8] {
  /// The first place from an offset on where no printable character of ASCII stands, or the end.
  fileprivate func firstOdd(from start: Int) -> Int {
    var offset = start
    withUnsafeBytes { bytes in
      while offset + 8 <= count,
        bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).isPrintable
      {
        offset += 8
      }
      while offset < count, bytes[offset] >= 0x20, bytes[offset] < 0x7F { offset += 1 }
    }
    return offset
  }
}

extension UInt64 {
  /// Whether each of the eight bytes is a printable character of ASCII. Where all are below 0x80, no
  /// sum carries from one byte to the next: 0x7F becomes 0x80, and what is 0x20 or more at least that.
  fileprivate var isPrintable: Bool {
    let each: UInt64 = 0x0101_0101_0101_0101
    let high = each * 0x80
    return self & high == 0 && (self &+ each) & high == 0 && (self &+ each * 0x60) & high == high
  }
}

/// A number in upper case hexadecimal digits, at least `width` of them.
func hexadecimal(_ value: UInt32, _ width: Int) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
