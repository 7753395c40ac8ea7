import Catalog
import Engine
import Language
import Reports

/// One `train`: the engine trains epochs, this decides when to stop and says how far it has come.
struct TrainingRun {
  let epochs: Int
  let optimizer: OptimizerSettings
  var batch: Int? = 32
  var until: Expression?
  var patience: Int?
  var seconds: Double?
  var keepsBest = false
  var shuffles = true
  var every: Int?
  var isQuiet = false
  /// As it was written, for a saved session.
  var call: Call?

  init(epochs: Int, optimizer: OptimizerSettings) {
    self.epochs = epochs
    self.optimizer = optimizer
  }

  /// Why training ended.
  enum Ending: Equatable {
    case finished, until, patience(best: Int), time, interrupted

    func description(_ epochs: Int) -> String {
      switch self {
      case .finished: "\(counted(epochs, "epoch")) done"
      case .until: "the condition of until= holds"
      case .patience(let best): "no better loss since epoch \(best)"
      case .time: "time is up"
      case .interrupted: "interrupted"
      }
    }
  }

  func perform(on interpreter: Interpreter) throws(Diagnostic) -> Answer {
    var model = try interpreter.session.modelToTrain()
    var session = interpreter.session
    session.model = nil
    let samples = try session.samples(.train, for: model)
    let options = session.trainingOptions(optimizer, batch: batch, shuffles: shuffles)
    let trainer = try Diagnostic.wrapping {
      try Trainer(for: model, samples: samples, options: options)
    }
    interpreter.session.fixScaling()
    // The interpreter's session lets go of the model, so that it is trained in place.
    interpreter.session.model = nil
    interpreter.session.pass = nil
    let watch = EpochWatch(
      run: self, interpreter: interpreter, epochEnd: try EpochEnd(of: session, model, options),
      options: options, firstEpoch: model.epoch)
    if session.diagnoses { watch.watchdog = Watchdog(model, samples, options, epochs: epochs) }
    // Also where it throws: an interrupted `until=` keeps what was reached.
    defer {
      interpreter.session.model = model
      interpreter.session.pass = trainer.lastPass
      interpreter.environment.output.show(nil, digits: session.digits)
    }
    let start = TrainingPoint(model)
    let ending = try watch.train(&model, with: trainer)
    if ending == .interrupted || ending == .time, let call {
      let text = interpreter.training(
        call, from: start, to: TrainingPoint(model), isQuiet: ending == .interrupted)
      if ending == .interrupted { interpreter.partial = text }
      if let text { interpreter.rewrite(call.span, .text(text)) }
    }
    if ending == .interrupted { throw TrainingRun.interruption(of: model) }
    session.model = model
    return try answer(ending, session, kept: watch.keptEpoch)
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

/// A course of numbers, thinned evenly so that it stays short.
private struct Trend {
  private(set) var values: [Double] = []
  private var stride = 1
  private var count = 0

  mutating func append(_ value: Double) {
    if count % stride == 0 { values.append(value) } else { values[values.count - 1] = value }
    count += 1
    guard values.count > 64 else { return }
    values = values.indices.filter { $0 % 2 == 0 }.map { values[$0] }
    stride *= 2
  }
}

/// What is looked at from epoch to epoch.
private final class EpochWatch {
  let run: TrainingRun
  let interpreter: Interpreter
  let epochEnd: EpochEnd
  let options: TrainingOptions
  let firstEpoch: Int
  private let start: Double
  private var shown: Double
  private var best: (loss: Double, model: Model, epoch: Int)?
  /// The epoch whose parameters were taken back; nil where those of the last one remain.
  private(set) var keptEpoch: Int?
  private var lastValidation: Double?
  /// The learning rate where training was last looked at.
  private var rate = 0.0
  private var trend = Trend()
  var watchdog: Watchdog?

  init(
    run: TrainingRun, interpreter: Interpreter, epochEnd: EpochEnd, options: TrainingOptions,
    firstEpoch: Int
  ) {
    self.run = run
    self.interpreter = interpreter
    self.epochEnd = epochEnd
    self.options = options
    self.firstEpoch = firstEpoch
    start = interpreter.environment.clock()
    shown = start
  }

  /// Whether something is to be done after each epoch.
  private var looksAtEachEpoch: Bool { run.until != nil || run.keepsBest || epochEnd.looks }

  /// Epochs between two rows of progress: at most ten rows where the user does not say.
  private var rowInterval: Int { run.every ?? max(1, (run.epochs + 9) / 10) }

  func train(_ model: inout Model, with trainer: Trainer) throws(Diagnostic) -> TrainingRun.Ending {
    var done = 0
    while done < run.epochs {
      rate = options.rate(for: model)
      let toRow = rowInterval - done % rowInterval
      let toLook = watchdog?.epochsToLook ?? run.epochs
      let count = looksAtEachEpoch ? 1 : min(toRow, toLook, run.epochs - done)
      let finished = try advance(&model, trainer, count)
      let last = done
      done = model.epoch - firstEpoch
      guard finished else { return finish(stopping, &model) }
      if let ending = try look(at: &model) { return finish(ending, &model) }
      // A call for epochs of little work is over before the engine asks.
      if done < run.epochs, !goOn(model.epoch, model.curve.points.last?.loss) {
        return finish(stopping, &model)
      }
      if done % rowInterval == 0 || done == run.epochs { showRow(model) }
      warn(of: model, after: done, since: last)
    }
    return finish(.finished, &model)
  }

  /// Trains on; where a number is no longer finite, the error says where that began.
  private func advance(_ model: inout Model, _ trainer: Trainer, _ count: Int) throws(Diagnostic)
    -> Bool
  {
    do throws(EngineError) {
      return try trainer.train(&model, epochs: count) { self.goOn($0.epoch, $0.loss) }
    } catch {
      let autopsy = watchdog?.autopsy(of: error) { !self.interpreter.environment.isInterrupted() }
      guard let autopsy else { throw Diagnostic.of(error) }
      interpreter.autopsy = autopsy
      throw autopsy.diagnostic
    }
  }

  private func warn(of model: Model, after done: Int, since last: Int) {
    guard let watchdog, !run.isQuiet else { return }
    let notes = watchdog.look(at: model, after: done, since: last)
    guard !notes.isEmpty else { return }
    interpreter.environment.output.show(
      Answer(notes: notes), digits: interpreter.session.digits)
  }

  /// Why training does not go on.
  private var stopping: TrainingRun.Ending {
    !interpreter.environment.isInterrupted() && isTimeUp ? .time : .interrupted
  }

  private var isTimeUp: Bool {
    run.seconds.map { interpreter.environment.clock() - start >= $0 } ?? false
  }

  /// Called by the engine every few batches.
  private func goOn(_ epoch: Int, _ loss: Double?) -> Bool {
    if interpreter.environment.isInterrupted() { return false }
    let now = interpreter.environment.clock()
    // The best epoch's parameters are those at its end, so this one is finished, too.
    if !run.keepsBest, isTimeUp { return false }
    if now - start > 0.2, now - shown > 0.1, !run.isQuiet {
      shown = now
      show(epoch, loss ?? .nan, elapsed: now - start)
    }
    return true
  }

  private func show(_ epoch: Int, _ loss: Double, elapsed: Double) {
    trend.append(loss)
    var fields = [Field("loss", .number(loss))]
    if let lastValidation { fields.append(Field("val_loss", .number(lastValidation))) }
    fields.append(Field("lr", .number(rate)))
    interpreter.environment.output.show(
      Progress(
        done: epoch - firstEpoch, total: run.epochs, noun: "epoch", fields: fields,
        elapsed: elapsed, trend: trend.values), digits: interpreter.session.digits)
  }

  /// What follows from an epoch: why training ends, if it does.
  private func look(at model: inout Model) throws(Diagnostic) -> TrainingRun.Ending? {
    guard looksAtEachEpoch else { return nil }
    let loss = try epochEnd.look(at: &model, isWanted: run.keepsBest)
    lastValidation = model.curve.points.last?.validation
    if run.keepsBest, let loss, loss < best?.loss ?? .infinity {
      best = (loss, model, model.epoch)
    }
    if let until = run.until, try holds(until, &model) { return .until }
    if let patience = run.patience, let best, model.epoch - best.epoch >= patience {
      return .patience(best: best.epoch)
    }
    if run.keepsBest, isTimeUp { return .time }
    return nil
  }

  private func holds(_ condition: Expression, _ model: inout Model) throws(Diagnostic) -> Bool {
    interpreter.session.model = model
    defer { interpreter.session.model = nil }
    return try interpreter.condition(condition)
  }

  private func showRow(_ model: Model) {
    guard !run.isQuiet, let point = model.curve.points.last else { return }
    let digits = interpreter.session.digits
    var text = "epoch \(point.epoch)  loss \(format(point.loss, digits: digits))"
    if let validation = point.validation {
      text += "  val_loss \(format(validation, digits: digits))"
    }
    interpreter.environment.output.show(
      Answer(notes: [text], isRow: true), digits: digits)
  }

  /// Takes the best epoch's parameters back where they are to be kept; counters stay.
  private func finish(_ ending: TrainingRun.Ending, _ model: inout Model) -> TrainingRun.Ending {
    if ending != .interrupted, run.keepsBest, let best, best.epoch != model.epoch {
      model.takeParameters(from: best.model)
      keptEpoch = best.epoch
    }
    return ending
  }
}

extension Session {
  /// The settings of a training call as the engine takes them.
  func trainingOptions(_ optimizer: OptimizerSettings, batch: Int?, shuffles: Bool)
    -> TrainingOptions
  {
    TrainingOptions(
      loss: lossInForce, optimizer: optimizer, schedule: schedule, scheduleStart: scheduleStart,
      clipping: clipping, frozen: frozen, batch: batch, shuffle: shuffles, threads: threads,
      plateauWatchesTraining: false)
  }
}
