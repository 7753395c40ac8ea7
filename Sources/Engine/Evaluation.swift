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
    _ samples: Samples, loss: LossFunction, threads: Int = 1
  ) throws(EngineError) -> Evaluation {
    try checkTargets(of: samples, loss)
    var outputs: [Double] = []
    let result = try inChunks(samples, loss, threads, outputs: &outputs)
    return Evaluation(
      loss: result,
      outputs: Matrix(rows: samples.count, columns: blueprint.outputs, elements: outputs))
  }

  /// The loss alone.
  package func loss(
    _ samples: Samples, _ loss: LossFunction, threads: Int = 1
  ) throws(EngineError) -> Double {
    try checkTargets(of: samples, loss)
    return try inChunks(samples, loss, threads) { _, _ in }
  }

  /// The loss of all samples. Their outputs are shown some at a time, so that there need be no room
  /// for all of them.
  ///
  /// - Parameter visit: is given places of the samples, one range after the other, and their outputs
  ///   `[places × outputs]`.
  package func evaluate(
    _ samples: Samples, loss: LossFunction, threads: Int = 1,
    visit: (Range<Int>, Matrix) -> Void
  ) throws(EngineError) -> Double {
    try checkTargets(of: samples, loss)
    return try inChunks(samples, loss, threads) { places, copy in
      var outputs = [Double](repeating: 0, count: places.count * blueprint.outputs)
      copy(&outputs, 0)
      visit(places, Matrix(rows: places.count, columns: blueprint.outputs, elements: outputs))
    }
  }

  /// The outputs `[samples × outputs]` for inputs `[samples × inputs]` before scaling.
  package func predict(
    _ inputs: Matrix, scaling: Scaling? = nil, threads: Int = 1
  ) throws(EngineError) -> Matrix {
    try predict(Samples(inputs: inputs, scaling: scaling), threads: threads)
  }

  package func predict(_ samples: Samples, threads: Int = 1) throws(EngineError) -> Matrix {
    var outputs: [Double] = []
    var samples = samples
    samples.targets = nil
    try samples.check(against: blueprint)
    _ = try inChunks(samples, nil, threads, outputs: &outputs)
    return Matrix(rows: samples.count, columns: blueprint.outputs, elements: outputs)
  }

  /// Copies the outputs of a chunk into an array, from an index on.
  private typealias OutputCopy = (inout [Double], Int) -> Void

  private func checkTargets(of samples: Samples, _ loss: LossFunction) throws(EngineError) {
    try samples.check(against: blueprint)
    guard let targets = samples.targets else { throw .noTarget }
    try loss.check(against: blueprint.network)
    try loss.check(targets: targets)
  }

  private func inChunks(
    _ samples: Samples, _ loss: LossFunction?, _ threads: Int, outputs: inout [Double]
  ) throws(EngineError) -> Double {
    let width = blueprint.outputs
    try Memory.check(bytes: 8 * Double(samples.count) * Double(width))
    outputs = [Double](repeating: 0, count: samples.count * width)
    return try inChunks(samples, loss, threads) { places, copy in
      copy(&outputs, places.lowerBound * width)
    }
  }

  private func inChunks(
    _ samples: Samples, _ loss: LossFunction?, _ threads: Int,
    visit: (Range<Int>, OutputCopy) -> Void
  ) throws(EngineError) -> Double {
    switch blueprint.precision {
    case .float32: try inChunks(samples, loss, threads, as: Float.self, visit)
    case .float64: try inChunks(samples, loss, threads, as: Double.self, visit)
    }
  }

  /// Goes through the samples chunk by chunk, so that what is computed stays in the cache: as many
  /// chunks at once as threads share them, which is no matter for the result.
  private func inChunks<S: Scalar>(
    _ samples: Samples, _ loss: LossFunction?, _ threads: Int, as type: S.Type,
    _ visit: (Range<Int>, OutputCopy) -> Void
  ) throws(EngineError) -> Double {
    let (count, store): (Int, Store<S>) = (samples.count, store())
    let plan = try Plan(blueprint, capacity: min(count, chunk), keepsSums: false)
    let workspaces = (0..<plan.shards(for: count, threads: threads)).map { _ in Workspace<S>(plan) }
    let workers = Workers(workspaces.count)
    var sum = 0.0
    for first in stride(from: 0, to: count, by: plan.capacity * workspaces.count) {
      let chunks = workspaces.indices.map {
        let start = min(count, first + $0 * plan.capacity)
        return start..<min(count, start + plan.capacity)
      }
      try samples.withSource { source throws(EngineError) in
        workers.run(chunks.count) { shard in
          let rows = Array(samples.allRows[chunks[shard]])
          workspaces[shard].evaluate(source, rows, store, loss)
        }
      }
      for (places, workspace) in zip(chunks, workspaces) where !places.isEmpty {
        if loss != nil { sum += workspace.shardLosses[0] }
        visit(places) { workspace.copyOutputs(places.count, to: &$0, at: $1) }
      }
    }
    guard let loss else { return 0 }
    let penalty = store.withReading { workspaces[0].penalty($0.parameters) }
    return loss.factor(samples: count, outputs: plan.outputs) * sum + penalty
  }

  /// How many samples are computed at once: their numbers take about a quarter of a megabyte.
  private var chunk: Int {
    let numbers = blueprint.widths.reduce(blueprint.widths.max() ?? 0, +)
    return max(16, min(1_024, (1 << 16) / numbers))
  }
}

extension Workspace {
  /// Outputs and summed loss of some rows of the data.
  fileprivate func evaluate(
    _ source: BatchSource, _ rows: [Int], _ store: Store<S>, _ loss: LossFunction?
  ) {
    if rows.isEmpty { return }
    isWeighted = source.weights != nil
    withoutSubnormals {
      rows.withUnsafeBufferPointer { gather(source, $0.baseAddress!, count: rows.count) }
      store.withReading {
        forward(0..<rows.count, $0.parameters, $0.running, Mode(isTraining: false))
      }
      if let loss { shardLosses[0] = lossSum(0..<rows.count, loss) }
    }
  }

  fileprivate func copyOutputs(_ samples: Int, to array: inout [Double], at start: Int) {
    let a = values + layers[layers.count - 1].a
    array.withUnsafeMutableBufferPointer {
      let place = $0.baseAddress! + start
      for i in 0..<samples &* plan.outputs { place[i] = a[i].asDouble }
    }
  }
}
