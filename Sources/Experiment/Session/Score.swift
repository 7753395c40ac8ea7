import Engine
import Language
import Reports
import Scores

/// How well outputs fit targets, counted piece by piece, so that they need not all be in memory.
struct Score {
  enum Kind {
    case classes(Int)
    case numbers
  }

  private var rows: Int
  private var right = 0
  private var sums: [RegressionSums] = []

  /// - Parameters:
  ///   - outputs: `[places × outputs]`
  ///   - rows: those of the targets that they stand for, in the same order.
  init(_ kind: Kind, of outputs: Matrix, at rows: some Collection<Int>, of targets: Matrix) {
    self.rows = outputs.rows
    switch kind {
    case .classes(let count):
      let truth = ClassProbabilities.winners(targets, classes: count, rows: Array(rows))
      right = zip(ClassProbabilities.winners(outputs, classes: count), truth).count(where: ==)
    case .numbers:
      sums = (0..<outputs.columns).map { column in
        RegressionSums(
          targets: rows.map { targets[$0, column] }, outputs: outputs.column(column))
      }
    }
  }

  /// The score of the rows of both.
  static func + (a: Score, b: Score) -> Score {
    var sum = a
    sum.rows += b.rows
    sum.right += b.right
    sum.sums = zip(a.sums, b.sums).map(+)
    return sum
  }

  /// The share of rows that are classified right.
  var accuracy: Double { Double(right) / Double(rows) }

  /// The mean over the outputs, as scikit-learn has it.
  var r2: Double { sums.reduce(0) { $0 + $1.r2 } / Double(sums.count) }

  /// Likewise.
  var mae: Double { sums.reduce(0) { $0 + $1.mae } / Double(sums.count) }
}

extension Matrix {
  /// Whether each row has a single 1 among zeros, or is a 0 or 1 alone.
  var areClasses: Bool {
    (0..<rows).allSatisfy { row in
      let values = entries(inRow: row)
      return values.allSatisfy { $0 == 0 || $0 == 1 } && (columns == 1 || values.reduce(0, +) == 1)
    }
  }
}

extension Session {
  /// The share of the rows of a partition that get their class.
  func accuracy(_ partition: Partition) throws(Diagnostic) -> Double {
    guard let count = try loadedData().classCount else {
      throw Diagnostic(
        .value, "accuracy needs classes, but the targets are numbers",
        suggestion: "use r2 or mae")
    }
    return try score(partition, as: .classes(count)).score.accuracy
  }

  /// The loss over a partition, and how well its outputs fit, in evaluation mode.
  func score(_ partition: Partition, as kind: Score.Kind) throws(Diagnostic)
    -> (loss: Double, score: Score)
  {
    let model = try modelToTrain()
    let samples = try samples(partition, for: model)
    let targets =
      targetScaling(of: data) == nil
      ? samples.targets ?? Matrix(rows: 0, columns: 0) : try loadedData().targets
    let rows = samples.allRows
    let lossFunction = lossInForce
    let (loss, scores) = try Diagnostic.wrapping {
      try model.evaluate(samples, loss: lossFunction, threads: threads) { places, outputs in
        Score(kind, of: inUnitsOfTargets(outputs), at: rows[places], of: targets)
      }
    }
    return (loss, scores.dropFirst().reduce(scores[0], +))
  }

  /// Loss and scores over a partition, each under its name behind the prefix.
  package func verdict(_ partition: Partition, prefix: String = "") throws(Diagnostic) -> [Field] {
    let kind = data?.classCount.map(Score.Kind.classes) ?? .numbers
    let (loss, score) = try score(partition, as: kind)
    let first = Field("\(prefix)loss", measure: loss)
    switch kind {
    case .classes: return [first, Field("\(prefix)accuracy", .number(score.accuracy))]
    case .numbers:
      return [
        first, Field("\(prefix)r2", .number(score.r2)), Field("\(prefix)mae", measure: score.mae),
      ]
    }
  }
}
