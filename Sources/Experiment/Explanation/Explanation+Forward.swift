import Catalog
import Engine
import Reports

// z and a of each layer, and the loss.

extension Explanation {
  /// How many units of a layer, entries of an array and samples are shown of many.
  static let shown = 4

  package func forward(sample: Int) -> [Derivation.Section] {
    (1...layers).map { forward($0, sample: sample) }
  }

  /// z and a of the first units of a layer.
  package func forward(_ layer: Int, sample: Int) -> Derivation.Section {
    let units = units(layer)
    let equations = (0..<min(units, Explanation.shown)).flatMap { unit in
      zEquations(layer, unit, sample) + [aEquation(layer, unit, sample)].compactMap { $0 }
    }
    return Derivation.Section(
      "\(heading(layer)): \(forwardRule(layer))", equations,
      omitted: omitted(units, "unit", "z\(layer)", sample))
  }

  package func heading(_ layer: Int) -> String { "layer \(layer), \(self.layer(layer).shortTitle)" }

  /// "12 more units: explain z1[5,1]", where not all are shown.
  func omitted(_ count: Int, _ noun: String, _ name: String, _ sample: Int? = nil) -> String? {
    guard count > Explanation.shown else { return nil }
    let index = "\(Explanation.shown + 1)" + (sample.map { ",\($0 + 1)" } ?? "")
    return "\(counted(count - Explanation.shown, "more \(noun)")): explain \(name)[\(index)]"
  }

  private func forwardRule(_ number: Int) -> String {
    let function = layer(number).activation == .linear ? "" : ", a = f(z)"
    return switch layer(number).kind {
    case .dense(let dense): "z = W a" + (dense.hasBias ? " + b" : "") + function
    case .dropout: "a = z = mask ⊙ a"
    case .batchnorm: "x̂ = (a − μ) / √(σ² + ε), z = γ x̂ + β" + function
    }
  }

  /// How z of a unit comes about.
  package func zEquations(_ layer: Int, _ unit: Int, _ sample: Int) -> [Equation] {
    let z = z(layer, unit, sample)
    switch self.layer(layer).kind {
    case .dense:
      let weights = ParameterID(layer: layer, role: .weights)
      var sum = self.sum(of: units(layer - 1)) { input in
        parameter(weights, unit, input) * a(layer - 1, input, sample)
      }
      if let bias = slot(layer, .bias) { sum = sum + parameter(bias.id, unit, 0) }
      return [equation(z, sum)]
    case .dropout: return [equation(z, mask(layer, unit, sample) * a(layer - 1, unit, sample))]
    case .batchnorm: return normalization(layer, unit, sample)
    }
  }

  private func normalization(_ layer: Int, _ unit: Int, _ sample: Int) -> [Equation] {
    let (mean, variance) = (mean(layer, unit), variance(layer, unit))
    let x = a(layer - 1, unit, sample)
    let xHat = normalized(layer, unit, sample)
    let gamma = parameter(ParameterID(layer: layer, role: .gamma), unit, 0)
    let beta = parameter(ParameterID(layer: layer, role: .beta), unit, 0)
    let statistics =
      pass.isTraining
      ? [
        equation(mean, sum(of: samples) { a(layer - 1, unit, $0) } / count),
        equation(
          variance, sum(of: samples) { (a(layer - 1, unit, $0) - mean).squared } / count),
      ] : []
    return statistics + [
      equation(xHat, (x - mean) / .sqrt(variance + .number(BatchNorm.epsilon))),
      equation(z(layer, unit, sample), gamma * xHat + beta),
    ]
  }

  /// The samples of the pass.
  var count: Formula { .quantity(Symbol("samples"), Double(samples)) }

  /// How a of a unit comes about; nil where it is z.
  package func aEquation(_ layer: Int, _ unit: Int, _ sample: Int) -> Equation? {
    guard let activation = self.layer(layer).activation, activation != .linear else { return nil }
    let (z, a) = (z(layer, unit, sample), a(layer, unit, sample))
    guard activation != .softmax else {
      return equation(a, softmax(layer, unit, sample))
    }
    let piece = activation.formula(of: z, alpha: alpha(layer))
    return equation(a, piece.formula, where: piece.condition)
  }

