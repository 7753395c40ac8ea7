import Engine

/// Targets and outputs, both `[rows × outputs]`: the scores of numbers. Each is the mean over the
/// outputs, as scikit-learn has it.
package struct Regressed: Equatable, Sendable {
  package let targets: Matrix
  package let outputs: Matrix
  private let sums: [RegressionSums]

  /// There is at least one row and one output.
  package init(targets: Matrix, outputs: Matrix) {
    self.targets = targets
    self.outputs = outputs
    sums = (0..<targets.columns).map { column in
      RegressionSums(targets: targets.column(column), outputs: outputs.column(column))
    }
  }

  package var mse: Estimate {
    meanOverOutputs { output in
      let (sums, errors) = (sums[output], errors(output))
      return Estimate(
        sums.mse, sensitivities: errors.map { ($0 * $0 - sums.mse) / sums.count })
    }
  }

  /// √mse (`root_mean_squared_error`).
  package var rmse: Estimate {
    meanOverOutputs { output in
      let (sums, errors) = (sums[output], errors(output))
      let root = sums.mse.squareRoot()
      return Estimate(
        root,
        sensitivities: errors.map {
          root == 0 ? 0 : ($0 * $0 - sums.mse) / sums.count / (2 * root)
        })
    }
  }

  package var mae: Estimate {
    meanOverOutputs { output in
      let (sums, errors) = (sums[output], errors(output))
      return Estimate(sums.mae, sensitivities: errors.map { (abs($0) - sums.mae) / sums.count })
    }
  }

  package var r2: Estimate {
    meanOverOutputs { output in
      let sums = sums[output]
      let ratio = sums.spread > 0 ? sums.squares / sums.spread : 0
      let sensitivities = zip(errors(output), targets.column(output)).map { error, y in
        let deviation = y - sums.mean
        return sums.spread > 0
          ? (ratio * deviation * deviation - error * error) / sums.spread : 0
      }
      return Estimate(sums.r2, sensitivities: sensitivities)
    }
  }

  /// y − ŷ of each row.
  private func errors(_ output: Int) -> [Double] {
    zip(targets.column(output), outputs.column(output)).map { $0 - $1 }
  }

  private func meanOverOutputs(_ score: (Int) -> Estimate) -> Estimate {
    Estimate(averaging: (0..<targets.columns).map(score))
  }
}
