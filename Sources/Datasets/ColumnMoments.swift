import Engine

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
    self = columnMoments(1, rows: Rows(allOf: values.count)) { values[$0...$0] }[0]
  }

  fileprivate init(_ sums: Sums) {
    let count = Double(max(1, sums.count))
    (minimum, maximum) = (sums.minimum, sums.maximum)
    let variance = max(0, sums.squares - sums.rest * sums.rest / count) / count
    // A rounded mean may lie outside of numbers that are all but equal.
    let scaledMean = Double(sign: .plus, exponent: sums.exponent, significand: sums.center)
    mean = min(max(scaledMean, minimum), maximum)
    deviation = ScaledNumber(significand: variance.squareRoot(), exponent: sums.exponent)
    range = ScaledNumber(
      significand: maximum * sums.unit - minimum * sums.unit, exponent: sums.exponent)
  }

  /// What is found of a column row by row.
  fileprivate struct Sums {
    var count = 0
    var minimum = Double.infinity
    var maximum = -Double.infinity
    /// All numbers times `unit`, 2^−exponent, are at most 1.
    var exponent = 0
    var unit = 1.0
    /// The mean of the numbers times `unit`.
    var center = 0.0
    /// Of the differences from it.
    var squares = 0.0
    var rest = 0.0

    mutating func chooseUnit() {
      let largest = max(abs(minimum), abs(maximum))
      exponent = largest == 0 || !largest.isFinite ? 0 : max(-960, Int(largest.exponent) + 1)
      unit = Double(sign: .plus, exponent: -exponent, significand: 1)
    }
  }
}

/// The moments of each column over some rows; cells that are missing, NaN, do not count. The rows are
/// gone through three times, and none is kept.
///
/// - Parameter cells: those of a row.
func columnMoments(
  _ columns: Int, rows: Rows, _ cells: (_ row: Int) -> ArraySlice<Double>
) -> [ColumnMoments] {
  var sums = [ColumnMoments.Sums](repeating: ColumnMoments.Sums(), count: columns)
  func visit(_ body: (inout ColumnMoments.Sums, Double) -> Void) {
    for row in rows {
      for (column, value) in cells(row).enumerated() where !value.isNaN {
        body(&sums[column], value)
      }
    }
  }
  visit { sums, value in
    sums.count += 1
    sums.minimum = min(sums.minimum, value)
    sums.maximum = max(sums.maximum, value)
  }
  for column in 0..<columns { sums[column].chooseUnit() }
  visit { sums, value in sums.center += value * sums.unit }
  for column in 0..<columns { sums[column].center /= Double(max(1, sums[column].count)) }
  visit { sums, value in
    let difference = value * sums.unit - sums.center
    sums.squares += difference * difference
    sums.rest += difference
  }
  return sums.map { ColumnMoments($0) }
}
