/// A score of rows, and how far it may lie from what it would be on rows without end.
package struct Estimate: Equatable, Sendable {
  package let value: Double
  /// For each row ∂(score)/∂(weight of the row), where all weigh 1.
  package let sensitivities: [Double]

  init(_ value: Double, sensitivities: [Double]) {
    self.value = value
    self.sensitivities = sensitivities
  }

  /// The mean of one number for each row; there is at least one.
  init(meanOf values: [Double]) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    self.init(mean, sensitivities: values.map { ($0 - mean) / count })
  }

  /// The mean of several scores of the same rows; there is at least one.
  init(averaging scores: [Estimate]) {
    let count = Double(scores.count)
    var sensitivities = [Double](repeating: 0, count: scores[0].sensitivities.count)
    for score in scores {
      for row in sensitivities.indices { sensitivities[row] += score.sensitivities[row] / count }
    }
    self.init(scores.reduce(0) { $0 + $1.value } / count, sensitivities: sensitivities)
  }

  /// √(Σ sensitivity²), the infinitesimal jackknife (Efron 1982, chapter 6): for a mean s/√n, for
  /// the area under the ROC curve the error of DeLong (1988), both by n.
  package var standardError: Double {
    sensitivities.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The 97.5 % point of the normal distribution.
  static let normalPoint = 1.959963984540054

  /// The 95 % interval value ± 1.96 · standard error, cut off at the ends that a score can have.
  package func interval(within ends: ClosedRange<Double>) -> ClosedRange<Double> {
    let reach = Estimate.normalPoint * standardError
    guard value.isFinite, reach.isFinite else { return ends }
    let low = min(max(value - reach, ends.lowerBound), value)
    return low...max(min(value + reach, ends.upperBound), value)
  }
}

/// The 95 % interval of a share: Wilson (1927), the shares p for which `hits` of `count` lie within
/// 1.96 standard errors of what is expected. `count` is at least 1.
package func wilsonInterval(hits: Int, of count: Int) -> ClosedRange<Double> {
  let (n, z) = (Double(count), Estimate.normalPoint)
  let share = Double(hits) / n
  let center = share + z * z / (2 * n)
  let reach = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
  let low = hits == 0 ? 0 : (center - reach) / (1 + z * z / n)
  let high = hits == count ? 1 : (center + reach) / (1 + z * z / n)
  return max(0, low)...min(1, high)
}
