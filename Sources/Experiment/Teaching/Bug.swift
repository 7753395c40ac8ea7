import Catalog

/// The classic mistakes in a backpropagation of one's own.
package enum Bug: String, Vocabulary {
  case inplace
  case missingM = "missing-m"
  case transposed, sign
  case noDerivative = "no-derivative"
  case staleBias = "stale-bias"
  case adamUncorrected = "adam-uncorrected"

  package static let noun = "bug"

  package var summary: String {
    switch self {
    case .inplace: "W of a layer is updated before the δ of the layer below is computed with it"
    case .missingM: "the gradients are sums over the samples, not means"
    case .transposed: "dW is a δᵀ, written into the place of δ aᵀ"
    case .sign: "δ of the last layer is y − ŷ"
    case .noDerivative: "δ lacks the factor f'(z)"
    case .staleBias: "the update leaves the biases as they were"
    case .adamUncorrected: "adam takes m and v without 1 − β₁ᵗ and 1 − β₂ᵗ"
    }
  }

  /// How it shows.
  package var trace: String {
    switch self {
    case .inplace, .missingM, .transposed, .sign, .noDerivative: "'check grads' finds it"
    case .staleBias: "the gradients are right: compare b after 'update' with b - lr * db"
    case .adamUncorrected: "the gradients are right: compare W after 'update' with a worked example"
    }
  }
}
