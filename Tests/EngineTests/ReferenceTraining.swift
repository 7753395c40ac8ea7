import Engine
import Testing

/// One training of `networks.txt`: what is trained, how, and what comes out.
struct ReferenceTraining: Sendable, CustomStringConvertible {
  let blueprint: Blueprint
  let samples: Samples
  let options: TrainingOptions
  let epochs: Int
  /// Of every batch, epoch after epoch.
  let batchLosses: [Double]
  private let rows: [ReferenceRow]

  init(_ rows: [ReferenceRow]) throws {
    self.rows = rows
    let head = rows[0]
    let inputs = try head.integer("inputs")
    let count = try head.integer("samples")
    let layers = try rows.filter { $0.words[0] == "layer" }.enumerated().map { index, row in
      Layer(id: index + 1, kind: try Self.kind(row))
    }
    blueprint = try Blueprint(
      network: Network(layers: layers), inputs: inputs, precision: .float64,
      regularizer: Regularizer(
        l1: try head.optional("l1") ?? 0, l2: try head.optional("l2") ?? 0))
    func list(_ word: String) throws -> [Double] {
      try #require(rows.first { $0.words[0] == word }, "no \(word) in \(head)").list()
    }
    samples = Samples(
      inputs: Matrix(rows: count, columns: inputs, elements: try list("x")),
      targets: Matrix(rows: count, columns: blueprint.outputs, elements: try list("y")))
    options = try Self.options(rows, batch: head.optional("batch").map { Int($0) })
    epochs = try head.integer("epochs")
    batchLosses = try list("batches")
  }

  private static func kind(_ row: ReferenceRow) throws -> Layer.Kind {
    row.words[1] == "dense"
      ? .dense(try Dense(row, units: row.integer("units"))) : .batchnorm(try BatchNorm(row))
  }

  private static func options(_ rows: [ReferenceRow], batch: Int?) throws -> TrainingOptions {
    var options = TrainingOptions(batch: batch, shuffle: false)
    for row in rows {
      switch row.words[0] {
      case "loss": options.loss = try LossFunction(row)
      case "optimizer": options.optimizer = try OptimizerSettings(row)
      case "schedule": options.schedule = try Schedule(row)
      case "clip": options.clipping = try Clipping(row)
      case "frozen":
        options.frozen = Set(
          try row.words[1].split(separator: ",").map { try ParameterID(name: String($0)) })
      default: break
      }
    }
    return options
  }

  var description: String { rows[0].description }

  /// The heading of a row's numbers: `case 6 …: final W1`.
  private func heading(_ row: ReferenceRow) -> String {
    let words = row.words.prefix(2).filter { !$0.contains(",") }
    return "\(description): \(words.joined(separator: " "))"
  }

  /// The mean over the samples of each epoch.
  var epochLosses: [Double] {
    let size = min(options.batch ?? samples.count, samples.count)
    let starts = Array(stride(from: 0, to: samples.count, by: size))
    return (0..<epochs).map { epoch in
      let sum = starts.enumerated().reduce(0) { sum, batch in
        let rows = min(size, samples.count - batch.element)
        return sum + Double(rows) * batchLosses[epoch * starts.count + batch.offset]
      }
      return sum / Double(samples.count)
    }
  }

  /// With the initial parameters in place.
  func model(precision: Precision = .float64) throws -> Model {
    var model = Model(
      try Blueprint(
        network: blueprint.network, inputs: blueprint.inputs, precision: precision,
        regularizer: blueprint.regularizer))
    for row in rows where row.words[0] == "initial" {
      let id = try ParameterID(name: row.words[1])
      let slot = try #require(blueprint.slot(id), "\(description): no \(id.name)")
      try model.set(
        id, to: Matrix(rows: slot.rows, columns: slot.columns, elements: row.list()))
    }
    return model
  }

  /// Expects the final parameters, statistics, loss and predictions.
  func expectFinal(_ model: Model) throws {
    for row in rows {
      switch row.words[0] {
      case "final":
        expect(try model.values(ParameterID(name: row.words[1])).elements, try row.list(), row)
      case "running":
        let layer = try #require(Int(row.words[1]))
        expect(try #require(model.runningMean(layer)), try row.list("mean"), row)
        expect(try #require(model.runningVariance(layer)), try row.list("variance"), row)
      case "evaluated":
        let evaluation = try model.evaluate(samples, loss: options.loss)
        expect([evaluation.loss], try row.list(), row)
      case "predictions":
        expect(try model.predict(samples.inputs).elements, try row.list(), row)
      default: break
      }
    }
  }

  private func expect(_ found: [Double], _ reference: [Double], _ row: ReferenceRow) {
    expectClose(
      found, reference, relative: 1e-10, absolute: 1e-12,
      heading(row))
  }
}
