import CKernels

/// One layer as the kernels see it: sizes, and where its numbers lie in the flat arrays.
struct LayerPlan: Equatable, Sendable {
  enum Kind: Equatable, Sendable { case dense, dropout, batchnorm }

  var kind: Kind
  var inputs: Int
  var units: Int
  var activation: Activation
  var alpha: Double
  /// Probability of dropping an input.
  var rate = 0.0
  var l1 = 0.0
  var l2 = 0.0

  /// In the parameters: W `[units × inputs]` or γ `[units]`, and b or β `[units]`.
  var weights = 0
  var bias: Int?
  /// In the running statistics: mean `[units]`, then variance `[units]`.
  var running = 0

  /// In the values: a of the layer below `[samples × inputs]`, z and a `[samples × units]`.
  var below = 0
  var z = 0
  var a = 0
  /// In the values: the dropout mask or x̂ `[samples × units]`.
  var extra = 0
  /// In the values: mean, variance and 1/√(variance + ε) of the batch, each `[units]`.
  var statistics = 0
  /// In the deltas: ∂L/∂z `[samples × units]`.
  var delta = 0
  /// In the deltas: that of the layer below; nil below the first layer.
  var deltaBelow: Int?
}

/// A layer where the workspace has it: so large a value would be copied for each look at it.
@dynamicMemberLookup
struct LayerReference {
  let place: UnsafePointer<LayerPlan>

  @inline(__always)
  subscript<T>(dynamicMember path: KeyPath<LayerPlan, T>) -> T { place.pointee[keyPath: path] }

  /// Whether the kernel for a whole layer at once serves.
  @inline(__always)
  func isSmall(_ samples: Int) -> Bool {
    samples &* self.units &* self.inputs < small_product
  }
}

/// A network laid out for batches of at most `capacity` samples.
struct Plan: Equatable, Sendable {
  let capacity: Int
  let inputs: Int
  let outputs: Int
  let layers: [LayerPlan]
  let parameterCount: Int
  let runningCount: Int
  /// Where the targets `[samples × outputs]` lie in the values; the inputs are at 0.
  let targets: Int
  /// Where the weight of each sample lies, for batches that have some.
  let weights: Int
  let valueCount: Int
  let deltaCount: Int
  /// What a workspace takes.
  let bytes: Double
  let hasBatchNorm: Bool
  let hasPenalty: Bool
  /// Whether the gradients of dense layers, without penalties, are all there are, and so many that
  /// it matters whether they are still in the cache when they are used.
  let hasOnlyPlainDense: Bool
  /// Multiplications and function values for one sample, forward and back; a rough measure.
  let work: Int

  /// - Parameter keepsSums: whether each z has a place of its own; without, only that of the last
  ///   layer has, since z is of no use once a is there.
  /// - Throws: where the numbers of a batch do not fit in memory.
  init(_ blueprint: Blueprint, capacity: Int, keepsSums: Bool = true) throws(EngineError) {
    guard capacity < Int(Int32.max) else {
      throw .sizeOutOfRange(noun: "samples in a batch", found: capacity, highest: Int(Int32.max))
    }
    let widths = blueprint.widths
    // Far more than there is could not even be counted below.
    let most = widths.reduce(0) { $0 + 4 * Double($1) } * Double(capacity)
    guard most < 0x1p60 else { throw .tooLarge(bytes: most, limit: Memory.room) }
    var layers: [LayerPlan] = []
    var values = Layouter(next: capacity * blueprint.inputs)
    var deltas = Layouter(next: 0)
    let sums = values.take(keepsSums ? 0 : capacity * (widths.max() ?? 0))
    var runningCount = 0
    for (index, layer) in blueprint.network.layers.enumerated() {
      var plan = LayerPlan(layer, inputs: widths[index], units: widths[index + 1])
      plan.place(blueprint, number: index + 1)
      let size = capacity * plan.units
      plan.below = layers.last?.a ?? 0
      plan.deltaBelow = layers.last?.delta
      let isLast = index == blueprint.network.layers.count - 1
      plan.z = keepsSums || isLast || plan.activation == .linear ? values.take(size) : sums
      // Where f is the identity, a is z.
      plan.a = plan.activation == .linear ? plan.z : values.take(size)
      if plan.kind != .dense { plan.extra = values.take(size) }
      if plan.kind == .batchnorm {
        plan.statistics = values.take(3 * plan.units)
        plan.running = runningCount
        runningCount += 2 * plan.units
      }
      plan.delta = deltas.take(size)
      layers.append(plan)
    }
    self.capacity = capacity
    inputs = blueprint.inputs
    outputs = blueprint.outputs
    self.layers = layers
    parameterCount = blueprint.parameterCount
    self.runningCount = runningCount
    targets = values.take(capacity * blueprint.outputs)
    weights = values.take(capacity)
    valueCount = values.next
    deltaCount = deltas.next
    hasBatchNorm = layers.contains { $0.kind == .batchnorm }
    hasPenalty = layers.contains { $0.l1 != 0 || $0.l2 != 0 }
    hasOnlyPlainDense = !hasBatchNorm && !hasPenalty && parameterCount > 1 << 14
    work = layers.reduce(0) {
      $0 + 20 * $1.units + ($1.kind == .dense ? 3 * $1.units * $1.inputs : 0)
    }
    let numbers = valueCount + deltaCount + parameterCount
    bytes = Double(numbers) * Double(blueprint.precision.bytes)
    try Memory.check(bytes: bytes)
  }
}

/// Hands out places in a flat array, each at a multiple of 16 numbers (64 bytes and more).
private struct Layouter {
  var next: Int

  init(next: Int) { self.next = (next + 15) & ~15 }

  mutating func take(_ count: Int) -> Int {
    defer { next += (count + 15) & ~15 }
    return next
  }
}

extension LayerPlan {
  fileprivate init(_ layer: Layer, inputs: Int, units: Int) {
    let kind: Kind =
      switch layer.kind {
      case .dense: .dense
      case .dropout: .dropout
      case .batchnorm: .batchnorm
      }
    self.init(
      kind: kind, inputs: inputs, units: units, activation: layer.activation ?? .linear,
      alpha: layer.alpha)
  }

  /// Fills in where the parameters of a layer lie and what is laid on them.
  fileprivate mutating func place(_ blueprint: Blueprint, number: Int) {
    func offset(_ role: Role) -> Int? {
      blueprint.slot(ParameterID(layer: number, role: role))?.offset
    }
    switch blueprint.layer(number).kind {
    case .dense(let dense):
      weights = offset(.weights) ?? 0
      bias = offset(.bias)
      let regularizer = blueprint.regularizer(of: dense)
      (l1, l2) = (regularizer.l1, regularizer.l2)
    case .dropout(let rate): self.rate = rate
    case .batchnorm:
      weights = offset(.gamma) ?? 0
      bias = offset(.beta)
    }
  }
}
