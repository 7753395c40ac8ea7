/// Trains models of one blueprint on the same samples with the same options. Holds the scratch
/// memory, so that a second call allocates nothing.
package final class Trainer {
  private enum Run {
    case float32(TrainingRun<Float>)
    case float64(TrainingRun<Double>)
  }

  private let run: Run
  /// Which epochs it takes snapshots of; nil where the options keep none.
  package let snapshotRule: SnapshotRule?

  /// - Throws: where samples, loss, options and network do not fit each other, or a batch does not
  ///   fit in memory.
  package init(
    for model: Model, samples: Samples, options: TrainingOptions
  ) throws(EngineError) {
    let blueprint = model.blueprint
    try options.check(against: blueprint)
    try samples.check(against: blueprint)
    guard let targets = samples.targets else { throw .noTarget }
    try options.loss.check(targets: targets)
    snapshotRule = SnapshotRule(blueprint, options, samples: samples.count)
    run =
      switch blueprint.precision {
      case .float32: .float32(try TrainingRun(model, samples, options, snapshotRule))
      case .float64: .float64(try TrainingRun(model, samples, options, snapshotRule))
      }
  }

  /// Trains until `epochs` more epochs are complete, or `poll` returns false; an epoch begun by
  /// `step` is finished first and counts. `poll` is asked between batches, at most every 50 µs or
  /// so.
  ///
  /// - Returns: whether all epochs were completed.
  /// - Throws: where the loss or a parameter is no longer finite; the model is then of no use.
  @discardableResult
  package func train(
    _ model: inout Model, epochs: Int, poll: (TrainingProgress) -> Bool = { _ in true }
  ) throws(EngineError) -> Bool {
    switch run {
    case .float32(let run): try run.train(&model, epochs: epochs, poll: poll)
    case .float64(let run): try run.train(&model, epochs: epochs, poll: poll)
    }
  }

  /// One update with the next batch of the epoch.
  package func step(_ model: inout Model) throws(EngineError) {
    switch run {
    case .float32(let run): try run.step(&model)
    case .float64(let run): try run.step(&model)
    }
  }

  /// The rows of the data that made up the last batch, from 0.
  package var lastRows: [Int] {
    switch run {
    case .float32(let run): run.lastRows
    case .float64(let run): run.lastRows
    }
  }

  /// What the last batch computed before its update; nil where there was none.
  ///
  /// - Throws: where there is no room for it.
  package var lastPass: Pass? {
    get throws(EngineError) {
      switch run {
      case .float32(let run): try run.lastPass
      case .float64(let run): try run.lastPass
      }
    }
  }

  /// Hands over the snapshots that were taken: of each epoch that was complete when the next one
  /// began, except for the one at which this trainer was made.
  package func takeSnapshots() -> [Snapshot] {
    switch run {
    case .float32(let run): run.takeSnapshots { Snapshot($0, $1) }
    case .float64(let run): run.takeSnapshots { Snapshot($0, $1) }
    }
  }
}
