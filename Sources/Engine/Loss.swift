import Catalog

/// What training makes small.
package enum Loss: String, CaseIterable, Vocabulary {
  case mse
  case crossEntropy = "cross_entropy"
  case bce, mae, huber
  case logCosh = "log_cosh"

  package static let noun = "loss"

  package var summary: String {
    switch self {
    case .mse: "half the squared error"
    case .crossEntropy: "cross-entropy of classes, with a softmax output"
    case .bce: "binary cross-entropy, with a sigmoid output"
    case .mae: "absolute error"
    case .huber: "squared error near 0, absolute error beyond delta"
    case .logCosh: "logarithm of the hyperbolic cosine of the error"
    }
  }

  package var formula: String? {
    switch self {
    case .mse: "L = 1/(2m) sum (y - yhat)^2"
    case .crossEntropy: "L = -1/m sum y log yhat"
    case .bce: "L = -1/m sum (y log yhat + (1 - y) log(1 - yhat))"
    case .mae: "L = 1/m sum |y - yhat|"
    case .huber:
      "L = 1/m sum h(y - yhat), h(d) = d^2/2 for |d| <= delta, else delta (|d| - delta/2)"
    case .logCosh: "L = 1/m sum log cosh(y - yhat)"
    }
  }

  package var options: [Parameter] {
    let reduction = Parameter.option(
      "reduction", .word(noun: Reduction.noun, terms: Reduction.terms), fallback: "batchmean",
      "how the errors are put together")
    return switch self {
    case .huber:
      [.option("delta", .number(.positive), fallback: "1", "where linear begins"), reduction]
    case .mse, .crossEntropy, .bce, .mae, .logCosh: [reduction]
    }
  }

  /// The activation that the last layer must have for this loss, where only one will do.
  package var requiredOutput: Activation? {
    switch self {
    case .crossEntropy: .softmax
    case .bce: .sigmoid
    case .mse, .mae, .huber, .logCosh: nil
    }
  }
}

/// How the errors of samples and outputs become one number.
package enum Reduction: String, CaseIterable, Vocabulary {
  case batchmean, mean, sum

  package static let noun = "reduction"

  package var summary: String {
    switch self {
    case .batchmean: "sum over outputs, mean over samples; mse has the factor 1/2"
    case .mean: "mean over all numbers, as PyTorch and Keras do; mse without 1/2"
    case .sum: "sum over all numbers; mse has the factor 1/2"
    }
  }
}

/// A loss with its options.
package struct LossFunction: Equatable, Sendable {
  package var loss: Loss
  package var reduction: Reduction
  /// Where huber's linear part begins.
  package var delta: Double

  package init(_ loss: Loss = .mse, reduction: Reduction = .batchmean, delta: Double = 1) {
    self.loss = loss
    self.reduction = reduction
    self.delta = delta
  }

  /// The loss that goes with a network where the user names none: cross_entropy after softmax.
  package static func standard(for network: Network) -> LossFunction {
    LossFunction(network.layers.last?.activation == .softmax ? .crossEntropy : .mse)
  }

  /// What the summed loss and the summed gradients are multiplied with: 1/m, 1/(m · outputs) or 1.
  package func factor(samples: Int, outputs: Int) -> Double {
    switch reduction {
    case .batchmean: 1 / Double(samples)
    case .mean:
      loss == .crossEntropy ? 1 / Double(samples) : 1 / (Double(samples) * Double(outputs))
    case .sum: 1
    }
  }

  /// Whether this loss and the last layer go together.
  package func check(against network: Network) throws(EngineError) {
    guard let last = network.layers.last else { throw .noLayers }
    if let required = loss.requiredOutput, last.activation != required {
      throw .lossNeedsOutput(loss: loss, required: required, found: last.activation)
    }
    if last.activation == .softmax, loss != .crossEntropy {
      throw .softmaxNeedsCrossEntropy(found: loss)
    }
  }

  /// Whether targets `[samples × outputs]` are ones this loss is defined for.
  package func check(targets: Matrix) throws(EngineError) {
    switch loss {
    case .bce, .crossEntropy:
      if let value = targets.first(where: { !(0...1).contains($0) }) {
        throw .targetOutOfRange(loss: loss, found: value)
      }
    case .mse, .mae, .huber, .logCosh: break
    }
  }
}

// MARK: - Formulas

extension LossFunction {
  /// The loss of one output ŷ with target y, before `factor`. Cross-entropies are not of this kind.
  @inline(__always)
  func value<S: Scalar>(_ output: S, _ target: S) -> S {
    let d = output - target
    switch loss {
    case .mse: return reduction == .mean ? d * d : S(0.5) * d * d
    case .mae: return abs(d)
    case .huber:
      let delta = S(delta)
      let size = abs(d)
      return size <= delta ? S(0.5) * d * d : delta * (size - S(0.5) * delta)
    case .logCosh:
      let size = abs(d)
      return size + S.log1p(S.exp(-2 * size)) - S(0.6931471805599453)
    case .crossEntropy, .bce: return 0
    }
  }

  /// The derivative of `value` by ŷ.
  @inline(__always)
  func slope<S: Scalar>(_ output: S, _ target: S) -> S {
    let d = output - target
    switch loss {
    case .mse: return reduction == .mean ? 2 * d : d
    case .mae: return d > 0 ? 1 : (d < 0 ? -1 : 0)
    case .huber:
      let delta = S(delta)
      return d > delta ? delta : (d < -delta ? -delta : d)
    case .logCosh: return S.tanh(d)
    case .crossEntropy, .bce: return 0
    }
  }
}

// MARK: - In symbols

extension LossFunction {
  /// The loss of one output in symbols, before `factor`: its share of the sample's loss.
  package func formula(z: Formula, output yhat: Formula, target y: Formula) -> Formula {
    let error = yhat - y
    switch loss {
    case .mse: return reduction == .mean ? error.squared : error.squared / 2
    case .mae: return .abs(error)
    case .huber:
      let limit = Formula.quantity(Symbol("delta_limit"), delta)
      return abs(error.value) <= delta
        ? error.squared / 2 : limit * (.abs(error) - limit / 2)
    case .logCosh: return .log((.exp(error) + .exp(-error)) / 2)
    case .crossEntropy: return -(y * .log(yhat))
    case .bce:
      // At the ends of the sigmoid, where 1 - yhat has few digits left, as it is computed: from z.
      guard (0.001...0.999).contains(yhat.value) else { return .softplus(z) - y * z }
      return -(y * .log(yhat)) - (1 - y) * .log(1 - yhat)
    }
  }

  /// The derivative of a sample's loss by one output in symbols; for the cross-entropies, whose
  /// activation is known, by its z. `targets` are all those of the sample.
  package func slopeFormula(
    output yhat: Formula, target y: Formula, targets: [Formula]
  ) -> Formula {
    let error = yhat - y
    switch loss {
    case .mse: return reduction == .mean ? 2 * error : error
    case .mae: return .sign(error)
    case .huber:
      let limit = Formula.quantity(Symbol("delta_limit"), delta)
      return abs(error.value) <= delta ? error : limit * .sign(error)
    case .logCosh: return .tanh(error)
    case .crossEntropy:
      let isDistribution = targets.reduce(0) { $0 + $1.value } == 1
      return isDistribution ? error : yhat * .sum(targets) - y
    case .bce: return error
    }
  }
}
