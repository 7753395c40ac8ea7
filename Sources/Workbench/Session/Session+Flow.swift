import Engine
import Language
import Reports

extension Session {
  /// Per layer of the last pass: how z spreads, which units are stuck, how large δ, dW and the
  /// updates are.
  func flowReport() throws(Diagnostic) -> Report {
    let pass = try lastPass(for: "the flow")
    let model = try currentModel()
    var rows: [[Value?]] = []
    for layer in 1...network.layers.count {
      let (mean, spread) = moments(pass.z(layer)?.elements ?? [])
      let id = ParameterID(layer: layer, role: .weights)
      let gradient = pass.gradient(id).map { norm($0.elements) }
      let weights = (try? model.values(id)).map { norm($0.elements) }
      rows.append([
        .number(Double(layer)), .text(network.layers[layer - 1].shortTitle), .number(mean),
        .number(spread), .number(share(of: layer, in: pass, isStuck: isDead)),
        .number(share(of: layer, in: pass, isStuck: isSaturated)),
        pass.delta(layer).map { .number(norm($0.elements)) }, gradient.map { .number($0) },
        ratio(gradient, weights).map { .number($0) },
      ])
    }
    return .table(
      Table(
        columns: [
          "layer", "kind", "mean z", "std z", "dead", "saturated", "‖δ‖", "‖dW‖", "lr‖dW‖/‖W‖",
        ], rows: rows))
  }

  private func moments(_ numbers: [Double]) -> (mean: Double, deviation: Double) {
    let count = Double(max(1, numbers.count))
    let mean = numbers.reduce(0, +) / count
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / count).squareRoot())
  }

  private func ratio(_ gradient: Double?, _ weights: Double?) -> Double? {
    guard let gradient, let weights, weights > 0 else { return nil }
    return learningRate * gradient / weights
  }

  private func norm(_ numbers: [Double]) -> Double {
    numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The share of a layer's units of which something holds for all samples of the pass.
  private func share(
    of layer: Int, in pass: Pass, isStuck: (Activation, Double, Double) -> Bool
  ) -> Double {
    guard let activation = network.layers[layer - 1].activation, let z = pass.z(layer),
      let a = pass.a(layer)
    else { return 0 }
    let stuck = (0..<z.rows).count { unit in
      zip(z.row(unit), a.row(unit)).allSatisfy { isStuck(activation, $0, $1) }
    }
    return Double(stuck) / Double(max(1, z.rows))
  }

  /// A rectified unit that no sample opens.
  private func isDead(_ activation: Activation, _ z: Double, _ a: Double) -> Bool {
    activation == .relu && z <= 0
  }

  /// A sigmoid or tanh within a hundredth of its ends.
  private func isSaturated(_ activation: Activation, _ z: Double, _ a: Double) -> Bool {
    switch activation {
    case .sigmoid: a < 0.01 || a > 0.99
    case .tanh: abs(a) > 0.98
    default: false
    }
  }
}
