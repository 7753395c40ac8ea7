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
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte >= 0x20, byte < 0x7F {
        offset += 1
      } else if byte == .newline {
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

/// A number in upper case hexadecimal digits, at least `width` of them.
func hexadecimal(_ value: UInt32, _ width: Int) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
