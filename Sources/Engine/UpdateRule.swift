import Glibc

/// The optimizer's numbers, unpacked once so that a step looks nothing up.
struct UpdateRule {
  let kind: Optimizer
  let momentum, dampening, alpha, rho, beta1, beta2, eps: Double
  let weightDecay, lrDecay, momentumDecay: Double
  let nesterov, centered, amsgrad, decouples: Bool

  init(_ settings: OptimizerSettings) {
    kind = settings.kind
    momentum = settings[.momentum]
    dampening = settings[.dampening]
    alpha = settings[.alpha]
    rho = settings[.rho]
    beta1 = settings[.beta1]
    beta2 = settings[.beta2]
    eps = settings[.eps]
    weightDecay = settings[.weightDecay]
    lrDecay = settings[.lrDecay]
    momentumDecay = settings[.momentumDecay]
    nesterov = settings.kind == .nesterov || settings[.nesterov] != 0
    centered = settings[.centered] != 0
    amsgrad = settings[.amsgrad] != 0
    decouples = settings.kind == .adamw || settings[.decoupledWeightDecay] != 0
  }

  /// Whether a step counts as one of the rule's own: without momentum, sgd remembers nothing.
  var counts: Bool {
    switch kind {
    case .sgd, .momentum, .nesterov: momentum != 0
    case .rmsprop, .adagrad, .adadelta, .adam, .adamw, .adamax, .nadam: true
    }
  }
}

/// A stretch of parameters that are updated alike, with its gradients and the optimizer's arrays.
struct UpdateSpan<S: Scalar> {
  let parameters: UnsafeMutablePointer<S>
  let gradients: UnsafePointer<S>
  let first: UnsafeMutablePointer<S>
  let second: UnsafeMutablePointer<S>
  let third: UnsafeMutablePointer<S>
  let count: Int
  /// Which update of these parameters this is, from 1.
  let step: Int
  /// nadam's ∏ μ, this step's included.
  let product: Double
}

/// The numbers of one step of adam, as Adam.h explains them.
struct AdamStep {
  let size, inverseRoot, eps, rest1, beta2, rest2, kept, decay: Double
  let amsgrad: Bool
}

// MARK: - Rules

// In all of them p is a parameter, g its gradient with the coupled weight decay added, t the step.
// Sums are written as torch's kernels compute them, so that float64 agrees to the last digits.
extension UpdateRule {
  /// One step of the rule.
  func apply<S: Scalar>(_ span: UpdateSpan<S>, rate: Double) {
    switch kind {
    case .sgd, .momentum, .nesterov:
      if momentum == 0 { descend(span, rate) } else { descendWithMomentum(span, rate) }
    case .rmsprop:
      // Switches are constants in the loop, so that it can be vectorised.
      if centered {
        if momentum > 0 {
          rmsprop(span, rate, centered: true, hasMomentum: true)
        } else {
          rmsprop(span, rate, centered: true, hasMomentum: false)
        }
      } else if momentum > 0 {
        rmsprop(span, rate, centered: false, hasMomentum: true)
      } else {
        rmsprop(span, rate, centered: false, hasMomentum: false)
      }
    case .adagrad: adagrad(span, rate)
    case .adadelta: adadelta(span, rate)
    case .adam, .adamw: S.step(adamStep(span.step, rate), span)
    case .adamax: adamax(span, rate)
    case .nadam: nadam(span, rate)
    }
  }

  /// p ← p − lr g
  private func descend<S: Scalar>(_ span: UpdateSpan<S>, _ rate: Double) {
    let (p, g) = (span.parameters, span.gradients)
    let (lr, decay) = (S(rate), S(weightDecay))
    if decay == 0 {
      for i in 0..<span.count { p[i] -= lr * g[i] }
    } else {
      for i in 0..<span.count { p[i] -= lr * (g[i] + decay * p[i]) }
    }
  }

  /// v ← momentum v + (1 − dampening) g, v = g in the first step;
  /// p ← p − lr v, with nesterov p ← p − lr (g + momentum v)
  private func descendWithMomentum<S: Scalar>(_ span: UpdateSpan<S>, _ rate: Double) {
    let (p, v) = (span.parameters, span.first)
    let (lr, decay) = (S(rate), S(weightDecay))
    let kept: S = span.step == 1 ? 0 : S(momentum)
    let added: S = span.step == 1 ? 1 : S(1 - dampening)
    let ahead: S = nesterov ? S(momentum) : 1
    let direct: S = nesterov ? 1 : 0
    for i in 0..<span.count {
      let g = span.gradients[i] + decay * p[i]
      let velocity = kept * v[i] + added * g
      v[i] = velocity
      p[i] -= lr * (direct * g + ahead * velocity)
    }
  }

