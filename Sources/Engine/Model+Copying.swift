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

  /// A number that tells models of the same layers apart whose parameters, statistics or optimizer
  /// states differ: always by one number, else but for one case in 2⁶⁴.
  package var fingerprint: UInt64 {
    switch contents {
    case .float32(let store): store.fingerprint
    case .float64(let store): store.fingerprint
    }
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

  /// Becomes the same as another model, in the memory that its own numbers take: so neither of them
  /// has to be copied once more when one changes.
  package mutating func overwrite(with other: Model) {
    func overwrite<S: Scalar>(_ type: S.Type) {
      var store = S.take(from: &contents)
      store.overwrite(with: other.store())
      self = other
      contents = S.contents(store)
    }
    guard blueprint.precision == other.blueprint.precision else {
      self = other
      return
    }
    switch blueprint.precision {
    case .float32: overwrite(Float.self)
    case .float64: overwrite(Double.self)
    }
  }
}

extension Store {
  fileprivate mutating func overwrite(with other: Store<S>) {
    parameters.overwrite(with: other.parameters)
    running.overwrite(with: other.running)
    optimizer.kind = other.optimizer.kind
    optimizer.first.overwrite(with: other.optimizer.first)
    optimizer.second.overwrite(with: other.optimizer.second)
    optimizer.third.overwrite(with: other.optimizer.third)
    optimizer.updates.overwrite(with: other.optimizer.updates)
    optimizer.products.overwrite(with: other.optimizer.products)
  }

  fileprivate var count: Int {
    parameters.count + running.count + optimizer.first.count + optimizer.second.count
      + optimizer.third.count
  }
}

extension Array {
  fileprivate mutating func overwrite(with other: [Element]) {
    guard count == other.count else {
      self = other
      return
    }
    withUnsafeMutableBufferPointer { mine in
      other.withUnsafeBufferPointer { _ = mine.update(fromContentsOf: $0) }
    }
  }
}

extension Pass {
  /// The memory that its numbers take.
  package var bytes: Int {
    (values.count + (deltas?.count ?? 0) + (gradients?.count ?? 0)) * blueprint.precision.bytes
  }
}

extension Store {
  /// Σ word · (2i + 1) over all bytes in words of eight: what differs in one differs in the sum, as the
  /// factor is odd.
  fileprivate var fingerprint: UInt64 {
    var (sum, factor): (UInt64, UInt64) = (0, 1)
    func add<T>(_ array: [T]) {
      array.withUnsafeBytes { bytes in
        for start in stride(from: 0, to: bytes.count, by: 8) {
          var word: UInt64 = 0
          if start + 8 <= bytes.count {
            word = bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)
          } else {
            for byte in bytes[start...] { word = word << 8 | UInt64(byte) }
          }
          sum &+= word &* factor
          factor &+= 2
        }
      }
    }
    add(parameters)
    add(running)
    add(optimizer.first)
    add(optimizer.second)
    add(optimizer.third)
    add(optimizer.updates)
    add(optimizer.products)
    return sum
  }
}
