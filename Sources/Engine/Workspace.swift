import CKernels

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
  /// Of the whole batch.
  let gradients: UnsafeMutablePointer<S>
  /// The summed loss of each shard.
  let shardLosses: UnsafeMutablePointer<Double>
  /// Whether the loss of each sample is multiplied with a weight of its own, as `values` has it.
  var isWeighted = false
  /// How shards are worked on.
  var pace = Pace()

  init(_ plan: Plan, shards: Int = 1) {
    self.plan = plan
    layers = .allocate(capacity: plan.layers.count)
    _ = layers.initialize(from: plan.layers)
    values = allocate(plan.valueCount)
    deltas = allocate(plan.deltaCount)
    gradients = allocate(plan.parameterCount)
    shardLosses = allocate(shards)
  }

  deinit {
    layers.deinitialize()
    layers.deallocate()
    values.deallocate()
    deltas.deallocate()
    gradients.deallocate()
    shardLosses.deallocate()
  }

  /// The layer, from 0.
  @inline(__always)
  func layer(_ number: Int) -> LayerReference {
    LayerReference(place: UnsafePointer(layers.baseAddress!) + number)
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
    S.gather(source.inputs, rows, count: count, into: values + place &* plan.inputs)
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
      S.gather(BatchSource.Columns(rows: targets, width: outputs), rows, count: count, into: to)
    case .oneHot(let labels):
      for i in 0..<count &* outputs { to[i] = 0 }
      for s in 0..<count { to[s &* outputs &+ labels[rows[s]]] = 1 }
    case .labels(let labels):
      for s in 0..<count { to[s] = S(Double(labels[rows[s]])) }
    }
  }
}

/// Where the data lies while batches are gathered from it.
struct BatchSource {
  /// Rows of `width` numbers, which are scaled on the way.
  struct Columns {
    let rows: number_rows
    let width: Int
    var shift: UnsafePointer<Double>?
    var factor: UnsafePointer<Double>?
  }

  let inputs: Columns
  let targets: Matrix.Place?
  let weights: UnsafePointer<Double>?
}

extension Samples {
  /// Calls `body` with the places of the data, for as long as it runs.
  ///
  /// - Throws: what `body` throws, and where the data has changed meanwhile.
  func withSource<R>(_ body: (BatchSource) throws(EngineError) -> R) throws(EngineError) -> R {
    try inputs.withPlace { inputs throws(EngineError) in
      guard case .numbers(let inputs) = inputs else { throw .noSamples }
      return try (targets ?? Matrix(rows: 0, columns: 0)).withPlace { targets throws(EngineError) in
        try (scaling?.shift ?? []).withUnsafeBufferPointer { shift throws(EngineError) in
          try (scaling?.factor ?? []).withUnsafeBufferPointer { factor throws(EngineError) in
            try (weights ?? []).withUnsafeBufferPointer { weights throws(EngineError) in
              try body(
                BatchSource(
                  inputs: BatchSource.Columns(
                    rows: inputs, width: self.inputs.columns,
                    shift: scaling == nil ? nil : shift.baseAddress,
                    factor: scaling == nil ? nil : factor.baseAddress),
                  targets: self.targets == nil ? nil : targets,
                  weights: self.weights == nil ? nil : weights.baseAddress))
            }
          }
        }
      }
    }
  }
}
