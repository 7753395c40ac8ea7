import Catalog
import Engine
import Language
import Reports

/// A number of the session that has a name of its own.
package enum Quantity: String, Vocabulary {
  case loss, accuracy, r2, mae
  case val_loss, val_accuracy, val_r2, val_mae
  case test_loss, test_accuracy, test_r2, test_mae
  case epoch, steps, params, samples, lr, pi
  case x, y, yhat

  package static let noun = "quantity"

  package var summary: String {
    switch self {
    case .loss: "loss over the training rows, regularisers included"
    case .accuracy: "share of training rows that are classified right"
    case .r2: "coefficient of determination over the training rows"
    case .mae: "mean absolute error over the training rows"
    case .val_loss: "loss over the validation rows"
    case .val_accuracy: "accuracy over the validation rows"
    case .val_r2: "r2 over the validation rows"
    case .val_mae: "mean absolute error over the validation rows"
    case .test_loss: "loss over the test rows"
    case .test_accuracy: "accuracy over the test rows"
    case .test_r2: "r2 over the test rows"
    case .test_mae: "mean absolute error over the test rows"
    case .epoch: "completed epochs since the weights were drawn"
    case .steps: "updates since the weights were drawn"
    case .params: "number of parameters"
    case .samples: "number of training rows"
    case .lr: "learning rate of the next epoch"
    case .pi: "3.14159…"
    case .x: "inputs of all training rows, scaled (inputs × samples)"
    case .y: "targets of all training rows (outputs × samples)"
    case .yhat: "predictions for all training rows (outputs × samples)"
    }
  }
}

/// A quantity that each layer has: `W1`, `delta2`; or with a computed layer, `W(k)`.
package enum LayerQuantity: String, Vocabulary {
  case W, z, a, delta, dW
  case b, db, gamma, beta, dgamma, dbeta

  package static let noun = "quantity of a layer"

  package var summary: String {
    switch self {
    case .W: "weights (units × inputs)"
    case .z: "weighted sums z = W a + b of the last pass (units × samples)"
    case .a: "activations a = f(z) of the last pass (units × samples); a0 is the input"
    case .delta: "∂(loss of a sample)/∂z of the last pass (units × samples)"
    case .dW: "gradient of the weights of the last pass (units × inputs)"
    case .b: "biases, a list"
    case .db: "gradient of the biases, a list"
    case .gamma: "scales of a batchnorm layer, a list"
    case .beta: "shifts of a batchnorm layer, a list"
    case .dgamma: "gradient of the scales, a list"
    case .dbeta: "gradient of the shifts, a list"
    }
  }

  /// The parameter whose values or gradient this is.
  var role: Role? {
    switch self {
    case .W, .dW: .weights
    case .b, .db: .bias
    case .gamma, .dgamma: .gamma
    case .beta, .dbeta: .beta
    case .z, .a, .delta: nil
    }
  }

  var isGradient: Bool {
    switch self {
    case .dW, .db, .dgamma, .dbeta: true
    case .W, .z, .a, .delta, .b, .gamma, .beta: false
    }
  }
}

extension Quantity {
  /// `W2` as what it is of which layer; nil for a name of another form.
  static func layered(_ name: String) -> (quantity: LayerQuantity, layer: Int)? {
    let digits = name.utf8.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 }.count
    guard digits > 0, digits <= 9, let layer = Int(name.suffix(digits)),
      let quantity = LayerQuantity(rawValue: String(name.dropLast(digits)))
    else { return nil }
    return (quantity, layer)
  }

  static func isLayered(_ name: String) -> Bool { LayerQuantity(rawValue: name) != nil }

  static func isKnown(_ name: String) -> Bool {
    Quantity(rawValue: name) != nil || layered(name) != nil
  }
}

// MARK: Values

extension Interpreter {
  /// The value behind a bare name in an expression.
  func quantity(_ name: String, at span: SourceSpan) throws(Diagnostic) -> Value {
    if let quantity = Quantity(rawValue: name) {
      return try at(span) { () throws(Diagnostic) in try session.value(of: quantity) }
    }
    if let (quantity, layer) = Quantity.layered(name) {
      return try at(span) { () throws(Diagnostic) in
        try session.value(of: quantity, layer: layer)
      }
    }
    if name.hasPrefix("_") { return try cell(name, at: span) }
    throw Quantity.unknown(
      name, at: span,
      isVariable: session.variables[name] != nil || scopes.last?[name] != nil)
  }

