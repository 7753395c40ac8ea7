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
  /// numbers here.
  ///
  /// - Parameter point: the mark in front of the fraction: a point, or a comma.
  package static func parse(
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>, point: UInt8 = 0x2E
  ) -> DecimalNumber {
    var scan = DecimalScan(point: point)
    guard scan.run(UnsafeBufferPointer(rebasing: bytes)) else { return .notANumber }
    if let value = scan.exactValue { return .number(value) }
    let pointed = bytes.map { $0 == point ? 0x2E : $0 }
    guard let value = Double(String(decoding: pointed, as: UTF8.self)) else {
      return .notANumber
    }
    return value.isFinite ? .number(value) : .overflow
  }

  /// `range` lies within `bytes`.
  package static func parse(_ bytes: [UInt8], _ range: Range<Int>, point: UInt8 = 0x2E)
    -> DecimalNumber
  {
    bytes.withUnsafeBufferPointer { parse($0[range], point: point) }
  }

  /// The double nearest to `mantissa / 10^fraction`; nil where that takes more work.
  ///
  /// Where both are doubles, their quotient is rounded once (Clinger 1990). Else they are numbers
  /// of 64 bits, and so is their quotient, which leaves 11 bits to be rounded off: the second
  /// rounding is right unless these lie within one unit of the middle.
  @inline(__always)
  package static func quotient(_ mantissa: UInt64, _ fraction: Int) -> Double? {
    if mantissa <= 1 << 53, fraction <= 22 {
      return Double(mantissa) / powersOfTen[fraction]
    }
    #if arch(x86_64)
      guard fraction <= 27 else { return nil }
      let value = Float80(mantissa) / DecimalScan.longPower(fraction)
      let rest = value.significandBitPattern & 0x7FF
      return rest >= 0x3FF && rest <= 0x401 ? nil : Double(value)
    #else
      return nil
    #endif
  }

  /// 10^exponent for 0 to 22, each exactly a double.
  package static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  package static func parse(_ text: String) -> DecimalNumber {
    let bytes = Array(text.utf8)
    return parse(bytes, 0..<bytes.count)
  }
}

/// The parts of a decimal number: `± mantissa · 10^exponent`.
private struct DecimalScan {
  let point: UInt8
  var isNegative = false
  var mantissa: UInt64 = 0
  var exponent = 0
  var digits = 0
  /// Whether digits were left out of the mantissa, or the exponent is out of reach.
  var isTruncated = false

  init(point: UInt8) { self.point = point }

  /// Whether the text has the form of a number.
  mutating func run(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var at = 0
    let end = bytes.count
    if at < end, bytes[at] == 0x2D || bytes[at] == 0x2B {
      isNegative = bytes[at] == 0x2D
      at += 1
    }
    at = readDigits(bytes, at, end)
    if at < end, bytes[at] == point {
      let start = at + 1
      at = readDigits(bytes, start, end)
      exponent -= at - start
    }
    guard digits > 0 else { return false }
    return at == end || readExponent(bytes, at, end)
  }

  private mutating func readDigits(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int)
    -> Int
  {
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

  private mutating func readExponent(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int)
    -> Bool
  {
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

  /// The value where one product or quotient gives it.
  var exactValue: Double? {
    guard !isTruncated else { return nil }
    let value: Double?
    if exponent <= 0 {
      value = exponent < -27 ? nil : DecimalNumber.quotient(mantissa, -exponent)
    } else {
      let isExact = mantissa <= 1 << 53 && exponent <= 22
      value = isExact ? Double(mantissa) * DecimalNumber.powersOfTen[exponent] : nil
    }
    return value.map { isNegative ? -$0 : $0 }
  }

  #if arch(x86_64)
    /// 10^exponent for 0 to 27, exactly: 5^27 has 63 bits.
    @inline(__always)
    static func longPower(_ exponent: Int) -> Float80 { longPowers[exponent] }

    private static let longPowers: [Float80] = (0...27).reduce(into: []) { powers, exponent in
      powers.append(exponent == 0 ? 1 : powers[exponent - 1] * 10)
    }
  #endif
}
