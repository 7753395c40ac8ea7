import Engine
import Language

/// What a `train` was asked for.
package struct TrainingRun: Equatable, Sendable {
  package private(set) var epochs: Int
  package let optimizer: OptimizerSettings
  package var batch: Int? = 32
  package var until: Expression?
  package var patience: Int?
  package var seconds: Double?
  package var keepsBest = false
  /// The earlier epoch whose parameters are taken at the end, and where `keep=` stands.
  package var keptEpoch: Int?
  package var keepSpan: SourceSpan?
  package var shuffles = true
  package var every: Int?
  package var isQuiet = false
  /// As it was written, for a saved session.
  package var call: Call?
  /// The best epoch of the part that came before it was paused.
  package private(set) var best: BestEpoch?
  /// Where it goes on after a pause.
  package var resumption: Resumption?
  package var weights: String?
  /// Where `weights=` stands, for an error.
  package var weightsSpan: SourceSpan?
  package var picture: Picture?

  package init(epochs: Int, optimizer: OptimizerSettings) {
    self.epochs = epochs
    self.optimizer = optimizer
  }

  /// The rest of it, after a pause.
  package func continued(for epochs: Int, best: BestEpoch? = nil) -> TrainingRun {
    var rest = self
    rest.epochs = epochs
    if let best { rest.best = best }
    return rest
  }

  /// What is drawn while it runs.
  package enum Picture: Equatable, Sendable {
    case loss
    case boundary(InputPair)
  }
}

/// The epoch with the lowest loss so far.
package struct BestEpoch: Equatable, Sendable {
  package let loss: Double
  package let model: Model

  package init(loss: Double, model: Model) {
    self.loss = loss
    self.model = model
  }

  package var epoch: Int { model.epoch }
}

/// Two inputs that are drawn against each other.
package struct InputPair: Equatable, Sendable {
  package let x: Int
  package let y: Int

  package init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

extension Session {
  /// The settings of a training call as the engine takes them.
  package func trainingOptions(_ optimizer: OptimizerSettings, batch: Int?, shuffles: Bool)
    -> TrainingOptions
  {
    TrainingOptions(
      loss: lossInForce, optimizer: optimizer, schedule: schedule, scheduleStart: scheduleStart,
      clipping: clipping, frozen: frozen, batch: batch, shuffle: shuffles, threads: threads,
      plateauWatchesTraining: false, snapshotBudget: history.budgetOfTraining)
  }
}
