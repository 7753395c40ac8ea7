import Engine
import Language
import Reports

/// How well outputs fit targets, counted piece by piece, so that they need not all be in memory.
struct Score {
  enum Kind { case classes, numbers }

  private let kind: Kind
  private var rows = 0
  private var right = 0
  private var outputs: [Errors] = []

  init(_ kind: Kind) { self.kind = kind }

  /// Counts some more rows, `[rows × outputs]` both.
  mutating func add(_ outputs: Matrix, _ targets: Matrix) {
    switch kind {
    case .classes: right += Score.right(outputs, targets)
    case .numbers:
      if self.outputs.isEmpty { self.outputs = Array(repeating: Errors(), count: targets.columns) }
      for column in 0..<targets.columns {
        self.outputs[column].add(targets.column(column), outputs.column(column))
      }
    }
    rows += targets.rows
  }

  /// One-hot rows are right by the largest output, a 0/1 column by the threshold 0.5.
  private static func right(_ outputs: Matrix, _ targets: Matrix) -> Int {
    guard targets.columns > 1 else {
      return zip(outputs.elements, targets.elements).count { ($0 > 0.5) == ($1 == 1) }
    }
    // As pointers: of arrays each slice is counted as another owner.
    return outputs.elements.withUnsafeBufferPointer { outputs in
      targets.elements.withUnsafeBufferPointer { elements in
        stride(from: 0, to: elements.count, by: targets.columns).count { start in
          let row = start..<start + targets.columns
          return largest(outputs[row]) == largest(elements[row])
        }
      }
    }
  }

  /// The share of rows that are classified right.
  var accuracy: Double { Double(right) / Double(rows) }

  /// 1 − Σ (y − ŷ)² / Σ (y − ȳ)², as scikit-learn has it: the mean over the outputs.
  var r2: Double { outputs.reduce(0) { $0 + $1.r2 } / Double(outputs.count) }

  /// Σ |y − ŷ| over all elements, divided by their number.
  var mae: Double {
    outputs.reduce(0) { $0 + $1.distances } / (Double(rows) * Double(outputs.count))
  }
}

/// What one output lacks to its target y.
private struct Errors {
  private var count = 0.0
  private var mean = 0.0
  /// Σ (y − ȳ)²
  private var spread = 0.0
  /// Σ (y − ŷ)² and Σ |y − ŷ|
  private var squares = 0.0
  private(set) var distances = 0.0

  mutating func add(_ targets: [Double], _ outputs: [Double]) {
    for (y, output) in zip(targets, outputs) {
      squares += (y - output) * (y - output)
      distances += abs(y - output)
    }
    let number = Double(targets.count)
    let own = targets.reduce(0, +) / number
    let difference = own - mean
    // Two pieces as one (Chan, Golub, LeVeque 1983).
    spread += targets.reduce(0) { $0 + ($1 - own) * ($1 - own) }
    spread += difference * difference * count * number / (count + number)
    mean += difference * number / (count + number)
    count += number
  }

  /// For a target that never varies 1 where it is met exactly, else 0.
  var r2: Double { spread > 0 ? 1 - squares / spread : (squares == 0 ? 1 : 0) }
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
    let targets = samples.targets ?? Matrix(rows: 0, columns: 0)
    let rows = samples.allRows
    let areClasses = kind != .numbers && targets.areClasses(rows)
    if kind == .classes, !areClasses {
      throw Diagnostic(
        .value, "accuracy needs classes, but the targets are numbers",
        suggestion: "use r2 or mae")
    }
    var score = Score(areClasses ? .classes : .numbers)
    let lossFunction = lossInForce
    let loss = try Diagnostic.wrapping {
      try model.evaluate(samples, loss: lossFunction, threads: threads) { places, outputs in
        score.add(outputs, select(Rows(Array(rows[places])), of: targets))
      }
    }
    return (loss, areClasses ? .classes : .numbers, score)
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
