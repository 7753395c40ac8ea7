/// Where numbers lie: their mean, standard deviation (by n) and ends.
package struct Spread: Equatable {
  package let mean: Double
  package let deviation: Double
  package let lowest: Double
  package let highest: Double

  package init(_ numbers: [Double]) {
    let count = Double(max(1, numbers.count))
    let center = numbers.reduce(0, +) / count
    mean = center
    let squares = numbers.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    deviation = (squares / count).squareRoot()
    lowest = numbers.min() ?? 0
    highest = numbers.max() ?? 0
  }
}

/// The Euclidean norm.
package func norm(_ numbers: [Double]) -> Double {
  numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
}
