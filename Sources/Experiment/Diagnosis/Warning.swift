import Catalog

/// What training warns of while it runs.
package enum Warning: String, Vocabulary {
  case rising = "NN101"
  case plateau = "NN102"
  case dead = "NN103"
  case saturated = "NN104"
  case overfitting = "NN105"

  package static let noun = "warning"

  package var summary: String {
    switch self {
    case .rising: "the loss rises"
    case .plateau: "the loss stays at that of the best constant answer"
    case .dead: "half of a layer's relu units, or more, are dead: z <= 0 in all rows"
    case .saturated: "half of a layer's units, or more, are saturated: at the ends of their range"
    case .overfitting: "the validation loss rises while the loss falls"
    }
  }

  func note(_ text: String) -> String { "warning \(rawValue): \(text)" }
}
