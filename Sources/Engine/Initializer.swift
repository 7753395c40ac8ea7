import Catalog

/// How weights are drawn before the first update. Biases start at 0.
package enum Initializer: String, CaseIterable, Vocabulary {
  case xavier
  case xavierNormal = "xavier_normal"
  case he
  case heUniform = "he_uniform"
  case lecun, uniform, normal, zeros

  package static let noun = "initialiser"

  package var summary: String {
    switch self {
    case .xavier: "uniform, by the number of inputs and units (Glorot and Bengio 2010)"
    case .xavierNormal: "normal, by the number of inputs and units (Glorot and Bengio 2010)"
    case .he: "normal, by the number of inputs (He et al. 2015)"
    case .heUniform: "uniform, by the number of inputs (He et al. 2015)"
    case .lecun: "normal, by the number of inputs (LeCun et al. 1998)"
    case .uniform: "uniform between -range and range"
    case .normal: "normal around 0"
    case .zeros: "all 0"
    }
  }

  package var formula: String? {
    switch self {
    case .xavier: "W ~ U(-r, r), r = sqrt(6 / (inputs + units))"
    case .xavierNormal: "W ~ N(0, sd), sd = sqrt(2 / (inputs + units))"
    case .he: "W ~ N(0, sd), sd = sqrt(2 / inputs)"
    case .heUniform: "W ~ U(-r, r), r = sqrt(6 / inputs)"
    case .lecun: "W ~ N(0, sd), sd = sqrt(1 / inputs)"
    case .uniform: "W ~ U(-range, range)"
    case .normal: "W ~ N(0, std)"
    case .zeros: "W = 0"
    }
  }

  package var options: [Parameter] {
    switch self {
    case .uniform:
      [.option("range", .number(.nonNegative), fallback: "0.5", "largest absolute value")]
    case .normal:
      [.option("std", .number(.nonNegative), fallback: "0.1", "standard deviation")]
    case .xavier, .xavierNormal, .he, .heUniform, .lecun, .zeros: []
    }
  }

  /// The range or standard deviation in force where none is given; only `uniform` and `normal`
  /// look at it.
  package var defaultScale: Double {
    switch self {
    case .uniform: 0.5
    case .normal: 0.1
    case .xavier, .xavierNormal, .he, .heUniform, .lecun, .zeros: 1
    }
  }
}

/// An initialiser with its range or standard deviation.
package struct Initialization: Equatable, Hashable, Sendable {
  package var kind: Initializer
  package var scale: Double

  package init(_ kind: Initializer, scale: Double? = nil) {
    self.kind = kind
    self.scale = scale ?? kind.defaultScale
  }

  /// Draws the weights `[units × inputs]` of a layer, row after row.
  func draw<S: Scalar>(units: Int, inputs: Int, from stream: inout RandomStream) -> [S] {
    let fanIn = Double(inputs)
    let fanSum = Double(inputs) + Double(units)
    let count = units * inputs
    return switch kind {
    case .xavier: uniform(count, (6 / fanSum).squareRoot(), &stream)
    case .xavierNormal: stream.normals(count, times: (2 / fanSum).squareRoot())
    case .he: stream.normals(count, times: (2 / fanIn).squareRoot())
    case .heUniform: uniform(count, (6 / fanIn).squareRoot(), &stream)
    case .lecun: stream.normals(count, times: (1 / fanIn).squareRoot())
    case .uniform: uniform(count, scale, &stream)
    case .normal: stream.normals(count, times: scale)
    case .zeros: [S](repeating: 0, count: count)
    }
  }

  private func uniform<S: Scalar>(
    _ count: Int, _ range: Double, _ stream: inout RandomStream
  ) -> [S] {
    (0..<count).map { _ in S((2 * stream.uniform() - 1) * range) }
  }
}