  /// s ← α s + (1 − α) g²; centered: m ← m + (1 − α)(g − m), s − m² for s below;
  /// d = g / (√s + ε); with momentum v ← momentum v + d, d = v; p ← p − lr d
  @inline(__always)
  private func rmsprop<S: Scalar>(
    _ span: UpdateSpan<S>, _ rate: Double, centered isCentered: Bool, hasMomentum: Bool
  ) {
    let (p, s, v, m) = (span.parameters, span.first, span.second, span.third)
    let (lr, decay, alpha, eps) = (S(rate), S(weightDecay), S(alpha), S(eps))
    let rest = S(1 - self.alpha)
    let kept = S(momentum)
    for i in 0..<span.count {
      let g = span.gradients[i] + decay * p[i]
      let size = alpha * s[i] + rest * g * g
      s[i] = size
      var variance = size
      if isCentered {
        let mean = m[i] + rest * (g - m[i])
        m[i] = mean
        variance = max(0, size - mean * mean)
      }
      var direction = g / (variance.squareRoot() + eps)
      if hasMomentum {
        direction += kept * v[i]
        v[i] = direction
      }
      p[i] -= lr * direction
    }
  }

  /// s ← s + g²; p ← p − lr / (1 + (t − 1) lr_decay) · g / (√s + ε)
  private func adagrad<S: Scalar>(_ span: UpdateSpan<S>, _ rate: Double) {
    let (p, s) = (span.parameters, span.first)
    let lr = S(rate / (1 + Double(span.step - 1) * lrDecay))
    let (decay, eps) = (S(weightDecay), S(eps))
    for i in 0..<span.count {
      let g = span.gradients[i] + decay * p[i]
      let sum = s[i] + g * g
      s[i] = sum
      p[i] -= lr * g / (sum.squareRoot() + eps)
    }
  }

  /// s ← ρ s + (1 − ρ) g²; d = √(u + ε) / √(s + ε) · g; u ← ρ u + (1 − ρ) d²; p ← p − lr d
  private func adadelta<S: Scalar>(_ span: UpdateSpan<S>, _ rate: Double) {
    let (p, s, u) = (span.parameters, span.first, span.second)
    let (lr, decay, rho, eps) = (S(rate), S(weightDecay), S(rho), S(eps))
    let rest = S(1 - self.rho)
    for i in 0..<span.count {
      let g = span.gradients[i] + decay * p[i]
      let size = rho * s[i] + rest * g * g
      s[i] = size
      let d = (u[i] + eps).squareRoot() / (size + eps).squareRoot() * g
      u[i] = rho * u[i] + rest * d * d
      p[i] -= lr * d
    }
  }

  /// What changes from step to step in the rule of adam and adamw, which is a kernel (Adam.h).
  private func adamStep(_ step: Int, _ rate: Double) -> AdamStep {
    AdamStep(
      size: rate / (1 - pow(beta1, Double(step))),
      inverseRoot: 1 / (1 - pow(beta2, Double(step))).squareRoot(), eps: eps, rest1: 1 - beta1,
      beta2: beta2, rest2: 1 - beta2, kept: decouples ? 1 - rate * weightDecay : 1,
      decay: decouples ? 0 : weightDecay, amsgrad: amsgrad)
  }

  /// m ← m + (1 − β₁)(g − m); u ← max(β₂ u, |g| + ε); p ← p − lr/(1 − β₁ᵗ) · m / u
  private func adamax<S: Scalar>(_ span: UpdateSpan<S>, _ rate: Double) {
    let (p, m, u) = (span.parameters, span.first, span.second)
    let size = S(rate / (1 - pow(beta1, Double(span.step))))
    let (rest1, beta2, decay, eps) = (S(1 - beta1), S(beta2), S(weightDecay), S(eps))
    for i in 0..<span.count {
      let g = span.gradients[i] + decay * p[i]
      let mean = m[i] + rest1 * (g - m[i])
      let norm = max(beta2 * u[i], abs(g) + eps)
      m[i] = mean
      u[i] = norm
      p[i] -= size * (mean / norm)
    }
  }

  /// nadam's μₜ = β₁ (1 − ½ · 0.96^(t · momentum_decay)); 1 for the others.
  func momentum(at step: Int) -> Double {
    kind == .nadam ? beta1 * (1 - 0.5 * pow(0.96, Double(step) * momentumDecay)) : 1
  }

  /// μₜ as above; m, v as in adam; d = √(v / (1 − β₂ᵗ)) + ε;
  /// p ← p − lr (1 − μₜ)/(1 − ∏μ) · g/d − lr μₜ₊₁/(1 − ∏μ · μₜ₊₁) · m/d
  private func nadam<S: Scalar>(_ span: UpdateSpan<S>, _ rate: Double) {
    let (p, m, v) = (span.parameters, span.first, span.second)
    let (now, next) = (momentum(at: span.step), momentum(at: span.step + 1))
    let direct = S(rate * (1 - now) / (1 - span.product))
    let ahead = S(rate * next / (1 - span.product * next))
    let correction = S(1 - pow(beta2, Double(span.step)))
    let (rest1, beta2, rest2, eps) = (S(1 - beta1), S(beta2), S(1 - beta2), S(eps))
    let kept: S = decouples ? S(1 - rate * weightDecay) : 1
    let decay: S = decouples ? 0 : S(weightDecay)
    for i in 0..<span.count {
      let parameter = kept * p[i]
      let g = span.gradients[i] + decay * parameter
      let mean = m[i] + rest1 * (g - m[i])
      let square = beta2 * v[i] + rest2 * g * g
      m[i] = mean
      v[i] = square
      let divisor = (square / correction).squareRoot() + eps
      p[i] = parameter - direct * (g / divisor) - ahead * (mean / divisor)
    }
  }
}