  /// e^zᵢ / Σ e^zⱼ; less the largest z in each exponent where the powers would overflow.
  private func softmax(_ layer: Int, _ unit: Int, _ sample: Int) -> Formula {
    let all = (0..<units(layer)).map { z(layer, $0, sample) }
    let highest = all.max { $0.value < $1.value } ?? 0
    let isLarge = abs(highest.value) > 80
    func power(_ z: Formula) -> Formula { .exp(isLarge ? z - highest : z) }
    return power(all[unit]) / sum(of: all.count) { power(all[$0]) }
  }

  // MARK: Loss

  /// - Parameter sample: the only one whose own loss is written out; nil for the first few.
  package func lossSections(sample: Int?) -> [Derivation.Section] {
    let chosen = sample.map { [$0] } ?? Array(0..<min(samples, Explanation.shown))
    let each = chosen.map { equation(sampleLoss($0), sampleFormula($0)) }
    let total = Equation(
      Symbol("loss"),
      sum(of: samples) { weighted(sampleLoss($0), $0) }.scaled(by: loss, self) + penalties,
      result: pass.loss ?? .nan)
    let left = sample == nil ? samples - each.count : 0
    return [
      Derivation.Section(
        "the loss of each sample, \(loss.title)", each,
        omitted: left > 0
          ? "\(counted(left, "more sample")): explain loss sample=\(each.count + 1)" : nil),
      Derivation.Section("the loss of the pass: \(lossRule)", [total]),
    ]
  }

  private var lossRule: String {
    let factor =
      switch loss.reduction {
      case .batchmean: "1/m "
      case .mean: loss.loss == .crossEntropy ? "1/m " : "1/(m n) "
      case .sum: ""
      }
    let (weight, meaning) = weightRule
    return "L = \(factor)Σ \(weight)ℓ"
      + (penalized.isEmpty ? "" : " + λ₂/2 ‖W‖² + λ₁ ‖W‖₁") + meaning
  }

  private func sampleLoss(_ sample: Int) -> Formula {
    .quantity(
      Symbol("sample_loss", latex: "\\ell", indices: [sample + 1]), sampleFormula(sample).value)
  }

  private func sampleFormula(_ sample: Int) -> Formula {
    let outputs = Array(0..<units(layers)).filter {
      // What is multiplied with 0 says nothing.
      loss.loss != .crossEntropy || target($0, sample).value != 0
    }
    return sum(of: outputs.count) { index in
      let output = outputs[index]
      return loss.formula(
        z: z(layers, output, sample), output: a(layers, output, sample),
        target: target(output, sample))
    }
  }

  /// The dense layers that have penalties.
  private var penalized: [(layer: Int, regularizer: Regularizer)] {
    (1...layers).compactMap { number in
      guard case .dense(let dense) = layer(number).kind else { return nil }
      let regularizer = model.blueprint.regularizer(of: dense)
      return regularizer == Regularizer() ? nil : (number, regularizer)
    }
  }

  private var penalties: Formula {
    var terms: [Formula] = []
    for (layer, regularizer) in penalized {
      let weights = (0..<units(layer)).flatMap { unit in
        (0..<units(layer - 1)).map { input in
          parameter(ParameterID(layer: layer, role: .weights), unit, input).value
        }
      }
      if regularizer.l2 != 0 {
        let norm = Symbol("norm(W\(layer))", latex: "\\|W^{[\(layer)]}\\|")
        let size = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
        terms.append(
          .quantity(Symbol("l2"), regularizer.l2) / 2 * Formula.quantity(norm, size).squared)
      }
      if regularizer.l1 != 0 {
        let norm = Symbol("sum(abs(W\(layer)))", latex: "\\|W^{[\(layer)]}\\|_1")
        let size = weights.reduce(0) { $0 + abs($1) }
        terms.append(.quantity(Symbol("l1"), regularizer.l1) * .quantity(norm, size))
      }
    }
    return .sum(terms)
  }
}

extension Formula {
  /// A sum over samples as the loss has it: divided by m, by m and the outputs, or not at all.
  func scaled(by loss: LossFunction, _ explanation: Explanation) -> Formula {
    switch loss.reduction {
    case .sum: return self
    case .mean where loss.loss != .crossEntropy:
      let outputs = Formula.quantity(
        Symbol("outputs"), Double(explanation.units(explanation.layers)))
      return self / (explanation.count * outputs)
    case .batchmean, .mean: return self / explanation.count
    }
  }
}
