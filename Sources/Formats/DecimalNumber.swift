/// What a piece of text says when it is read as a decimal number.
package enum DecimalNumber: Equatable, Sendable {
  case number(Double)
  /// A number by its form, but beyond the largest double.
  case overflow
  case notANumber

  package var value: Double? {
    if case .number(let value) = self { value } else { nil }
  }

  /// Reads `[+-]digits[.digits][e[+-]digits]`; at least one digit on either side of the point.
  ///
  /// The nearest double, as `strtod` gives it. Hexadecimal numbers, `nan` and `inf` are not
  /// numbers here. `range` lies within `bytes`.
  package static func parse(_ bytes: [UInt8], _ range: Range<Int>) -> DecimalNumber {
    if let value = shortDecimal(bytes, range) { return .number(value) }
    var scan = DecimalScan()
    guard scan.run(bytes, range) else { return .notANumber }
    if let value = scan.exactValue { return .number(value) }
    guard let value = Double(String(decoding: bytes[range], as: UTF8.self)) else {
      return .notANumber
    }
    return value.isFinite ? .number(value) : .overflow
  }

  /// The commonest form, `⟨-⟩digits⟨.digits⟩` with at most 15 digits: the quotient of two doubles
  /// that are exact. Nil for all else.
  @inline(__always)
  private static func shortDecimal(_ bytes: [UInt8], _ range: Range<Int>) -> Double? {
    let isNegative = !range.isEmpty && bytes[range.lowerBound] == 0x2D
    let start = range.lowerBound + (isNegative ? 1 : 0)
    guard range.upperBound - start <= 16, start < range.upperBound else { return nil }
    var mantissa = 0
    var point = range.upperBound - 1
    for at in start..<range.upperBound {
      let digit = bytes[at] &- 0x30
      if digit < 10 {
        mantissa = mantissa &* 10 &+ Int(digit)
      } else if bytes[at] == 0x2E, point == range.upperBound - 1 {
        point = at
      } else {
        return nil
      }
    }
    let fraction = range.upperBound - 1 - point
    // Two points, none but a point, one at the end, or sixteen digits: the longer way decides.
    guard mantissa < 1_000_000_000_000_000, bytes[range.upperBound - 1] != 0x2E else { return nil }
    let value = Double(mantissa) / DecimalScan.powers[fraction]
    return isNegative ? -value : value
  }

  package static func parse(_ text: String) -> DecimalNumber {
    let bytes = Array(text.utf8)
    return parse(bytes, 0..<bytes.count)
  }
}

/// The parts of a decimal number: `± mantissa · 10^exponent`.
private struct DecimalScan {
  var isNegative = false
  var mantissa: UInt64 = 0
  var exponent = 0
  var digits = 0
  /// Whether digits were left out of the mantissa, or the exponent is out of reach.
  var isTruncated = false

  /// Whether the text in `range` has the form of a number.
  mutating func run(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    var at = range.lowerBound
    let end = range.upperBound
    if at < end, bytes[at] == 0x2D || bytes[at] == 0x2B {
      isNegative = bytes[at] == 0x2D
      at += 1
    }
    at = readDigits(bytes, at, end)
    if at < end, bytes[at] == 0x2E {
      let start = at + 1
      at = readDigits(bytes, start, end)
      exponent -= at - start
    }
    guard digits > 0 else { return false }
    return at == end || readExponent(bytes, at, end)
  }

  private mutating func readDigits(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
    var at = start
    while at < end {
      let digit = bytes[at] &- 0x30
      guard digit < 10 else { break }
      if mantissa < 1_000_000_000_000_000_000 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
      } else {
        isTruncated = true
      }
      digits += 1
      at += 1
    }
    return at
  }

  private mutating func readExponent(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
    guard bytes[start] | 0x20 == 0x65 else { return false }
    var at = start + 1
    var isBelowZero = false
    if at < end, bytes[at] == 0x2D || bytes[at] == 0x2B {
      isBelowZero = bytes[at] == 0x2D
      at += 1
    }
    guard at < end else { return false }
    var value = 0
    while at < end {
      let digit = bytes[at] &- 0x30
      guard digit < 10 else { return false }
      if value < 100_000 { value = value * 10 + Int(digit) } else { isTruncated = true }
      at += 1
    }
    exponent += isBelowZero ? -value : value
    return true
  }

  /// The value where one exact product or quotient gives it (Clinger 1990): mantissa and power of
  /// ten are both doubles, so the only rounding is the last one.
  var exactValue: Double? {
    guard !isTruncated, mantissa <= 1 << 53 else { return nil }
    var value = Double(mantissa)
    switch exponent {
    case 0: break
    case 1...22: value *= DecimalScan.powers[exponent]
    case -22 ... -1: value /= DecimalScan.powers[-exponent]
    default: return nil
    }
    return isNegative ? -value : value
  }

  static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
