extension Model {
  /// This model for another blueprint.
  ///
  /// A parameter stays, with its optimizer state, where it is fixed and its layer (by id), role and
  /// shape are unchanged; all others are drawn for the new blueprint. The precision is converted;
  /// epoch, steps and curve stay.
  package func adapted(to new: Blueprint) -> Model {
    if new == blueprint { return self }
    var model = Model(new)
    (model.epoch, model.steps) = (epoch, steps)
    (model.position, model.plateau, model.curve) = (position, plateau, curve)
    switch new.precision {
    case .float32: model.adopt(from: self, as: Float.self)
    case .float64: model.adopt(from: self, as: Double.self)
    }
    return model
  }

  private mutating func adopt<S: Scalar>(from old: Model, as type: S.Type) {
    let source = old.converted(to: S.self)
    var store = S.take(from: &contents)
    store.optimizer.adoptShape(
      of: source.optimizer, parameters: blueprint.parameterCount, slots: blueprint.parameters.count)
    for (index, slot) in blueprint.parameters.enumerated() {
      guard let oldIndex = old.counterpart(of: slot, in: blueprint), old.fixed[oldIndex] else {
        continue
      }
      let range = old.blueprint.parameters[oldIndex].range
      store.parameters.replaceSubrange(slot.range, with: source.parameters[range])
      store.optimizer.adopt(source.optimizer, from: oldIndex, range, to: index, slot.range)
      fixed[index] = true
    }
    for (place, oldPlace) in runningPlaces(sharedWith: old) {
      store.running.replaceSubrange(place, with: source.running[oldPlace])
    }
    contents = S.contents(store)
  }

  private func counterpart(of slot: ParameterSlot, in new: Blueprint) -> Int? {
    let id = new.layer(slot.id.layer).id
    return blueprint.parameters.firstIndex { old in
      blueprint.layer(old.id.layer).id == id && old.id.role == slot.id.role
        && old.rows == slot.rows && old.columns == slot.columns
    }
  }

  /// The places of running statistics here and there, for batchnorm layers of the same id and size.
  private func runningPlaces(sharedWith old: Model) -> [(Range<Int>, Range<Int>)] {
    let oldPlaces = old.blueprint.runningPlaces
    return blueprint.runningPlaces.compactMap { number, place in
      let id = blueprint.layer(number).id
      let match = oldPlaces.first { old.blueprint.layer($0.layer).id == id }
      guard let match, match.range.count == place.count else { return nil }
      return (place, match.range)
    }
  }

  private func converted<S: Scalar>(to type: S.Type) -> Store<S> {
    switch contents {
    case .float32(let store): store.converted { S.array(.float32($0)) }
    case .float64(let store): store.converted { S.array(.float64($0)) }
    }
  }
}

extension Blueprint {
  /// For every batchnorm layer its number and where its mean and variance lie.
  var runningPlaces: [(layer: Int, range: Range<Int>)] {
    var places: [(layer: Int, range: Range<Int>)] = []
    let widths = widths
    for (index, layer) in network.layers.enumerated() {
      guard case .batchnorm = layer.kind else { continue }
      let start = places.last?.range.upperBound ?? 0
      places.append((index + 1, start..<start + 2 * widths[index + 1]))
    }
    return places
  }
}

extension Store {
  fileprivate func converted<T: Scalar>(_ convert: ([S]) -> [T]) -> Store<T> {
    var result = Store<T>()
    result.parameters = convert(parameters)
    result.running = convert(running)
    result.optimizer.kind = optimizer.kind
    result.optimizer.updates = optimizer.updates
    result.optimizer.products = optimizer.products
    for index in 0..<3 { result.optimizer[index] = convert(optimizer[index]) }
    return result
  }
}

extension OptimizerState {
  /// An empty state of the same rule and arrays for another number of parameters.
  fileprivate mutating func adoptShape(of other: OptimizerState, parameters: Int, slots: Int) {
    guard other.kind != nil else { return }
    kind = other.kind
    updates = [Int](repeating: 0, count: slots)
    products = [Double](repeating: 1, count: slots)
    for index in 0..<3 where !other[index].isEmpty {
      self[index] = [S](repeating: 0, count: parameters)
    }
  }

  fileprivate mutating func adopt(
    _ other: OptimizerState, from oldSlot: Int, _ oldRange: Range<Int>, to slot: Int,
    _ range: Range<Int>
  ) {
    guard other.kind != nil else { return }
    updates[slot] = other.updates[oldSlot]
    products[slot] = other.products[oldSlot]
    for index in 0..<3 where !other[index].isEmpty {
      self[index].replaceSubrange(range, with: other[index][oldRange])
    }
  }
}
