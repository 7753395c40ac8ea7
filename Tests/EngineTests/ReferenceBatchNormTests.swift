import Engine
import Testing

@Suite("Batch normalisation agrees with the reference")
struct ReferenceBatchNormTests {
  private let gamma = ParameterID(layer: 2, role: .gamma)
  private let beta = ParameterID(layer: 2, role: .beta)

  @Test func forwardBackwardAndRunningStatistics() throws {
    let rows = try ReferenceTable("batchnorm").rows("batchnorm")
    try #require(!rows.isEmpty)
    for row in rows {
      var model = try model(row)
      let samples = try samples(row)
      try expect(model.predict(samples.inputs), "evaluated", row)

      let forward = try model.forward(samples, loss: LossFunction(), isTraining: true)
      var pass = try model.backward(forward, loss: LossFunction())
      try expect(#require(pass.z(2)).transposed, "z", row)
      try expect(#require(pass.a(2)).transposed, "a", row)
      try expect(#require(pass.delta(2)).transposed, "deltas", row)
      try expect(#require(pass.delta(1)).transposed, "dx", row)
      try expect(#require(pass.gradient(gamma)), "dgamma", row)
      try expect(#require(pass.gradient(beta)), "dbeta", row)
      try expectClose(
        [#require(pass.loss)], [row.number("loss")], relative: 1e-12, absolute: 0, "\(row)")

      try model.update(from: &pass, options: TrainingOptions(batch: nil))
      try expect(#require(model.runningMean(2)), "newmean", row)
      try expect(#require(model.runningVariance(2)), "newvariance", row)
    }
  }

  /// Batches of two differ from their mean by rounding alone in x̂ = ±1, hence the wide margin.
  private func expect(_ found: [Double], _ key: String, _ row: ReferenceRow) throws {
    expectClose(found, try row.list(key), relative: 1e-11, absolute: 1e-12, "\(row) \(key)")
  }

  private func expect(_ found: Matrix, _ key: String, _ row: ReferenceRow) throws {
    try expect(found.elements, key, row)
  }

  /// The identity, then batchnorm with the row's parameters and running statistics.
  private func model(_ row: ReferenceRow) throws -> Model {
    let units = try row.integer("units")
    let identity = Layer(id: 1, kind: .dense(Dense(units: units, hasBias: false)))
    let norm = Layer(id: 2, kind: .batchnorm(try BatchNorm(row)))
    let blueprint = try Blueprint(
      network: Network(layers: [identity, norm]), inputs: units, precision: .float64)
    var model = Model(blueprint)
    try model.set(ParameterID(layer: 1, role: .weights), to: .identity(units))
    try model.set(gamma, to: .column(row.list("gamma")))
    try model.set(beta, to: .column(row.list("beta")))
    try model.setRunning(2, mean: row.list("mean"), variance: row.list("variance"))
    return model
  }

  private func samples(_ row: ReferenceRow) throws -> Samples {
    let (count, units) = try (row.integer("samples"), row.integer("units"))
    return Samples(
      inputs: Matrix(rows: count, columns: units, elements: try row.list("x")),
      targets: Matrix(rows: count, columns: units, elements: try row.list("y")))
  }
}
