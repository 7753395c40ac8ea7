import Engine

/// What most engine tests begin with.
enum Fixture {
  static func dense(
    _ id: Int, _ units: Int, _ activation: Activation, alpha: Double? = nil, l1: Double? = nil,
    l2: Double? = nil
  ) -> Layer {
    Layer(
      id: id,
      kind: .dense(Dense(units: units, activation: activation, alpha: alpha, l1: l1, l2: l2)))
  }

  static func network(_ layers: [Layer.Kind]) -> Network {
    Network(layers: layers.enumerated().map { Layer(id: $0.offset + 1, kind: $0.element) })
  }

  static func matrix(_ rows: [[Double]]) -> Matrix {
    Matrix(rows: rows.count, columns: rows[0].count, elements: rows.flatMap { $0 })
  }

  static let xor = Samples(
    inputs: matrix([[0, 0], [0, 1], [1, 0], [1, 1]]), targets: matrix([[0], [1], [1], [0]]))

  /// Random inputs and targets of a kind that every loss accepts: classes for cross_entropy,
  /// numbers in (0, 1) otherwise.
  static func samples(_ count: Int, inputs: Int, outputs: Int, loss: Loss, seed: UInt64 = 1)
    -> Samples
  {
    var stream = RandomStream(seed: seed, purpose: .data)
    var y = Matrix(rows: count, columns: outputs)
    for s in 0..<count {
      let hot = stream.below(outputs)
      for j in 0..<outputs {
        y[s, j] = loss == .crossEntropy ? (j == hot ? 1 : 0) : 0.1 + 0.8 * stream.uniform()
      }
    }
    let x = (0..<count * inputs).map { _ in stream.normal() }
    return Samples(inputs: Matrix(rows: count, columns: inputs, elements: x), targets: y)
  }
}
