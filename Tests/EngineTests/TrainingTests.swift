import Engine
import Testing

/// What must come out the same, to the last bit.
@Suite struct TrainingTests {
  /// A network with every kind of layer.
  func model(_ precision: Precision, batchnorm: Bool = true) throws -> Model {
    var layers: [Layer.Kind] = [.dense(Dense(units: 6, activation: .tanh, l2: 0.01))]
    if batchnorm { layers.append(.batchnorm(BatchNorm(activation: .relu))) }
    layers += [.dropout(rate: 0.25), .dense(Dense(units: 3, activation: .softmax))]
    return Model(
      try Blueprint(network: Fixture.network(layers), inputs: 4, seed: 5, precision: precision))
  }

  let samples = Fixture.samples(50, inputs: 4, outputs: 3, loss: .crossEntropy)

  func options(_ kind: Optimizer, batch: Int?) -> TrainingOptions {
    TrainingOptions(
      loss: LossFunction(.crossEntropy), optimizer: OptimizerSettings(kind), clipping: .norm(0.5),
      batch: batch)
  }

  @Test(arguments: Precision.allCases, Optimizer.allCases)
  func twoHalvesAreTheWhole(precision: Precision, kind: Optimizer) throws {
    var whole = try model(precision)
    var halves = whole
    let options = options(kind, batch: 16)
    try Trainer(for: whole, samples: samples, options: options).train(&whole, epochs: 20)
    for _ in 0..<2 {
      try Trainer(for: halves, samples: samples, options: options).train(&halves, epochs: 10)
    }
    #expect(whole == halves)
    #expect(whole.epoch == 20 && whole.steps == 80)
    #expect(whole.curve.points.count == 20)
  }

  @Test(arguments: Precision.allCases, Optimizer.allCases)
  func writtenOutLoop(precision: Precision, kind: Optimizer) throws {
    var trained = try model(precision)
    var written = trained
    let options = options(kind, batch: nil)
    try Trainer(for: trained, samples: samples, options: options).train(&trained, epochs: 5)
    for _ in 0..<5 {
      let forward = try written.forward(samples, loss: options.loss, isTraining: true)
      var pass = try written.backward(forward, loss: options.loss)
      try written.update(from: &pass, options: options)
    }
    #expect(trained == written)
  }

  @Test(arguments: Precision.allCases)
  func theLastPassIsThatOfTheLastBatch(precision: Precision) throws {
    var model = try model(precision)
    let options = options(.adam, batch: nil)
    let trainer = try Trainer(for: model, samples: samples, options: options)
    #expect(try trainer.lastPass == nil)
    try trainer.train(&model, epochs: 3)
    let before = model
    try trainer.train(&model, epochs: 1)
    let forward = try before.forward(samples, loss: options.loss, isTraining: true)
    #expect(try before.backward(forward, loss: options.loss) == trainer.lastPass)
  }

  @Test func stepsMakeAnEpoch() throws {
    var stepped = try model(.float32)
    var trained = stepped
    let options = options(.momentum, batch: 16)
    let trainer = try Trainer(for: stepped, samples: samples, options: options)
    for _ in 0..<2 { try trainer.step(&stepped) }
    #expect(stepped.epoch == 0 && stepped.position.samples == 32)
    // The epoch begun is finished first, and counts.
    try trainer.train(&stepped, epochs: 3)
    try Trainer(for: trained, samples: samples, options: options).train(&trained, epochs: 3)
    #expect(stepped == trained)
  }

  @Test func anInterruptedEpochGoesOn() throws {
    var whole = try model(.float64)
    var broken = whole
    let options = options(.adamw, batch: 1)
    let many = Fixture.samples(2_000, inputs: 4, outputs: 3, loss: .crossEntropy)
    try Trainer(for: whole, samples: many, options: options).train(&whole, epochs: 2)
    var polls = 0
    let isFinished = try Trainer(for: broken, samples: many, options: options).train(
      &broken, epochs: 2
    ) { progress in
      polls += 1
      return progress.samples < 300
    }
    #expect(!isFinished)
    #expect(polls > 0 && broken.epoch == 0 && broken.position.samples >= 300)
    try Trainer(for: broken, samples: many, options: options).train(&broken, epochs: 2)
    #expect(whole == broken)
  }