  /// `W(k)` with a computed layer.
  func layered(_ name: String, _ arguments: [Value], at span: SourceSpan) throws(Diagnostic)
    -> Value
  {
    guard let quantity = LayerQuantity(rawValue: name) else {
      throw Interpreter.unknownFunction(name, known: [], at: span)
    }
    let layer = try Arithmetic.whole(arguments[0], "a layer")
    return try session.value(of: quantity, layer: layer)
  }

  /// `_` and, at the prompt, `_3`. A saved session has other cells, so it is given the value.
  private func cell(_ name: String, at span: SourceSpan) throws(Diagnostic) -> Value {
    if name == "_" {
      guard let lastValue else {
        throw Diagnostic(.state, "no value has been shown yet", at: span)
      }
      if environment.isInteractive { rewrite(span, as: lastValue) }
      return lastValue
    }
    guard environment.isInteractive, let number = Int(name.dropFirst()),
      let value = notebook[number]?.value
    else { throw Diagnostic(.state, "cell \(name.dropFirst()) has no value", at: span) }
    rewrite(span, as: value)
    return value
  }
}

extension Quantity {
  static func unknown(_ name: String, at span: SourceSpan, isVariable: Bool) -> Diagnostic {
    var suggestion: String?
    if isVariable {
      suggestion = "variables carry a $: write $\(name)"
    } else if let near = nearest(to: name, in: Quantity.allCases.map(\.rawValue)) {
      suggestion = "did you mean '\(near)'?"
    } else if Activation(rawValue: name) != nil || Function(rawValue: name) != nil {
      suggestion = "a function needs its argument: \(name)(x); a text needs quotes"
    } else {
      suggestion = "a text needs quotes: \"\(name)\""
    }
    return Diagnostic(.unknown, "unknown quantity '\(name)'", at: span, suggestion: suggestion)
  }
}

extension Session {
  func value(of quantity: Quantity) throws(Diagnostic) -> Value {
    switch quantity {
    case .loss: return try .number(loss(.train))
    case .accuracy: return try .number(score(.train, .classes).score.accuracy)
    case .r2: return try .number(score(.train, .numbers).score.r2)
    case .mae: return try .number(score(.train, .numbers).score.mae)
    case .val_loss: return try .number(loss(.val))
    case .val_accuracy: return try .number(score(.val, .classes).score.accuracy)
    case .val_r2: return try .number(score(.val, .numbers).score.r2)
    case .val_mae: return try .number(score(.val, .numbers).score.mae)
    case .test_loss: return try .number(loss(.test))
    case .test_accuracy: return try .number(score(.test, .classes).score.accuracy)
    case .test_r2: return try .number(score(.test, .numbers).score.r2)
    case .test_mae: return try .number(score(.test, .numbers).score.mae)
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

  func value(of quantity: LayerQuantity, layer: Int) throws(Diagnostic) -> Value {
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

  func lastPass(for name: String, from command: String = "forward") throws(Diagnostic) -> Pass {
    guard let pass, pass.layers == network.layers.count else {
      throw Diagnostic(
        .state, "\(name) does not exist yet", suggestion: "'\(command)' or 'train' computes it")
    }
    return pass
  }
}

/// Some rows of a matrix, in that order.
func select(_ rows: Rows, of matrix: Matrix) -> Matrix {
  if rows == Rows(allOf: matrix.rows) { return matrix }
  var elements: [Double] = []
  elements.reserveCapacity(rows.count * matrix.columns)
  for row in rows { elements += matrix.entries(inRow: row) }
  return Matrix(rows: rows.count, columns: matrix.columns, elements: elements)
}

/// The same of numbers that may be too many for the memory.
func selected(_ rows: Rows, of matrix: Matrix) throws(Diagnostic) -> Matrix {
  try checkRoom(rows: rows.count, columns: matrix.columns)
  return select(rows, of: matrix)
}

/// - Throws: where a matrix does not fit in memory, and some copies of it on its way to a page.
private func checkRoom(rows: Int, columns: Int) throws(Diagnostic) {
  try Diagnostic.wrapping { try Memory.check(bytes: 64 * Double(rows) * Double(columns)) }
}
