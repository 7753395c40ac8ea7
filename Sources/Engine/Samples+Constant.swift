import Glibc

extension Samples {
  /// The lowest loss that an answer can have which is the same for all rows: for each output the
  /// mean of its targets, for mae their median, for huber and log_cosh what lies between. Of more
  /// than 2000 rows the place of these is taken from 2000, which changes the loss by less than a
  /// thousandth.
  package func constantLoss(_ loss: LossFunction) -> Double? {
    guard let targets, count > 0 else { return nil }
    var seen = self
    seen.rows = examinedRows
    let few = seen.evenly(2000)
    let weight = seen.sum { _ in 1 }
    let means = targets.sums(over: seen.allRows, weights: weights).map { $0 / weight }
    let sum = means.indices.reduce(0.0) { sum, column in
      sum + seen.constantLossSum(loss, targets, column, weight, means[column], few)
    }
    return sum * loss.factor(samples: seen.count, outputs: targets.columns)
  }

  /// Σ w ℓ(c, y) over all rows of one output, where c is the best constant.
  private func constantLossSum(
    _ loss: LossFunction, _ targets: Matrix, _ column: Int, _ weight: Double, _ mean: Double,
    _ few: Samples
  ) -> Double {
    switch loss.loss {
    case .crossEntropy, .bce:
      let rest = loss.loss == .bce ? entropy(1 - mean) : 0
      return weight * (entropy(mean) + rest)
    case .mse:
      return sum { loss.value(mean, targets[$0, column]) }
    case .mae, .huber, .logCosh:
      let constant = few.balance(targets, column, loss.slope)
      return sum { loss.value(constant, targets[$0, column]) }
    }
  }

  /// Where Σ w slope(c, y) changes its sign, by bisection: it grows with c.
  private func balance(
    _ targets: Matrix, _ column: Int, _ slope: (Double, Double) -> Double
  ) -> Double {
    var (low, high) = (Double.infinity, -Double.infinity)
    forEachRow { row in
      low = min(low, targets[row, column])
      high = max(high, targets[row, column])
    }
    for _ in 0..<50 {
      let middle = low + (high - low) / 2
      if sum({ slope(middle, targets[$0, column]) }) < 0 { low = middle } else { high = middle }
    }
    return high
  }

  /// Σ w f(row)
  private func sum(_ value: (Int) -> Double) -> Double {
    var sum = 0.0
    forEachRow { sum += (weights?[$0] ?? 1) * value($0) }
    return sum
  }

  private func forEachRow(_ body: (Int) -> Void) {
    allRows.forEach(body)
  }
}

/// −p log p
private func entropy(_ p: Double) -> Double { p > 0 ? -p * log(p) : 0 }