  @Test func aLossThatIsNotFiniteSaysWhere() throws {
    let network = Fixture.network([.dense(Dense(units: 1))])
    var model = Model(try Blueprint(network: network, inputs: 2))
    var options = TrainingOptions(batch: 1)
    options.optimizer.lr = 1e30
    let trainer = try Trainer(for: model, samples: Fixture.xor, options: options)
    #expect(throws: EngineError.self) { try trainer.train(&model, epochs: 5) }
  }

  @Test func frozenParametersStay() throws {
    var model = try model(.float64)
    let frozen = Set([
      ParameterID(layer: 1, role: .weights), ParameterID(layer: 2, role: .gamma),
      ParameterID(layer: 2, role: .beta),
    ])
    var options = options(.adam, batch: 10)
    options.frozen = frozen
    let before = model
    let trainer = try Trainer(for: model, samples: samples, options: options)
    try trainer.train(&model, epochs: 3)
    for id in frozen {
      #expect(try model.values(id) == before.values(id))
      #expect(try trainer.lastPass?.gradient(id)?.elements.contains { $0 != 0 } == true)
    }
    #expect(model.runningMean(2) == before.runningMean(2))
    let free = ParameterID(layer: 4, role: .weights)
    #expect(try model.values(free) != before.values(free))
  }

  /// A batch large enough to be cut into shards.
  @Test(arguments: Precision.allCases, [2, 3])
  func threadsGiveTheSameBitsEveryTime(precision: Precision, threads: Int) throws {
    let network = Fixture.network([
      .dense(Dense(units: 150, activation: .relu)), .dropout(rate: 0.1),
      .dense(Dense(units: 10, activation: .softmax)),
    ])
    let start = Model(
      try Blueprint(network: network, inputs: 80, precision: precision))
    let samples = Fixture.samples(1_700, inputs: 80, outputs: 10, loss: .crossEntropy)
    var options = options(.adam, batch: nil)
    options.threads = threads
    var models = [start, start, start]
    for index in 0..<2 {
      try Trainer(for: start, samples: samples, options: options).train(&models[index], epochs: 3)
    }
    for _ in 0..<3 {
      let forward = try models[2].forward(
        samples, loss: options.loss, isTraining: true, threads: threads)
      var pass = try models[2].backward(forward, loss: options.loss, threads: threads)
      try models[2].update(from: &pass, options: options)
    }
    #expect(models[0] == models[1])
    #expect(models[0] == models[2])
    options.threads = 1
    var single = start
    try Trainer(for: start, samples: samples, options: options).train(&single, epochs: 3)
    for slot in start.blueprint.parameters {
      #expect(try single.values(slot.id) == models[0].values(slot.id))
    }
  }

  /// So many samples that threads share them, and a last chunk that is not full.
  @Test(arguments: Precision.allCases, [2, 3])
  func threadsDoNotChangeAnEvaluation(precision: Precision, threads: Int) throws {
    let network = Fixture.network([
      .dense(Dense(units: 64, activation: .relu)), .dense(Dense(units: 10, activation: .softmax)),
    ])
    let model = Model(try Blueprint(network: network, inputs: 64, precision: precision))
    let samples = Fixture.samples(6_001, inputs: 64, outputs: 10, loss: .crossEntropy)
    let loss = LossFunction(.crossEntropy)
    let single = try model.evaluate(samples, loss: loss)
    #expect(try model.evaluate(samples, loss: loss, threads: threads) == single)
    #expect(try model.loss(samples, loss, threads: threads) == single.loss)
    #expect(try model.predict(samples, threads: threads) == single.outputs)
    let pass = try model.forward(samples, loss: loss, isTraining: false)
    #expect(pass.a(2)?.transposed == single.outputs)
  }

  @Test func xorIsLearnt() throws {
    let network = Fixture.network([
      .dense(Dense(units: 4, activation: .tanh)), .dense(Dense(units: 1, activation: .sigmoid)),
    ])
    var model = Model(try Blueprint(network: network, inputs: 2, seed: 7))
    var options = TrainingOptions(batch: nil)
    options.optimizer.lr = 0.5
    try Trainer(for: model, samples: Fixture.xor, options: options).train(&model, epochs: 5_000)
    #expect(try model.loss(Fixture.xor, LossFunction()) < 0.01)
  }
}
