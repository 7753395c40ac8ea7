import Engine
import Testing

@Suite("Optimizers agree with the reference")
struct ReferenceOptimizerTests {
  @Test(arguments: Optimizer.allCases)
  func trajectories(_ optimizer: Optimizer) throws {
    let table = try ReferenceTable("optimizers")
    let start = try #require(table.rows("start").first).list()
    let gradients = try table.rows("gradient").map { try $0.list() }
    let cases = table.groups(from: "optimizer").filter { $0[0].words[1] == optimizer.rawValue }
    try #require(!cases.isEmpty)
    for rows in cases {
      let options = TrainingOptions(
        loss: LossFunction(.mae, reduction: .sum), optimizer: try OptimizerSettings(rows[0]),
        batch: 1, shuffle: false)
      let found = try trajectory(from: start, gradients, options)
      #expect(found.count == rows.count - 1)
      for (step, (values, row)) in zip(found, rows.dropFirst()).enumerated() {
        expectClose(
          values, try row.list(), relative: 1e-13, absolute: 1e-15, "\(rows[0]) step \(step + 1)")
      }
    }
  }

  @Test func clipping() throws {
    let rows = try ReferenceTable("clipping").rows("clip")
    #expect(Set(rows.map { $0.words[1] }) == ["norm", "value"])
    for row in rows {
      var options = TrainingOptions(
        loss: LossFunction(.mae, reduction: .sum), batch: 1, shuffle: false)
      options.optimizer.lr = 1
      options.clipping = try Clipping(row)
      let gradients = try row.list("gradients")
      let start = [Double](repeating: 0, count: gradients.count)
      let found = try trajectory(from: start, [gradients], options)[0].map { -$0 }
      expectClose(found, try row.list("clipped"), relative: 1e-14, absolute: 0, "\(row)")
    }
  }

  /// The weights after each step under given gradients.
  ///
  /// One unit without bias far below its target has δ = −1 under the absolute error, so that the
  /// gradient of its weights is minus its inputs, exactly.
  private func trajectory(
    from start: [Double], _ gradients: [[Double]], _ options: TrainingOptions
  ) throws -> [[Double]] {
    let layer = Layer(id: 1, kind: .dense(Dense(units: 1, hasBias: false)))
    let blueprint = try Blueprint(
      network: Network(layers: [layer]), inputs: start.count, precision: .float64)
    var model = Model(blueprint)
    let weights = ParameterID(layer: 1, role: .weights)
    try model.set(weights, to: Matrix(rows: 1, columns: start.count, elements: start))
    let inputs = gradients.flatMap { $0.map { -$0 } }
    let samples = Samples(
      inputs: Matrix(rows: gradients.count, columns: start.count, elements: inputs),
      targets: Matrix(rows: gradients.count, columns: 1, repeating: 1e9))
    let trainer = try Trainer(for: model, samples: samples, options: options)
    return try gradients.map { _ in
      try trainer.step(&model)
      return try model.values(weights).elements
    }
  }
}
