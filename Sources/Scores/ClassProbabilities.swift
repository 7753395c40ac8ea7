import Engine
import Glibc

/// Rows with the class that each has and the probability that it was given for each class, or
/// another number that is the larger the likelier the class is.
package struct ClassProbabilities: Equatable, Sendable {
  package let truth: [Int]
  /// `[rows × classes]`
  package let values: Matrix

  /// There is at least one row, and every class lies in 0..<values.columns.
  package init(truth: [Int], values: Matrix) {
    self.truth = truth
    self.values = values
  }

  /// From one output, the probability of the second of two classes, `[rows × 1]`.
  package init(truth: [Int], second: [Double]) {
    let elements = second.flatMap { [1 - $0, $0] }
    self.init(truth: truth, values: Matrix(rows: second.count, columns: 2, elements: elements))
  }

  /// What outputs say of each of so many classes: of two classes one output says the probability of
  /// the second.
  package static func of(_ outputs: [Double], classes: Int) -> [Double] {
    outputs.count == 1 && classes == 2 ? [1 - outputs[0], outputs[0]] : outputs
  }

  /// The class, from 0, that outputs `[rows × outputs]` give to each row, or to some: of two classes
  /// one output says the probability of the second, else it is that of the largest output.
  package static func winners(_ outputs: Matrix, classes: Int, rows: [Int]? = nil) -> [Int] {
    let rows = rows ?? Array(0..<outputs.rows)
    guard outputs.columns == 1, classes == 2 else { return outputs.largestColumns(inRows: rows) }
    return rows.map { outputs[$0, 0] > 0.5 ? 1 : 0 }
  }

  package var rows: Int { truth.count }
  package var classes: Int { values.columns }

  /// Whether these are probabilities: none below 0 or above 1, and those of each row add up to 1.
  package var areProbabilities: Bool {
    values.elements.allSatisfy { $0 >= 0 && $0 <= 1 }
      && (0..<rows).allSatisfy { abs(values.row($0).reduce(0, +) - 1) < 1e-5 }
  }

  /// −1/n Σ log(probability of the row's class), which is taken to lie between ε and 1 − ε, ε the
  /// spacing of doubles at 1 (`log_loss`).
  package var logLoss: Estimate {
    let epsilon = Double.ulpOfOne
    return Estimate(
      meanOf: truth.indices.map { row in
        -log(min(max(values[row, truth[row]], epsilon), 1 - epsilon))
      })
  }

  /// The mean squared distance between the probabilities and what came (`brier_score_loss`): of the
  /// second of two classes alone, from 0 to 1; summed over three or more, from 0 to 2.
  package var brierScore: Estimate {
    let counted = classes == 2 ? 1..<2 : 0..<classes
    return Estimate(
      meanOf: truth.indices.map { row in
        counted.reduce(0) { sum, class_ in
          let distance = values[row, class_] - (truth[row] == class_ ? 1 : 0)
          return sum + distance * distance
        }
      })
  }

  /// The area under the ROC curve (`roc_auc_score`): of two classes the probability that a row of
  /// the second is ranked above one of the first; of more the mean over each class against the
  /// rest (`multi_class="ovr", average="macro"`). Nil where a class has no row or every row, and
  /// where an output is not a number.
  package var rocAUC: Estimate? {
    var areas: [Estimate] = []
    for class_ in classes == 2 ? 1..<2 : 0..<classes {
      guard let area = area(of: class_) else { return nil }
      areas.append(area)
    }
    return Estimate(averaging: areas)
  }

  /// The share of pairs of a row with and a row without the class that are ranked right, half for a
  /// tie (Mann and Whitney 1947).
  private func area(of class_: Int) -> Estimate? {
    let scores = values.column(class_)
    let positives = truth.count { $0 == class_ }
    let negatives = rows - positives
    guard positives > 0, negatives > 0, !scores.contains(where: \.isNaN) else { return nil }
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    // For each row the share of rows of the other kind that it is ranked right against.
    var shares = [Double](repeating: 0, count: rows)
    var (positivesBelow, negativesBelow) = (0, 0)
    var start = 0
    while start < rows {
      let tied = order[start...].prefix { scores[$0] == scores[order[start]] }
      let ties = tied.count { truth[$0] == class_ }
      for row in tied where truth[row] == class_ {
        shares[row] = half(2 * negativesBelow + tied.count - ties, negatives)
      }
      for row in tied where truth[row] != class_ {
        shares[row] = half(2 * (positives - positivesBelow) - ties, positives)
      }
      positivesBelow += ties
      negativesBelow += tied.count - ties
      start += tied.count
    }
    let pairs = truth.indices.reduce(0) { $0 + (truth[$1] == class_ ? shares[$1] : 0) }
    let value = pairs / Double(positives)
    let sensitivities = truth.indices.map { row in
      (shares[row] - value) / Double(truth[row] == class_ ? positives : negatives)
    }
    return Estimate(value, sensitivities: sensitivities)
  }

  private func half(_ twice: Int, _ whole: Int) -> Double { Double(twice) / Double(2 * whole) }
}

/// How often what was said with some probability came true.
package struct CalibrationBin: Equatable, Sendable {
  /// The probabilities of this bin: above the lower end (the first from 0 on) up to the upper.
  package let lower: Double
  package let upper: Double
  package let rows: Int
  /// The mean probability, and the share of rows where it came true.
  package let predicted: Double
  package let observed: Double
}

extension ClassProbabilities {
  /// The bins that hold rows, of ten equal ones (`calibration_curve`): of two classes the
  /// probability of the second; of more that of the class that was given.
  package var calibration: [CalibrationBin] {
    var sums = [(rows: Int, predicted: Double, observed: Int)](repeating: (0, 0, 0), count: 10)
    for row in 0..<rows {
      let found = classes == 2 ? 1 : values.largestColumn(inRow: row)
      let probability = values[row, found]
      let bin = (1..<10).first { probability <= Double($0) * 0.1 } ?? 10
      sums[bin - 1].rows += 1
      sums[bin - 1].predicted += probability
      sums[bin - 1].observed += truth[row] == found ? 1 : 0
    }
    return sums.enumerated().filter { $0.element.rows > 0 }.map { index, sum in
      CalibrationBin(
        lower: Double(index) / 10, upper: Double(index + 1) / 10, rows: sum.rows,
        predicted: sum.predicted / Double(sum.rows),
        observed: Double(sum.observed) / Double(sum.rows))
    }
  }
}
