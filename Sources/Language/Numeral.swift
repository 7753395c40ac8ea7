/// A number as the language writes it: `-?(d+(.d+)?|.d+)(e[+-]?d+)?`, then perhaps a suffix.
struct Numeral {
  /// With the suffix applied; may be infinite.
  let value: Double
  let isDuration: Bool

  /// The number that a whole range of bytes reads as, or nil where it is no number.
  init?(_ bytes: [UInt8], _ start: Int, _ end: Int) {
    let first = bytes[start] == .minus ? start + 1 : start
    guard let stop = Numeral.end(in: bytes, from: first, to: end) else { return nil }
    guard let suffix = Suffix(bytes, stop, end) else { return nil }
    let magnitude = suffix.applied(to: Numeral.magnitude(bytes, first, stop))
    value = first == start ? magnitude : -magnitude
    isDuration = suffix.isDuration
  }

  /// Where the digits, point and exponent that start at an offset end, nil where none start there.
  static func end(in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
    func digits(_ offset: Int) -> Int {
      var offset = offset
      while offset < end, bytes[offset].isDigit { offset += 1 }
      return offset
    }
    var stop = digits(start)
    if stop < end, bytes[stop] == .dot {
      let fraction = digits(stop + 1)
      if fraction > stop + 1 { stop = fraction }
    }
    guard stop > start else { return nil }
    if stop < end, bytes[stop] == UInt8(ascii: "e") {
      var exponent = stop + 1
      if exponent < end, bytes[exponent] == .minus || bytes[exponent] == UInt8(ascii: "+") {
        exponent += 1
      }
      let last = digits(exponent)
      if last > exponent { stop = last }
    }
    return stop
  }

  /// What follows the digits.
  enum Suffix {
    case none, percent, milliseconds, seconds, minutes, hours

    init?(_ bytes: [UInt8], _ start: Int, _ end: Int) {
      switch (end - start, start < end ? bytes[start] : 0) {
      case (0, _): self = .none
      case (1, UInt8(ascii: "%")): self = .percent
      case (1, UInt8(ascii: "s")): self = .seconds
      case (1, UInt8(ascii: "h")): self = .hours
      case (2, UInt8(ascii: "m")) where bytes[start + 1] == UInt8(ascii: "s"): self = .milliseconds
      case (3, UInt8(ascii: "m"))
      where bytes[start + 1] == UInt8(ascii: "i") && bytes[start + 2] == UInt8(ascii: "n"):
        self = .minutes
      default: return nil
      }
    }

    var isDuration: Bool {
      switch self {
      case .none, .percent: false
      case .milliseconds, .seconds, .minutes, .hours: true
      }
    }

    func applied(to value: Double) -> Double {
      switch self {
      case .none, .seconds: value
      case .percent: value / 100
      case .milliseconds: value / 1000
      case .minutes: value * 60
      case .hours: value * 3600
      }
    }
  }

  /// Digits that fit 53 bits with a power of ten up to 10²² are exact in one operation
  /// (Clinger 1990); everything else goes to the standard library.
  private static func magnitude(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Double {
    var digits: UInt64 = 0
    var scale = 0
    var offset = start
    var isFraction = false
    while offset < end, bytes[offset] != UInt8(ascii: "e") {
      if bytes[offset] == .dot {
        isFraction = true
      } else {
        guard digits < 900_000_000_000_000 else { return slowMagnitude(bytes, start, end) }
        digits = digits * 10 + UInt64(bytes[offset] - 0x30)
        if isFraction { scale += 1 }
      }
      offset += 1
    }
    guard offset == end, scale < powersOfTen.count else { return slowMagnitude(bytes, start, end) }
    return Double(digits) / powersOfTen[scale]
  }

  private static func slowMagnitude(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Double {
    Double(String(decoding: bytes[start..<end], as: UTF8.self)) ?? .infinity
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
