import Catalog

/// Small data sets that are drawn, to try networks on.
package enum ToyDataset: String, Vocabulary {
  case xor, and, or, nand, moons, circles, spiral, blobs, linear, sine

  package static let noun = "toy data set"
  /// How many samples one may ask for.
  package static let countRange = 2...1_000_000

  package var summary: String {
    switch self {
    case .xor: "exclusive or of two bits: the smallest problem that needs a hidden layer"
    case .and: "both of two bits"
    case .or: "at least one of two bits"
    case .nand: "not both of two bits"
    case .moons: "two half circles that reach into each other (2 classes)"
    case .circles: "a circle inside another (2 classes)"
    case .spiral: "two spiral arms (2 classes)"
    case .blobs: "three round clouds of points (3 classes)"
    case .linear: "a straight line, y = 2 x + 1 (regression)"
    case .sine: "one wave, y = sin x (regression)"
    }
  }

  package var formula: String? {
    switch self {
    case .xor: "y = x1 xor x2"
    case .and: "y = x1 and x2"
    case .or: "y = x1 or x2"
    case .nand: "y = not (x1 and x2)"
    case .moons: "(cos t, sin t) and (1 − cos t, 1/2 − sin t), 0 ≤ t ≤ π"
    case .circles: "r (cos t, sin t), r = 1 and 1/2"
    case .spiral: "±r (cos 3πr, sin 3πr), 0.1 ≤ r ≤ 1"
    case .blobs: nil
    case .linear: "y = 2 x + 1, −1 ≤ x ≤ 1"
    case .sine: "y = sin x, −π ≤ x ≤ π"
    }
  }

  package var options: [Parameter] {
    let noiseText = defaultNoise == 0 ? "0" : defaultNoise.description
    return [
      .option(
        "noise", .number(Bounds(0, 1e6)), fallback: noiseText,
        "standard deviation of the normal noise on \(isRegression ? "y" : "the inputs")"),
      .option("seed", .integer(0...Int.max), "draws other samples; the session's seed otherwise"),
    ]
  }

  /// Number of samples where none is given.
  package var defaultCount: Int {
    switch self {
    case .xor, .and, .or, .nand: 4
    case .moons, .circles, .spiral: 200
    case .blobs: 150
    case .linear, .sine: 100
    }
  }

  /// Noise where none is given: that of 4 samples for the gates, of which more are drawn with 0.1.
  package var defaultNoise: Double {
    switch self {
    case .xor, .and, .or, .nand: 0
    case .moons, .linear, .sine: 0.1
    case .circles: 0.05
    case .spiral: 0.02
    case .blobs: 1
    }
  }

  private var isRegression: Bool {
    switch self {
    case .linear, .sine: true
    case .xor, .and, .or, .nand, .moons, .circles, .spiral, .blobs: false
    }
  }

  /// Draws the samples, the same for the same seed.
  ///
  /// - Parameters:
  ///   - count: number of samples; more than 4 of a gate repeat its rows.
  ///   - noise: standard deviation of the normal noise on the inputs, or on y for regression.
  /// - Throws: for a count or a noise out of range.
  package func make(count: Int? = nil, noise: Double? = nil, seed: UInt64) throws(DataError)
    -> Dataset
  {
    let count = count ?? defaultCount
    let range = max(fewest, ToyDataset.countRange.lowerBound)...ToyDataset.countRange.upperBound
    guard range.contains(count) else {
      throw DataError(
        "\(rawValue) with \(counted(count, "sample")), expected \(range.lowerBound) to "
          + "\(range.upperBound)")
    }
    let noise = noise ?? (isGate && count > 4 ? 0.1 : defaultNoise)
    guard (0...1e6).contains(noise) else {
      throw DataError("the noise is \(noise), expected 0 to 1000000")
    }
    // Inputs, label, and the order that they are put in.
    try checkRoom(bytes: 64 * Double(count))
    var drawing = ToyDrawing(count: count, noise: noise, seed: seed)
    return try draw(&drawing)
  }

  private var fewest: Int {
    switch self {
    case .xor, .and, .or, .nand: 4
    case .blobs: 3
    case .moons, .circles, .spiral, .linear, .sine: 2
    }
  }

  private var isGate: Bool { fewest == 4 }

  private func draw(_ drawing: inout ToyDrawing) throws(DataError) -> Dataset {
    switch self {
    case .xor: try drawing.gate(rawValue) { $0 != $1 }
    case .and: try drawing.gate(rawValue) { $0 && $1 }
    case .or: try drawing.gate(rawValue) { $0 || $1 }
    case .nand: try drawing.gate(rawValue) { !($0 && $1) }
    case .moons: try drawing.points(rawValue, classes: 2, ToyShape.moon)
    case .circles: try drawing.points(rawValue, classes: 2, ToyShape.circle)
    case .spiral: try drawing.points(rawValue, classes: 2, ToyShape.spiral)
    case .blobs: try drawing.points(rawValue, classes: 3, ToyShape.blob)
    case .linear: try drawing.curve(rawValue, from: -1, to: 1) { 2 * $0 + 1 }
    case .sine: try drawing.curve(rawValue, from: -.pi, to: .pi, ToyShape.sine)
    }
  }
}
