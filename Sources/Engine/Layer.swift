/// One layer of a network as it is described, without numbers.
package struct Layer: Equatable, Sendable {
  /// Stays with the layer when others are inserted or removed.
  package var id: Int
  package var kind: Kind

  package init(id: Int, kind: Kind) {
    self.id = id
    self.kind = kind
  }

  package enum Kind: Equatable, Sendable {
    case dense(Dense)
    /// `rate` is the probability of dropping an input, in [0, 1).
    case dropout(rate: Double)
    case batchnorm(BatchNorm)
  }

  /// The activation of the layer; a dropout layer has none.
  package var activation: Activation? {
    switch kind {
    case .dense(let dense): dense.activation
    case .dropout: nil
    case .batchnorm(let norm): norm.activation
    }
  }

  package var alpha: Double {
    switch kind {
    case .dense(let dense): dense.alpha
    case .dropout: 1
    case .batchnorm(let norm): norm.alpha
    }
  }

  /// The number of outputs where the layer below has `inputs`.
  package func units(inputs: Int) -> Int {
    switch kind {
    case .dense(let dense): dense.units
    case .dropout, .batchnorm: inputs
    }
  }
}

/// z = W a + b, a = f(z).
package struct Dense: Equatable, Sendable {
  package var units: Int
  package var activation: Activation
  package var alpha: Double
  /// Nil is the network's, or else the activation's own.
  package var initialization: Initialization?
  package var hasBias: Bool
  /// Nil is the network's.
  package var l1: Double?
  package var l2: Double?

  package init(
    units: Int, activation: Activation = .linear, alpha: Double? = nil,
    initialization: Initialization? = nil, hasBias: Bool = true, l1: Double? = nil,
    l2: Double? = nil
  ) {
    self.units = units
    self.activation = activation
    self.alpha = alpha ?? activation.defaultAlpha
    self.initialization = initialization
    self.hasBias = hasBias
    self.l1 = l1
    self.l2 = l2
  }
}

/// z = γ x̂ + β with x̂ the input at mean 0 and variance 1, a = f(z) (Ioffe and Szegedy 2015).
package struct BatchNorm: Equatable, Sendable {
  package var activation: Activation
  package var alpha: Double

  package init(activation: Activation = .linear, alpha: Double? = nil) {
    self.activation = activation
    self.alpha = alpha ?? activation.defaultAlpha
  }

  /// Added to the variance before its root is taken.
  package static let epsilon = 1e-5
  /// The share of a batch in the running statistics.
  package static let momentum = 0.1
}

/// Weight penalties: λ₂/2 ‖W‖² + λ₁ ‖W‖₁.
package struct Regularizer: Equatable, Sendable {
  package var l1: Double
  package var l2: Double

  package init(l1: Double = 0, l2: Double = 0) {
    self.l1 = l1
    self.l2 = l2
  }
}

/// The layers from the input to the output.
package struct Network: Equatable, Sendable {
  package var layers: [Layer]

  package init(layers: [Layer] = []) { self.layers = layers }

  /// The number of units of every layer, from the input (layer 0) on.
  package func widths(inputs: Int) -> [Int] {
    layers.reduce(into: [inputs]) { widths, layer in
      widths.append(layer.units(inputs: widths[widths.count - 1]))
    }
  }
}
