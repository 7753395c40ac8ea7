/// A network with its numbers: parameters, running statistics, optimizer state and how far its
/// training has come. A value: a copy costs nothing until one of the two is trained.
package struct Model: Equatable, Sendable {
  package internal(set) var blueprint: Blueprint
  var contents: Contents
  /// By slot: whether the parameter was set, loaded or updated. One that was not is a function of
  /// the blueprint.
  var fixed: [Bool]

  /// Completed epochs since the weights were drawn.
  package var epoch = 0
  /// Updates since the weights were drawn.
  package var steps = 0
  /// How far the running epoch has come.
  package var position = EpochPosition()
  /// What a plateau schedule has seen.
  package var plateau = PlateauState()
  package var curve = Curve()

  /// A model with every parameter drawn and none fixed.
  package init(_ blueprint: Blueprint) {
    self.blueprint = blueprint
    fixed = [Bool](repeating: false, count: blueprint.parameters.count)
    contents =
      switch blueprint.precision {
      case .float32: .float32(Store(drawnFor: blueprint))
      case .float64: .float64(Store(drawnFor: blueprint))
      }
  }

  /// Whether there was no update yet.
  package var isFresh: Bool { steps == 0 }

  /// The values of a parameter: weights `[units × inputs]`, all others `[units × 1]`.
  package func values(_ id: ParameterID) throws(EngineError) -> Matrix {
    guard let slot = blueprint.slot(id) else { throw .noSuchParameter(id) }
    return Matrix(rows: slot.rows, columns: slot.columns, elements: parameters(slot.range))
  }

  package mutating func set(_ id: ParameterID, to matrix: Matrix) throws(EngineError) {
    guard let index = slotIndex(id) else { throw .noSuchParameter(id) }
    let slot = blueprint.parameters[index]
    guard matrix.rows == slot.rows, matrix.columns == slot.columns else {
      throw .wrongShape(
        id, found: [matrix.rows, matrix.columns], expected: [slot.rows, slot.columns])
    }
    for value in matrix.elements { try check(value, for: id) }
    write(matrix.elements, at: slot.offset)
    fixed[index] = true
  }

  /// Sets one entry; row and column count from 0.
  package mutating func set(
    _ id: ParameterID, row: Int, column: Int, to value: Double
  ) throws(EngineError) {
    guard let index = slotIndex(id) else { throw .noSuchParameter(id) }
    let slot = blueprint.parameters[index]
    guard (0..<slot.rows).contains(row), (0..<slot.columns).contains(column) else {
      throw .indexOutOfRange(
        id, row: row + 1, column: column + 1, rows: slot.rows, columns: slot.columns)
    }
    try check(value, for: id)
    write([value], at: slot.offset + row * slot.columns + column)
    fixed[index] = true
  }

  /// Draws parameters again, as if they had never been set or updated.
  package mutating func redraw(_ ids: some Sequence<ParameterID>) {
    for id in ids {
      guard let index = slotIndex(id) else { continue }
      let slot = blueprint.parameters[index]
      write(blueprint.drawn(slot) as [Double], at: slot.offset)
      clearOptimizerState(of: index)
      fixed[index] = false
    }
  }

  func slotIndex(_ id: ParameterID) -> Int? {
    blueprint.parameters.firstIndex { $0.id == id }
  }

  private func parameters(_ range: Range<Int>) -> [Double] {
    switch contents {
    case .float32(let store): store.parameters[range].map { Double($0) }
    case .float64(let store): Array(store.parameters[range])
    }
  }

  private mutating func write(_ values: [Double], at offset: Int) {
    func replace<S: Scalar>(_ type: S.Type) {
      var store = S.take(from: &contents)
      for (index, value) in values.enumerated() { store.parameters[offset + index] = S(value) }
      contents = S.contents(store)
    }
    switch blueprint.precision {
    case .float32: replace(Float.self)
    case .float64: replace(Double.self)
    }
  }

  private func check(_ value: Double, for id: ParameterID) throws(EngineError) {
    let isFinite = blueprint.precision == .float32 ? Float(value).isFinite : value.isFinite
    guard isFinite else {
      throw .valueOutOfRange(id, found: value, precision: blueprint.precision)
    }
  }
}

/// How much of the running epoch has been used by single steps.
package struct EpochPosition: Equatable, Sendable {
  /// Samples of the epoch's order that have been used.
  package var samples = 0
  package var batches = 0
  /// Sum of the batches' losses, each times its number of samples.
  package var lossSum = 0.0

  package init(samples: Int = 0, batches: Int = 0, lossSum: Double = 0) {
    self.samples = samples
    self.batches = batches
    self.lossSum = lossSum
  }

  /// The mean loss of the batches so far; nil before the first.
  package var loss: Double? { samples > 0 ? lossSum / Double(samples) : nil }
}

extension Store {
  fileprivate init(drawnFor blueprint: Blueprint) {
    parameters.reserveCapacity(blueprint.parameterCount)
    for slot in blueprint.parameters {
      parameters += blueprint.drawn(slot)
    }
    for (index, layer) in blueprint.network.layers.enumerated() {
      guard case .batchnorm = layer.kind else { continue }
      let units = blueprint.widths[index + 1]
      running += [S](repeating: 0, count: units) + [S](repeating: 1, count: units)
    }
  }
}
