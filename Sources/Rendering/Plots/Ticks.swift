import Glibc
import Reports

/// A mark on an axis.
package struct Tick: Equatable, Sendable {
  package let value: Double
  package let label: String
}

extension Axis {
  /// Where a number lies between the ends: 0 is the lower, 1 the upper one.
  package func position(_ value: Double) -> Double {
    switch kind {
    case .linear, .places:
      // Halved, since the ends may be further apart than the largest double.
      return (value / 2 - lower / 2) / (upper / 2 - lower / 2)
    case .logarithmic:
      guard value > 0 else { return -.infinity }
      return (log10(value) - log10(lower)) / (log10(upper) - log10(lower))
    }
  }

  /// The number at a place between the ends.
  func value(at position: Double) -> Double {
    switch kind {
    case .linear, .places: lower * (1 - position) + upper * position
    case .logarithmic:
      pow(10, log10(lower) + position * (log10(upper) - log10(lower)))
    }
  }

  /// Round numbers along the axis, about as many as wanted and none outside of it.
  package func ticks(_ wanted: Int, isASCII: Bool = false) -> [Tick] {
    switch kind {
    case .linear:
      let most = isWhole ? Int(min(upper - lower, 1000).rounded(.up)) : wanted
      return Ticks.linear(lower, upper, min(wanted, most))
    case .logarithmic: return Ticks.logarithmic(lower, upper, wanted, isASCII: isASCII)
    case .places(let names):
      let step = Ticks.wholeStep(names.count, wanted)
      return stride(from: step, through: names.count, by: step).map {
        Tick(value: Double($0), label: names[$0 - 1])
      }
    }
  }

  /// As many ticks as there is room for.
  ///
  /// - Parameters:
  ///   - most: the most that are wanted.
  ///   - fits: whether labels do not touch each other.
  func ticks(atMost most: Int, isASCII: Bool = false, fits: ([Tick]) -> Bool) -> [Tick] {
    var fewest: [Tick] = []
    for wanted in stride(from: max(1, most), through: 1, by: -1) {
      fewest = ticks(wanted, isASCII: isASCII)
      if fits(fewest) { return fewest }
    }
    return Array(fewest.prefix(1))
  }
}

/// Round numbers for axes.
package enum Ticks {
  /// Steps of 1, 2 or 5 times a power of ten.
  static func linear(_ lower: Double, _ upper: Double, _ wanted: Int) -> [Tick] {
    let rough = (upper / 2 - lower / 2) / Double(max(1, wanted)) * 2
    guard rough > 0, rough.isFinite else { return [] }
    let power = pow(10, floor(log10(rough)))
    let steps = [1, 2, 5, 10].map { $0 * power }
    let step = steps.first { rough <= $0 * 1.000_001 } ?? steps[3]
    let (first, last) = ((lower / step - 1e-9).rounded(.up), (upper / step + 1e-9).rounded(.down))
    guard last >= first, last - first < 1000 else { return [] }
    let values = (0...Int(last - first)).map { (first + Double($0)) * step }
    return label(values, step: step)
  }

  /// Numbers in one notation, with as many decimals as their step needs.
  private static func label(_ values: [Double], step: Double) -> [Tick] {
    let largest = values.map(abs).max() ?? 0
    let decimals = Int((-log10(step) - 1e-9).rounded(.up))
    guard largest < 1e7, decimals <= 5 || decimals <= 9 && largest >= 1e-3 else {
      let digits = max(1, exponent(max(largest, step)) - exponent(step) + 1)
      return values.map { Tick(value: $0, label: scientific($0, digits: digits)) }
    }
    return values.map {
      // Without a minus before 0.
      Tick(value: $0, label: format($0 == 0 ? 0 : $0, decimals: max(0, decimals)))
    }
  }

  /// The power of ten of the first digit.
  private static func exponent(_ value: Double) -> Int { Int(floor(log10(value) + 1e-9)) }

  /// `2.5e-7`, the number of its digits given; 0 stays `0`.
  private static func scientific(_ value: Double, digits: Int) -> String {
    guard value != 0 else { return "0" }
    var exponent = Ticks.exponent(abs(value))
    var mantissa = value / pow(10, Double(exponent))
    if !mantissa.isFinite { (mantissa, exponent) = (value, 0) }
    return format(mantissa, decimals: min(digits - 1, 10)) + "e\(exponent)"
  }

  /// Powers of ten; between few of them also 2 and 5 times these.
  static func logarithmic(
    _ lower: Double, _ upper: Double, _ wanted: Int, isASCII: Bool
  ) -> [Tick] {
    let first = Int(floor(log10(lower)))
    let last = Int(ceil(log10(upper)))
    let isInside = { (value: Double) in value >= lower * 0.999_999 && value <= upper * 1.000_001 }
    let powers = (first...last).filter { isInside(pow(10, Double($0))) }
    if powers.count < 3, wanted >= powers.count {
      for factors in [[1, 2, 5], [1.0, 2, 3, 4, 5, 6, 7, 8, 9]] {
        let values = (first...last).flatMap { power in
          factors.map { $0 * pow(10, Double(power)) }
        }.filter(isInside)
        guard values.count > 1 else { continue }
        let step = wholeStep(values.count, wanted)
        return values.enumerated().filter { $0.offset % step == 0 }.map {
          Tick(value: $0.element, label: shortest($0.element))
        }
      }
      return linear(lower, upper, wanted)
    }
    let step = wholeStep(powers.count, wanted)
    // Counted from 1 = 10⁰, so that the same powers have marks whatever the ends are.
    return powers.filter { $0 % step == 0 || powers.count < step }.map {
      Tick(value: pow(10, Double($0)), label: power($0, isASCII: isASCII))
    }
  }

  private static func shortest(_ value: Double) -> String { format(value, digits: 3) }

  /// `0.01`, `1000`, and where that is long `10⁻⁵`.
  private static func power(_ exponent: Int, isASCII: Bool) -> String {
    if (-3...4).contains(exponent) { return format(pow(10, Double(exponent)), digits: 3) }
    if isASCII { return "1e\(exponent)" }
    return "10" + superscript(exponent)
  }

  private static func superscript(_ number: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return String(
      "\(number)".compactMap { $0 == "-" ? "⁻" : $0.wholeNumberValue.map { digits[$0] } })
  }

  /// The step of 1, 2 or 5 times a power of ten that leaves at most so many of a count.
  static func wholeStep(_ count: Int, _ wanted: Int) -> Int {
    var step = 1
    while true {
      for factor in [1, 2, 5] where (count - 1) / (step * factor) + 1 <= max(1, wanted) {
        return step * factor
      }
      guard step < count else { return step }
      step *= 10
    }
  }
}
