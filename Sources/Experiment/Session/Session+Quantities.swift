import Engine
import Language
import Reports

extension Session {
  package func value(of quantity: Quantity) throws(Diagnostic) -> Value {
    switch quantity {
    case .loss: return try .number(loss(.train))
    case .accuracy: return try .number(accuracy(.train))
    case .r2: return try .number(score(.train, as: .numbers).score.r2)
    case .mae: return try .number(score(.train, as: .numbers).score.mae)
    case .val_loss: return try .number(loss(.val))
    case .val_accuracy: return try .number(accuracy(.val))
    case .val_r2: return try .number(score(.val, as: .numbers).score.r2)
    case .val_mae: return try .number(score(.val, as: .numbers).score.mae)
    case .test_loss: return try .number(loss(.test))
    case .test_accuracy: return try .number(accuracy(.test))
    case .test_r2: return try .number(score(.test, as: .numbers).score.r2)
    case .test_mae: return try .number(score(.test, as: .numbers).score.mae)
    case .epoch: return .number(Double(model?.epoch ?? 0))
    case .steps: return .number(Double(model?.steps ?? 0))
    case .params: return try .number(Double(blueprint().parameterCount))
    case .samples: return try .number(Double(loadedData().rows.train.count))
    case .lr: return .number(learningRate)
    case .pi: return .number(.pi)
    case .x: return try .matrix(scaledInputs().transposed)
    case .y:
      let outputs = network.layers.isEmpty ? nil : try blueprint().outputs
      return try .matrix(selected(loadedData().rows.train, of: targets(for: outputs)).transposed)
    case .yhat:
      let count = try loadedData().rows.train.count
      try checkRoom(rows: count, columns: blueprint().outputs)
      return try .matrix(evaluation(.train).outputs.transposed)
    }
  }

  private func scaledInputs() throws(Diagnostic) -> Matrix {
    let data = try loadedData()
    let inputs = try selected(data.rows.train, of: data.dataset.inputs)
    guard let scaling = scaling(of: data) else { return inputs }
    return scaling.applied(to: inputs)
  }

  package func value(of quantity: LayerQuantity, layer: Int) throws(Diagnostic) -> Value {
    let count = network.layers.count
    let first = quantity == .a ? 0 : 1
    guard layer >= first, layer <= count else {
      let layers = count == 0 ? "no layers" : count == 1 ? "one layer" : "\(count) layers"
      throw Diagnostic(
        .unknown, "there is no \(quantity.rawValue)\(layer): the network has \(layers)",
        suggestion: layer > count ? "add one: layer dense 4 relu" : nil)
    }
    if let role = quantity.role {
      return try parameter(ParameterID(layer: layer, role: role), quantity)
    }
    let pass = try lastPass(
      for: "\(quantity.rawValue)\(layer)", from: quantity == .delta ? "backward" : "forward")
    try checkRoom(rows: pass.samples, columns: blueprint().widths[layer])
    switch quantity {
    case .z: if let z = pass.z(layer) { return .matrix(z) }
    case .a: if let a = pass.a(layer) { return .matrix(a) }
    default: if let delta = pass.delta(layer) { return .matrix(delta) }
    }
    throw Diagnostic(
      .state, "\(quantity.rawValue)\(layer) does not exist yet",
      suggestion: "'backward' computes it")
  }

  private func parameter(_ id: ParameterID, _ quantity: LayerQuantity) throws(Diagnostic)
    -> Value
  {
    let model = try currentModel()
    let name = "\(quantity.rawValue)\(id.layer)"
    guard model.blueprint.slot(id) != nil else {
      throw Diagnostic(
        .unknown, "there is no \(name): layer \(id.layer) is \(network.layers[id.layer - 1].title)")
    }
    guard quantity.isGradient else {
      return wrap(try Diagnostic.wrapping { try model.values(id) }, id.role)
    }
    guard let gradient = try lastPass(for: name, from: "backward").gradient(id) else {
      throw Diagnostic(
        .state, "\(name) does not exist yet", suggestion: "'backward' or 'train' computes it")
    }
    return wrap(gradient, id.role)
  }

  /// Weights are a matrix, everything else a list.
  private func wrap(_ matrix: Matrix, _ role: Role) -> Value {
    role == .weights ? .matrix(matrix) : .numbers(matrix.elements)
  }

  package func lastPass(for name: String, from command: String = "forward") throws(Diagnostic)
    -> Pass
  {
    if let pass, pass.layers == network.layers.count { return pass }
    if let missedPass {
      throw Diagnostic(
        .limit, "the last batch was not kept to look at: \(missedPass.message)",
        suggestion: "train with a smaller batch=, or look at one row: forward sample=1; backward")
    }
    throw Diagnostic(
      .state, "\(name) does not exist yet", suggestion: "'\(command)' or 'train' computes it")
  }
}
