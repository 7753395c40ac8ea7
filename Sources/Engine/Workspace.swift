import COpenBLAS

/// Scratch memory for batches of one network: what the layers compute forward, the deltas and the
/// gradients. Allocated once; a batch allocates nothing.
///
/// This is the narrow place of unsafe code: every offset comes from the `Plan`, and rows are always
/// below its capacity.
final class Workspace<S: Scalar> {
  let plan: Plan
  let layers: UnsafeMutableBufferPointer<LayerPlan>
  /// Inputs, z, a, masks, statistics and targets, where the plan says.
  let values: UnsafeMutablePointer<S>
  let deltas: UnsafeMutablePointer<S>
  /// One vector of gradients for each shard of the batch; the first is that of the whole batch.
  let gradients: UnsafeMutablePointer<S>
  /// The summed loss of each shard.
  let shardLosses: UnsafeMutablePointer<Double>
  let shards: Int
  /// Whether the loss of each sample is multiplied with a weight of its own, as `values` has it.
  var isWeighted = false
  /// Numbers from one shard's gradients to the next.
  let gradientStride: Int

  init(_ plan: Plan, shards: Int = 1) {
    self.plan = plan
    self.shards = shards
    layers = .allocate(capacity: plan.layers.count)
    _ = layers.initialize(from: plan.layers)
    gradientStride = (plan.parameterCount + 31) & ~15
    values = allocate(plan.valueCount)
    deltas = allocate(plan.deltaCount)
    gradients = allocate(gradientStride * shards)
    shardLosses = allocate(shards)
    // Threads of our own share the work; see `Workers`.
    openblas_set_num_threads(1)
  }

  deinit {
    layers.deinitialize()
    layers.deallocate()
    values.deallocate()
    deltas.deallocate()
    gradients.deallocate()
    shardLosses.deallocate()
  }

  /// How a pass treats dropout and batchnorm.
  struct Mode {
    /// Masks and batch statistics, or the running statistics.
    var isTraining: Bool
    var seed: UInt64 = 0
    /// Updates so far: which dropout masks.
    var step = 0
  }
}

/// Zeroed memory that starts at a cache line.
func allocate<S: Scalar>(_ count: Int) -> UnsafeMutablePointer<S> {
  let bytes = max(1, count) * MemoryLayout<S>.stride
  let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
  let numbers = raw.bindMemory(to: S.self, capacity: max(1, count))
  numbers.initialize(repeating: 0, count: max(1, count))
  return numbers
}

extension Workspace {
  /// Converts rows of the data into the inputs and targets of the batch, row `place` and the
  /// following.
  func gather(_ source: BatchSource, _ rows: UnsafePointer<Int>, count: Int, place: Int = 0) {
    let inputs = plan.inputs
    for s in 0..<count {
      let from = source.inputs + rows[s] &* inputs
      let to = values + (place &+ s) &* inputs
      if let shift = source.shift, let factor = source.factor {
        for j in 0..<inputs { to[j] = S((from[j] - shift[j]) * factor[j]) }
      } else {
        for j in 0..<inputs { to[j] = S(from[j]) }
      }
    }
    if let weights = source.weights {
      for s in 0..<count { values[plan.weights &+ place &+ s] = S(weights[rows[s]]) }
    }
    gatherTargets(source.targets, rows, count: count, place: place)
  }

  private func gatherTargets(
    _ source: Matrix.Place?, _ rows: UnsafePointer<Int>, count: Int, place: Int
  ) {
    let outputs = plan.outputs
    let to = values + plan.targets + place &* outputs
    switch source {
    case nil: return
    case .numbers(let targets):
      for s in 0..<count {
        let from = targets + rows[s] &* outputs
        for j in 0..<outputs { to[s &* outputs &+ j] = S(from[j]) }
      }
    case .labels(let labels):
      for i in 0..<count &* outputs { to[i] = 0 }
      for s in 0..<count { to[s &* outputs &+ Int(labels[rows[s]])] = 1 }
    }
  }
}

/// Where the data lies while batches are gathered from it.
struct BatchSource {
  let inputs: UnsafePointer<Double>
  let targets: Matrix.Place?
  let shift: UnsafePointer<Double>?
  let factor: UnsafePointer<Double>?
  let weights: UnsafePointer<Double>?
}

extension Samples {
  /// Calls `body` with the places of the data, for as long as it runs.
  func withSource<R>(_ body: (BatchSource) throws(EngineError) -> R) throws(EngineError) -> R {
    try inputs.withPlace { inputs throws(EngineError) in
      guard case .numbers(let inputs) = inputs else { throw .noSamples }
      return try (targets ?? Matrix(rows: 0, columns: 0)).withPlace { targets throws(EngineError) in
        try (scaling?.shift ?? []).withUnsafeBufferPointer { shift throws(EngineError) in
          try (scaling?.factor ?? []).withUnsafeBufferPointer { factor throws(EngineError) in
            try (weights ?? []).withUnsafeBufferPointer { weights throws(EngineError) in
              try body(
                BatchSource(
                  inputs: inputs, targets: self.targets == nil ? nil : targets,
                  shift: scaling == nil ? nil : shift.baseAddress,
                  factor: scaling == nil ? nil : factor.baseAddress,
                  weights: self.weights == nil ? nil : weights.baseAddress))
            }
          }
        }
      }
    }
  }
}
