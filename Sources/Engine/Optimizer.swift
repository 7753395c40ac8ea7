import Catalog

/// How gradients change the parameters. Rules, names and defaults are those of torch.optim.
package enum Optimizer: String, CaseIterable, Vocabulary {
  case sgd, momentum, nesterov, rmsprop, adagrad, adadelta, adam, adamw, adamax, nadam

  package static let noun = "optimizer"

  package var summary: String {
    switch self {
    case .sgd: "gradient descent"
    case .momentum: "gradient descent that keeps its direction (Polyak 1964)"
    case .nesterov: "momentum that looks ahead (Nesterov 1983)"
    case .rmsprop: "steps divided by a running size of the gradient (Hinton 2012)"
    case .adagrad: "steps divided by the size of all gradients so far (Duchi et al. 2011)"
    case .adadelta: "steps in the size of the steps before (Zeiler 2012)"
    case .adam: "running mean of the gradient over its running size (Kingma and Ba 2015)"
    case .adamw: "adam with decoupled weight decay (Loshchilov and Hutter 2019)"
    case .adamax: "adam with the largest gradient as its size (Kingma and Ba 2015)"
    case .nadam: "adam with Nesterov's look ahead (Dozat 2016)"
    }
  }

  package var formula: String? {
    switch self {
    case .sgd: "p <- p - lr g"
    case .momentum: "v <- momentum v + (1 - dampening) g; p <- p - lr v"
    case .nesterov: "v <- momentum v + g; p <- p - lr (g + momentum v)"
    case .rmsprop: "s <- alpha s + (1 - alpha) g^2; p <- p - lr g / (sqrt s + eps)"
    case .adagrad: "s <- s + g^2; p <- p - lr g / (sqrt s + eps)"
    case .adadelta:
      "s <- rho s + (1 - rho) g^2; d = sqrt(u + eps) / sqrt(s + eps) g; "
        + "u <- rho u + (1 - rho) d^2; p <- p - lr d"
    case .adam:
      "m <- beta1 m + (1 - beta1) g; v <- beta2 v + (1 - beta2) g^2; "
        + "p <- p - lr m/(1 - beta1^t) / (sqrt(v/(1 - beta2^t)) + eps)"
    case .adamw: "p <- p - lr weight_decay p, then as adam"
    case .adamax:
      "m <- beta1 m + (1 - beta1) g; u <- max(beta2 u, |g| + eps); "
        + "p <- p - lr/(1 - beta1^t) m / u"
    case .nadam:
      "as adam, with m replaced by mu_t+1 m/(1 - prod mu) + (1 - mu_t) g/(1 - prod mu)"
    }
  }

  package var options: [Parameter] {
    defaults.map { option, value in
      .option(option.rawValue, option.kind, fallback: option.written(value), option.summary)
    }
  }

  /// The learning rates that people mostly use with this rule.
  package var usualRates: ClosedRange<Double> {
    switch self {
    case .sgd: 1e-4...5
    case .momentum, .nesterov: 1e-5...1
    case .rmsprop: 1e-5...0.1
    case .adagrad: 1e-4...1
    case .adadelta: 0.01...10
    case .adam, .adamw, .adamax, .nadam: 1e-5...0.1
    }
  }

  /// The options of this rule with the values in force where none are given.
  package var defaults: KeyValuePairs<OptimizerOption, Double> {
    switch self {
    case .sgd: [.lr: 0.01, .momentum: 0, .dampening: 0, .weightDecay: 0, .nesterov: 0]
    case .momentum: [.lr: 0.01, .momentum: 0.9, .dampening: 0, .weightDecay: 0, .nesterov: 0]
    case .nesterov: [.lr: 0.01, .momentum: 0.9, .weightDecay: 0]
    case .rmsprop:
      [.lr: 0.01, .alpha: 0.99, .eps: 1e-8, .weightDecay: 0, .momentum: 0, .centered: 0]
    case .adagrad:
      [.lr: 0.01, .lrDecay: 0, .weightDecay: 0, .initialAccumulatorValue: 0, .eps: 1e-10]
    case .adadelta: [.lr: 1, .rho: 0.9, .eps: 1e-6, .weightDecay: 0]
    case .adam:
      [.lr: 0.001, .beta1: 0.9, .beta2: 0.999, .eps: 1e-8, .weightDecay: 0, .amsgrad: 0]
    case .adamw:
      [.lr: 0.001, .beta1: 0.9, .beta2: 0.999, .eps: 1e-8, .weightDecay: 0.01, .amsgrad: 0]
    case .adamax: [.lr: 0.002, .beta1: 0.9, .beta2: 0.999, .eps: 1e-8, .weightDecay: 0]
    case .nadam:
      [
        .lr: 0.002, .beta1: 0.9, .beta2: 0.999, .eps: 1e-8, .weightDecay: 0, .momentumDecay: 0.004,
        .decoupledWeightDecay: 0,
      ]
    }
  }
}

