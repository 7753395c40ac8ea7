import Engine

/// Targets and outputs, both `[rows × outputs]`: the scores of numbers. Each is the mean over the
/// outputs, as scikit-learn has it.
package struct Regressed: Equatable, Sendable {
  package let targets: Matrix
  package let outputs: Matrix

  /// There is at least one row and one output.
  package init(targets: Matrix, outputs: Matrix) {
    self.targets = targets
    self.outputs = outputs
  }

  /// 1/n Σ (y − ŷ)² (`mean_squared_error`).
  package var mse: Estimate { meanOverOutputs { Estimate(meanOf: squaredErrors($0)) } }

  /// √mse (`root_mean_squared_error`).
  package var rmse: Estimate {
    meanOverOutputs { output in
      let mse = Estimate(meanOf: squaredErrors(output))
      let root = mse.value.squareRoot()
      return Estimate(
        root, sensitivities: mse.sensitivities.map { root == 0 ? 0 : $0 / (2 * root) })
    }
  }

  /// 1/n Σ |y − ŷ| (`mean_absolute_error`).
  package var mae: Estimate {
    meanOverOutputs { output in
      Estimate(meanOf: zip(targets.column(output), outputs.column(output)).map { abs($0 - $1) })
    }
  }

  /// 1 − Σ (y − ŷ)² / Σ (y − ȳ)² (`r2_score`); for an output whose target never varies 1 where it is
  /// met exactly, else 0.
  package var r2: Estimate {
    meanOverOutputs { output in
      let y = targets.column(output)
      let mean = y.reduce(0, +) / Double(y.count)
      let residuals = squaredErrors(output)
      let deviations = y.map { ($0 - mean) * ($0 - mean) }
      let residual = residuals.reduce(0, +)
      let spread = deviations.reduce(0, +)
      guard spread > 0 else {
        return Estimate(
          residual == 0 ? 1 : 0, sensitivities: [Double](repeating: 0, count: y.count))
      }
      let ratio = residual / spread
      return Estimate(
        1 - ratio, sensitivities: zip(residuals, deviations).map { (ratio * $1 - $0) / spread })
    }
  }

  private func squaredErrors(_ output: Int) -> [Double] {
    zip(targets.column(output), outputs.column(output)).map { ($0 - $1) * ($0 - $1) }
  }

  private func meanOverOutputs(_ score: (Int) -> Estimate) -> Estimate {
    Estimate(averaging: (0..<targets.columns).map(score))
  }
}
