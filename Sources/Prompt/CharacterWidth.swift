extension Unicode.Scalar {
  /// The columns that a terminal gives to the scalar: 0, 1 or 2 (Unicode Standard Annex 11, and
  /// emoji as two columns). Control characters are 0: whoever draws must replace them first.
  package var columns: Int {
    if value < 0x300 { return value < 0x20 || (value >= 0x7F && value < 0xA0) ? 0 : 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return isWide ? 2 : 1
    }
  }

  private var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      true
    default: properties.isEmojiPresentation
    }
  }
}

extension String {
  /// The columns of a text that holds no control characters except colour sequences, which take
  /// none.
  package var columns: Int {
    var sum = 0
    var isEscape = false
    for scalar in unicodeScalars {
      if isEscape {
        isEscape = !("@"..."~" ~= scalar) || scalar == "["
      } else if scalar == "\u{1B}" {
        isEscape = true
      } else {
        sum += scalar.columns
      }
    }
    return sum
  }
}

extension [UInt8] {
  /// Appends the scalar as UTF-8: many times faster than appending it to a text.
  mutating func append(_ scalar: Unicode.Scalar) {
    if scalar.isASCII { append(UInt8(scalar.value)) } else { append(contentsOf: scalar.utf8) }
  }
}
