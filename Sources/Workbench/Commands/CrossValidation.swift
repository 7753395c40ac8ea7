import Catalog
import Datasets
import Engine
import Experiment
import Language
import Reports
import Scores

/// The network as it is described, trained anew without each fold in turn and judged on it.
struct CrossValidation {
  let folds: Int
  let seeds: Int
  let epochs: Int
  let optimizer: OptimizerSettings
  var batch: Int? = 32
  var shuffles = true
  var weights: String?
  /// Where `weights=` stands, for an error.
  let weightsSpan: SourceSpan?

  /// What one fold came to: the loss, and each score of the network and of the baseline.
  private struct Trial {
    let loss: Double
    let network: [Double?]
    let baseline: [Double?]
  }

  /// - Throws: `.interrupted` where the user asked for it; the session does not change at all.
  func perform(on interpreter: Interpreter) throws(Diagnostic) -> Report {
    var session = interpreter.session
    let data = try session.loadedData()
    try checkRoom(data)
    let rows = (Array(data.rows.train) + data.rows.validation).sorted()
    let labels = data.classes?.labels
    let start = interpreter.environment.clock()
    defer { interpreter.environment.output.show(nil, digits: session.digits) }
    var trials: [Trial] = []
    for number in 0..<seeds {
      session.seed = interpreter.session.seed &+ UInt64(number)
      let seed = session.seed
      let parts = try Diagnostic.wrapping {
        try Datasets.folds(folds, of: rows, stratifiedBy: labels, seed: seed)
      }
      for fold in parts {
        let left = Set(fold)
        session.learnAnew(from: rows.filter { !left.contains($0) }, judgedBy: fold)
        trials.append(try trial(of: &session, interpreter))
        let elapsed = interpreter.environment.clock() - start
        guard elapsed > 0.5 else { continue }
        interpreter.environment.output.show(
          Progress(
            done: trials.count, total: folds * seeds, noun: "fold", fields: [], elapsed: elapsed),
          digits: session.digits)
      }
    }
    return report(trials, of: data.metrics, isClassification: labels != nil)
  }

  /// Lists of all rows, of which there are about eight, and the answers for a fold.
  private func checkRoom(_ data: SessionData) throws(Diagnostic) {
    let rows = Double(data.rows.train.count + data.rows.validation.count)
    let answers = rows / Double(folds) * Double(data.targets.columns + 2)
    do throws(EngineError) { try Memory.check(bytes: 64 * (rows + answers)) } catch {
      throw Diagnostic(
        .data, error.message,
        suggestion: "'split 0.01' and 'evaluate test' judge one network, on fewer rows")
    }
  }

  private func trial(of session: inout Session, _ interpreter: Interpreter)
    throws(Diagnostic) -> Trial
  {
    var model = try session.modelToTrain()
    let samples = try session.samplesToTrain(model, weights: weights, at: weightsSpan)
    let options = session.trainingOptions(optimizer, batch: batch, shuffles: shuffles)
    let trainer = try Diagnostic.wrapping {
      try Trainer(for: model, samples: samples, options: options)
    }
    let epochEnd = try EpochEnd(of: session, model, options)
    while model.epoch < epochs {
      let count = epochEnd.looks ? 1 : epochs - model.epoch
      let isDone = try Diagnostic.wrapping {
        try trainer.train(&model, epochs: count) { _ in
          !interpreter.environment.isInterrupted()
        }
      }
      guard isDone else {
        throw Diagnostic(.interrupted, "interrupted; the session is as it was")
      }
      try epochEnd.look(at: &model)
    }
    session.model = model
    let evaluation = try session.evaluation(.test)
    let data = try session.loadedData()
    let judge = Judge(data, .test)
    func scores(_ outputs: Matrix) -> [Double?] {
      let answers = judge.answers(outputs)
      return data.metrics.map { $0.measure(answers)?.value }
    }
    return Trial(
      loss: evaluation.loss, network: scores(session.inUnitsOfTargets(evaluation.outputs)),
      baseline: scores(judge.baseline))
  }

  private func report(_ trials: [Trial], of metrics: [Metric], isClassification: Bool) -> Report {
    let rows = metrics.enumerated().map { place, metric -> [Value?] in
      row(metric.rawValue, trials.map { $0.network[place] }, trials.map { $0.baseline[place] })
    }
    return .table(
      Table(
        title: "\(counted(folds, "fold")) × \(counted(seeds, "seed")), "
          + "\(counted(epochs, "epoch")) each",
        columns: [
          "score", "mean", "std", "min", "max", isClassification ? "majority" : "mean of targets",
        ], rows: [row("loss", trials.map(\.loss), [])] + rows))
  }

  /// Where a score is not defined for a fold, there is none of all of them.
  private func row(_ name: String, _ values: [Double?], _ baseline: [Double?]) -> [Value?] {
    let known = values.compactMap { $0 }
    guard known.count == values.count else { return [.text(name), nil, nil, nil, nil, nil] }
    let spread = Spread(known)
    let others = baseline.compactMap { $0 }
    return [
      .text(name), .number(spread.mean), .number(spread.deviation), .number(spread.lowest),
      .number(spread.highest), others.isEmpty ? nil : .number(Spread(others).mean),
    ]
  }
}

extension SessionData {
  /// The scores that fit the targets.
  fileprivate var metrics: [Metric] { classes == nil ? Metric.ofNumbers : Metric.ofClasses }
}

extension Session {
  /// As if nothing had been trained yet, with these rows to learn from and those to be judged by.
  fileprivate mutating func learnAnew(from train: [Int], judgedBy test: [Int]) {
    model = nil
    pass = nil
    fixedScaling = nil
    data?.use(Split(train: train, validation: [], test: test), scaling: scaling)
  }
}
