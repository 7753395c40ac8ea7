import Engine
import Testing

/// Which epochs are kept, what they hold, and what keeping them costs.
@Suite struct SnapshotTests {
  // MARK: The rule

  @Test func lateEpochsAndRoundOnesAreKept() {
    let rule = SnapshotRule()
    let kept = (0..<5000).filter { rule.keeps($0, at: 5000) }
    #expect(kept == Array(stride(from: 0, to: 4900, by: 100)) + Array(4900..<5000))
  }

  /// Thinning as training goes comes to the same as thinning at its end.
  @Test(arguments: [1, 2, 10, 40, 100], [0, 1, 30, 100])
  func whatIsKeptLaterWasKeptBefore(recent: Int, spaced: Int) {
    let rule = SnapshotRule(recent: recent, spaced: spaced)
    var kept: [Int] = []
    for now in 1...3000 {
      kept = (kept + [now - 1]).filter { rule.keeps($0, at: now) }
      #expect(kept.count <= recent + spaced + 1)
      #expect(kept.suffix(recent).elementsEqual(max(0, now - recent)..<now))
      guard now % 500 == 0 else { continue }
      #expect(kept == (0..<now).filter { rule.keeps($0, at: now) })
    }
  }

  // MARK: Training

  private func model(_ units: Int = 4, inputs: Int = 2, outputs: Int = 1) throws -> Model {
    let layers: [Layer.Kind] = [
      .dense(Dense(units: units, activation: .tanh)), .batchnorm(BatchNorm(activation: .relu)),
      .dense(Dense(units: outputs, activation: .sigmoid)),
    ]
    return Model(try Blueprint(network: Fixture.network(layers), inputs: inputs, seed: 5))
  }

  private func options(
    _ optimizer: OptimizerSettings = OptimizerSettings(.adam), batch: Int? = nil,
    budget: Int = 1 << 28
  ) -> TrainingOptions {
    TrainingOptions(optimizer: optimizer, batch: batch, snapshotBudget: budget)
  }

  /// Trains in calls of some epochs and keeps the snapshots of all of them.
  private func kept(
    _ model: inout Model, calls: [Int], _ options: TrainingOptions, on samples: Samples,
    after earlier: Snapshots = Snapshots()
  ) throws -> Snapshots {
    var snapshots = earlier
    for epochs in calls {
      let trainer = try Trainer(for: model, samples: samples, options: options)
      let rule = try #require(trainer.snapshotRule)
      if rule.takes(model.epoch) || model.epoch == 0 { snapshots.add([Snapshot(model)]) }
      try trainer.train(&model, epochs: epochs)
      snapshots.add(trainer.takeSnapshots())
      snapshots.thin(by: rule, at: model.epoch)
    }
    return snapshots
  }

  @Test(arguments: Optimizer.allCases)
  func aSnapshotIsTheModelOfThatEpoch(kind: Optimizer) throws {
    let samples = Fixture.samples(30, inputs: 2, outputs: 1, loss: .mse)
    let options = options(OptimizerSettings(kind), batch: 8)
    var trained = try model()
    let snapshots = try kept(&trained, calls: [130], options, on: samples)
    #expect(snapshots.kept.map(\.epoch) == Array(0..<130))
    var stepwise = try model()
    for epoch in 0..<130 {
      let expected = Snapshot(stepwise)
      let found = try #require(snapshots[epoch])
      #expect(found == expected, "epoch \(epoch)")
      let trainer = try Trainer(for: stepwise, samples: samples, options: options)
      try trainer.train(&stepwise, epochs: 1)
    }
    #expect(stepwise == trained)
  }

  @Test func callsDoNotMatter() throws {
    var whole = try model()
    let expected = try kept(&whole, calls: [1234], options(), on: Fixture.xor)
    for calls in [[600, 634], [Int](repeating: 2, count: 617), [1, 99, 101, 1033]] {
      var model = try model()
      #expect(try kept(&model, calls: calls, options(), on: Fixture.xor) == expected)
    }
  }

  /// Weights that decay after a good start: the best epoch lies far back and is no round number.
  @Test func theFirstTheBestAndTheLastHundredStay() throws {
    var settings = OptimizerSettings(.adam)
    settings.lr = 0.05
    var trained = try model()
    let start = try kept(&trained, calls: [137], options(settings), on: Fixture.xor)
    settings = OptimizerSettings(.adamw)
    settings.lr = 0.05
    let isKnown = settings.set(option: "weight_decay", to: 1)
    #expect(isKnown)
    let snapshots = try kept(
      &trained, calls: [1500, 2363], options(settings), on: Fixture.xor, after: start)
    let epochs = snapshots.kept.map(\.epoch)
    #expect(epochs.first == 0)
    #expect(epochs.suffix(100).elementsEqual(3900..<4000))
    let best = try #require(trained.curve.points.min { $0.loss < $1.loss })
    #expect((130...150).contains(best.epoch) && best.epoch != 140)
    #expect(epochs.contains(best.epoch))
    #expect(epochs.contains(best.epoch - 1))
    #expect(snapshots.bestCandidates.contains { $0.epoch == best.epoch })
  }

