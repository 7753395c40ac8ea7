import Catalog

// The rules of `UpdateRule` in symbols.

/// One line of a rule in symbols, and what holds its result afterwards.
package struct RuleStep: Equatable, Sendable {
  package enum Place: Equatable, Sendable {
    /// The array of the optimizer that torch calls so.
    case buffer(String)
    case parameter
    /// Computed in passing.
    case nothing
  }

  package let symbol: Symbol
  package let formula: Formula
  package let place: Place
}

/// What a rule in symbols begins with.
package struct RuleStart {
  /// The parameter before the step.
  package let parameter: Formula
  /// Its gradient, clipped.
  package let gradient: Formula
  package let rate: Formula
  /// Which update of the parameter this is, from 1.
  package let step: Int
  /// What the optimizer remembers of the parameter, by torch's names, before and after the step.
  package let before: [String: Double]
  package let after: [String: Double]

  package init(
    parameter: Formula, gradient: Formula, rate: Formula, step: Int, before: [String: Double],
    after: [String: Double]
  ) {
    self.parameter = parameter
    self.gradient = gradient
    self.rate = rate
    self.step = step
    self.before = before
    self.after = after
  }
}

extension OptimizerSettings {
  /// The step of one parameter in symbols, line by line: what `UpdateRule` does.
  package func steps(from start: RuleStart) -> [RuleStep] {
    let rule = RuleInSymbols(self, start)
    rule.run()
    return rule.steps
  }
}

/// Collects the lines of a rule.
private final class RuleInSymbols {
  let settings: OptimizerSettings
  let start: RuleStart
  private(set) var steps: [RuleStep] = []

  init(_ settings: OptimizerSettings, _ start: RuleStart) {
    self.settings = settings
    self.start = start
  }

  private func option(_ option: OptimizerOption) -> Formula {
    .quantity(Symbol(option.rawValue), settings[option])
  }

  /// Adds a line of a number in passing and returns it for the lines that follow.
  private func define(_ name: String, _ formula: Formula) -> Formula {
    let symbol = Symbol(name)
    steps.append(RuleStep(symbol: symbol, formula: formula, place: .nothing))
    return .quantity(symbol, formula.value)
  }

  /// Adds the line that changes what the optimizer remembers, and returns the new number.
  private func change(
    _ name: String, _ buffer: String, from first: Double = 0, _ formula: (Formula) -> Formula
  ) -> Formula {
    let symbol = Symbol(name)
    let old = Formula.quantity(symbol, start.before[buffer] ?? first)
    steps.append(RuleStep(symbol: symbol, formula: formula(old), place: .buffer(buffer)))
    return .quantity(symbol, start.after[buffer] ?? 0)
  }

  private func move(to formula: Formula) {
    guard case .quantity(let symbol, _) = start.parameter else { return }
    steps.append(RuleStep(symbol: symbol, formula: formula, place: .parameter))
  }

  func run() {
    let (p, lr) = (start.parameter, start.rate)
    let decouples = settings.kind == .adamw || settings[.decoupledWeightDecay] != 0
    let hasDecay = settings[.weightDecay] != 0
    let g =
      hasDecay && !decouples
      ? define("g", start.gradient + option(.weightDecay) * p) : start.gradient
    let kept = hasDecay && decouples ? (1 - lr * option(.weightDecay)) * p : p
    switch settings.kind {
    case .sgd, .momentum, .nesterov: descend(p, g, lr)
    case .rmsprop: rmsprop(p, g, lr)
    case .adagrad:
      let s = change("s", "sum") { $0 + g.squared }
      let decay = 1 + Formula.number(Double(start.step - 1)) * option(.lrDecay)
      let rate = settings[.lrDecay] == 0 ? lr : lr / decay
      move(to: p - rate * g / (.sqrt(s) + option(.eps)))
    case .adadelta:
      let rho = option(.rho)
      let s = change("s", "square_avg") { rho * $0 + (1 - rho) * g.squared }
      let old = Formula.quantity(Symbol("u"), start.before["acc_delta"] ?? 0)
      let d = define("d", .sqrt(old + option(.eps)) / .sqrt(s + option(.eps)) * g)
      _ = change("u", "acc_delta") { rho * $0 + (1 - rho) * d.squared }
      move(to: p - lr * d)
    case .adam, .adamw:
      let (m, v) = moments(g)
      let mean = define("m_hat", m / (1 - power(.beta1)))
      let size = define("v_hat", v / (1 - power(.beta2)))
      move(to: kept - lr * mean / (.sqrt(size) + option(.eps)))
    case .adamax:
      let m = average("m", "exp_avg", .beta1, g)
      let u = change("u", "exp_inf") {
        .max(option(.beta2) * $0, .abs(g) + option(.eps))
      }
      move(to: p - lr / (1 - power(.beta1)) * m / u)
    case .nadam: nadam(kept, g, lr)
    }
  }

