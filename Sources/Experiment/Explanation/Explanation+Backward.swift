import Catalog
import Engine
import Reports

// δ of each layer, and the gradients.

extension Explanation {
  package func backward(sample: Int) -> [Derivation.Section] {
    stride(from: layers, through: 1, by: -1).flatMap { layer in
      let slots = model.blueprint.parameters.filter { $0.id.layer == layer }
      return [deltas(layer, sample: sample)] + slots.map(gradient)
    }
  }

  /// δ of the first units of a layer.
  package func deltas(_ layer: Int, sample: Int) -> Derivation.Section {
    Derivation.Section(
      deltaHeading(layer),
      (0..<min(units(layer), Explanation.shown)).map { deltaEquation(layer, $0, sample) },
      omitted: omitted(units(layer), "unit", "delta\(layer)", sample))
  }

  /// The first entries of the gradient of an array.
  package func gradient(_ slot: ParameterSlot) -> Derivation.Section {
    Derivation.Section(
      "d\(slot.id.name): \(gradientRule(slot.id))",
      (0..<min(slot.count, Explanation.shown)).map {
        gradientEquation(slot.id, $0 / slot.columns, $0 % slot.columns)
      }, omitted: omitted(slot, "d"))
  }

  /// "12 more entries: explain dW1[2,3]", where not all of an array are shown.
  func omitted(_ slot: ParameterSlot, _ prefix: String = "") -> String? {
    let next = Explanation.shown
    guard slot.count > next else { return nil }
    return "\(counted(slot.count - next, "more entry")): explain \(prefix)\(slot.entryName(next))"
  }

  /// Whether δ of the last layer is known from z at once, without the slope.
  private func isDone(_ layer: Int) -> Bool {
    layer == layers && loss.loss.requiredOutput != nil
  }

  package func deltaHeading(_ layer: Int) -> String { "\(heading(layer)): \(deltaRule(layer))" }

  private func deltaRule(_ number: Int) -> String {
    let activation = layer(number).activation ?? .linear
    let slope = activation == .linear || isDone(number) ? "" : " ⊙ f'(z)"
    guard number < layers else {
      let (weight, meaning) = weightRule
      switch loss.loss {
      case .mse, .crossEntropy, .bce:
        let isBare = slope.isEmpty && weight.isEmpty
        return "δ = \(weight)\(isBare ? "ŷ − y" : "(ŷ − y)")\(slope)\(meaning)"
      case .mae, .huber, .logCosh: return "δ = \(weight)∂ℓ/∂ŷ\(slope)\(meaning)"
      }
    }
    let next = number + 1
    return switch layer(next).kind {
    case .dense: "δ = (W[\(next)]ᵀ δ[\(next)])\(slope)"
    case .dropout: "δ = mask ⊙ δ[\(next)]\(slope)"
    case .batchnorm:
      pass.isTraining
        ? "δ = γ/√(σ² + ε) (δ[\(next)] − mean δ[\(next)] − x̂ mean(x̂ δ[\(next)]))\(slope)"
        : "δ = γ/√(σ² + ε) δ[\(next)]\(slope)"
    }
  }

  private func gradientRule(_ id: ParameterID) -> String {
    let factor =
      switch loss.reduction {
      case .batchmean: "1/m "
      case .mean: loss.loss == .crossEntropy ? "1/m " : "1/(m n) "
      case .sum: ""
      }
    return switch id.role {
    case .weights: "dW = \(factor)δ aᵀ" + (penalty(id) == nil ? "" : " + λ₂ W + λ₁ sign W")
    case .bias: "db = \(factor)Σ δ"
    case .gamma: "dγ = \(factor)Σ δ x̂"
    case .beta: "dβ = \(factor)Σ δ"
    }
  }

  package func deltaEquation(_ layer: Int, _ unit: Int, _ sample: Int) -> Equation {
    let delta = delta(layer, unit, sample)
    let above = layer == layers ? lossSlope(unit, sample) : slopeAbove(layer, unit, sample)
    guard let activation = self.layer(layer).activation, activation != .linear, !isDone(layer)
    else { return equation(delta, above) }
    let slope = activation.slopeFormula(
      z: z(layer, unit, sample), a: a(layer, unit, sample), alpha: alpha(layer))
    return equation(delta, above * slope.formula, where: slope.condition)
  }

  private func lossSlope(_ unit: Int, _ sample: Int) -> Formula {
    let slope = loss.slopeFormula(
      output: a(layers, unit, sample), target: target(unit, sample),
      targets: (0..<units(layers)).map { target($0, sample) })
    return weighted(slope, sample)
  }

  /// ∂ℓ/∂a of a unit, from δ of the layer above it.
  private func slopeAbove(_ layer: Int, _ unit: Int, _ sample: Int) -> Formula {
    let next = layer + 1
    switch self.layer(next).kind {
    case .dense:
      let weights = ParameterID(layer: next, role: .weights)
      return sum(of: units(next)) { parameter(weights, $0, unit) * delta(next, $0, sample) }
    case .dropout: return mask(next, unit, sample) * delta(next, unit, sample)
    case .batchnorm:
      let gamma = parameter(ParameterID(layer: next, role: .gamma), unit, 0)
      let scale = gamma / .sqrt(variance(next, unit) + .number(BatchNorm.epsilon))
      let own = delta(next, unit, sample)
      guard pass.isTraining else { return scale * own }
      let mean = sum(of: samples) { delta(next, unit, $0) } / count
      let product =
        sum(of: samples) { normalized(next, unit, $0) * delta(next, unit, $0) } / count
      return scale * (own - mean - normalized(next, unit, sample) * product)
    }
  }

  package func gradientEquation(_ id: ParameterID, _ row: Int, _ column: Int) -> Equation {
    let sum = self.sum(of: samples) { sample in
      let delta = delta(id.layer, row, sample)
      return switch id.role {
      case .weights: delta * a(id.layer - 1, column, sample)
      case .gamma: delta * normalized(id.layer, row, sample)
      case .bias, .beta: delta
      }
    }
    var right = sum.scaled(by: loss, self)
    if let penalty = penalty(id) {
      let weight = parameter(id, row, column)
      if penalty.l2 != 0 { right = right + .quantity(Symbol("l2"), penalty.l2) * weight }
      if penalty.l1 != 0 { right = right + .quantity(Symbol("l1"), penalty.l1) * .sign(weight) }
    }
    return equation(parameter(id, row, column, prefix: "d"), right)
  }

  /// The penalty on an array of weights; nil where there is none.
  private func penalty(_ id: ParameterID) -> Regularizer? {
    guard id.role == .weights, case .dense(let dense) = layer(id.layer).kind else { return nil }
    let regularizer = model.blueprint.regularizer(of: dense)
    return regularizer == Regularizer() ? nil : regularizer
  }
}