  @Test func theBudgetHolds() throws {
    let samples = Fixture.samples(400, inputs: 20, outputs: 10, loss: .mse)
    for snapshots in [0, 1, 7, 60, 150] {
      var trained = try model(30, inputs: 20, outputs: 10)
      let size = Snapshot(trained).bytes * 3
      let options = options(budget: snapshots * size + 1)
      let kept = try kept(&trained, calls: [300], options, on: samples).kept
      // The first, the best and its neighbour stay in any case, and two to go back to.
      #expect(kept.reduce(0) { $0 + $1.bytes } <= (max(2, snapshots) + 3) * size)
      #expect(kept.first?.epoch == 0)
      #expect(
        kept.suffix(max(2, min(100, snapshots))).elementsEqual(
          (300 - max(2, min(100, snapshots)))..<300, by: { $0.epoch == $1 }))
    }
  }

  @Test func smallDataAndALargeNetworkAreRecordedLessOften() throws {
    let samples = Fixture.samples(1, inputs: 50, outputs: 50, loss: .mse)
    var trained = try model(50, inputs: 50, outputs: 50)
    let kept = try kept(&trained, calls: [300], options(), on: samples).kept
    #expect(kept.map(\.epoch) == Array(stride(from: 0, to: 300, by: 10)))
  }

  /// 784-512-256-10 with adam has 1.6 million numbers and three multiplications for each of 535,818
  /// parameters and sample.
  @Test(arguments: [(5000, 2), (2000, 10), (20, 10), (100_000, 1)])
  func whatTheCachesDoNotHoldIsCopiedLessOften(samples: Int, interval: Int) throws {
    let layers = [512, 256, 10].map { Layer.Kind.dense(Dense(units: $0, activation: .relu)) }
    let blueprint = try Blueprint(network: Fixture.network(layers), inputs: 784, seed: 1)
    let rule = try #require(SnapshotRule(blueprint, options(), samples: samples))
    #expect(rule.interval == interval)
  }

  @Test func withoutABudgetNothingIsTaken() throws {
    var model = try model()
    let trainer = try Trainer(for: model, samples: Fixture.xor, options: options(budget: 0))
    try trainer.train(&model, epochs: 5)
    #expect(trainer.snapshotRule == nil)
    #expect(trainer.takeSnapshots().isEmpty)
  }

  /// Counts the copies of the parameters in training by where they lie after each batch.
  @Test func batchesCopyNothing() throws {
    let samples = Fixture.samples(20, inputs: 8, outputs: 4, loss: .mse)
    var model = try model(16, inputs: 8, outputs: 4)
    let trainer = try Trainer(for: model, samples: samples, options: options(batch: 2))
    // The first update makes the optimizer's state; it moves nothing else.
    try trainer.step(&model)
    #expect(try moves(of: &model, in: 50, with: trainer) == 0)
    // A snapshot shares them until the next batch, which then copies them, once.
    let snapshot = Snapshot(model)
    #expect(try moves(of: &model, in: 50, with: trainer) == 1)
    #expect(snapshot.model.steps == 51)
    // Those that the trainer took hold numbers of their own.
    #expect(trainer.takeSnapshots().map(\.epoch) == Array(1...10))
    #expect(try moves(of: &model, in: 50, with: trainer) == 0)
  }

  /// How often the parameters are found elsewhere after a batch than before it.
  private func moves(of model: inout Model, in batches: Int, with trainer: Trainer) throws -> Int {
    var moves = 0
    for _ in 0..<batches {
      let before = try place(of: model)
      try trainer.step(&model)
      if try place(of: model) != before { moves += 1 }
    }
    return moves
  }

  /// The address of the parameters.
  private func place(of model: Model) throws -> UnsafeRawPointer? {
    let mirror = Mirror(reflecting: model)
    let found = mirror.descendant("contents", "float32", "parameters")
    let parameters = try #require(found as? [Float])
    return parameters.withUnsafeBytes { $0.baseAddress }
  }

  // MARK: The curve

  @Test func aCurveCanBeCut() {
    var curve = Curve()
    for epoch in 1...12_000 { curve.append(Curve.Point(epoch: epoch, loss: 1 / Double(epoch))) }
    let cut = curve.upTo(5000, last: Curve.Point(epoch: 5000, loss: 2))
    #expect(cut.points.last == Curve.Point(epoch: 5000, loss: 2))
    #expect(cut.points.dropLast().elementsEqual(curve.points.prefix { $0.epoch < 5000 }))
    #expect(curve.points(after: 5000).elementsEqual(curve.points.filter { $0.epoch > 5000 }))
    #expect(curve.point(at: 4001)?.epoch == 4001)
    #expect(curve.point(at: 4002) == nil)
    #expect(curve.upTo(0, last: nil).points.isEmpty)
  }
}
