import Catalog

/// The number format in which a network is stored and trained.
package enum Precision: String, CaseIterable, Vocabulary {
  case float32, float64

  package static let noun = "precision"

  package var summary: String {
    switch self {
    case .float32: "single precision: about 7 decimal digits, fast"
    case .float64: "double precision: about 16 decimal digits"
    }
  }

  /// Bytes of one number.
  package var bytes: Int {
    switch self {
    case .float32: 4
    case .float64: 8
    }
  }
}
