/// What a model makes of samples in evaluation mode.
package struct Evaluation: Equatable, Sendable {
  /// Over all samples, penalties included.
  package let loss: Double
  /// `[samples × outputs]`
  package let outputs: Matrix
}

extension Model {
  /// The loss and the outputs of all samples: no dropout, running statistics.
  package func evaluate(
    _ samples: Samples, loss: LossFunction
  ) throws(EngineError) -> Evaluation {
    var outputs: [Double] = []
    let result = try evaluate(samples, loss, outputs: &outputs, keepsOutputs: true)
    return Evaluation(
      loss: result,
      outputs: Matrix(rows: samples.count, columns: blueprint.outputs, elements: outputs))
  }

  /// The loss alone.
  package func loss(_ samples: Samples, _ loss: LossFunction) throws(EngineError) -> Double {
    var outputs: [Double] = []
    return try evaluate(samples, loss, outputs: &outputs, keepsOutputs: false)
  }

  /// The outputs `[samples × outputs]` for inputs `[samples × inputs]` before scaling.
  package func predict(
    _ inputs: Matrix, scaling: Scaling? = nil
  ) throws(EngineError) -> Matrix {
    try predict(Samples(inputs: inputs, scaling: scaling))
  }

  package func predict(_ samples: Samples) throws(EngineError) -> Matrix {
    var outputs: [Double] = []
    var samples = samples
    samples.targets = nil
    try samples.check(against: blueprint)
    _ = try inChunks(samples, nil, outputs: &outputs, keepsOutputs: true)
    return Matrix(rows: samples.count, columns: blueprint.outputs, elements: outputs)
  }

  private func evaluate(
    _ samples: Samples, _ loss: LossFunction, outputs: inout [Double], keepsOutputs: Bool
  ) throws(EngineError) -> Double {
    try samples.check(against: blueprint)
    guard let targets = samples.targets else { throw .noTarget }
    try loss.check(against: blueprint.network)
    try loss.check(targets: targets)
    return try inChunks(samples, loss, outputs: &outputs, keepsOutputs: keepsOutputs)
  }

  private func inChunks(
    _ samples: Samples, _ loss: LossFunction?, outputs: inout [Double], keepsOutputs: Bool
  ) throws(EngineError) -> Double {
    switch blueprint.precision {
    case .float32:
      try inChunks(samples, loss, &outputs, keepsOutputs, as: Float.self)
    case .float64:
      try inChunks(samples, loss, &outputs, keepsOutputs, as: Double.self)
    }
  }

  /// Goes through the samples chunk by chunk, so that what is computed stays in the cache.
  private func inChunks<S: Scalar>(
    _ samples: Samples, _ loss: LossFunction?, _ outputs: inout [Double], _ keepsOutputs: Bool,
    as type: S.Type
  ) throws(EngineError) -> Double {
    let count = samples.count
    let plan = try Plan(blueprint, capacity: min(count, chunk))
    let workspace = Workspace<S>(plan)
    workspace.isWeighted = samples.weights != nil
    let store: Store<S> = store()
    let rows = samples.rows ?? Array(0..<count)
    if keepsOutputs { outputs = [Double](repeating: 0, count: count * plan.outputs) }
    var sum = 0.0
    for start in stride(from: 0, to: count, by: plan.capacity) {
      let size = min(plan.capacity, count - start)
      try workspace.gather(samples, rows, start..<start + size)
      store.withReading {
        workspace.forward(
          0..<size, $0.parameters, $0.running, Workspace<S>.Mode(isTraining: false))
      }
      if let loss { sum += workspace.lossSum(0..<size, loss) }
      if keepsOutputs { workspace.copyOutputs(size, to: &outputs, at: start * plan.outputs) }
    }
    guard let loss else { return 0 }
    let penalty = store.withReading { workspace.penalty($0.parameters) }
    return loss.factor(samples: count, outputs: plan.outputs) * sum + penalty
  }

  /// How many samples are computed at once: their numbers take about a quarter of a megabyte.
  private var chunk: Int {
    let numbers = blueprint.widths.reduce(0) { $0 + 2 * $1 }
    return max(16, min(1_024, (1 << 16) / numbers))
  }
}

extension Workspace {
  fileprivate func copyOutputs(_ samples: Int, to array: inout [Double], at start: Int) {
    let a = values + layers[layers.count - 1].a
    array.withUnsafeMutableBufferPointer {
      let place = $0.baseAddress! + start
      for i in 0..<samples &* plan.outputs { place[i] = a[i].asDouble }
    }
  }
}
