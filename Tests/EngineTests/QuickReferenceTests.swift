import Engine
import Testing

/// Worked examples that others have published.
@Suite struct QuickReferenceTests {
  func close(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(a - b) <= tolerance * max(1, abs(b))
  }

  /// M. Mazur 2015, A Step by Step Backpropagation Example.
  @Test func mazur() throws {
    let network = Fixture.network([
      .dense(Dense(units: 2, activation: .sigmoid)), .dense(Dense(units: 2, activation: .sigmoid)),
    ])
    var model = Model(try Blueprint(network: network, inputs: 2, precision: .float64))
    let (w1, b1) = (ParameterID(layer: 1, role: .weights), ParameterID(layer: 1, role: .bias))
    let (w2, b2) = (ParameterID(layer: 2, role: .weights), ParameterID(layer: 2, role: .bias))
    try model.set(w1, to: Fixture.matrix([[0.15, 0.20], [0.25, 0.30]]))
    try model.set(b1, to: Fixture.matrix([[0.35], [0.35]]))
    try model.set(w2, to: Fixture.matrix([[0.40, 0.45], [0.50, 0.55]]))
    try model.set(b2, to: Fixture.matrix([[0.60], [0.60]]))
    let samples = Samples(
      inputs: Fixture.matrix([[0.05, 0.10]]), targets: Fixture.matrix([[0.01, 0.99]]))
    #expect(close(try model.loss(samples, LossFunction()), 0.2983711087600027))

    var options = TrainingOptions(frozen: [b1, b2], batch: nil)
    options.optimizer.lr = 0.5
    try Trainer(for: model, samples: samples, options: options).train(&model, epochs: 1)
    #expect(close(try model.loss(samples, LossFunction()), 0.29102777369359933))
    #expect(try model.values(b1) == Fixture.matrix([[0.35], [0.35]]))
    // The numbers of the article, to the digits it prints.
    let second = try model.values(w2)
    #expect(close(second[0, 0], 0.35891648, 1e-8))
    #expect(close(second[1, 1], 0.561370121, 1e-8))
    let first = try model.values(w1)
    #expect(close(first[0, 0], 0.149780716, 1e-8))
    #expect(close(first[1, 1], 0.299502291, 1e-8))
  }

  /// Goodfellow, Bengio, Courville 2016, Deep Learning, section 6.1.
  @Test(arguments: Precision.allCases)
  func xorOfGoodfellow(precision: Precision) throws {
    let network = Fixture.network([
      .dense(Dense(units: 2, activation: .relu)), .dense(Dense(units: 1)),
    ])
    var model = Model(try Blueprint(network: network, inputs: 2, precision: precision))
    try model.set(ParameterID(layer: 1, role: .weights), to: Fixture.matrix([[1, 1], [1, 1]]))
    try model.set(ParameterID(layer: 1, role: .bias), to: Fixture.matrix([[0], [-1]]))
    try model.set(ParameterID(layer: 2, role: .weights), to: Fixture.matrix([[1, -2]]))
    let result = try model.evaluate(Fixture.xor, loss: LossFunction())
    #expect(result.outputs.elements == [0, 1, 1, 0])
    #expect(result.loss == 0)
  }

  /// One neuron, y = f(W x + b), L = (y_true − y)²/2, one step against the formula.
  @Test func singleNeuron() throws {
    let network = Fixture.network([.dense(Dense(units: 1, activation: .sigmoid))])
    var model = Model(try Blueprint(network: network, inputs: 2, precision: .float64))
    let w = ParameterID(layer: 1, role: .weights)
    let b = ParameterID(layer: 1, role: .bias)
    try model.set(w, to: Fixture.matrix([[0.5, -0.25]]))
    try model.set(b, to: Fixture.matrix([[0.1]]))
    let samples = Samples(inputs: Fixture.matrix([[1, 2]]), targets: Fixture.matrix([[1]]))
    var pass = try model.forward(samples, loss: LossFunction(), isTraining: true)
    let y = 1 / (1 + 0.9048374180359595)
    #expect(close(pass.z(1)![0, 0], 0.1))
    #expect(close(pass.a(1)![0, 0], y))
    pass = try model.backward(pass, loss: LossFunction())
    let delta = (y - 1) * y * (1 - y)
    #expect(close(pass.delta(1)![0, 0], delta))
    #expect(close(pass.gradient(w)![0, 1], 2 * delta))
    #expect(close(pass.gradient(b)![0, 0], delta))
    var options = TrainingOptions(batch: nil)
    options.optimizer.lr = 0.1
    try model.update(from: &pass, options: options)
    #expect(close(try model.values(w)[0, 0], 0.5 - 0.1 * delta))
    #expect(close(try model.values(b)[0, 0], 0.1 - 0.1 * delta))
    #expect(model.epoch == 1 && model.steps == 1)
  }
}
