import Engine

/// A layer with units that no longer learn.
package struct StuckLayer {
  package let number: Int
  /// From 0.
  package let units: [Int]
  let all: Int
  /// Closed relu units; else units at an end of their range.
  package let isDead: Bool

  /// Whether half of the units are, or more.
  var isHalf: Bool { 2 * units.count >= all }

  /// The hidden layers that have any; at the output an end may be the right answer.
  package static func all(in pass: Pass, of model: Model) -> [StuckLayer] {
    (1..<max(1, pass.layers)).compactMap { number in
      let layer = model.blueprint.layer(number)
      guard layer.canBeStuck, let z = pass.z(number), let a = pass.a(number) else { return nil }
      let isDead = layer.activation == .relu
      let units = layer.units(of: z, a) {
        isDead ? layer.isDead($0, $1) : layer.isSaturated($0, $1)
      }
      return units.isEmpty
        ? nil : StuckLayer(number: number, units: units, all: z.rows, isDead: isDead)
    }
  }

  /// Those of which half the units are stuck, in at most so many of the rows.
  static func halfStuck(
    _ model: Model, _ samples: Samples, atMost limit: Int, _ loss: LossFunction
  ) -> [StuckLayer] {
    guard model.blueprint.network.layers.contains(where: \.canBeStuck),
      let pass = try? model.forward(samples.evenly(limit), loss: loss, isTraining: false)
    else { return [] }
    return all(in: pass, of: model).filter(\.isHalf)
  }

  /// - Parameter onset: "epoch 3, batch 2", where that is known.
  func text(since onset: String?) -> String {
    let state =
      isDead
      ? "closed for all rows (z <= 0)"
      : "at the ends of their range in all rows, where slopes are next to 0"
    let advice =
      isDead
      ? "they learn nothing more; try a smaller lr, leaky_relu, or 'reset'; 'why dead' tells more"
      : "try smaller weights (init xavier), 'scale standard', or a smaller lr"
    return "layer \(number): \(units.count) of \(all) units are \(state)"
      + (onset.map { ", since \($0)" } ?? "") + "; \(advice)"
  }
}

extension Layer {
  fileprivate var canBeStuck: Bool {
    switch activation {
    case .relu, .sigmoid, .tanh: true
    case .linear, .leakyRelu, .elu, .selu, .gelu, .swish, .softplus, .softsign, .mish, .softmax,
      nil:
      false
    }
  }
}
