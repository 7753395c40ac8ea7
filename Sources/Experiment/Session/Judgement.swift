import Datasets
import Engine
import Language
import Scores

/// What the network says of some rows, and what a baseline and a linear model that learned from the
/// same training rows say of them.
package struct Judgement {
  let partition: Partition
  let count: Int
  /// Of the network, with penalties: what training makes small.
  let loss: Double
  let network: Answers
  let baseline: Answers
  /// Nil where the fit would take long.
  let linear: Answers?
  /// The names of the classes; nil where the targets are numbers.
  let classes: [String]?
  /// The names of the targets that are numbers.
  let targets: [String]
  /// What the baseline always says: "always 'setosa'".
  let baselineTitle: String
}

extension Session {
  package func judgement(_ partition: Partition) throws(Diagnostic) -> Judgement {
    try checkRoomToJudge(partition)
    let evaluation = try evaluation(partition)
    let data = try loadedData()
    let (train, asked) = (data.rows.train, data.rows(partition))
    let outputs = max(2, evaluation.outputs.columns)
    let numbers = train.count * data.dataset.inputs.columns
    // The fit has its inputs three times: as they are, scaled, and in its products.
    let isQuick =
      numbers <= LinearModel.workLimit / outputs
      && (try? Memory.check(bytes: 24 * Double(numbers))) != nil
    let judge = Judge(data, partition)
    return Judgement(
      partition: partition, count: asked.count, loss: evaluation.loss,
      network: judge.answers(inUnitsOfTargets(evaluation.outputs)),
      baseline: judge.answers(judge.baseline),
      linear: isQuick ? judge.answers(judge.linear) : nil, classes: data.classes?.names,
      targets: data.dataset.target.names, baselineTitle: judge.baselineTitle)
  }

  /// Scores that compare rows with each other take all answers at once, in a few arrays.
  func checkRoomToJudge(_ partition: Partition) throws(Diagnostic) {
    guard let data else { return }
    let numbers = 8 * Double(data.rows(partition).count) * Double(data.targets.columns + 2)
    do throws(EngineError) { try Memory.check(bytes: 8 * numbers) } catch {
      throw Diagnostic(
        .data, error.message,
        suggestion: "'split 0.01' sets rows aside for it; the quantities loss and accuracy take as "
          + "many rows as there are")
    }
  }

  /// What the network says of some rows, beside what is true of them.
  package func answers(_ partition: Partition) throws(Diagnostic) -> Answers {
    try checkRoomToJudge(partition)
    let outputs = inUnitsOfTargets(try evaluation(partition).outputs)
    return Judge(try loadedData(), partition).answers(outputs)
  }

  /// Which classes of some rows were taken for which, and what classes are called.
  package func confusion(_ partition: Partition) throws(Diagnostic) -> (
    rows: Classified, names: [String]
  ) {
    guard case .classes(let given, _) = try answers(partition),
      let names = try loadedData().classes?.names
    else {
      throw Diagnostic(
        .value, "confusion needs classes, but the targets are numbers",
        suggestion: "'evaluate' has the scores of numbers, 'plot fit' draws them")
    }
    return (given, names)
  }
}

/// Knows what is true of some rows, and what can be said of them after the training rows alone.
package struct Judge {
  enum Learned {
    case classes(Labels, [String])
    case numbers(Matrix)
  }

  /// The targets of all rows.
  let learned: Learned
  /// `[all rows × inputs]`
  let inputs: Matrix
  let train: Rows
  let asked: Rows

  package init(_ data: SessionData, _ partition: Partition) {
    learned =
      data.classes.map { classes in .classes(classes.labels, classes.names) }
      ?? .numbers(data.targets)
    inputs = data.dataset.inputs
    train = data.rows.train
    asked = data.rows(partition)
  }

  /// Outputs `[asked × outputs]` beside what is true.
  package func answers(_ outputs: Matrix) -> Answers {
    switch learned {
    case .classes(let labels, let names):
      Answers(truth: asked.map { labels[$0] }, outputs: outputs, classes: names.count)
    case .numbers(let targets):
      .numbers(Regressed(targets: select(asked, of: targets), outputs: outputs))
    }
  }

  /// The same for every row: how often each class occurs, or the mean of the targets.
  package var baseline: Matrix {
    let row = usual
    return Matrix(
      rows: asked.count, columns: row.count, elements: asked.flatMap { _ in row })
  }

  /// "always 'setosa'".
  var baselineTitle: String {
    switch learned {
    case .classes(_, let names): "always '\(names[largest(usual)])'"
    case .numbers: "the mean of the training targets"
    }
  }

  private var usual: [Double] {
    let count = Double(train.count)
    switch learned {
    case .classes(let labels, let names):
      var shares = [Double](repeating: 0, count: names.count)
      for row in train { shares[labels[row]] += 1 }
      return shares.map { $0 / count }
    case .numbers(let targets):
      return (0..<targets.columns).map { column in
        train.reduce(0) { $0 + targets[$1, column] / count }
      }
    }
  }

  var linear: Matrix {
    let known = select(train, of: inputs)
    let model =
      switch learned {
      case .classes(let labels, let names):
        LinearModel.classifier(
          inputs: known, labels: train.map { labels[$0] }, classes: names.count)
      case .numbers(let targets):
        LinearModel.regression(inputs: known, targets: select(train, of: targets))
      }
    return model.outputs(for: select(asked, of: inputs))
  }
}

extension SessionData {
  /// The class of each row, from 0, and the names of the classes, where the targets are classes or
  /// are written as such: 0 and 1, or one 1 in a row of zeros.
  package var classes: (labels: Labels, names: [String])? {
    switch dataset.target {
    case .none: return nil
    case .classes(let labels, let names): return (labels, names)
    case .values(let matrix, let names):
      guard let classCount else { return nil }
      if matrix.columns == 1 {
        return (Labels(column: matrix, classes: classCount), ["0", "1"])
      }
      return (Labels(matrix.largestColumns), names)
    }
  }
}
