/// What a forward pass, and a backward pass after it, computed: a value.
package struct Pass: Equatable, Sendable {
  /// Columns of every matrix.
  package let samples: Int
  /// With dropout masks and batch statistics, or in evaluation mode.
  package let isTraining: Bool
  /// The loss of this batch, penalties included; nil without targets.
  package let loss: Double?
  /// Whether the loss is known, so that `Model.backward` can begin.
  package let hasTargets: Bool
  /// Whether these are all training rows, so that an update completes an epoch.
  package let coversAllRows: Bool
  /// Whether an update was made from it.
  package internal(set) var isSpent = false

  let blueprint: Blueprint
  let plan: Plan
  let step: Int
  /// Whether each sample's loss has a weight.
  let isWeighted: Bool
  let values: Numbers
  var deltas: Numbers?
  var gradients: Numbers?

  package var layers: Int { plan.layers.count }
  package var hasGradients: Bool { gradients != nil }

  /// `[samples]`: what the loss of each was multiplied with; nil where that is 1.
  package var weights: [Double]? {
    isWeighted ? values.doubles(plan.weights..<plan.weights + samples) : nil
  }

  /// z `[units × samples]` of a layer, from 1.
  package func z(_ layer: Int) -> Matrix? {
    guard let plan = layerPlan(layer) else { return nil }
    return matrix(values, plan.z, plan.units)
  }

  /// a `[units × samples]` of a layer; layer 0 is the input.
  package func a(_ layer: Int) -> Matrix? {
    if layer == 0 { return matrix(values, 0, plan.inputs) }
    guard let plan = layerPlan(layer) else { return nil }
    return matrix(values, plan.a, plan.units)
  }

  /// δ `[units × samples]` of a layer: the derivative of each sample's loss by z. Nil before the
  /// backward pass.
  package func delta(_ layer: Int) -> Matrix? {
    guard let deltas, let plan = layerPlan(layer) else { return nil }
    return matrix(deltas, plan.delta, plan.units)
  }

  /// The targets `[outputs × samples]`.
  package var targets: Matrix? {
    hasTargets ? matrix(values, plan.targets, plan.outputs) : nil
  }

  /// What a dropout layer multiplied with `[units × samples]`; nil for other layers.
  package func mask(_ layer: Int) -> Matrix? {
    guard let plan = layerPlan(layer), plan.kind == .dropout else { return nil }
    return matrix(values, plan.extra, plan.units)
  }

  /// x̂ of a batchnorm layer `[units × samples]`; nil for other layers.
  package func normalized(_ layer: Int) -> Matrix? {
    guard let plan = layerPlan(layer), plan.kind == .batchnorm else { return nil }
    return matrix(values, plan.extra, plan.units)
  }

  /// The mean and variance of each input `[units]` that a batchnorm layer took: those of the batch,
  /// or in evaluation the running ones; nil for other layers.
  package func statistics(_ layer: Int) -> (mean: [Double], variance: [Double])? {
    guard let plan = layerPlan(layer), plan.kind == .batchnorm else { return nil }
    let start = plan.statistics
    return (
      values.doubles(start..<start + plan.units),
      values.doubles(start + plan.units..<start + 2 * plan.units)
    )
  }

  /// Whether another pass computed the same numbers forward, bit for bit.
  package func agrees(with other: Pass) -> Bool { values == other.values }

  /// The gradient of a parameter, in its shape, with the penalty's term and before clipping. Nil
  /// before the backward pass.
  package func gradient(_ id: ParameterID) -> Matrix? {
    guard let gradients, let slot = blueprint.slot(id) else { return nil }
    return Matrix(rows: slot.rows, columns: slot.columns, elements: gradients.doubles(slot.range))
  }

  /// Whether there is room to look at it: for one array in double on its way to a matrix, and for so
  /// many of each layer that are kept.
  package func checkRoom(keeping arrays: Int) throws(EngineError) {
    let widths = blueprint.widths.map(Double.init)
    let numbers = 2 * (widths.max() ?? 0) + Double(arrays) * widths.reduce(0, +)
    try Memory.check(bytes: 8 * numbers * Double(samples))
  }

  private func layerPlan(_ layer: Int) -> LayerPlan? {
    (1...plan.layers.count).contains(layer) ? plan.layers[layer - 1] : nil
  }

  private func matrix(_ numbers: Numbers, _ offset: Int, _ units: Int) -> Matrix {
    Matrix(
      rows: samples, columns: units, elements: numbers.doubles(offset..<offset + samples * units)
    ).transposed
  }
}

