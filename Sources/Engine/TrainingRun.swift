/// A trainer in one precision.
final class TrainingRun<S: Scalar> {
  private let blueprint: Blueprint
  private let samples: Samples
  private let options: TrainingOptions
  private let workspace: Workspace<S>
  private let workers: Workers?
  private let queue: RowQueue
  private let count: Int
  private let batch: Int
  /// Whether a batch of all rows is in place and stays there.
  private var isGathered = false
  private var last: (rows: UnsafePointer<Int>, samples: Int, loss: Double, step: Int)?
  private let recorder: Recorder<S>?

  init(
    _ model: Model, _ samples: Samples, _ options: TrainingOptions, _ rule: SnapshotRule?
  ) throws(EngineError) {
    let blueprint = model.blueprint
    self.blueprint = blueprint
    self.samples = samples
    self.options = options
    count = samples.count
    batch = min(options.batch ?? count, count)
    let plan = try Plan(blueprint, capacity: batch)
    let shards = plan.shards(for: batch, threads: options.threads)
    workspace = Workspace(plan, shards: shards)
    workspace.isWeighted = samples.weights != nil
    workers = shards > 1 ? Workers.awake(shards) : nil
    recorder = rule.map { Recorder($0, from: model.epoch) }
    // A batch of all rows is not shuffled.
    queue = try RowQueue(
      samples, seed: blueprint.seed, isShuffled: options.shuffle && batch < count, batch: batch)
  }

  deinit { workers?.rest() }

  func train(
    _ model: inout Model, epochs: Int, poll: (TrainingProgress) -> Bool
  ) throws(EngineError) -> Bool {
    let (goal, overflow) = model.epoch.addingReportingOverflow(epochs)
    guard !overflow else {
      throw .sizeOutOfRange(noun: "epochs", found: epochs, highest: Int.max - model.epoch)
    }
    return try open(&model) { (model, place) throws(EngineError) in
      var patience = TrainingRun.workBetweenPolls
      while model.epoch < goal {
        record(&model, place)
        let work = try nextBatch(&model, place)
        patience -= work
        guard patience <= 0 else { continue }
        patience = TrainingRun.workBetweenPolls
        if !poll(progress(of: model, goal: goal)) { return model.epoch >= goal }
      }
      return true
    }
  }

  func step(_ model: inout Model) throws(EngineError) {
    try open(&model) { (model, place) throws(EngineError) in
      record(&model, place)
      _ = try nextBatch(&model, place)
    }
  }

  /// About 50 µs of `Plan.work`.
  private static var workBetweenPolls: Int { 100_000 }

  private struct Place {
    let source: BatchSource
    let store: StorePointers<S>
    let updater: Updater<S>
    /// Without counting who holds it, which would be done at every epoch.
    let recorder: Unmanaged<Recorder<S>>?
  }

  /// Takes the numbers out of the model, so that they are written in place, and puts them back.
  private func open<R>(
    _ model: inout Model, _ body: (inout Model, Place) throws(EngineError) -> R
  ) throws(EngineError) -> R {
    guard model.blueprint == blueprint else { throw .stalePass }
    var store = S.take(from: &model.contents)
    defer { model.contents = S.contents(store) }
    store.optimizer.prepare(options.optimizer, for: blueprint.parameters)
    let updater = Updater(options, blueprint, store.optimizer)
    recorder?.prepare(for: store, blueprint)
    let steps = model.steps
    let result = try store.withPointers { pointers throws(EngineError) in
      try samples.withSource { source throws(EngineError) in
        let place = Place(
          source: source, store: pointers, updater: updater,
          recorder: recorder.map { .passUnretained($0) })
        return try withoutSubnormals { () throws(EngineError) in try body(&model, place) }
      }
    }
    updater.finish(&store.optimizer)
    if model.steps > steps { model.fixAll() }
    try store.checkFinite(blueprint, epoch: model.epoch)
    return result
  }

  /// Trains on the next batch of the epoch and returns how much work that was.
  private func nextBatch(_ model: inout Model, _ place: Place) throws(EngineError) -> Int {
    if model.position.samples >= count { model.position = EpochPosition() }
    let start = model.position.samples
    let size = min(batch, count - start)
    let rows = queue.take(start..<start + size, of: model.epoch)
    let rate = options.rate(for: model)
    let mode = Workspace<S>.Mode(isTraining: true, seed: blueprint.seed, step: model.steps)
    let shards = workspace.plan.shards(for: size, threads: options.threads)
    let loss = workspace.propagate(
      from: isGathered && size == count ? nil : place.source, rows, size, place.store,
      mode, options.loss, shards: shards, workers: workers)
    last = (rows, size, loss, model.steps)
    isGathered = size == count
    guard loss.isFinite else {
      throw .nonFiniteLoss(
        epoch: model.epoch + 1, batch: model.position.batches + 1, found: loss)
    }
    update(place, samples: size, rate: rate, shards: shards)
    workspace.moveRunningStatistics(
      place.store.running, samples: size, frozen: place.updater.frozenLayers)
    model.steps += 1
    model.position.add(loss: loss, samples: size)
    if model.position.samples == count { model.completeEpoch(options) }
    return size * workspace.plan.work
  }

