import CKernels
import Catalog

/// What a layer makes of its weighted sums: a = f(z).
package enum Activation: String, CaseIterable, Vocabulary {
  case linear, sigmoid, tanh, relu
  case leakyRelu = "leaky_relu"
  case elu, selu, gelu, swish, softplus, softsign, mish, softmax

  package static let noun = "activation"

  package var summary: String {
    switch self {
    case .linear: "the weighted sum itself"
    case .sigmoid: "logistic curve, between 0 and 1"
    case .tanh: "hyperbolic tangent, between -1 and 1"
    case .relu: "rectifier: zero for what is negative"
    case .leakyRelu: "rectifier with a small slope for what is negative"
    case .elu: "exponential below zero, linear above"
    case .selu: "scaled elu that keeps mean 0 and variance 1"
    case .gelu: "z times the normal distribution function, with the exact erf"
    case .swish: "z times its sigmoid"
    case .softplus: "smooth rectifier"
    case .softsign: "between -1 and 1, with slow tails"
    case .mish: "z times the tanh of its softplus"
    case .softmax: "probabilities of the classes; only in the last layer"
    }
  }

  package var formula: String? {
    switch self {
    case .linear: "f(z) = z"
    case .sigmoid: "f(z) = 1 / (1 + e^-z)"
    case .tanh: "f(z) = tanh z"
    case .relu: "f(z) = max(0, z)"
    case .leakyRelu: "f(z) = z for z > 0, else alpha z"
    case .elu: "f(z) = z for z > 0, else alpha (e^z - 1)"
    case .selu: "f(z) = 1.0507 z for z > 0, else 1.7581 (e^z - 1)"
    case .gelu: "f(z) = z/2 (1 + erf(z / sqrt 2))"
    case .swish: "f(z) = z / (1 + e^-z)"
    case .softplus: "f(z) = log(1 + e^z)"
    case .softsign: "f(z) = z / (1 + |z|)"
    case .mish: "f(z) = z tanh(log(1 + e^z))"
    case .softmax: "f(z)_i = e^z_i / sum_j e^z_j"
    }
  }

  package var options: [Parameter] {
    switch self {
    case .leakyRelu:
      [.option("alpha", .number(.any), fallback: "0.01", "slope for what is negative")]
    case .elu:
      [.option("alpha", .number(.any), fallback: "1", "limit for what is very negative")]
    case .linear, .sigmoid, .tanh, .relu, .selu, .gelu, .swish, .softplus, .softsign, .mish,
      .softmax:
      []
    }
  }

  /// The alpha in force where none is given; only leaky_relu and elu look at it.
  package var defaultAlpha: Double {
    switch self {
    case .leakyRelu: 0.01
    case .linear, .sigmoid, .tanh, .relu, .elu, .selu, .gelu, .swish, .softplus, .softsign, .mish,
      .softmax:
      1
    }
  }

  /// How the weights into units with this activation are drawn where nothing else is said.
  package var defaultInitializer: Initializer {
    switch self {
    case .relu, .leakyRelu, .elu, .gelu, .swish: .he
    case .selu: .lecun
    case .linear, .sigmoid, .tanh, .softplus, .softsign, .mish, .softmax: .xavier
    }
  }

  /// Between which values f(z) lies, ends included; nil for all numbers.
  package var reach: ClosedRange<Double>? {
    switch self {
    case .sigmoid, .softmax: 0...1
    case .tanh, .softsign: -1...1
    case .relu, .softplus: 0...Double.infinity
    case .linear, .leakyRelu, .elu, .selu, .gelu, .swish, .mish: nil
    }
  }

  /// Whether the first or second derivative jumps at z = 0, where a difference quotient is no
  /// measure of the slope.
  package var hasKink: Bool {
    switch self {
    case .relu, .leakyRelu, .elu, .selu, .softsign: true
    case .linear, .sigmoid, .tanh, .gelu, .swish, .softplus, .mish, .softmax: false
    }
  }

  /// f(z). The softmax of a single number is 1.
  package func value(_ z: Double, alpha: Double) -> Double { formulaValue(z, alpha) }

  /// f'(z). At a kink the slope from the left, so that relu has slope 0 at 0.
  package func slope(_ z: Double, alpha: Double) -> Double {
    formulaSlope(z, formulaValue(z, alpha), alpha)
  }

  /// The softmax of a vector, safe for numbers of any size.
  package static func softmax(_ z: [Double]) -> [Double] {
    guard let highest = z.max() else { return [] }
    let powers = z.map { Double.exp($0 - highest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}

// MARK: - Formulas

/// Klambauer et al. 2017, Self-Normalizing Neural Networks.
private let seluScale = 1.0507009873554804934193349852946
private let seluAlpha = 1.6732632423543772848170429916717

extension Activation {
  @inline(__always)
  func formulaValue<S: Scalar>(_ z: S, _ alpha: S) -> S {
    switch self {
    case .linear: z
    case .sigmoid: Activation.logistic(z)
    case .tanh: S.tanh(z)
    case .relu: z > 0 ? z : 0
    case .leakyRelu: z > 0 ? z : alpha * z
    case .elu: z > 0 ? z : alpha * S.expm1(z)
    case .selu: z > 0 ? S(seluScale) * z : S(seluScale * seluAlpha) * S.expm1(z)
    case .gelu: z * S(0.5) * S.erfc(-z * S(0.5.squareRoot()))
    case .swish: z * Activation.logistic(z)
    case .softplus: Activation.softplus(z)
    case .softsign: z / (1 + abs(z))
    case .mish: z * S.tanh(Activation.softplus(z))
    case .softmax: 1
    }
  }

  /// f'(z), with a = f(z) at hand.
  @inline(__always)
  func formulaSlope<S: Scalar>(_ z: S, _ a: S, _ alpha: S) -> S {
    switch self {
    case .linear: return 1
    case .sigmoid: return a * (1 - a)
    case .tanh: return 1 - a * a
    case .relu: return z > 0 ? 1 : 0
    case .leakyRelu: return z > 0 ? 1 : alpha
    case .elu: return z > 0 ? 1 : a + alpha
    case .selu: return z > 0 ? S(seluScale) : a + S(seluScale * seluAlpha)
    case .gelu:
      let density = S.exp(-z * z * S(0.5)) * S(0.3989422804014327)
      return S(0.5) * S.erfc(-z * S(0.5.squareRoot())) + z * density
    case .swish:
      let s = Activation.logistic(z)
      return s + a * (1 - s)
    case .softplus: return Activation.logistic(z)
    case .softsign:
      let r = 1 / (1 + abs(z))
      return r * r
    case .mish:
      let t = S.tanh(Activation.softplus(z))
      return t + z * Activation.logistic(z) * (1 - t * t)
    case .softmax: return 0
    }
  }

  /// The kernel for many numbers; nil where there is none, and the formulas make the loops.
  @inline(__always)
  package var kernel: activation? {
    switch self {
    case .relu: activation_relu
    case .leakyRelu: activation_leaky_relu
    case .elu: activation_elu
    case .selu: activation_selu
    case .sigmoid: activation_sigmoid
    case .tanh: activation_tanh
    case .gelu: activation_gelu
    case .swish: activation_swish
    case .softplus: activation_softplus
    case .mish: activation_mish
    case .linear, .softsign, .softmax: nil
    }
  }

  /// Fewer numbers take no longer in a loop in place.
  static let fewestForKernel = 64

  /// 1 / (1 + e^-z) without overflow: only e^-|z| is computed.
  @inline(__always)
  static func logistic<S: Scalar>(_ z: S) -> S {
    let e = S.exp(-abs(z))
    return (z < 0 ? e : 1) / (1 + e)
  }

  /// log(1 + e^z) = max(z, 0) + log(1 + e^-|z|).
  @inline(__always)
  static func softplus<S: Scalar>(_ z: S) -> S {
    (z > 0 ? z : 0) + S.log1p(S.exp(-abs(z)))
  }

  /// Runs a loop with this case as a constant, so that it is compiled once per activation, without a
  /// switch per number.
  @inline(__always)
  func run(_ loop: some ActivationLoop) {
    switch self {
    case .linear: loop.run(.linear)
    case .sigmoid: loop.run(.sigmoid)
    case .tanh: loop.run(.tanh)
    case .relu: loop.run(.relu)
    case .leakyRelu: loop.run(.leakyRelu)
    case .elu: loop.run(.elu)
    case .selu: loop.run(.selu)
    case .gelu: loop.run(.gelu)
    case .swish: loop.run(.swish)
    case .softplus: loop.run(.softplus)
    case .softsign: loop.run(.softsign)
    case .mish: loop.run(.mish)
    case .softmax: loop.run(.softmax)
    }
  }
}

/// A loop over numbers that depends on the activation. It is a type, not a closure, since only so its
/// `run` is inlined, whatever its size, where the activation is a constant.
protocol ActivationLoop {
  func run(_ f: Activation)
}

// MARK: - In symbols

/// A function in symbols, and where it has several pieces the piece that holds.
package struct Piece: Equatable, Sendable {
  package let formula: Formula
  package let condition: Comparison?

  fileprivate init(_ formula: Formula, where condition: Comparison? = nil) {
    self.formula = formula
    self.condition = condition
  }
}

extension Activation {
  /// f(z) in symbols. Softmax, which looks at the z of all units, is not of this kind.
  package func formula(of z: Formula, alpha: Formula) -> Piece {
    let isAbove = z.value > 0
    let side = Comparison(z, isAbove ? .above : .atMost, 0)
    switch self {
    case .linear, .softmax: return Piece(z)
    case .sigmoid: return Piece(1 / (1 + .exp(-z)))
    case .tanh: return Piece(.tanh(z))
    case .relu: return Piece(.max(0, z))
    case .leakyRelu: return Piece(isAbove ? z : alpha * z, where: side)
    case .elu: return Piece(isAbove ? z : alpha * (.exp(z) - 1), where: side)
    case .selu:
      let scale = Formula.number(isAbove ? seluScale : seluScale * seluAlpha)
      return Piece(isAbove ? scale * z : scale * (.exp(z) - 1), where: side)
    case .gelu: return Piece(z / 2 * (1 + .erf(z / .sqrt(2))))
    case .swish: return Piece(z / (1 + .exp(-z)))
    case .softplus: return Piece(.log(1 + .exp(z)))
    case .softsign: return Piece(z / (1 + .abs(z)))
    case .mish: return Piece(z * .tanh(.softplus(z)))
    }
  }

  /// f'(z) in symbols, with a = f(z) at hand.
  package func slopeFormula(z: Formula, a: Formula, alpha: Formula) -> Piece {
    let isAbove = z.value > 0
    let side = Comparison(z, isAbove ? .above : .atMost, 0)
    switch self {
    case .linear, .softmax: return Piece(1)
    case .sigmoid: return Piece(a * (1 - a))
    case .tanh: return Piece(1 - a.squared)
    case .relu: return Piece(isAbove ? 1 : 0, where: side)
    case .leakyRelu: return Piece(isAbove ? 1 : alpha, where: side)
    case .elu: return Piece(isAbove ? 1 : a + alpha, where: side)
    case .selu:
      let scale = Formula.number(isAbove ? seluScale : seluScale * seluAlpha)
      return Piece(isAbove ? scale : a + scale, where: side)
    case .gelu:
      let density = .exp(-(z.squared / 2)) / .sqrt(2 * .quantity(Symbol("pi"), .pi))
      return Piece((1 + .erf(z / .sqrt(2))) / 2 + z * density)
    case .swish: return Piece(.sigmoid(z) + a * (1 - .sigmoid(z)))
    case .softplus: return Piece(.sigmoid(z))
    case .softsign: return Piece(1 / (1 + .abs(z)).squared)
    case .mish:
      let t = Formula.tanh(.softplus(z))
      return Piece(t + z * .sigmoid(z) * (1 - t.squared))
    }
  }
}
