import Catalog
import Engine
import Language
import Reports

/// One `train`: the engine trains epochs, this decides when to stop and says how far it has come.
struct TrainingRun: Equatable, Sendable {
  private(set) var epochs: Int
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
  /// The best epoch of the part that came before it was paused.
  private(set) var best: BestEpoch?
  /// Where it goes on after a pause.
  var resumption: Resumption?
  var weights: String?
  /// Where `weights=` stands, for an error.
  var weightsSpan: SourceSpan?
  var livePlot: LivePlot?

  init(epochs: Int, optimizer: OptimizerSettings) {
    self.epochs = epochs
    self.optimizer = optimizer
  }

  /// The rest of it, after a pause.
  func continued(for epochs: Int, best: BestEpoch? = nil) -> TrainingRun {
    var rest = self
    rest.epochs = epochs
    if let best { rest.best = best }
    return rest
  }

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
    let rule = trainer.snapshotRule
    interpreter.session.fixScaling()
    interpreter.session.history.setOut(from: model, rule)
    // The interpreter's session lets go of the model, so that it is trained in place.
    interpreter.session.model = nil
    interpreter.session.pass = nil
    interpreter.session.debugger.paused = nil
    let watch = EpochWatch(
      run: self, interpreter: interpreter, epochEnd: try EpochEnd(of: session, model, options),
      options: options, firstEpoch: model.epoch)
    if session.diagnoses {
      watch.watchdog = Watchdog(model, samples, options, epochs: epochs)
      if !shuffles, !isQuiet { interpreter.warnOfOrder(batch: batch) }
    }
    // Also where it throws: an interrupted `until=` keeps what was reached.
    defer {
      interpreter.session.model = model
      interpreter.session.pass = trainer.lastPass
      interpreter.session.history.arrive(at: model, with: trainer.takeSnapshots(), rule)
      interpreter.environment.output.show(nil, digits: session.digits)
    }
    let start = TrainingPoint(model)
    let ending = try watch.train(&model, with: trainer)
    rewrite(ending, from: start, to: TrainingPoint(model), on: interpreter)
    if ending == .interrupted { throw TrainingRun.interruption(of: model) }
    if ending == .paused {
      interpreter.session.debugger.paused = PausedTraining(
        run: continued(for: epochs, best: watch.best), goal: watch.firstEpoch + epochs,
        keys: keys(on: interpreter) ?? [])
      return .note(
        "paused \(model.inEpoch): \(session.debugger.pause?.text ?? ""); "
          + "'step' takes the next batch, 'resume' goes on")
    }
    session.model = model
    return try answer(ending, session, kept: watch.keptEpoch)
  }

  /// Says how a saved session writes training that it could not end at the same place by itself.
  private func rewrite(
    _ ending: Ending, from start: TrainingPoint, to end: TrainingPoint, on interpreter: Interpreter
  ) {
    let isCut = ending == .interrupted || ending == .paused
    guard isCut || ending == .time || resumption != nil,
      let span = resumption?.span ?? call?.span, let keys = keys(on: interpreter)
    else { return }
    let text = Interpreter.training(keys, from: start, to: end, isQuiet: isCut || isQuiet)
    if ending == .interrupted { interpreter.partial = text }
    interpreter.rewrite(span, .text(text))
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

/// The epoch with the lowest loss so far.
struct BestEpoch: Equatable, Sendable {
  let loss: Double
  let model: Model

  var epoch: Int { model.epoch }
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
  private(set) var best: BestEpoch?
  /// The epoch whose parameters were taken back; nil where those of the last one remain.
  private(set) var keptEpoch: Int?
  private var lastValidation: Double?
  /// The learning rate where training was last looked at.
  private var rate = 0.0
  private var trend = Trend()
  var watchdog: Watchdog?
  /// Whether the condition of `pause` held after the last batch, and whether training stops there.
  private var holds = false
  private var isPausing = false
  private var picture: LivePicture?

  init(
    run: TrainingRun, interpreter: Interpreter, epochEnd: EpochEnd, options: TrainingOptions,
    firstEpoch: Int
  ) {
    self.run = run
    self.interpreter = interpreter
    self.epochEnd = epochEnd
    self.options = options
    self.firstEpoch = firstEpoch
    best = run.best
    start = interpreter.environment.clock()
    shown = start
    if let plot = run.livePlot, interpreter.environment.output.showsLive, !run.isQuiet {
      picture = LivePicture(plot, on: interpreter)
    }
  }

  /// Whether something is to be done after each epoch.
  private var looksAtEachEpoch: Bool {
    run.until != nil || run.keepsBest || epochEnd.looks || picture != nil
  }

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
      guard finished || isPausing && model.position.samples == 0 else {
        return finish(isPausing ? .paused : stopping, &model)
      }
      if let ending = try look(at: &model) { return finish(ending, &model) }
      // A call for epochs of little work is over before the engine asks.
      if !isPausing, done < run.epochs, !goOn(model.epoch, model.curve.points.last?.loss) {
        return finish(stopping, &model)
      }
      if done % rowInterval == 0 || done == run.epochs { showRow(model, trainer) }
      warn(of: model, after: done, since: last)
      if isPausing, done < run.epochs { return finish(.paused, &model) }
    }
    return finish(.finished, &model)
  }

  /// Trains on; where a number is no longer finite, the error says where that began.
  private func advance(_ model: inout Model, _ trainer: Trainer, _ count: Int) throws(Diagnostic)
    -> Bool
  {
    guard interpreter.session.debugger.pause == nil else {
      return try advanceByBatches(&model, trainer, count)
    }
    do throws(EngineError) {
      return try trainer.train(&model, epochs: count) { self.goOn($0.epoch, $0.loss) }
    } catch {
      throw diagnosis(of: error)
    }
  }

  private func diagnosis(of error: EngineError) -> Diagnostic {
    interpreter.failure(
      error,
      autopsy: watchdog?.autopsy(of: error) { !self.interpreter.environment.isInterrupted() })
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

  /// Trains batch by batch and looks after each whether training is to pause there.
  private func advanceByBatches(_ model: inout Model, _ trainer: Trainer, _ count: Int)
    throws(Diagnostic) -> Bool
  {
    let goal = model.epoch + count
    while model.epoch < goal {
      do throws(EngineError) { try trainer.step(&model) } catch { throw diagnosis(of: error) }
      if try pauses(at: model, trainer) { return false }
      if !goOn(model.epoch, model.position.loss) { return model.epoch >= goal }
    }
    return true
  }

  /// Whether training pauses after the last batch. Where nobody can go on, it only says so, once
  /// for each time that the condition begins to hold.
  private func pauses(at model: Model, _ trainer: Trainer) throws(Diagnostic) -> Bool {
    interpreter.session.model = model
    interpreter.session.pass = trainer.lastPass
    defer { interpreter.session.model = nil }
    let held = holds
    holds = try interpreter.wantsPause()
    guard holds else { return false }
    isPausing = interpreter.environment.isInteractive
    if !isPausing, !held, let pause = interpreter.session.debugger.pause {
      interpreter.environment.output.show(
        .note("pause \(model.inEpoch): \(pause.text)"), digits: interpreter.session.digits)
    }
    return isPausing
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
        elapsed: elapsed, trend: trend.values, plot: picture?.plot),
      digits: interpreter.session.digits)
  }

  /// What follows from an epoch: why training ends, if it does.
  private func look(at model: inout Model) throws(Diagnostic) -> TrainingRun.Ending? {
    guard looksAtEachEpoch else { return nil }
    let loss = try epochEnd.look(at: &model, isWanted: run.keepsBest)
    lastValidation = model.curve.points.last?.validation
    showPicture(of: model)
    if run.keepsBest, let loss, loss < best?.loss ?? .infinity {
      best = BestEpoch(loss: loss, model: model)
    }
    if let until = run.until, try isMet(until, &model) { return .until }
    if let patience = run.patience, let best, model.epoch - best.epoch >= patience {
      return .patience(best: best.epoch)
    }
    if run.keepsBest, isTimeUp { return .time }
    return nil
  }

  private func isMet(_ condition: Expression, _ model: inout Model) throws(Diagnostic) -> Bool {
    interpreter.session.model = model
    defer { interpreter.session.model = nil }
    return try interpreter.condition(condition)
  }

  /// Draws the live picture again, some times a second; at the end once more.
  private func showPicture(of model: Model, isLast: Bool = false) {
    guard picture?.isDue(isLast: isLast) == true else { return }
    picture?.draw(model)
    shown = interpreter.environment.clock()
    show(model.epoch, model.curve.points.last?.loss ?? .nan, elapsed: shown - start)
  }

  private func showRow(_ model: Model, _ trainer: Trainer) {
    guard !run.isQuiet, let point = model.curve.points.last else { return }
    let digits = interpreter.session.digits
    var text = "epoch \(point.epoch)  loss \(format(point.loss, digits: digits))"
    if let validation = point.validation {
      text += "  val_loss \(format(validation, digits: digits))"
    }
    let watches = watchedText(model, trainer)
    interpreter.environment.output.show(
      Answer(notes: [text + watches], isRow: watches.isEmpty), digits: digits)
  }

  private func watchedText(_ model: Model, _ trainer: Trainer) -> String {
    guard !interpreter.session.debugger.watches.isEmpty else { return "" }
    interpreter.session.model = model
    interpreter.session.pass = trainer.lastPass
    defer { interpreter.session.model = nil }
    return interpreter.watchedText()
  }

  /// Takes the best epoch's parameters back where they are to be kept; counters stay.
  private func finish(_ ending: TrainingRun.Ending, _ model: inout Model) -> TrainingRun.Ending {
    let isOver = ending != .interrupted && ending != .paused
    if isOver, run.keepsBest, let best, best.epoch != model.epoch {
      model.takeParameters(from: best.model)
      keptEpoch = best.epoch
    }
    showPicture(of: model, isLast: true)
    return ending
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
  /// The settings of a training call as the engine takes them.
  func trainingOptions(_ optimizer: OptimizerSettings, batch: Int?, shuffles: Bool)
    -> TrainingOptions
  {
    TrainingOptions(
      loss: lossInForce, optimizer: optimizer, schedule: schedule, scheduleStart: scheduleStart,
      clipping: clipping, frozen: frozen, batch: batch, shuffle: shuffles, threads: threads,
      plateauWatchesTraining: false, snapshotBudget: history.isOn ? TrainingHistory.budget : 0)
  }
}
