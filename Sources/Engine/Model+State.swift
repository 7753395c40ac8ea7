extension Model {
  /// One array of what the optimizer remembers, for saving.
  package struct OptimizerArray: Equatable, Sendable {
    /// The name that torch gives it: exp_avg, momentum_buffer, step …
    package var name: String
    package var id: ParameterID
    /// As long as the parameter; `step` and `mu_product` are single numbers.
    package var values: [Double]

    package init(name: String, id: ParameterID, values: [Double]) {
      self.name = name
      self.id = id
      self.values = values
    }
  }

  /// The rule that made the optimizer state; nil where there is none.
  package var optimizerKind: Optimizer? {
    switch contents {
    case .float32(let store): store.optimizer.kind
    case .float64(let store): store.optimizer.kind
    }
  }

  /// All that the optimizer remembers.
  package func optimizerState() -> [OptimizerArray] {
    switch contents {
    case .float32(let store): store.optimizer.arrays(of: blueprint.parameters)
    case .float64(let store): store.optimizer.arrays(of: blueprint.parameters)
    }
  }

  /// Takes over a saved state; all parameters count as fixed from then on.
  package mutating func restore(
    optimizer kind: Optimizer, _ arrays: [OptimizerArray]
  ) throws(EngineError) {
    switch blueprint.precision {
    case .float32: try restore(kind, arrays, as: Float.self)
    case .float64: try restore(kind, arrays, as: Double.self)
    }
  }

  private mutating func restore<S: Scalar>(
    _ kind: Optimizer, _ arrays: [OptimizerArray], as type: S.Type
  ) throws(EngineError) {
    var state = OptimizerState<S>()
    state.prepare(OptimizerSettings(kind), for: blueprint.parameters)
    for array in arrays {
      guard let index = slotIndex(array.id) else { throw .noSuchParameter(array.id) }
      try state.write(array, slot: index, blueprint.parameters[index], blueprint.parameterCount)
    }
    var store = S.take(from: &contents)
    store.optimizer = state
    contents = S.contents(store)
    fixed = fixed.map { _ in true }
  }

  /// Forgets what the optimizer remembers, and what a plateau schedule has seen.
  package mutating func clearOptimizerState() {
    switch blueprint.precision {
    case .float32: replaceOptimizer(OptimizerState<Float>())
    case .float64: replaceOptimizer(OptimizerState<Double>())
    }
    plateau = PlateauState()
  }

  private mutating func replaceOptimizer<S: Scalar>(_ state: OptimizerState<S>) {
    var store = S.take(from: &contents)
    store.optimizer = state
    contents = S.contents(store)
  }

  /// Forgets what the optimizer remembers of one array of parameters.
  mutating func clearOptimizerState(of slot: Int) {
    func clear<S: Scalar>(_ type: S.Type) {
      var store = S.take(from: &contents)
      if store.optimizer.kind != nil {
        store.optimizer.updates[slot] = 0
        store.optimizer.products[slot] = 1
        for index in 0..<3 where !store.optimizer[index].isEmpty {
          for entry in blueprint.parameters[slot].range { store.optimizer[index][entry] = 0 }
        }
      }
      contents = S.contents(store)
    }
    switch blueprint.precision {
    case .float32: clear(Float.self)
    case .float64: clear(Double.self)
    }
  }

  /// The running mean `[units]` of a batchnorm layer (from 1); nil for other layers.
  package func runningMean(_ layer: Int) -> [Double]? { running(layer)?.mean }

  /// The running variance `[units]` of a batchnorm layer (from 1), unbiased; nil for other layers.
  package func runningVariance(_ layer: Int) -> [Double]? { running(layer)?.variance }

  package mutating func setRunning(
    _ layer: Int, mean: [Double], variance: [Double]
  ) throws(EngineError) {
    let id = ParameterID(layer: layer, role: .gamma)
    guard let place = runningPlace(layer) else { throw .noSuchParameter(id) }
    guard mean.count + variance.count == place.count, mean.count == variance.count else {
      throw .wrongShape(id, found: [mean.count, 1], expected: [place.count / 2, 1])
    }
    let values = mean + variance
    switch contents {
    case .float32(var store):
      store.running.replaceSubrange(place, with: values.map { Float($0) })
      contents = .float32(store)
    case .float64(var store):
      store.running.replaceSubrange(place, with: values)
      contents = .float64(store)
    }
  }

  private func running(_ layer: Int) -> (mean: [Double], variance: [Double])? {
    guard let place = runningPlace(layer) else { return nil }
    let values: [Double] =
      switch contents {
      case .float32(let store): store.running[place].map { Double($0) }
      case .float64(let store): Array(store.running[place])
      }
    let units = place.count / 2
    return (Array(values[..<units]), Array(values[units...]))
  }

  private func runningPlace(_ layer: Int) -> Range<Int>? {
    blueprint.runningPlaces.first { $0.layer == layer }?.range
  }
}

extension OptimizerState {
  fileprivate func arrays(of slots: [ParameterSlot]) -> [Model.OptimizerArray] {
    guard let kind else { return [] }
    var arrays: [Model.OptimizerArray] = []
    for (index, slot) in slots.enumerated() {
      func add(_ name: String, _ values: [Double]) {
        arrays.append(Model.OptimizerArray(name: name, id: slot.id, values: values))
      }
      add("step", [Double(updates[index])])
      if kind == .nadam { add("mu_product", [products[index]]) }
      for (buffer, name) in kind.buffers.enumerated() where !self[buffer].isEmpty {
        add(name, self[buffer][slot.range].map(\.asDouble))
      }
    }
    return arrays
  }

  fileprivate mutating func write(
    _ array: Model.OptimizerArray, slot index: Int, _ slot: ParameterSlot, _ total: Int
  ) throws(EngineError) {
    guard let kind else { return }
    switch array.name {
    case "step":
      guard array.values.count == 1, let step = Int(exactly: array.values[0]), step >= 0,
        step < 1 << 53
      else { throw .badState(name: array.name) }
      updates[index] = step
    case "mu_product":
      guard array.values.count == 1, array.values[0].isFinite else {
        throw .badState(name: array.name)
      }
      products[index] = array.values[0]
    default:
      guard let buffer = kind.buffers.firstIndex(of: array.name), array.values.count == slot.count,
        array.values.allSatisfy(\.isFinite)
      else { throw .badState(name: array.name) }
      if self[buffer].isEmpty { self[buffer] = [S](repeating: 0, count: total) }
      self[buffer].replaceSubrange(slot.range, with: array.values.map { S($0) })
    }
  }
}
