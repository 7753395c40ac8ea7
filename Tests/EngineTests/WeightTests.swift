import Engine
import Scores
import Testing

/// Samples with weights: loss and gradients against PyTorch's `weight=` and difference quotients.
@Suite("Weights of samples")
struct WeightTests {
  @Test func lossesAndSlopesAgreeWithTheReference() throws {
    let rows = try ReferenceTable("weights").rows("weights")
    try #require(rows.count == 5)
    for row in rows {
      let loss = LossFunction(try #require(Loss(rawValue: row.words[1])))
      let (model, samples) = try identity(row, loss)
      let forward = try model.forward(samples, loss: loss, isTraining: true)
      let pass = try model.backward(forward, loss: loss)
      let value = try row.number("value")
      let found = [try #require(pass.loss), try model.evaluate(samples, loss: loss).loss]
      expectClose(found, [value, value], relative: 1e-14, absolute: 0, "\(row) value")
      // The slopes are those of the mean: δ / n.
      let count = Double(samples.count)
      let slopes = try #require(pass.delta(1)).transposed.elements.map { $0 / count }
      expectClose(
        slopes, try row.list("slopes"), relative: 1e-13, absolute: 1e-16, "\(row) slopes")
    }
  }

  /// The best constant answer against the lowest of ten thousand answers, for each output.
  @Test(arguments: [Loss.mse, .mae, .huber, .logCosh], [false, true])
  func noConstantAnswerIsBetter(_ loss: Loss, _ isWeighted: Bool) throws {
    var samples = Fixture.samples(9, inputs: 1, outputs: 2, loss: loss)
    if isWeighted { samples.weights = [0.5, 2, 1, 0, 3, 0.25, 1.5, 1, 4] }
    let function = LossFunction(loss, delta: 0.3)
    let network = Fixture.network([.dense(Dense(units: 2))])
    var model = Model(try Blueprint(network: network, inputs: 1, precision: .float64))
    try model.set(
      ParameterID(layer: 1, role: .weights), to: Matrix(rows: 2, columns: 1, elements: [0, 0]))
    var lowest = 0.0
    for output in 0..<2 {
      // The other output's answer is any one; what it adds is taken off again.
      let losses = try (0...10_000).map { step in
        var answer = [0.0, 0.0]
        answer[output] = -3 + 6 * Double(step) / 10_000
        try model.set(
          ParameterID(layer: 1, role: .bias), to: Matrix(rows: 2, columns: 1, elements: answer))
        return try model.evaluate(samples, loss: function).loss
      }
      lowest += try #require(losses.min())
      if output == 0 {
        try model.set(ParameterID(layer: 1, role: .bias), to: Matrix(rows: 2, columns: 1))
        lowest -= try model.evaluate(samples, loss: function).loss
      }
    }
    let found = try #require(samples.constantLoss(function))
    #expect(found <= lowest + 1e-12)
    #expect(found > lowest - 1e-4)
  }

  /// One layer with W = 1 and b = 0, the row's z as its inputs and its labels as targets.
  private func identity(_ row: ReferenceRow, _ loss: LossFunction) throws -> (Model, Samples) {
    let outputs = try row.integer("outputs")
    let labels = try row.list("labels").map { Int($0) }
    let activation = loss.loss.requiredOutput ?? .linear
    let network = Fixture.network([.dense(Dense(units: outputs, activation: activation))])
    var model = Model(try Blueprint(network: network, inputs: outputs, precision: .float64))
    try model.set(ParameterID(layer: 1, role: .weights), to: .identity(outputs))
    var targets = Matrix(rows: labels.count, columns: outputs)
    for (index, label) in labels.enumerated() {
      if outputs == 1 { targets[index, 0] = Double(label) } else { targets[index, label] = 1 }
    }
    let weights = balancedWeights(
      labels: labels, classes: max(2, outputs), rows: Array(labels.indices))
    let expected = try labels.map { try row.list("classes")[$0] }
    expectClose(weights, expected, relative: 1e-15, absolute: 0, "\(row) weights")
    let samples = Samples(
      inputs: Matrix(rows: labels.count, columns: outputs, elements: try row.list("z")),
      targets: targets, weights: weights)
    return (model, samples)
  }

  @Test(arguments: Loss.allCases, Reduction.allCases)
  func gradientsAreThoseOfTheWeightedLoss(_ loss: Loss, _ reduction: Reduction) throws {
    let network = Fixture.network([
      .dense(Dense(units: 4, activation: .tanh)), .batchnorm(BatchNorm(activation: .sigmoid)),
      .dense(Dense(units: 2, activation: GradientTests.output(loss))),
    ])
    let blueprint = try Blueprint(network: network, inputs: 3, seed: 4, precision: .float64)
    var samples = Fixture.samples(7, inputs: 3, outputs: 2, loss: loss)
    samples.weights = [0.5, 2, 1, 0, 3, 0.25, 1.5]
    let function = LossFunction(loss, reduction: reduction, delta: 0.3)
    for result in try GradientCheck.run(Model(blueprint), samples, loss: function) {
      #expect((result.error ?? 0) < GradientTests.limit, "\(result.id.name)")
      #expect(result.checked > result.skipped, "\(result.id.name)")
    }
  }

  /// A sample with the weight 2 counts like two of them, in training too.
  @Test func aWeightIsARepetition() throws {
    let network = Fixture.network([
      .dense(Dense(units: 3, activation: .tanh)), .dense(Dense(units: 1)),
    ])
    let blueprint = try Blueprint(network: network, inputs: 2, precision: .float64)
    let options = TrainingOptions(
      loss: LossFunction(.mse, reduction: .sum), optimizer: OptimizerSettings(.sgd), batch: nil)
    var weighted = Fixture.xor
    weighted.weights = [2, 1, 0, 1]
    var repeated = Fixture.xor
    repeated.rows = [0, 0, 1, 3]
    var (one, other) = (Model(blueprint), Model(blueprint))
    try Trainer(for: one, samples: weighted, options: options).train(&one, epochs: 5)
    try Trainer(for: other, samples: repeated, options: options).train(&other, epochs: 5)
    for slot in blueprint.parameters {
      expectClose(
        try one.values(slot.id).elements, try other.values(slot.id).elements, relative: 1e-12,
        absolute: 1e-14, slot.id.name)
    }
  }

  @Test func weightsMustBeAsManyAsSamples() throws {
    let network = Fixture.network([.dense(Dense(units: 1))])
    let model = Model(try Blueprint(network: network, inputs: 2))
    var samples = Fixture.xor
    samples.weights = [1, 2]
    #expect(throws: EngineError.sampleCount(inputs: 4, targets: 2)) {
      try model.forward(samples, loss: LossFunction(), isTraining: true)
    }
  }
}
