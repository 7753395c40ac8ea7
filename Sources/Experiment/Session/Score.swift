import Engine
import Language
import Reports
import Scores

/// How well outputs fit targets, counted piece by piece, so that they need not all be in memory.
struct Score {
  enum Kind { case classes, numbers }

  private var rows: Int
  private var right = 0
  private var sums: [RegressionSums] = []

  /// - Parameters:
  ///   - outputs: `[places × outputs]`
  ///   - rows: those of the targets that they stand for, in the same order.
  init(_ kind: Kind, of outputs: Matrix, at rows: some Collection<Int>, of targets: Matrix) {
    self.rows = outputs.rows
    switch kind {
    case .classes: right = Score.right(outputs, rows, targets)
    case .numbers:
      sums = (0..<outputs.columns).map { column in
        RegressionSums(
          targets: rows.map { targets[$0, column] }, outputs: outputs.column(column))
      }
    }
  }

  /// One-hot rows are right by the largest output, a 0/1 column by the threshold 0.5.
  private static func right(
    _ outputs: Matrix, _ rows: some Collection<Int>, _ targets: Matrix
  ) -> Int {
    guard targets.columns > 1 else {
      return zip(0..., rows).count { (outputs[$0, 0] > 0.5) == (targets[$1, 0] == 1) }
    }
    return zip(outputs.largestColumns, targets.largestColumns(inRows: Array(rows))).count(where: ==)
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
  /// Whether each of some rows has a single 1 among zeros, or is a 0 or 1 alone.
  func areClasses(_ rows: Rows) -> Bool {
    if isOneHot { return true }
    return rows.allSatisfy { row in
      let values = entries(inRow: row)
      return values.allSatisfy { $0 == 0 || $0 == 1 } && (columns == 1 || values.reduce(0, +) == 1)
    }
  }
}

extension Session {
  /// The loss over a partition, and how well its outputs fit, in evaluation mode.
  ///
  /// - Parameter kind: nil: as the targets are.
  func score(_ partition: Partition, _ kind: Score.Kind? = nil) throws(Diagnostic)
    -> (loss: Double, kind: Score.Kind, score: Score)
  {
    let model = try modelToTrain()
    let samples = try samples(partition, for: model)
    let targets =
      targetScaling(of: data) == nil
      ? samples.targets ?? Matrix(rows: 0, columns: 0) : try loadedData().targets
    let rows = samples.allRows
    let areClasses = kind != .numbers && (data?.classNames != nil || targets.areClasses(rows))
    if kind == .classes, !areClasses {
      throw Diagnostic(
        .value, "accuracy needs classes, but the targets are numbers",
        suggestion: "use r2 or mae")
    }
    let found: Score.Kind = areClasses ? .classes : .numbers
    let lossFunction = lossInForce
    let (loss, scores) = try Diagnostic.wrapping {
      try model.evaluate(samples, loss: lossFunction, threads: threads) { places, outputs in
        Score(found, of: inUnitsOfTargets(outputs), at: rows[places], of: targets)
      }
    }
    return (loss, found, scores.dropFirst().reduce(scores[0], +))
  }

  /// Loss and scores over a partition, each under its name behind the prefix.
  package func verdict(_ partition: Partition, prefix: String = "") throws(Diagnostic) -> [Field] {
    let (loss, kind, score) = try score(partition)
    let first = Field("\(prefix)loss", .number(loss))
    switch kind {
    case .classes: return [first, Field("\(prefix)accuracy", .number(score.accuracy))]
    case .numbers:
      return [
        first, Field("\(prefix)r2", .number(score.r2)), Field("\(prefix)mae", .number(score.mae)),
      ]
    }
  }
}
