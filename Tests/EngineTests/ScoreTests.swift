import Engine
import Scores
import Testing

/// Every score against scikit-learn's, to twelve digits; standard errors against what small changes
/// of the rows' weights do to scikit-learn's, as far as difference quotients go.
@Suite("Scores agree with the reference")
struct ScoreTests {
  private let table: ReferenceTable

  init() throws { table = try ReferenceTable("scores") }

  @Test func classes() throws {
    let rows = table.rows("classes")
    try #require(rows.count > 10)
    for row in rows {
      let classes = try row.integer("classes")
      let scores = Classified(
        truth: try row.indices("truth"), predicted: try row.indices("predicted"), classes: classes)
      try row.expect("counts", scores.counts.flatMap { $0 }.map(Double.init))
      try row.expect("accuracy", [scores.accuracy])
      let wilson = wilsonInterval(hits: scores.hits, of: scores.rows)
      try row.expect("wilson", [wilson.lowerBound, wilson.upperBound])
      try row.expect("balanced", scores.balancedAccuracy)
      try row.expect("f1", scores.macroF1)
      let each = [scores.precision, scores.recall, scores.f1]
      for (key, score) in zip(["precisions", "recalls", "f1s"], each) {
        try row.expect(key, (0..<classes).map(score))
      }
      for average in Classified.Average.allCases {
        try row.expect(average.rawValue, each.map { scores.average(average, of: $0) })
      }
    }
  }

  @Test func probabilities() throws {
    let rows = table.rows("probabilities")
    try #require(rows.count > 8)
    for row in rows {
      let truth = try row.indices("truth")
      let scores = ClassProbabilities(
        truth: truth, values: try row.matrix("values", columns: row.integer("classes")))
      #expect(scores.areProbabilities)
      try row.expect("log_loss", scores.logLoss)
      try row.expect("brier", scores.brierScore)
      try row.expect("observed", scores.calibration.map(\.observed))
      try row.expect("predicted", scores.calibration.map(\.predicted))
      #expect(scores.calibration.reduce(0) { $0 + $1.rows } == truth.count)
      if row.fields["auc"] == nil {
        #expect(scores.rocAUC == nil)
      } else {
        try row.expect("auc", try #require(scores.rocAUC))
      }
    }
  }

  @Test func numbers() throws {
    let rows = table.rows("numbers")
    try #require(rows.count > 5)
    for row in rows {
      let columns = try row.integer("columns")
      let scores = Regressed(
        targets: try row.matrix("targets", columns: columns),
        outputs: try row.matrix("outputs", columns: columns))
      try row.expect("mse", scores.mse)
      try row.expect("rmse", scores.rmse)
      try row.expect("mae", scores.mae)
      try row.expect("r2", scores.r2)
    }
  }

  /// Where the slopes are 0 to nine digits, the probabilities are right to about eight.
  @Test func logisticRegression() throws {
    for row in table.rows("logistic") {
      let inputs = try row.matrix("inputs", columns: row.integer("columns"))
      let model = LinearModel.classifier(
        inputs: inputs, labels: try row.indices("truth"), classes: try row.integer("classes"))
      expectClose(
        model.outputs(for: inputs).elements, try row.list("probabilities"), relative: 1e-6,
        absolute: 1e-8, "\(row)")
    }
  }

  @Test func leastSquares() throws {
    for row in table.rows("squares") {
      let inputs = try row.matrix("inputs", columns: row.integer("columns"))
      let model = LinearModel.regression(
        inputs: inputs, targets: try row.matrix("targets", columns: row.integer("outputs")))
      expectClose(
        model.outputs(for: inputs).elements, try row.list("fitted"), relative: 1e-11,
        absolute: 1e-11, "\(row)")
    }
  }

  /// An input that others determine, or that never varies, changes nothing.
  @Test func leastSquaresOfDependentInputs() {
    let inputs = Matrix(rows: 4, columns: 3, elements: [1, 2, 5, 2, 4, 5, 3, 6, 5, 4, 8, 5])
    let targets = Matrix(rows: 4, columns: 1, elements: [1, 3, 2, 5])
    let fitted = LinearModel.regression(inputs: inputs, targets: targets).outputs(for: inputs)
    // y = 1.1 x by hand: mean 2.75, slope 5.5 / 5.
    expectClose(fitted.elements, [1.1, 2.2, 3.3, 4.4], relative: 1e-12, absolute: 0, "fitted")
  }

  @Test func intervalsStayWithinTheEnds() {
    let scores = Classified(truth: [0, 1, 1, 1], predicted: [0, 1, 1, 0], classes: 2)
    let interval = scores.balancedAccuracy.interval(within: 0...1)
    #expect(interval.upperBound == 1)
    #expect(interval.lowerBound > 0.5 && interval.lowerBound < scores.balancedAccuracy.value)
    #expect(wilsonInterval(hits: 3, of: 3).upperBound == 1)
  }
}

extension ReferenceRow {
  fileprivate func indices(_ key: String) throws -> [Int] { try list(key).map { Int($0) } }

  fileprivate func matrix(_ key: String, columns: Int) throws -> Matrix {
    let elements = try list(key)
    return Matrix(rows: elements.count / columns, columns: columns, elements: elements)
  }

  fileprivate func expect(_ key: String, _ found: [Double]) throws {
    expectClose(found, try list(key), relative: 1e-12, absolute: 1e-15, "\(self) \(key)")
  }

  fileprivate func expect(_ key: String, _ found: Estimate) throws {
    try expect(key, [found.value])
    guard let error = try optional("\(key)_error") else { return }
    expectClose(
      [found.standardError], [error], relative: 1e-6, absolute: 1e-9, "\(self) \(key) error")
  }
}
