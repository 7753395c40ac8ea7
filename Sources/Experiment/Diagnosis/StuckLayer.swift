import Catalog
import Engine

/// A layer with units that no longer learn.
package struct StuckLayer {
  package let number: Int
  /// From 0.
  package let units: [Int]
  let all: Int
  let isOutput: Bool
  private let activation: Activation

  /// Closed relu units; else units at an end of their range.
  package var isDead: Bool { activation == .relu }

  /// Whether half of the units are, or more.
  package var isHalf: Bool { 2 * units.count >= all }
  var isWhole: Bool { units.count == all }

  /// The layers that have any.
  package static func all(in pass: Pass, of model: Model, _ loss: LossFunction) -> [StuckLayer] {
    candidates(in: model, loss).compactMap { number in
      StuckLayer(number, model.blueprint.layer(number), pass)
    }
  }

  /// Those of which half the units are stuck, in at most so many of the rows.
  static func halfStuck(
    _ model: Model, _ samples: Samples, atMost limit: Int, _ loss: LossFunction
  ) -> [StuckLayer] {
    guard !candidates(in: model, loss).isEmpty,
      let pass = try? model.forward(samples.evenly(limit), loss: loss, isTraining: false)
    else { return [] }
    return all(in: pass, of: model, loss).filter(\.isHalf)
  }

  /// The layers that can be stuck, the output, through which all others learn, before them.
  private static func candidates(in model: Model, _ loss: LossFunction) -> [Int] {
    let layers = model.blueprint.network.layers
    let hidden = layers.indices.dropLast().filter { layers[$0].hasEnds }.map { $0 + 1 }
    // The gradient of a cross-entropy does not pass the slope of the output.
    let passesSlope = loss.loss.requiredOutput == nil && layers.last?.activation != .linear
    return passesSlope ? [layers.count] + hidden : hidden
  }

  private init?(_ number: Int, _ layer: Layer, _ pass: Pass) {
    guard let activation = layer.activation, let z = pass.z(number), let a = pass.a(number) else {
      return nil
    }
    self.number = number
    self.activation = activation
    all = z.rows
    isOutput = number == pass.layers
    if isOutput {
      units = pass.targets.map { layer.unitsDeafToErrors(z, a, targets: $0) } ?? []
    } else {
      units = layer.units(of: z, a) { layer.isDead($0, $1) || layer.isSaturated($0, $1) }
    }
    if units.isEmpty { return nil }
  }

  /// - Parameter onset: "epoch 3, batch 2", where that is known.
  func text(since onset: String?) -> String {
    "\(name): \(units.count) of \(counted(all, "unit")) \(units.count == 1 ? "is" : "are") \(state)"
      + (onset.map { ", since \($0)" } ?? "") + "; \(advice)"
  }

  package var name: String { isOutput ? "layer \(number), the output" : "layer \(number)" }

  private var state: String {
    switch (isOutput, isDead) {
    case (false, true): "dead: z <= 0 in all rows"
    case (false, false): "saturated: slopes of next to 0 in all rows"
    case (true, true): "dead (z <= 0) in the rows where the answer is wrong"
    case (true, false): "saturated in the rows where the answer is wrong"
    }
  }

  package var advice: String {
    switch (isOutput, isDead) {
    case (false, true):
      "they learn nothing more; try a smaller lr, leaky_relu, or 'reset'; 'why dead' tells more"
    case (false, false): "try smaller weights (init xavier), 'scale standard', or a smaller lr"
    case (true, _):
      "slopes of next to 0 let no error back; try 'reset' and a smaller lr"
        + (activation == .sigmoid ? ", or 'loss bce', whose gradient does not pass the slope" : "")
        + "; 'why dead' tells more"
    }
  }
}

extension Layer {
  fileprivate var hasEnds: Bool {
    switch activation {
    case .relu, .sigmoid, .tanh: true
    case .linear, .leakyRelu, .elu, .selu, .gelu, .swish, .softplus, .softsign, .mish, .softmax,
      nil:
      false
    }
  }

  /// The units, from 0, of which something holds for all samples.
  func units(of z: Matrix, _ a: Matrix, where holds: (Double, Double) -> Bool) -> [Int] {
    (0..<z.rows).filter { unit in
      (0..<z.columns).allSatisfy { holds(z[unit, $0], a[unit, $0]) }
    }
  }

  /// A rectified unit that is closed.
  func isDead(_ z: Double, _ a: Double) -> Bool { activation == .relu && z <= 0 }

  /// A sigmoid or tanh within a hundredth of its ends.
  func isSaturated(_ z: Double, _ a: Double) -> Bool {
    switch activation {
    case .sigmoid: a < 0.01 || a > 0.99
    case .tanh: abs(a) > 0.98
    case .linear, .relu, .leakyRelu, .elu, .selu, .gelu, .swish, .softplus, .softsign, .mish,
      .softmax, nil:
      false
    }
  }

  /// The output units, from 0, that are wrong and do not hear of it: their answers are hardly better
  /// than the best constant one, and the slope lets less than a thousandth of the errors through. An
  /// end of the range may be the right answer.
  fileprivate func unitsDeafToErrors(_ z: Matrix, _ a: Matrix, targets y: Matrix) -> [Int] {
    (0..<z.rows).filter { unit in
      var (squares, errors, heard) = (0.0, 0.0, 0.0)
      for sample in 0..<z.columns {
        let error = abs(a[unit, sample] - y[unit, sample])
        squares += error * error
        errors += error
        heard += error * (activation?.slope(z[unit, sample], alpha: alpha) ?? 1)
      }
      let spread = Spread(y.row(unit)).deviation
      let isWrong = squares > max(0.5 * spread * spread, 1e-4) * Double(z.columns)
      return isWrong && heard < 0.001 * errors
    }
  }
}