/// A key of an optimizer. Switches are kept as 0 and 1.
package enum OptimizerOption: String, CaseIterable, Sendable {
  case lr, momentum, dampening, nesterov, alpha, centered, rho, beta1, beta2, eps, amsgrad
  case weightDecay = "weight_decay"
  case lrDecay = "lr_decay"
  case initialAccumulatorValue = "initial_accumulator_value"
  case momentumDecay = "momentum_decay"
  case decoupledWeightDecay = "decoupled_weight_decay"

  package var kind: Kind {
    switch self {
    case .lr, .momentum, .weightDecay, .eps, .lrDecay, .initialAccumulatorValue, .momentumDecay:
      .number(.nonNegative)
    case .dampening: .number(.any)
    case .beta1, .beta2, .alpha, .rho: .number(.fraction)
    case .nesterov, .centered, .amsgrad, .decoupledWeightDecay: .boolean
    }
  }

  package var summary: String {
    switch self {
    case .lr: "learning rate"
    case .momentum: "share of the last step that is kept"
    case .dampening: "share of the gradient that momentum leaves out"
    case .nesterov: "whether momentum looks ahead"
    case .alpha: "share of the running size that is kept"
    case .centered: "whether the running mean is taken off the running size"
    case .rho: "share of the running sizes that is kept"
    case .beta1: "share of the running mean that is kept"
    case .beta2: "share of the running size that is kept"
    case .eps: "added to the divisor"
    case .amsgrad: "whether the largest running size is used"
    case .weightDecay: "pull of all parameters towards 0"
    case .lrDecay: "how the rate falls with the steps"
    case .initialAccumulatorValue: "first value of the sum of squares"
    case .momentumDecay: "how the look ahead grows with the steps"
    case .decoupledWeightDecay: "whether weight decay acts on the parameters, not the gradient"
    }
  }

  /// A value as a script writes it.
  func written(_ value: Double) -> String {
    if kind == .boolean { return value == 0 ? "off" : "on" }
    return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
  }
}

/// An optimizer with the values of its options.
package struct OptimizerSettings: Equatable, Sendable {
  package let kind: Optimizer
  /// The learning rate in force, before any schedule. Apart from the others, since every step of
  /// training asks for it.
  package var lr: Double
  private var others: [OptimizerOption: Double]

  package init(_ kind: Optimizer) {
    self.kind = kind
    others = Dictionary(uniqueKeysWithValues: kind.defaults.map { ($0.key, $0.value) })
    lr = others.removeValue(forKey: .lr) ?? 0
  }

  /// The value of an option; what the rule does not know is 0.
  package subscript(option: OptimizerOption) -> Double {
    option == .lr ? lr : others[option] ?? 0
  }

  package func value(of option: String) -> Double? {
    guard let option = OptimizerOption(rawValue: option) else { return nil }
    return option == .lr ? lr : others[option]
  }

  /// Changes an option and returns true, or false where the rule has no such option.
  @discardableResult
  package mutating func set(option name: String, to value: Double) -> Bool {
    guard let option = OptimizerOption(rawValue: name), self.value(of: name) != nil else {
      return false
    }
    if option == .lr { lr = value } else { others[option] = value }
    return true
  }

  /// Whether the values go together.
  package func check() throws(EngineError) {
    if self[.nesterov] != 0, self[.momentum] <= 0 || self[.dampening] != 0 {
      throw .nesterovNeedsMomentum
    }
    for option in OptimizerOption.allCases where !self[option].isFinite {
      throw .optionOutOfRange(name: option.rawValue, found: self[option])
    }
  }
}
