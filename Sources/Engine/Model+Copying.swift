// What keeping a model costs, and taking numbers over from another one.

extension Model {
  /// The memory that its numbers take.
  package var bytes: Int {
    let numbers =
      switch contents {
      case .float32(let store): store.count * Precision.float32.bytes
      case .float64(let store): store.count * Precision.float64.bytes
      }
    return numbers + curve.points.count * MemoryLayout<Curve.Point>.stride
  }

  /// Takes parameters and running statistics from a model of the same blueprint; counters and
  /// optimizer state stay.
  package mutating func takeParameters(from other: Model) {
    func replace<S: Scalar>(_ type: S.Type) {
      let source: Store<S> = other.store()
      var store = S.take(from: &contents)
      guard source.parameters.count == store.parameters.count else {
        contents = S.contents(store)
        return
      }
      store.parameters = source.parameters
      store.running = source.running
      contents = S.contents(store)
    }
    switch blueprint.precision {
    case .float32: replace(Float.self)
    case .float64: replace(Double.self)
    }
  }
}

extension Store {
  fileprivate var count: Int {
    parameters.count + running.count + optimizer.first.count + optimizer.second.count
      + optimizer.third.count
  }
}

extension Pass {
  /// The memory that its numbers take.
  package var bytes: Int {
    (values.count + (deltas?.count ?? 0) + (gradients?.count ?? 0)) * blueprint.precision.bytes
  }
}
