import Engine
import Testing

@Suite struct ModelTests {
  static let w1 = ParameterID(layer: 1, role: .weights)
  static let b1 = ParameterID(layer: 1, role: .bias)
  static let w2 = ParameterID(layer: 2, role: .weights)

  func blueprint(
    _ layers: [Layer], inputs: Int = 2, seed: UInt64 = 0, precision: Precision = .float32
  ) throws -> Blueprint {
    try Blueprint(
      network: Network(layers: layers), inputs: inputs, seed: seed, precision: precision)
  }

  @Test func layersKeepTheirParametersWhenTheyMove() throws {
    let first = Fixture.dense(1, 3, .tanh)
    let last = Fixture.dense(2, 1, .sigmoid)
    var model = Model(try blueprint([first, last]))
    var options = TrainingOptions(optimizer: OptimizerSettings(.adam), batch: nil)
    options.optimizer.lr = 0.1
    try Trainer(for: model, samples: Fixture.xor, options: options).train(&model, epochs: 3)

    let between = Layer(id: 3, kind: .dropout(rate: 0.5))
    let moved = model.adapted(to: try blueprint([first, between, last]))
    let w3 = ParameterID(layer: 3, role: .weights)
    #expect(try moved.values(Self.w1) == model.values(Self.w1))
    #expect(try moved.values(w3) == model.values(Self.w2))
    #expect(moved.epoch == 3 && moved.steps == 3)
    let states = moved.optimizerState().filter { $0.id == w3 }
    let old = model.optimizerState().filter { $0.id == Self.w2 }
    #expect(states.map(\.values) == old.map(\.values))

    // A layer of another width is drawn, and so is the one above it.
    let wider = try blueprint([Fixture.dense(1, 4, .tanh), last])
    let wide = moved.adapted(to: wider)
    for id in [Self.w1, Self.w2] {
      #expect(try wide.values(id) == Model(wider).values(id))
    }
    let bias = ParameterID(layer: 2, role: .bias)
    #expect(try wide.values(bias) == model.values(bias))
  }

  @Test func whatIsNotFixedIsAFunctionOfTheBlueprint() throws {
    let layers = [Fixture.dense(1, 3, .tanh), Fixture.dense(2, 1, .sigmoid)]
    var model = Model(try blueprint(layers))
    try model.set(Self.w2, row: 0, column: 1, to: 0.5)
    let other = try blueprint(layers, seed: 9)
    let reseeded = model.adapted(to: other)
    #expect(try reseeded.values(Self.w1) == Model(other).values(Self.w1))
    #expect(try reseeded.values(Self.w1) != model.values(Self.w1))
    #expect(try reseeded.values(Self.w2) == model.values(Self.w2))
    var redrawn = reseeded
    redrawn.redraw([Self.w2])
    #expect(redrawn == Model(other))
  }

  @Test func precisionIsConverted() throws {
    let layers = [Fixture.dense(1, 3, .tanh), Fixture.dense(2, 1, .linear)]
    var model = Model(try blueprint(layers, precision: .float64))
    try model.set(Self.w1, row: 0, column: 0, to: 0.1)
    let single = model.adapted(to: try blueprint(layers))
    #expect(try single.values(Self.w1)[0, 0] == Double(Float(0.1)))
    let back = single.adapted(to: try blueprint(layers, precision: .float64))
    #expect(try back.values(Self.w1)[0, 0] == Double(Float(0.1)))
    // Drawn anew in double: no digits lost on the way.
    #expect(try back.values(Self.w2) == model.values(Self.w2))
  }

