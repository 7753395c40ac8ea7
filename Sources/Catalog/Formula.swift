import Glibc

/// An expression of mathematics as a value. Each quantity in it knows its symbol and its number, so
/// that one tree can be shown in symbols or with numbers, as text or as LaTeX, and be computed.
package indirect enum Formula: Equatable, Sendable {
  case quantity(Symbol, Double)
  case number(Double)
  case sum([Formula])
  case product([Formula])
  case quotient(Formula, Formula)
  case negative(Formula)
  case power(Formula, Formula)
  case call(Function, [Formula])
  /// Terms of a sum that are not written out: how many, and what they add up to.
  case rest(Int, Double)

  /// Functions under the names that the language has for them.
  package enum Function: String, CaseIterable, Sendable {
    case exp, log, sqrt, abs, sign, erf, max, tanh, sigmoid, softplus
  }
}

/// What a quantity is called.
package struct Symbol: Equatable, Hashable, Sendable {
  /// As the language has it, without indices: `W1`, `delta2`, `lr`.
  package let name: String
  /// From 1.
  package let indices: [Int]
  /// As LaTeX has it, without indices: `W^{[1]}`.
  package let latex: String

  package init(_ name: String, latex: String, indices: [Int] = []) {
    self.name = name
    self.indices = indices
    self.latex = latex
  }

  /// `W1[2,3]`, the entry of an array of a layer.
  package init(_ base: String, layer: Int, _ indices: Int...) {
    let letter = Symbol.letters[base] ?? base
    self.init("\(base)\(layer)", latex: "\(letter)^{[\(layer)]}", indices: indices)
  }

  /// `lr`, `beta1`, `m_hat`: a single number.
  package init(_ name: String) {
    self.init(name, latex: Symbol.letters[name] ?? "\\mathrm{\(Symbol.escaped(name))}")
  }

  /// The letters that mathematics has for our names.
  private static let letters: [String: String] = [
    "W": "W", "b": "b", "z": "z", "a": "a", "y": "y", "yhat": "\\hat{y}", "delta": "\\delta",
    "gamma": "\\gamma", "beta": "\\beta", "dW": "dW", "db": "db", "dgamma": "d\\gamma",
    "dbeta": "d\\beta", "mask": "r", "x_hat": "\\hat{x}", "mean": "\\mu", "variance": "{\\sigma^2}",
    "loss": "L", "sample_loss": "\\ell", "samples": "m", "outputs": "n", "lr": "\\eta",
    "alpha": "\\alpha", "beta1": "\\beta_1", "beta2": "\\beta_2", "eps": "\\epsilon",
    "rho": "\\rho", "momentum": "\\mu", "dampening": "\\tau", "weight_decay": "\\lambda",
    "lr_decay": "\\kappa", "momentum_decay": "\\psi", "l1": "\\lambda_1", "l2": "\\lambda_2",
    "g": "g", "m": "m", "v": "v", "s": "s", "u": "u", "d": "d", "t": "t", "m_hat": "\\hat{m}",
    "v_hat": "\\hat{v}", "v_max": "v_{\\max}", "mu": "\\mu_t", "mu_next": "\\mu_{t+1}",
    "mu_product": "\\textstyle\\prod\\mu", "delta_limit": "\\delta_{\\mathrm{limit}}", "pi": "\\pi",
  ]

  private static func escaped(_ name: String) -> String {
    name.split(separator: "_", omittingEmptySubsequences: false).joined(separator: "\\_")
  }
}

/// A case of a rule: z <= 0.
package struct Comparison: Equatable, Sendable {
  package enum Relation: String, Sendable {
    case below = "<"
    case atMost = "<="
    case above = ">"
  }

  package let left: Formula
  package let relation: Relation
  package let right: Formula

  package init(_ left: Formula, _ relation: Relation, _ right: Formula) {
    self.left = left
    self.relation = relation
    self.right = right
  }
}

