import Glibc

/// How a network is trained.
package struct TrainingOptions: Equatable, Sendable {
  package var loss: LossFunction
  /// With the learning rate that is in force before any schedule.
  package var optimizer: OptimizerSettings
  package var schedule: Schedule
  /// The completed epochs at which the schedule began.
  package var scheduleStart: Int
  package var clipping: Clipping
  /// Parameters that never change.
  package var frozen: Set<ParameterID>
  /// Samples in a batch; nil is all.
  package var batch: Int?
  package var shuffle: Bool
  /// Into how many shards a batch is cut, each with a thread of its own, where that pays.
  package var threads: Int
  /// Whether a plateau schedule looks at the mean batch loss of each epoch. Where it looks at a
  /// validation loss, this is off and the caller tells `Model.plateau`.
  package var plateauWatchesTraining: Bool
  /// The bytes that the snapshots of a training may take; 0 takes none.
  package var snapshotBudget: Int

  package init(
    loss: LossFunction = LossFunction(), optimizer: OptimizerSettings = OptimizerSettings(.sgd),
    schedule: Schedule = Schedule(), scheduleStart: Int = 0, clipping: Clipping = .none,
    frozen: Set<ParameterID> = [], batch: Int? = 32, shuffle: Bool = true, threads: Int = 1,
    plateauWatchesTraining: Bool = true, snapshotBudget: Int = 0
  ) {
    self.loss = loss
    self.optimizer = optimizer
    self.schedule = schedule
    self.scheduleStart = scheduleStart
    self.clipping = clipping
    self.frozen = frozen
    self.batch = batch
    self.shuffle = shuffle
    self.threads = threads
    self.plateauWatchesTraining = plateauWatchesTraining
    self.snapshotBudget = snapshotBudget
  }

  /// The learning rate of the epoch that a model is in.
  package func rate(for model: Model) -> Double {
    schedule.rate(
      base: optimizer.lr, epoch: max(0, model.epoch - scheduleStart), plateau: model.plateau)
  }

  /// How many batches an epoch has.
  package func batches(of samples: Int) -> Int {
    let batch = max(1, batch ?? samples)
    return max(1, (samples + batch - 1) / batch)
  }

  func check(against blueprint: Blueprint) throws(EngineError) {
    try loss.check(against: blueprint.network)
    try optimizer.check()
    guard batch ?? 1 >= 1 else {
      throw .sizeOutOfRange(noun: "samples in a batch", found: batch ?? 0, highest: Int(Int32.max))
    }
    guard (1...TrainingOptions.mostThreads).contains(threads) else {
      throw .sizeOutOfRange(
        noun: "threads", found: threads, highest: TrainingOptions.mostThreads)
    }
  }

  package static let mostThreads = 256
}

/// How far training has come.
package struct TrainingProgress: Equatable, Sendable {
  /// Completed epochs.
  package let epoch: Int
  /// Epochs at which this call will end.
  package let goal: Int
  /// Samples of the running epoch that were used, and all of them.
  package let samples: Int
  package let samplesInEpoch: Int
  package let steps: Int
  /// The mean batch loss of the running epoch, or of the last one where none is running.
  package let loss: Double?
}

/// The cores that are online.
package func availableCores() -> Int {
  min(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), TrainingOptions.mostThreads)
}
