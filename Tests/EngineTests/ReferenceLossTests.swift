import Engine
import Testing

@Suite("Losses agree with the reference")
struct ReferenceLossTests {
  @Test(arguments: Loss.allCases, Reduction.allCases)
  func valuesAndSlopes(_ loss: Loss, _ reduction: Reduction) throws {
    let rows = try ReferenceTable("losses").rows("loss", loss.rawValue).filter {
      $0.fields["reduction"] == reduction.rawValue
    }
    try #require(!rows.isEmpty)
    for row in rows { try compare(row, LossFunction(row)) }
  }

  /// Whoever sees `reduction=mean` in PyTorch gets the same number here, by the scale of δ too.
  private func compare(_ row: ReferenceRow, _ loss: LossFunction) throws {
    let (model, samples) = try identityModel(row)
    let forward = try model.forward(samples, loss: loss, isTraining: true)
    let pass = try model.backward(forward, loss: loss)
    let value = try row.number("value")
    let slopes = try row.list("slopes")
    let outputs = try row.integer("outputs")
    let sums = (0..<outputs).map { output in
      stride(from: output, to: slopes.count, by: outputs).reduce(0) { $0 + slopes[$1] }
    }
    let deltas = try #require(pass.delta(1)).transposed.elements
    let bias = try #require(pass.gradient(ParameterID(layer: 1, role: .bias))).elements
    let evaluated = try model.evaluate(samples, loss: loss).loss
    let found = [try #require(pass.loss), evaluated]
    expectClose(found, [value, value], relative: 1e-14, absolute: 1e-15, "\(row) value")
    expectClose(
      deltas, try row.list("deltas"), relative: 1e-13, absolute: 1e-15, "\(row) deltas")
    expectClose(bias, sums, relative: 1e-13, absolute: 1e-14, "\(row) gradient")
  }

  /// One layer with W = 1 and b = 0, and the row's z as its inputs.
  private func identityModel(_ row: ReferenceRow) throws -> (Model, Samples) {
    let outputs = try row.integer("outputs")
    let count = try row.integer("samples")
    let layer = Layer(id: 1, kind: .dense(try Dense(row, units: outputs)))
    let blueprint = try Blueprint(
      network: Network(layers: [layer]), inputs: outputs, precision: .float64)
    var model = Model(blueprint)
    try model.set(ParameterID(layer: 1, role: .weights), to: .identity(outputs))
    let samples = Samples(
      inputs: Matrix(rows: count, columns: outputs, elements: try row.list("z")),
      targets: Matrix(rows: count, columns: outputs, elements: try row.list("y")))
    return (model, samples)
  }
}