  private func descend(_ p: Formula, _ g: Formula, _ lr: Formula) {
    guard settings[.momentum] != 0 else { return move(to: p - lr * g) }
    let isFirst = start.step == 1
    let added = settings[.dampening] == 0 ? g : (1 - option(.dampening)) * g
    let v = change("v", "momentum_buffer") { isFirst ? g : option(.momentum) * $0 + added }
    let looksAhead = settings.kind == .nesterov || settings[.nesterov] != 0
    move(to: p - lr * (looksAhead ? g + option(.momentum) * v : v))
  }

  private func rmsprop(_ p: Formula, _ g: Formula, _ lr: Formula) {
    let alpha = option(.alpha)
    var size = change("s", "square_avg") { alpha * $0 + (1 - alpha) * g.squared }
    if settings[.centered] != 0 {
      let mean = change("m", "grad_avg") { alpha * $0 + (1 - alpha) * g }
      size = .max(0, size - mean.squared)
    }
    let direction = g / (.sqrt(size) + option(.eps))
    guard settings[.momentum] > 0 else { return move(to: p - lr * direction) }
    let v = change("v", "momentum_buffer") { option(.momentum) * $0 + direction }
    move(to: p - lr * v)
  }

  private func nadam(_ kept: Formula, _ g: Formula, _ lr: Formula) {
    let t = Double(start.step)
    func share(_ t: Double) -> Formula {
      option(.beta1) * (1 - 0.5 * .power(0.96, .number(t) * option(.momentumDecay)))
    }
    let now = define("mu", share(t))
    let next = define("mu_next", share(t + 1))
    let product = change("mu_product", "mu_product", from: 1) { $0 * now }
    let m = average("m", "exp_avg", .beta1, g)
    let v = average("v", "exp_avg_sq", .beta2, g.squared)
    let size = define("v_hat", v / (1 - power(.beta2)))
    let divisor = .sqrt(size) + option(.eps)
    move(
      to: kept - lr * (1 - now) / (1 - product) * (g / divisor)
        - lr * next / (1 - product * next) * (m / divisor))
  }

  /// m and v; with amsgrad the largest v so far in place of v.
  private func moments(_ g: Formula) -> (mean: Formula, square: Formula) {
    let m = average("m", "exp_avg", .beta1, g)
    let v = average("v", "exp_avg_sq", .beta2, g.squared)
    guard settings[.amsgrad] != 0 else { return (m, v) }
    return (m, change("v_max", "max_exp_avg_sq") { .max($0, v) })
  }

  /// beta old + (1 - beta) new.
  private func average(
    _ name: String, _ buffer: String, _ share: OptimizerOption, _ new: Formula
  ) -> Formula {
    change(name, buffer) { option(share) * $0 + (1 - option(share)) * new }
  }

  /// beta^t.
  private func power(_ share: OptimizerOption) -> Formula {
    .power(option(share), .number(Double(start.step)))
  }
}
