/// All that decides which parameters a network has and how they are drawn.
package struct Blueprint: Equatable, Sendable {
  package let network: Network
  /// Inputs of the first layer.
  package let inputs: Int
  package let seed: UInt64
  package let precision: Precision
  /// For layers without their own.
  package let regularizer: Regularizer
  /// For layers without their own; nil leaves it to the activation.
  package let initialization: Initialization?
  /// All arrays of parameters, in the order [W1 b1 W2 b2 …].
  package let parameters: [ParameterSlot]
  package let parameterCount: Int
  /// Units of the last layer.
  package let outputs: Int

  /// - Throws: where a size is out of range, the network has no layers, softmax stands anywhere but
  ///   last, or training would need more memory than there is.
  package init(
    network: Network, inputs: Int, seed: UInt64 = 0, precision: Precision = .float32,
    regularizer: Regularizer = Regularizer(), initialization: Initialization? = nil
  ) throws(EngineError) {
    try Blueprint.check(network, inputs: inputs, precision: precision)
    self.network = network
    self.inputs = inputs
    self.seed = seed
    self.precision = precision
    self.regularizer = regularizer
    self.initialization = initialization
    parameters = Blueprint.slots(of: network, inputs: inputs)
    parameterCount = parameters.last.map { $0.range.upperBound } ?? 0
    outputs = network.widths(inputs: inputs)[network.layers.count]
  }

  package func slot(_ id: ParameterID) -> ParameterSlot? {
    parameters.first { $0.id == id }
  }

  /// Units of every layer, from the input (layer 0) on.
  package var widths: [Int] { network.widths(inputs: inputs) }

  /// The layer (from 1) as it is described.
  package func layer(_ number: Int) -> Layer { network.layers[number - 1] }

  /// The penalties on the weights of a dense layer.
  package func regularizer(of dense: Dense) -> Regularizer {
    Regularizer(l1: dense.l1 ?? regularizer.l1, l2: dense.l2 ?? regularizer.l2)
  }

  /// The starting values of an array of parameters: a function of seed, layer, shape and
  /// initialiser alone.
  func drawn<S: Scalar>(_ slot: ParameterSlot) -> [S] {
    guard case .dense(let dense) = layer(slot.id.layer).kind, slot.id.role == .weights else {
      return [S](repeating: slot.id.role == .gamma ? 1 : 0, count: slot.count)
    }
    var stream = RandomStream(seed: seed, purpose: .weights, index: slot.id.layer)
    let rule =
      dense.initialization ?? initialization ?? Initialization(dense.activation.defaultInitializer)
    return rule.draw(units: slot.rows, inputs: slot.columns, from: &stream)
  }
}

extension Blueprint {
  /// More units or layers than this are surely a slip, and BLAS counts in 32 bits.
  package static let largestWidth = 1 << 30
  package static let mostLayers = 10_000

  private static func check(
    _ network: Network, inputs: Int, precision: Precision
  ) throws(EngineError) {
    guard !network.layers.isEmpty else { throw .noLayers }
    guard network.layers.count <= mostLayers else {
      throw .sizeOutOfRange(noun: "layers", found: network.layers.count, highest: mostLayers)
    }
    var width = try checked(inputs, "inputs")
    var count = 0.0
    for (index, layer) in network.layers.enumerated() {
      let units = try checked(layer.units(inputs: width), "units")
      switch layer.kind {
      case .dense: count += Double(units) * (Double(width) + 1)
      case .batchnorm: count += 4 * Double(units)
      case .dropout(let rate):
        guard rate >= 0, rate < 1 else { throw .dropoutRate(found: rate) }
      }
      if layer.activation == .softmax, index != network.layers.count - 1 {
        throw .softmaxNotLast(layer: index + 1)
      }
      width = units
    }
    // Parameters, gradients, up to three arrays of optimizer state, one copy for undo.
    try Memory.check(total: 6 * count * Double(precision.bytes))
  }

  private static func checked(_ size: Int, _ noun: String) throws(EngineError) -> Int {
    guard (1...largestWidth).contains(size) else {
      throw .sizeOutOfRange(noun: noun, found: size, highest: largestWidth)
    }
    return size
  }

  private static func slots(of network: Network, inputs: Int) -> [ParameterSlot] {
    var slots: [ParameterSlot] = []
    var offset = 0
    var width = inputs
    func add(_ layer: Int, _ role: Role, _ rows: Int, _ columns: Int) {
      let slot = ParameterSlot(
        id: ParameterID(layer: layer, role: role), rows: rows, columns: columns, offset: offset)
      slots.append(slot)
      offset += slot.count
    }
    for (index, layer) in network.layers.enumerated() {
      let units = layer.units(inputs: width)
      switch layer.kind {
      case .dense(let dense):
        add(index + 1, .weights, units, width)
        if dense.hasBias { add(index + 1, .bias, units, 1) }
      case .batchnorm:
        add(index + 1, .gamma, units, 1)
        add(index + 1, .beta, units, 1)
      case .dropout: break
      }
      width = units
    }
    return slots
  }
}