/// One line of a derivation: what it is, how it comes about, and what comes out.
package struct Equation: Equatable, Sendable {
  package let left: Symbol
  /// Whether the left side changes (←) rather than is (=).
  package let isAssignment: Bool
  package let right: Formula
  package let result: Double
  /// When the right side is this one.
  package let condition: Comparison?

  package init(
    _ left: Symbol, _ right: Formula, result: Double, isAssignment: Bool = false,
    condition: Comparison? = nil
  ) {
    self.left = left
    self.right = right
    self.result = result
    self.isAssignment = isAssignment
    self.condition = condition
  }
}

// MARK: - Writing formulas

extension Formula: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  package init(integerLiteral value: Int) { self = .number(Double(value)) }
  package init(floatLiteral value: Double) { self = .number(value) }

  package static func + (left: Formula, right: Formula) -> Formula {
    .sum(left.terms + right.terms)
  }

  package static func - (left: Formula, right: Formula) -> Formula {
    .sum(left.terms + [.negative(right)])
  }

  package static func * (left: Formula, right: Formula) -> Formula {
    .product(left.factors + right.factors)
  }

  package static func / (left: Formula, right: Formula) -> Formula { .quotient(left, right) }

  package static prefix func - (operand: Formula) -> Formula { .negative(operand) }

  package var squared: Formula { .power(self, 2) }

  package static func exp(_ x: Formula) -> Formula { .call(.exp, [x]) }
  package static func log(_ x: Formula) -> Formula { .call(.log, [x]) }
  package static func sqrt(_ x: Formula) -> Formula { .call(.sqrt, [x]) }
  package static func abs(_ x: Formula) -> Formula { .call(.abs, [x]) }
  package static func sign(_ x: Formula) -> Formula { .call(.sign, [x]) }
  package static func erf(_ x: Formula) -> Formula { .call(.erf, [x]) }
  package static func max(_ x: Formula, _ y: Formula) -> Formula { .call(.max, [x, y]) }
  package static func tanh(_ x: Formula) -> Formula { .call(.tanh, [x]) }
  package static func sigmoid(_ x: Formula) -> Formula { .call(.sigmoid, [x]) }
  package static func softplus(_ x: Formula) -> Formula { .call(.softplus, [x]) }

  /// The sum of many terms, of which at most `limit` are written out.
  package static func sum(
    of count: Int, atMost limit: Int, _ term: (Int) -> Formula
  ) -> Formula {
    if count == 1 { return term(0) }
    guard count > limit else { return .sum((0..<count).map(term)) }
    let rest = (limit - 1..<count).reduce(0.0) { $0 + term($1).value }
    return .sum((0..<limit - 1).map(term) + [.rest(count - limit + 1, rest)])
  }

  private var terms: [Formula] { if case .sum(let terms) = self { terms } else { [self] } }

  private var factors: [Formula] {
    if case .product(let factors) = self { factors } else { [self] }
  }
}

// MARK: - Computing

extension Formula {
  package var value: Double {
    switch self {
    case .quantity(_, let number), .number(let number), .rest(_, let number): number
    case .sum(let terms): terms.reduce(0) { $0 + $1.value }
    case .product(let factors): factors.reduce(1) { $0 * $1.value }
    case .quotient(let above, let below): above.value / below.value
    case .negative(let operand): -operand.value
    case .power(let base, let exponent): pow(base.value, exponent.value)
    case .call(let function, let arguments): function.apply(arguments.map(\.value))
    }
  }
}

extension Formula.Function {
  fileprivate func apply(_ x: [Double]) -> Double {
    switch self {
    case .exp: Glibc.exp(x[0])
    case .log: Glibc.log(x[0])
    case .sqrt: x[0].squareRoot()
    case .abs: Swift.abs(x[0])
    case .sign: x[0] > 0 ? 1 : (x[0] < 0 ? -1 : 0)
    case .erf: Glibc.erf(x[0])
    case .max: Swift.max(x[0], x[1])
    case .tanh: Glibc.tanh(x[0])
    case .sigmoid: 1 / (1 + Glibc.exp(-x[0]))
    case .softplus: Swift.max(x[0], 0) + log1p(Glibc.exp(-Swift.abs(x[0])))
    }
  }
}