extension Pass {
  /// This pass with other deltas `[units × samples]`, layer by layer, and other gradients, each in
  /// the shape of its parameter: what a backward pass of one's own has found.
  package func replacing(deltas: [Matrix], gradients: [ParameterID: Matrix]) -> Pass {
    var deltaNumbers = [Double](repeating: 0, count: plan.deltaCount)
    for (layer, matrix) in zip(plan.layers, deltas) {
      for (index, number) in matrix.transposed.elements.enumerated() {
        deltaNumbers[layer.delta + index] = number
      }
    }
    var gradientNumbers = [Double](repeating: 0, count: plan.parameterCount)
    for (id, matrix) in gradients {
      guard let slot = blueprint.slot(id), matrix.elements.count == slot.count else { continue }
      gradientNumbers.replaceSubrange(slot.range, with: matrix.elements)
    }
    var pass = self
    pass.deltas = blueprint.precision.numbers(deltaNumbers)
    pass.gradients = blueprint.precision.numbers(gradientNumbers)
    return pass
  }
}

extension Precision {
  fileprivate func numbers(_ doubles: [Double]) -> Numbers {
    switch self {
    case .float32: .float32(doubles.map { Float($0) })
    case .float64: .float64(doubles)
    }
  }
}

extension Pass {
  /// Copies out of a workspace what its last batch computed.
  ///
  /// - Throws: where there is no room for it.
  init<S: Scalar>(
    _ workspace: Workspace<S>, _ blueprint: Blueprint, samples: Int, isTraining: Bool, step: Int,
    loss: Double?, coversAllRows: Bool, hasTargets: Bool, hasGradients: Bool
  ) throws(EngineError) {
    let plan = try Plan(blueprint, capacity: samples)
    self.samples = samples
    self.isTraining = isTraining
    self.loss = loss
    self.coversAllRows = coversAllRows
    self.hasTargets = hasTargets
    self.blueprint = blueprint
    self.plan = plan
    self.step = step
    isWeighted = workspace.isWeighted
    values = S.numbers(workspace.valuesLaidOut(as: plan))
    if hasGradients {
      deltas = S.numbers(workspace.deltasLaidOut(as: plan))
      gradients = S.numbers(workspace.gradientArray)
    }
  }
}

extension Workspace {
  /// The values of the first `plan.capacity` samples, moved to where another plan has them.
  fileprivate func valuesLaidOut(as new: Plan) -> [S] {
    var array = [S](repeating: 0, count: new.valueCount)
    func copy(_ from: Int, _ to: Int, _ count: Int) {
      for i in 0..<count { array[to + i] = values[from + i] }
    }
    copy(0, 0, new.capacity * new.inputs)
    copy(plan.targets, new.targets, new.capacity * new.outputs)
    copy(plan.weights, new.weights, new.capacity)
    for (old, layer) in zip(plan.layers, new.layers) {
      let size = new.capacity * layer.units
      copy(old.z, layer.z, size)
      if layer.a != layer.z { copy(old.a, layer.a, size) }
      if layer.kind != .dense { copy(old.extra, layer.extra, size) }
      if layer.kind == .batchnorm { copy(old.statistics, layer.statistics, 3 * layer.units) }
    }
    return array
  }

  fileprivate func deltasLaidOut(as new: Plan) -> [S] {
    var array = [S](repeating: 0, count: new.deltaCount)
    for (old, layer) in zip(plan.layers, new.layers) {
      for i in 0..<new.capacity * layer.units { array[layer.delta + i] = deltas[old.delta + i] }
    }
    return array
  }
}
