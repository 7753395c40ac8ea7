import Engine
import Testing

/// Backpropagation against difference quotients, to 1e-7 per array of parameters.
@Suite struct GradientTests {
  static let limit = 1e-7

  /// The activation of a last layer that a loss accepts.
  static func output(_ loss: Loss) -> Activation { loss.requiredOutput ?? .tanh }

  func check(
    _ layers: [Layer.Kind], _ loss: LossFunction, regularizer: Regularizer = Regularizer(),
    samples count: Int = 7, seed: UInt64 = 3
  ) throws {
    let network = Fixture.network(layers)
    let blueprint = try Blueprint(
      network: network, inputs: 3, seed: seed, precision: .float64, regularizer: regularizer,
      initialization: Initialization(.xavierNormal))
    var model = Model(blueprint)
    // Biases away from 0, so that no unit sits on its kink.
    var stream = RandomStream(seed: seed, purpose: .check)
    for slot in blueprint.parameters where slot.id.role != .weights {
      for row in 0..<slot.rows {
        let value = (slot.id.role == .gamma ? 1 : 0) + 0.3 * stream.normal()
        try model.set(slot.id, row: row, column: 0, to: value)
      }
    }
    let samples = Fixture.samples(
      count, inputs: 3, outputs: blueprint.outputs, loss: loss.loss, seed: seed)
    let results = try GradientCheck.run(model, samples, loss: loss)
    #expect(results.count == blueprint.parameters.count)
    for result in results {
      #expect((result.error ?? 0) < Self.limit, "\(result.id.name) \(layers) \(loss)")
      #expect(result.checked > result.skipped, "\(result.id.name) \(layers) \(loss)")
    }
  }

  static let regularizers = [
    Regularizer(), Regularizer(l2: 0.1), Regularizer(l1: 0.05), Regularizer(l1: 0.02, l2: 0.3),
  ]

  @Test(arguments: Activation.allCases.filter { $0 != .softmax }, Loss.allCases)
  func everyActivationWithEveryLoss(activation: Activation, loss: Loss) throws {
    for reduction in Reduction.allCases {
      let function = LossFunction(loss, reduction: reduction, delta: 0.3)
      for regularizer in Self.regularizers {
        try check(
          [
            .dense(Dense(units: 4, activation: activation)),
            .dense(Dense(units: 3, activation: activation)),
            .dense(Dense(units: 2, activation: Self.output(loss))),
          ], function, regularizer: regularizer)
      }
    }
  }

  @Test(arguments: Activation.allCases.filter { $0 != .softmax })
  func everyActivationInTheLastLayer(activation: Activation) throws {
    for loss in Loss.allCases where loss.requiredOutput == nil {
      try check([.dense(Dense(units: 2, activation: activation))], LossFunction(loss, delta: 0.3))
    }
  }

  @Test(arguments: Activation.allCases.filter { $0 != .softmax }, Loss.allCases)
  func batchnormAndDropout(activation: Activation, loss: Loss) throws {
    for regularizer in Self.regularizers {
      try check(
        [
          .dense(Dense(units: 5)), .batchnorm(BatchNorm(activation: activation)),
          .dropout(rate: 0.3), .dense(Dense(units: 4, activation: activation)),
          .dense(Dense(units: 2, activation: Self.output(loss))),
        ], LossFunction(loss), regularizer: regularizer, samples: 9)
    }
  }

  @Test func layersInUnusualPlaces() throws {
    try check([.dropout(rate: 0.2), .dense(Dense(units: 2))], LossFunction())
    try check([.batchnorm(BatchNorm()), .dense(Dense(units: 2))], LossFunction())
    try check([.batchnorm(BatchNorm(activation: .softmax))], LossFunction(.crossEntropy))
    try check([.dense(Dense(units: 3)), .dropout(rate: 0.5)], LossFunction())
    try check(
      [.dense(Dense(units: 3)), .batchnorm(BatchNorm(activation: .sigmoid))], LossFunction(.bce))
    try check(
      [.dense(Dense(units: 3, hasBias: false)), .dense(Dense(units: 2, hasBias: false))],
      LossFunction())
  }

  @Test func alphaOfTheActivation() throws {
    for activation in [Activation.leakyRelu, .elu] {
      try check(
        [
          .dense(Dense(units: 4, activation: activation, alpha: 0.37)), .dense(Dense(units: 2)),
        ], LossFunction())
    }
  }

  @Test func layersWithTheirOwnPenalty() throws {
    try check(
      [
        .dense(Dense(units: 4, activation: .tanh, l1: 0.2, l2: 0)),
        .dense(Dense(units: 2, l2: 0.4)),
      ], LossFunction(), regularizer: Regularizer(l1: 0.01, l2: 0.05))
  }

  /// The error of one entry is that of its two numbers, which rounding keeps apart.
  @Test func theErrorIsTheRatio() throws {
    let network = Fixture.network([.dense(Dense(units: 1, activation: .tanh))])
    let blueprint = try Blueprint(network: network, inputs: 1, precision: .float64)
    let samples = Samples(inputs: Fixture.matrix([[0.7]]), targets: Fixture.matrix([[0.3]]))
    for result in try GradientCheck.run(Model(blueprint), samples, loss: LossFunction()) {
      let (a, n) = (result.analytic, result.numeric)
      #expect(a != n)
      #expect(result.error == abs(a - n) / (abs(a) + abs(n)))
      #expect(result.isRight)
    }
  }

  /// A bias before batchnorm has no influence: both numbers are rounding, and their ratio is too.
  @Test func aGradientOfRoundingHasNoError() throws {
    let network = Fixture.network([
      .dense(Dense(units: 2)), .batchnorm(BatchNorm(activation: .tanh)), .dense(Dense(units: 1)),
    ])
    let blueprint = try Blueprint(network: network, inputs: 3, precision: .float64)
    let samples = Fixture.samples(5, inputs: 3, outputs: 1, loss: .mse)
    let results = try GradientCheck.run(Model(blueprint), samples, loss: LossFunction())
    #expect(results.filter { $0.error == nil }.map(\.id.name) == ["b1"])
    for result in results { #expect(result.isRight) }
  }

  @Test func aWrongGradientIsFound() throws {
    let network = Fixture.network([.dense(Dense(units: 2, activation: .tanh))])
    let blueprint = try Blueprint(network: network, inputs: 3, precision: .float64)
    let samples = Fixture.samples(5, inputs: 3, outputs: 2, loss: .mse)
    let others = Fixture.samples(5, inputs: 3, outputs: 2, loss: .mse, seed: 9)
    let results = try GradientCheck.run(
      Model(blueprint), samples, loss: LossFunction(),
      backward: { (model, _) throws(EngineError) in
        let pass = try model.forward(others, loss: LossFunction(), isTraining: true)
        return try model.backward(pass, loss: LossFunction())
      })
    for result in results { #expect(!result.isRight, "\(result.id.name)") }
  }

  @Test func entriesAtKinksAreLeftOut() throws {
    // relu at its kink has no difference quotient; the entries there are left out and counted.
    let network = Fixture.network([.dense(Dense(units: 2, activation: .relu))])
    let blueprint = try Blueprint(
      network: network, inputs: 2, precision: .float64, initialization: Initialization(.zeros))
    let samples = Samples(
      inputs: Fixture.matrix([[1, 2]]), targets: Fixture.matrix([[1, 1]]))
    let results = try GradientCheck.run(Model(blueprint), samples, loss: LossFunction())
    #expect(results.map(\.skipped) == [4, 2])
    #expect(results.map(\.checked) == [0, 0])
    #expect(results.map(\.error) == [nil, nil])
  }
}
