import Engine
import Language

// The teaching step on the numbers of a session.

extension TeachingStep {
  /// - Throws: where the network is not one of dense layers without penalties, or the pass has no
  ///   targets.
  package init(_ model: Model, _ pass: Pass, _ loss: LossFunction, bug: Bug?) throws(EngineError) {
    guard let y = pass.targets else { throw .noTarget }
    var layers: [LayerState] = []
    for number in 1...pass.layers {
      guard case .dense(let dense) = model.blueprint.layer(number).kind,
        let input = pass.a(number - 1), let z = pass.z(number), let a = pass.a(number)
      else { throw .noGradients }
      let b = ParameterID(layer: number, role: .bias)
      layers.append(
        LayerState(
          W: try model.values(ParameterID(layer: number, role: .weights)),
          b: dense.hasBias ? try model.values(b).elements : [], f: dense.activation,
          alpha: dense.alpha, input: input, z: z, a: a))
    }
    self.init(layers: layers, y: y, loss: loss, bug: bug)
  }

  /// The pass with this step's deltas and gradients.
  func backward(_ pass: Pass, rate: Double) -> Pass {
    let result = backward(rate: rate)
    var gradients: [ParameterID: Matrix] = [:]
    for l in layers.indices {
      gradients[ParameterID(layer: l + 1, role: .weights)] = result.dW[l]
      gradients[ParameterID(layer: l + 1, role: .bias)] = Matrix(
        rows: result.db[l].count, columns: 1, elements: result.db[l])
    }
    return pass.replacing(deltas: result.delta, gradients: gradients)
  }

  /// The model after an update with the gradients of a pass.
  package func update(_ model: Model, from pass: Pass, _ options: TrainingOptions)
    throws(EngineError)
    -> Model
  {
    let (settings, rate) = (options.optimizer, options.rate(for: model))
    let state = model.optimizerKind == settings.kind ? model.optimizerState() : []
    var next = model
    var memory: [Model.OptimizerArray] = []
    for slot in model.blueprint.parameters {
      guard let gradient = pass.gradient(slot.id)?.elements else { throw .noGradients }
      func remembered(_ name: String) -> [Double] {
        state.first { $0.id == slot.id && $0.name == name }?.values
          ?? [Double](repeating: 0, count: name == "step" ? 1 : slot.count)
      }
      var parameter = Parameter(
        values: try model.values(slot.id).elements, m: remembered("exp_avg"),
        v: remembered("exp_avg_sq"), t: Int(remembered("step")[0]), isBias: slot.id.role == .bias)
      guard !options.frozen.contains(slot.id) else { continue }
      if settings.kind == .adam {
        adam(&parameter, gradient, lr: rate, settings)
        memory += [
          .init(name: "step", id: slot.id, values: [Double(parameter.t)]),
          .init(name: "exp_avg", id: slot.id, values: parameter.m),
          .init(name: "exp_avg_sq", id: slot.id, values: parameter.v),
        ]
      } else {
        descend(&parameter, gradient, lr: rate)
      }
      try next.set(
        slot.id, to: Matrix(rows: slot.rows, columns: slot.columns, elements: parameter.values))
    }
    if settings.kind == .adam { try next.restore(optimizer: .adam, memory) }
    next.steps += 1
    if pass.coversAllRows { next.epoch += 1 }
    return next
  }
}

extension Session {
  /// A backward pass by the teaching step with its bug.
  package func brokenBackward(_ model: Model, _ pass: Pass) throws(EngineError) -> Pass {
    let step = try TeachingStep(model, pass, lossInForce, bug: bug)
    return step.backward(pass, rate: learningRate)
  }
}
