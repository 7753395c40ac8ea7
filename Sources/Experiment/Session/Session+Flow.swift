import Engine
import Language
import Reports

extension Session {
  /// Per layer of the last pass: how z spreads, which units are stuck, how large δ and dW are, how
  /// far the next update would go, and what to think of it.
  package func flowReport() throws(Diagnostic) -> Report {
    let pass = try lastPass(for: "the flow")
    let layers = try flow(of: pass)
    let rows = layers.enumerated().map { index, flow -> [Value?] in
      [
        .number(Double(index + 1)), .text(network.layers[index].shortTitle),
        .number(flow.z.mean), .number(flow.z.deviation), .number(flow.dead),
        .number(flow.saturated), flow.delta.map { .number($0) }, flow.gradient.map { .number($0) },
        flow.step.map { .number($0) }, .text(flow.verdict(beside: layers).rawValue),
      ]
    }
    return .table(
      Table(
        columns: [
          "layer", "kind", "mean z", "std z", "dead", "saturated", "‖δ‖", "‖dW‖", "‖ΔW‖/‖W‖",
          "verdict",
        ], rows: rows))
  }

  /// The flow through each layer. Where there are gradients, the step is that of the optimizer.
  package func flow(of pass: Pass) throws(Diagnostic) -> [LayerFlow] {
    let model = try currentModel()
    try Diagnostic.wrapping { try pass.checkRoom(keeping: 2) }
    var next = model
    var spent = pass
    let options = trainingOptions(optimizerOfTraining, batch: nil, shuffles: false)
    let isMoved =
      pass.hasGradients && (try? next.update(from: &spent, options: options)) != nil
    let stuck = StuckLayer.all(in: pass, of: model, lossInForce)
    return (1...pass.layers).map { layer in
      LayerFlow(
        layer, network.layers[layer - 1], pass, model, isMoved ? next : nil,
        stuck.first { $0.number == layer })
    }
  }
}

/// What goes through a layer in a pass.
package struct LayerFlow {
  let z: Spread
  /// The shares of units that no sample opens, and that every sample drives to an end.
  let dead: Double
  let saturated: Double
  /// ‖δ‖, ‖dW‖ and ‖ΔW‖/‖W‖.
  let delta: Double?
  let gradient: Double?
  let step: Double?
  package let stuck: StuckLayer?

  /// What to think of it.
  package enum Verdict: String {
    case notFinite = "not finite"
    case dead
    case halfDead = "half dead"
    case saturated
    case vanishes = "δ vanishes"
    case explodes = "δ explodes"
    case tooLong = "steps too long"
    case resting = "hardly moves"
    case fine = "ok"
  }

  init(
    _ number: Int, _ layer: Layer, _ pass: Pass, _ model: Model, _ next: Model?,
    _ stuck: StuckLayer?
  ) {
    self.stuck = stuck
    let z = pass.z(number) ?? Matrix(rows: 0, columns: 0)
    let a = pass.a(number) ?? z
    self.z = Spread(z.elements)
    dead = layer.share(of: z, a) { layer.isDead($0, $1) }
    saturated = layer.share(of: z, a) { layer.isSaturated($0, $1) }
    delta = pass.delta(number).map { norm($0.elements) }
    let id = ParameterID(layer: number, role: .weights)
    gradient = pass.gradient(id).map { norm($0.elements) }
    guard let old = try? model.values(id).elements, let new = try? next?.values(id).elements,
      norm(old) > 0
    else {
      step = nil
      return
    }
    step = norm(zip(new, old).map { $0 - $1 }) / norm(old)
  }

  package func verdict(beside layers: [LayerFlow]) -> Verdict {
    if !z.mean.isFinite || !(delta ?? 0).isFinite { return .notFinite }
    if let stuck, stuck.isHalf {
      return stuck.isDead ? (stuck.isWhole ? .dead : .halfDead) : .saturated
    }
    if let delta, let largest = layers.compactMap(\.delta).max(), largest > 0 {
      if delta < 1e-3 * largest { return .vanishes }
      if let last = layers.last?.delta, delta > 1e4 * last { return .explodes }
    }
    if let step {
      if step > 0.3 { return .tooLong }
      if step < 1e-7 { return .resting }
    }
    return .fine
  }
}

extension Layer {
  /// The share of units of which something holds for all samples; `z` and `a` `[units × samples]`.
  fileprivate func share(
    of z: Matrix, _ a: Matrix, where holds: (Double, Double) -> Bool
  ) -> Double {
    Double(units(of: z, a, where: holds).count) / Double(max(1, z.rows))
  }
}
