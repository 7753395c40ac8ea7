/// What one output lacks to its target y. Those of pieces add up, so that all rows need not be in
/// memory at once.
package struct RegressionSums: Equatable, Sendable {
  package private(set) var count: Double
  /// ȳ
  package private(set) var mean: Double
  /// Σ (y − ȳ)²
  package private(set) var spread: Double
  /// Σ (y − ŷ)²
  package private(set) var squares = 0.0
  /// Σ |y − ŷ|
  package private(set) var distances = 0.0

  /// Of as many targets as outputs, at least one.
  package init(targets: [Double], outputs: [Double]) {
    let count = Double(targets.count)
    let mean = targets.reduce(0, +) / count
    (self.count, self.mean) = (count, mean)
    spread = targets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    for (y, output) in zip(targets, outputs) {
      squares += (y - output) * (y - output)
      distances += abs(y - output)
    }
  }

  /// Two pieces as one (Chan, Golub, LeVeque 1983).
  package static func + (a: RegressionSums, b: RegressionSums) -> RegressionSums {
    var sum = a
    let difference = b.mean - a.mean
    sum.count += b.count
    sum.mean += difference * b.count / sum.count
    sum.spread += b.spread + difference * difference * a.count * b.count / sum.count
    sum.squares += b.squares
    sum.distances += b.distances
    return sum
  }

  /// 1/n Σ (y − ŷ)² (`mean_squared_error`).
  package var mse: Double { squares / count }

  /// 1/n Σ |y − ŷ| (`mean_absolute_error`).
  package var mae: Double { distances / count }

  /// 1 − Σ (y − ŷ)² / Σ (y − ȳ)² (`r2_score`); for a target that never varies 1 where it is met
  /// exactly, else 0.
  package var r2: Double { spread > 0 ? 1 - squares / spread : (squares == 0 ? 1 : 0) }
}
