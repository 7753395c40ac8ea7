import Catalog
import Engine
import Experiment
import Language
import Reports

extension TrainingRun {
  /// Why training ended.
  enum Ending: Equatable {
    case finished, until, patience(best: Int), time, interrupted, paused

    func description(_ epochs: Int) -> String {
      switch self {
      case .finished: "\(counted(epochs, "epoch")) done"
      case .until: "the condition of until= holds"
      case .patience(let best): "no better loss since epoch \(best)"
      case .time: "time is up"
      case .interrupted: "interrupted"
      case .paused: "paused"
      }
    }
  }

  func perform(on interpreter: Interpreter) throws(Diagnostic) -> Answer {
    var model = try interpreter.session.modelToTrain()
    var session = interpreter.session
    session.model = nil
    let samples = try session.samplesToTrain(model, weights: weights, at: weightsSpan)
    let options = session.trainingOptions(optimizer, batch: batch, shuffles: shuffles)
    let trainer = try Diagnostic.wrapping {
      try Trainer(for: model, samples: samples, options: options)
    }
    let watch = try watch(model, samples, options, session, on: interpreter)
    let rule = trainer.snapshotRule
    interpreter.session.setOut(from: model, training: samples, options, rule)
    // Also where it throws: an interrupted `until=` keeps what was reached.
    defer {
      interpreter.session.model = model
      interpreter.session.keepPass(of: trainer)
      interpreter.session.history.arrive(
        at: model, with: trainer.takeSnapshots(), rule, isTrained: watch.keptEpoch == nil)
      interpreter.environment.output.show(nil, digits: session.digits)
    }
    let start = TrainingPoint(model)
    let ending = try watch.train(&model, with: trainer)
    rewrite(
      ending, from: start, to: TrainingPoint(model), keeping: watch.keptEpoch, on: interpreter)
    switch ending {
    case .interrupted: throw TrainingRun.interruption(of: model)
    case .paused: return pause(model, watch, on: interpreter)
    case .finished, .until, .patience, .time:
      session.model = model
      return try answer(ending, session, kept: watch.keptEpoch)
    }
  }

  /// - Parameter session: without the model.
  private func watch(
    _ model: Model, _ samples: Samples, _ options: TrainingOptions, _ session: Session,
    on interpreter: Interpreter
  ) throws(Diagnostic) -> EpochWatch {
    let watch = EpochWatch(
      run: self, interpreter: interpreter, epochEnd: try EpochEnd(of: session, model, options),
      options: options, firstEpoch: model.epoch)
    watch.kept = try keptModel(on: interpreter)
    guard session.diagnoses else { return watch }
    if model.isFresh { interpreter.warned = [] }
    watch.watchdog = Watchdog(
      model, samples, options, watch.epochEnd, epochs: epochs, isQuiet: isQuiet,
      said: interpreter.warned, goesOn: { !interpreter.environment.isInterrupted() })
    if !isQuiet { interpreter.warn(before: self, of: model) }
    return watch
  }

  private func pause(_ model: Model, _ watch: EpochWatch, on interpreter: Interpreter) -> Answer {
    interpreter.session.debugger.paused = PausedTraining(
      run: continued(for: epochs, best: watch.best), goal: watch.firstEpoch + epochs,
      keys: keys(on: interpreter) ?? [])
    return .note(
      "paused \(model.inEpoch): \(interpreter.session.debugger.pause?.text ?? ""); "
        + "'step' takes the next batch, 'resume' goes on")
  }

  /// The model whose parameters are taken at the end; nil where those of the last or the best epoch
  /// are.
  private func keptModel(on interpreter: Interpreter) throws(Diagnostic) -> Model? {
    guard let keptEpoch, let keepSpan else { return nil }
    return try at(keepSpan) { () throws(Diagnostic) in
      try interpreter.session.settled(interpreter.model(at: .epoch(keptEpoch)))
    }
  }

  /// Says how a saved session writes training that it could not end at the same place by itself.
  private func rewrite(
    _ ending: Ending, from start: TrainingPoint, to end: TrainingPoint, keeping kept: Int?,
    on interpreter: Interpreter
  ) {
    let isCut = ending == .interrupted || ending == .paused
    guard isCut || ending == .time || resumption != nil,
      let span = resumption?.span ?? call?.span, let keys = keys(on: interpreter)
    else { return }
    // The best epoch of this part, or one of the part that came before a pause.
    let keep = kept.map { [" keep=" + ($0 > start.epoch ? "best" : "\($0)")] } ?? []
    let text = Interpreter.training(
      keys + keep, from: start, to: end, isQuiet: isCut || isQuiet)
    if ending == .interrupted {
      interpreter.partial = text
    } else {
      interpreter.rewrite(span, .text(text))
    }
  }

  /// The keys of the 'train' as they were written, without those that say when it ends.
  private func keys(on interpreter: Interpreter) -> [String]? {
    resumption?.keys ?? call.flatMap { interpreter.trainingKeys(of: $0) }
  }

  static func interruption(of model: Model) -> Diagnostic {
    Diagnostic(
      .interrupted,
      "interrupted in epoch \(model.epoch + 1); what was reached is kept: "
        + "\(counted(model.epoch, "epoch")), \(counted(model.steps, "update"))")
  }

  private func answer(_ ending: Ending, _ session: Session, kept: Int?) throws(Diagnostic)
    -> Answer
  {
    guard !isQuiet else { return .nothing }
    var fields = [Field("epoch", .number(Double(session.model?.epoch ?? 0)))]
    for partition in [Partition.train, .val] where session.data?.rows(partition).isEmpty == false {
      fields += try session.verdict(partition, prefix: partition.prefix)
    }
    fields.append(Field("stopped", .text(ending.description(epochs))))
    if let kept { fields.append(Field("kept", .text("the parameters of epoch \(kept)"))) }
    return Answer(.fields(fields), isSilenceable: true)
  }
}

extension Model {
  /// "in epoch 3 after batch 2", "after epoch 3".
  var inEpoch: String {
    position.samples == 0
      ? "after epoch \(epoch)" : "in epoch \(epoch + 1) after batch \(position.batches)"
  }
}

extension Session {
  /// Lets go of the model, so that it is trained in place, and of what is true only before that.
  fileprivate mutating func setOut(
    from model: Model, training samples: Samples, _ options: TrainingOptions,
    _ rule: SnapshotRule?
  ) {
    fixScaling()
    history.setOut(from: model, training: samples, options, rule)
    self.model = nil
    pass = nil
    debugger.paused = nil
  }
}
