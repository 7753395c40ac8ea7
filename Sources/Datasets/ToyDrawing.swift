import Engine
import Glibc

/// The shapes of the toy data sets without their noise.
enum ToyShape {
  /// The place of one of `count` points of a class.
  typealias Point = (_ label: Int, _ index: Int, _ count: Int) -> (Double, Double)

  /// As scikit-learn's `make_moons`: both ends belong to each half circle.
  static func moon(label: Int, index: Int, count: Int) -> (Double, Double) {
    let angle = Double.pi * part(index, of: count)
    return label == 0 ? (cos(angle), sin(angle)) : (1 - cos(angle), 0.5 - sin(angle))
  }

  /// As scikit-learn's `make_circles` with a factor of 1/2: the outer one is class 0.
  static func circle(label: Int, index: Int, count: Int) -> (Double, Double) {
    let angle = 2 * Double.pi * Double(index) / Double(count)
    let radius = label == 0 ? 1 : 0.5
    return (radius * cos(angle), radius * sin(angle))
  }

  /// One and a half turns around the origin; the second arm is the first, turned by half a turn.
  static func spiral(label: Int, index: Int, count: Int) -> (Double, Double) {
    let radius = 0.1 + 0.9 * part(index, of: count)
    let side = label == 0 ? radius : -radius
    return (side * cos(3 * Double.pi * radius), side * sin(3 * Double.pi * radius))
  }

  /// The corners of a triangle with equal sides, 5 away from the origin.
  static func blob(label: Int, index: Int, count: Int) -> (Double, Double) {
    let angle = Double.pi * (0.5 + 2 * Double(label) / 3)
    return (5 * cos(angle), 5 * sin(angle))
  }

  static func sine(_ x: Double) -> Double { sin(x) }

  /// From 0 for the first to 1 for the last.
  private static func part(_ index: Int, of count: Int) -> Double {
    count < 2 ? 0 : Double(index) / Double(count - 1)
  }
}

/// Puts samples together and adds noise.
struct ToyDrawing {
  let count: Int
  let noise: Double
  private var stream: RandomStream

  init(count: Int, noise: Double, seed: UInt64) {
    self.count = count
    self.noise = noise
    stream = RandomStream(seed: seed, purpose: .data)
  }

  /// The rows 00 01 10 11, again and again.
  mutating func gate(_ name: String, _ output: (Bool, Bool) -> Bool) throws(DataError) -> Dataset {
    var inputs: [Double] = []
    var labels: [Int] = []
    for row in 0..<count {
      let (first, second) = (row & 2 != 0, row & 1 != 0)
      inputs.append(noisy(first ? 1 : 0))
      inputs.append(noisy(second ? 1 : 0))
      labels.append(output(first, second) ? 1 : 0)
    }
    return try Dataset(
      name: name, inputs: Matrix(rows: count, columns: 2, elements: inputs),
      target: .classes(labels: Labels(labels), names: ["0", "1"]))
  }

  /// Points of several classes, which differ in number by at most one, in random order.
  mutating func points(_ name: String, classes: Int, _ shape: ToyShape.Point) throws(DataError)
    -> Dataset
  {
    var inputs = [Double](repeating: 0, count: 2 * count)
    var labels = [Int](repeating: 0, count: count)
    for (place, row) in stream.permutation(count).enumerated() {
      let label = place % classes
      let (x, y) = shape(label, place / classes, (count - label + classes - 1) / classes)
      inputs[2 * row] = noisy(x)
      inputs[2 * row + 1] = noisy(y)
      labels[row] = label
    }
    return try Dataset(
      name: name, inputs: Matrix(rows: count, columns: 2, elements: inputs),
      target: .classes(labels: Labels(labels), names: (0..<classes).map(String.init)))
  }

  /// Points of a curve, evenly spaced, ends included.
  mutating func curve(
    _ name: String, from start: Double, to end: Double, _ function: (Double) -> Double
  ) throws(DataError) -> Dataset {
    let inputs = (0..<count).map { start + (end - start) * Double($0) / Double(count - 1) }
    let outputs = inputs.map { noisy(function($0)) }
    return try Dataset(
      name: name, inputs: Matrix(rows: count, columns: 1, elements: inputs), inputNames: ["x"],
      target: .values(Matrix(rows: count, columns: 1, elements: outputs), names: ["y"]))
  }

  private mutating func noisy(_ value: Double) -> Double {
    noise == 0 ? value : value + noise * normal()
  }

  /// A number of the standard normal distribution (Box, Muller 1958).
  private mutating func normal() -> Double {
    let radius = (-2 * log(1 - stream.uniform())).squareRoot()
    return radius * cos(2 * Double.pi * stream.uniform())
  }
}
