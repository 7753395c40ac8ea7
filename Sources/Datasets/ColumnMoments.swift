/// A number `significand · 2^exponent` that may lie beyond the largest double.
struct ScaledNumber: Equatable {
  let significand: Double
  let exponent: Int

  var value: Double { Double(sign: .plus, exponent: exponent, significand: significand) }
  var inverse: Double { Double(sign: .plus, exponent: -exponent, significand: 1 / significand) }
}

/// Mean, spread and ends of a column of finite numbers.
///
/// All sums are taken of the numbers divided by a power of two near the largest, which is exact
/// and cannot overflow; the deviation in two passes (Chan, Golub, LeVeque 1983).
struct ColumnMoments {
  let mean: Double
  let minimum: Double
  let maximum: Double
  /// The standard deviation, by n.
  let deviation: ScaledNumber
  /// Maximum less minimum.
  let range: ScaledNumber

  /// `values` has at least one number.
  init(_ values: [Double]) {
    minimum = values.min() ?? 0
    maximum = values.max() ?? 0
    let largest = max(abs(minimum), abs(maximum))
    let exponent = largest == 0 || !largest.isFinite ? 0 : max(-960, Int(largest.exponent) + 1)
    let unit = Double(sign: .plus, exponent: -exponent, significand: 1)
    let count = Double(max(1, values.count))
    let center = values.reduce(0) { $0 + $1 * unit } / count
    var squares = 0.0
    var rest = 0.0
    for value in values {
      let difference = value * unit - center
      squares += difference * difference
      rest += difference
    }
    let variance = max(0, squares - rest * rest / count) / count
    // A rounded mean may lie outside of numbers that are all but equal.
    let scaledMean = Double(sign: .plus, exponent: exponent, significand: center)
    mean = min(max(scaledMean, minimum), maximum)
    deviation = ScaledNumber(significand: variance.squareRoot(), exponent: exponent)
    range = ScaledNumber(significand: maximum * unit - minimum * unit, exponent: exponent)
  }
}
