import Engine
import Experiment
import Language
import Reports

/// What is looked at from epoch to epoch.
final class EpochWatch {
  let run: TrainingRun
  let interpreter: Interpreter
  let epochEnd: EpochEnd
  let options: TrainingOptions
  let firstEpoch: Int
  private let start: Double
  private let display: TrainingDisplay
  private(set) var best: BestEpoch?
  /// The epoch whose parameters were taken back; nil where those of the last one remain.
  private(set) var keptEpoch: Int?
  var watchdog: Watchdog?
  /// An earlier model whose parameters are taken at the end.
  var kept: Model?
  /// Whether the condition of `pause` held after the last batch, and whether training stops there.
  private var holds = false
  private var isPausing = false

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
    display = TrainingDisplay(run, firstEpoch: firstEpoch, start: start, on: interpreter)
  }

  /// Whether something is to be done after each epoch.
  private var looksAtEachEpoch: Bool {
    run.until != nil || run.keepsBest || epochEnd.looks || display.isLive
  }

  /// Epochs between two rows of progress: at most ten rows where the user does not say.
  private var rowInterval: Int {
    run.isQuiet ? max(1, run.epochs) : run.every ?? max(1, (run.epochs + 9) / 10)
  }

  func train(_ model: inout Model, with trainer: Trainer) throws(Diagnostic) -> TrainingRun.Ending {
    var done = 0
    while done < run.epochs {
      display.rate = options.rate(for: model)
      let toRow = rowInterval - done % rowInterval
      let toLook = watchdog?.epochsToLook(from: model.epoch) ?? run.epochs
      let count = looksAtEachEpoch ? 1 : min(toRow, toLook, run.epochs - done)
      let finished = try advance(&model, trainer, count)
      done = model.epoch - firstEpoch
      guard finished || isPausing && model.position.samples == 0 else {
        return finish(isPausing ? .paused : stopping, &model)
      }
      if let ending = try look(at: &model) { return finish(ending, &model) }
      // A call for epochs of little work is over before the engine asks.
      if !isPausing, done < run.epochs, !goOn(model.epoch, model.curve.points.last?.loss) {
        return finish(stopping, &model)
      }
      if done % rowInterval == 0 || done == run.epochs { display.showRow(model, trainer) }
      warn(of: model)
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
    interpreter.failure(error, autopsy: watchdog?.autopsy(of: error))
  }

  private func warn(of model: Model, isLast: Bool = false) {
    guard let watchdog else { return }
    let notes = watchdog.look(at: model, isLast: isLast)
    interpreter.warned = watchdog.said
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
    interpreter.session.keepPass(of: trainer)
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
    // The best epoch's parameters are those at its end, so this one is finished, too.
    if !run.keepsBest, isTimeUp { return false }
    display.showProgress(epoch, loss)
    return true
  }

  /// What follows from an epoch: why training ends, if it does.
  private func look(at model: inout Model) throws(Diagnostic) -> TrainingRun.Ending? {
    guard looksAtEachEpoch else { return nil }
    let loss = try epochEnd.look(at: &model, isWanted: run.keepsBest)
    display.validation = model.curve.points.last?.validation
    display.showPicture(of: model)
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

  /// Takes the best epoch's parameters back where they are to be kept; counters stay.
  private func finish(_ ending: TrainingRun.Ending, _ model: inout Model) -> TrainingRun.Ending {
    warn(of: model, isLast: true)
    let isOver = ending != .interrupted && ending != .paused
    let kept = run.keepsBest ? best?.model : self.kept
    if isOver, let kept, kept.epoch != model.epoch {
      model.takeParameters(from: kept)
      keptEpoch = kept.epoch
    }
    display.showPicture(of: model, isLast: true)
    return ending
  }
}