  @Test func settingIsChecked() throws {
    var model = Model(try blueprint([Fixture.dense(1, 3, .tanh)]))
    let before = model
    #expect(throws: EngineError.wrongShape(Self.w1, found: [1, 1], expected: [3, 2])) {
      try model.set(Self.w1, to: Fixture.matrix([[1]]))
    }
    #expect(throws: EngineError.noSuchParameter(Self.w2)) {
      try model.set(Self.w2, to: Fixture.matrix([[1]]))
    }
    #expect(throws: EngineError.self) { try model.set(Self.w1, row: 3, column: 0, to: 1) }
    #expect(throws: EngineError.self) { try model.set(Self.w1, row: 0, column: -1, to: 1) }
    #expect(throws: EngineError.self) { try model.set(Self.w1, row: 0, column: 0, to: 1e39) }
    #expect(model == before)
  }

  @Test func sizesAreCheckedBeforeAnythingIsAllocated() throws {
    for units in [0, -1, 99_999_999_999, Int.max] {
      #expect(throws: EngineError.self) { try blueprint([Fixture.dense(1, units, .relu)]) }
    }
    let wide = [Fixture.dense(1, 1 << 30, .relu), Fixture.dense(2, 1 << 30, .relu)]
    #expect(throws: EngineError.self) { try blueprint(wide) }
    #expect(throws: EngineError.noLayers) { try blueprint([]) }
    #expect(throws: EngineError.self) {
      try blueprint([Layer(id: 1, kind: .dropout(rate: 1))])
    }
    #expect(throws: EngineError.softmaxNotLast(layer: 1)) {
      try blueprint([Fixture.dense(1, 2, .softmax), Fixture.dense(2, 2, .linear)])
    }
  }

  @Test func lossAndLastLayerMustFit() throws {
    func train(_ activation: Activation, _ loss: Loss) throws {
      let model = Model(try blueprint([Fixture.dense(1, 1, activation)]))
      _ = try Trainer(
        for: model, samples: Fixture.xor, options: TrainingOptions(loss: LossFunction(loss)))
    }
    #expect(throws: EngineError.softmaxNeedsCrossEntropy(found: .mse)) { try train(.softmax, .mse) }
    #expect(throws: EngineError.self) { try train(.sigmoid, .crossEntropy) }
    #expect(throws: EngineError.self) { try train(.linear, .bce) }
    try train(.sigmoid, .bce)
    try train(.softmax, .crossEntropy)
  }

  @Test func dataMustFit() throws {
    let model = Model(try blueprint([Fixture.dense(1, 1, .linear)], inputs: 3))
    #expect(throws: EngineError.inputWidth(found: 2, expected: 3)) {
      try Trainer(for: model, samples: Fixture.xor, options: TrainingOptions())
    }
    let two = Model(try blueprint([Fixture.dense(1, 2, .linear)]))
    #expect(throws: EngineError.targetWidth(found: 1, expected: 2)) {
      try Trainer(for: two, samples: Fixture.xor, options: TrainingOptions())
    }
    var rows = Fixture.xor
    rows.rows = [0, 4]
    let one = Model(try blueprint([Fixture.dense(1, 1, .linear)]))
    #expect(throws: EngineError.rowOutOfRange(found: 5, count: 4)) {
      try one.predict(rows)
    }
    rows.rows = []
    #expect(throws: EngineError.noSamples) { try one.predict(rows) }
  }

  @Test func stateComesBackAsItWasSaved() throws {
    for kind in Optimizer.allCases {
      var model = Model(try blueprint([Fixture.dense(1, 3, .tanh), Fixture.dense(2, 1, .sigmoid)]))
      var settings = OptimizerSettings(kind)
      settings.set(option: "momentum", to: 0.5)
      settings.set(option: "amsgrad", to: 1)
      settings.set(option: "centered", to: 1)
      let options = TrainingOptions(optimizer: settings, batch: 3)
      let trainer = try Trainer(for: model, samples: Fixture.xor, options: options)
      try trainer.train(&model, epochs: 4)
      var restored = model
      restored.clearOptimizerState()
      #expect(restored.optimizerKind == nil && restored != model)
      try restored.restore(optimizer: kind, model.optimizerState())
      #expect(restored == model)
    }
  }

  @Test func runningStatisticsFollowTheBatches() throws {
    let norm = Layer(id: 1, kind: .batchnorm(BatchNorm()))
    var model = Model(try blueprint([norm, Fixture.dense(2, 1, .linear)], precision: .float64))
    let samples = Samples(
      inputs: Fixture.matrix([[1, 0], [3, 0], [5, 6]]), targets: Fixture.matrix([[0], [0], [0]]))
    let options = TrainingOptions(batch: nil)
    try Trainer(for: model, samples: samples, options: options).train(&model, epochs: 1)
    // 0.9 · 0 + 0.1 · mean, 0.9 · 1 + 0.1 · unbiased variance: means 3 and 2, variances 4 and 12.
    let mean = try #require(model.runningMean(1))
    let variance = try #require(model.runningVariance(1))
    #expect(abs(mean[0] - 0.3) < 1e-12 && abs(mean[1] - 0.2) < 1e-12)
    #expect(abs(variance[0] - 1.3) < 1e-12 && abs(variance[1] - 2.1) < 1e-12)
    #expect(model.runningMean(2) == nil)
  }

  @Test func outputsDoNotDependOnHowManyAreAsked() throws {
    let model = Model(try blueprint([Fixture.dense(1, 5, .tanh), Fixture.dense(2, 1, .linear)]))
    let samples = Fixture.samples(3_000, inputs: 2, outputs: 1, loss: .mse)
    let all = try model.evaluate(samples, loss: LossFunction())
    #expect(all.outputs.rows == 3_000)
    for row in [0, 1_023, 1_024, 2_999] {
      var one = samples
      one.rows = [row]
      #expect(abs(try model.predict(one)[0, 0] - all.outputs[row, 0]) < 1e-6)
    }
    let mean = zip(all.outputs.elements, samples.targets!.elements).reduce(0.0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / 6_000
    }
    #expect(abs(all.loss - mean) < 1e-6)
  }

  @Test func scalingComesBeforeTheFirstLayer() throws {
    var model = Model(try blueprint([Fixture.dense(1, 1, .linear)]))
    try model.set(Self.w1, to: Fixture.matrix([[1, 10]]))
    let scaling = Scaling(shift: [1, 2], factor: [2, 0.5])
    let output = try model.predict(Fixture.matrix([[3, 6]]), scaling: scaling)
    #expect(output.elements == [24])
  }

  @Test func dropoutKeepsTheMean() throws {
    let layers = [Layer(id: 1, kind: .dropout(rate: 0.25))]
    let model = Model(try blueprint(layers, inputs: 1_000))
    let samples = Samples(
      inputs: Matrix(rows: 20, columns: 1_000, repeating: 3))
    let pass = try model.forward(samples, loss: LossFunction(), isTraining: true)
    let values = pass.a(1)!.elements
    #expect(Set(values) == [0, 4])
    let share = values.reduce(0, +) / Double(values.count)
    #expect(abs(share - 3) < 0.06)
    let still = try model.forward(samples, loss: LossFunction(), isTraining: false)
    #expect(Set(still.a(1)!.elements) == [3])
    #expect(still.loss == nil)
    #expect(throws: EngineError.noTarget) { try model.backward(still, loss: LossFunction()) }
  }
}
