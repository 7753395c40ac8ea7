/// A vector of numbers in the precision of the network that made it.
package enum Numbers: Equatable, Sendable {
  case float32([Float])
  case float64([Double])

  package var count: Int {
    switch self {
    case .float32(let array): array.count
    case .float64(let array): array.count
    }
  }

  package func doubles(_ range: Range<Int>) -> [Double] {
    switch self {
    case .float32(let array): array[range].map { Double($0) }
    case .float64(let array): Array(array[range])
    }
  }
}