  /// Completes the gradients and makes a step with them: where that can be, with those of each layer
  /// as soon as they are there.
  private func update(_ place: Place, samples: Int, rate: Double, shards: Int) {
    let gradients = workspace.gradients
    if place.updater.takesParts && workspace.plan.hasOnlyPlainDense {
      place.updater.beginStep()
      workspace.completeGradients(
        samples: samples, options.loss, shards: shards, workers: workers
      ) { place.updater.apply(place.store, gradients, rate, $0) }
    } else {
      workspace.completeGradients(
        samples: samples, options.loss, shards: shards, workers: workers)
      workspace.addPenaltyGradients(place.store.parameters)
      place.updater.update(
        place.store, gradients, rate: rate, workers: shards > 1 ? workers : nil)
    }
  }

  private func progress(of model: Model, goal: Int) -> TrainingProgress {
    TrainingProgress(
      epoch: model.epoch, goal: goal, samples: model.position.samples, samplesInEpoch: count,
      steps: model.steps, loss: model.position.loss ?? model.curve.points.last?.loss)
  }

  /// Takes a snapshot where an epoch is complete.
  private func record(_ model: inout Model, _ place: Place) {
    guard model.position.samples == 0 else { return }
    place.recorder?._withUnsafeGuaranteedRef { recorder in
      guard recorder.wants(model.epoch) else { return }
      recorder.record(&model, place.store, place.updater, workers: workers)
    }
  }

  /// The rows of the data that made up the last batch.
  var lastRows: [Int] {
    guard let last else { return [] }
    return Array(UnsafeBufferPointer(start: last.rows, count: last.samples))
  }

  /// Hands over the snapshots that were taken.
  func takeSnapshots(_ make: (PackedStore<S>, Snapshot.Moment) -> Snapshot) -> [Snapshot] {
    recorder?.take(make) ?? []
  }

  /// - Throws: where there is no room for it.
  var lastPass: Pass? {
    get throws(EngineError) {
      guard let last else { return nil }
      return try Pass(
        workspace, blueprint, samples: last.samples, isTraining: true, step: last.step,
        loss: last.loss, coversAllRows: last.samples == count, hasTargets: true,
        hasGradients: true)
    }
  }
}

extension EpochPosition {
  mutating func add(loss: Double, samples count: Int) {
    samples += count
    batches += 1
    lossSum += loss * Double(count)
  }
}

extension Model {
  /// Ends the running epoch: counts it and records its mean batch loss.
  mutating func completeEpoch(_ options: TrainingOptions) {
    epoch += 1
    if let loss = position.loss {
      curve.append(Curve.Point(epoch: epoch, loss: loss))
      if options.plateauWatchesTraining { observe(loss, options: options) }
    }
    position = EpochPosition()
  }

  /// Shows a plateau schedule the loss at the end of the epoch that was just completed. Epochs of
  /// the warm-up do not count.
  package mutating func observe(_ loss: Double, options: TrainingOptions) {
    let epochs = epoch - options.scheduleStart
    guard epochs > options.schedule.warmup else { return }
    let rate = options.schedule.rate(
      base: options.optimizer.lr, epoch: epochs - 1, plateau: plateau)
    plateau.observe(loss, schedule: options.schedule, rate: rate)
  }

  /// Makes all parameters ones of their own, which neither seed nor initialiser decide.
  package mutating func fixAll() {
    for index in fixed.indices { fixed[index] = true }
  }
}

extension Store {
  /// Whether every parameter is still a number.
  func checkFinite(_ blueprint: Blueprint, epoch: Int) throws(EngineError) {
    for slot in blueprint.parameters {
      // Counted, since a loop that may end early is not vectorised.
      var others = 0
      for index in slot.range { others &+= parameters[index] - parameters[index] == 0 ? 0 : 1 }
      guard others == 0 else { throw .nonFiniteParameter(slot.id, epoch: epoch) }
    }
  }
}
