import Catalog
import Engine

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
  package var role: Role? {
    switch self {
    case .W, .dW: .weights
    case .b, .db: .bias
    case .gamma, .dgamma: .gamma
    case .beta, .dbeta: .beta
    case .z, .a, .delta: nil
    }
  }

  /// Whether it is learned.
  package var isParameter: Bool { role != nil && !isGradient }

  package var isGradient: Bool {
    switch self {
    case .dW, .db, .dgamma, .dbeta: true
    case .W, .z, .a, .delta, .b, .gamma, .beta: false
    }
  }
}

extension Quantity {
  /// `W2` as what it is of which layer; nil for a name of another form.
  package static func layered(_ name: String) -> (quantity: LayerQuantity, layer: Int)? {
    let digits = name.utf8.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 }.count
    guard digits > 0, digits <= 9, let layer = Int(name.suffix(digits)),
      let quantity = LayerQuantity(rawValue: String(name.dropLast(digits)))
    else { return nil }
    return (quantity, layer)
  }

  /// Whether it is a matrix with one column for each sample.
  package static func isOfSamples(_ name: String) -> Bool {
    if let (quantity, _) = layered(name) { return quantity.role == nil }
    return ["x", "y", "yhat"].contains(name)
  }

  package static func isLayered(_ name: String) -> Bool { LayerQuantity(rawValue: name) != nil }

  package static func isKnown(_ name: String) -> Bool {
    Quantity(rawValue: name) != nil || layered(name) != nil
  }
}
