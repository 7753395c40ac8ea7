import Engine

/// Training done once more on a copy, batch by batch and to the same numbers.
package struct Replay {
  let trainer: Trainer
  let options: TrainingOptions
  private let samples: Samples
  private let epochEnd: EpochEnd
  private let goesOn: () -> Bool

  /// - Parameters:
  ///   - model: one of the training that is done again.
  ///   - goesOn: asked before each batch.
  package init?(
    of model: Model, _ samples: Samples, _ options: TrainingOptions, _ epochEnd: EpochEnd,
    goesOn: @escaping () -> Bool
  ) {
    var options = options
    options.snapshotBudget = 0
    guard let trainer = try? Trainer(for: model, samples: samples, options: options) else {
      return nil
    }
    self.trainer = trainer
    self.options = options
    self.samples = samples
    self.epochEnd = epochEnd
    self.goesOn = goesOn
  }

  /// Trains on the next batch.
  ///
  /// - Returns: false where it was told to end, and did nothing.
  func step(_ model: inout Model) throws(EngineError) -> Bool {
    guard goesOn() else { return false }
    let epoch = model.epoch
    try trainer.step(&model)
    if model.epoch > epoch { _ = try? epochEnd.look(at: &model) }
    return true
  }

  /// The model after the update with which something began to hold that holds at the end, by
  /// bisection; the first one where it held from the start. Nil where it was told to end.
  func onset(from start: Model, to end: Model, of holds: (Model) -> Bool) -> Model? {
    if holds(start) { return start }
    var (before, after) = (start, end)
    while after.steps - before.steps > 1 {
      let middle = before.steps + (after.steps - before.steps) / 2
      guard let model = trained(before, to: middle) else { return nil }
      if holds(model) { after = model } else { before = model }
    }
    return after
  }

  private func trained(_ start: Model, to steps: Int) -> Model? {
    var model = start
    while model.steps < steps {
      guard (try? step(&model)) == true else { return nil }
    }
    return model
  }

  /// The rows of the last batch as they are counted among the training rows, from 1.
  func trainingRow(_ sample: Int) -> Int? {
    guard trainer.lastRows.indices.contains(sample) else { return nil }
    let row = trainer.lastRows[sample]
    return (samples.rows?.firstIndex(of: row) ?? row) + 1
  }
}
