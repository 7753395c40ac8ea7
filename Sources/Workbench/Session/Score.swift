import Engine
import Language
import Reports
import Scores

/// How well outputs fit targets, both `[samples, outputs]`.
struct Score {
  let outputs: Matrix
  let targets: Matrix

  /// The share of rows that are classified right: one-hot rows by the largest output, a 0/1 column
  /// by the threshold 0.5.
  func accuracy() throws(Diagnostic) -> Double {
    let right: Int
    if targets.columns == 1, targets.elements.allSatisfy({ $0 == 0 || $0 == 1 }) {
      right = zip(outputs.elements, targets.elements).count { ($0 > 0.5) == ($1 == 1) }
    } else if isOneHot {
      right = (0..<targets.rows).count {
        largest(outputs.entries(inRow: $0)) == largest(targets.entries(inRow: $0))
      }
    } else {
      throw Diagnostic(
        .value, "accuracy needs classes, but the targets are numbers",
        suggestion: "use r2 or mae")
    }
    return Double(right) / Double(targets.rows)
  }

  var isClassification: Bool {
    targets.columns == 1 ? targets.elements.allSatisfy { $0 == 0 || $0 == 1 } : isOneHot
  }

  private var isOneHot: Bool {
    targets.columns > 1
      && (0..<targets.rows).allSatisfy { row in
        let values = targets.entries(inRow: row)
        return values.allSatisfy { $0 == 0 || $0 == 1 } && values.reduce(0, +) == 1
      }
  }

  /// As scikit-learn has it, the mean over the outputs.
  func r2() -> Double { Regressed(targets: targets, outputs: outputs).r2.value }

  /// Σ|y − ŷ| over all elements, divided by their number.
  func mae() -> Double { Regressed(targets: targets, outputs: outputs).mae.value }
}

extension Session {
  func score(_ partition: Partition) throws(Diagnostic) -> Score {
    try score(partition, of: evaluation(partition).outputs)
  }

  private func score(_ partition: Partition, of outputs: Matrix) throws(Diagnostic) -> Score {
    Score(
      outputs: outputs,
      targets: select(
        try loadedData().rows(partition), of: try targets(for: outputs.columns)))
  }

  /// Loss and scores over a partition, each under its name behind the prefix.
  func verdict(_ partition: Partition, prefix: String = "") throws(Diagnostic) -> [Field] {
    let evaluation = try evaluation(partition)
    let score = try score(partition, of: evaluation.outputs)
    let loss = Field("\(prefix)loss", .number(evaluation.loss))
    guard score.isClassification else {
      return [
        loss, Field("\(prefix)r2", .number(score.r2())),
        Field("\(prefix)mae", .number(score.mae())),
      ]
    }
    return [loss, Field("\(prefix)accuracy", .number(try score.accuracy()))]
  }
}
