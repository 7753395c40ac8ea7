/// Holds the gradients of backpropagation against difference quotients of the loss.
///
/// Everything is computed in double precision on a copy of the model, as a training pass:
/// statistics of the batch, dropout masks held. The quotient is the one of fourth order,
///
///     L' ≈ (8 (L(p + h) − L(p − h)) − (L(p + 2h) − L(p − 2h))) / 12h,
///
/// with h = 10⁻⁴ max(1, |p|), and smaller where a unit would cross the kink of its activation, an
/// output that of the loss, or a weight that of its l1 penalty.
package struct GradientCheck: Equatable, Sendable {
  package let id: ParameterID
  /// ‖analytic − numeric‖ / (‖analytic‖ + ‖numeric‖); nil where it says nothing: no entry was
  /// compared, or the gradient is so small that rounding in the quotient alone makes it large.
  package let error: Double?
  /// The entry with the largest difference, from 0.
  package let row: Int
  package let column: Int
  package let analytic: Double
  package let numeric: Double
  /// Entries that were compared, and those left out because they are at a kink.
  package let checked: Int
  package let skipped: Int

  /// The error from which on a gradient is wrong.
  package static let limit = 1e-6
  package var isRight: Bool { error.map { $0 <= GradientCheck.limit } ?? true }

  /// Checks every array of parameters.
  ///
  /// - Parameters:
  ///   - entries: how many entries of each array are compared at most, chosen at random; nil is all.
  ///   - backward: makes the analytic gradients; nil is the engine's own backward pass.
  ///   - poll: is asked before each entry; false ends the check with the arrays done so far.
  package static func run(
    _ model: Model, _ samples: Samples, loss: LossFunction, entries: Int? = nil,
    backward: ((Model, Pass) throws(EngineError) -> Pass)? = nil, poll: () -> Bool = { true }
  ) throws(EngineError) -> [GradientCheck] {
    let subject = try model.inDoublePrecision()
    let forward = try subject.forward(samples, loss: loss, isTraining: true)
    let pass =
      if let backward { try backward(subject, forward) } else {
        try subject.backward(forward, loss: loss)
      }
    let probe = try Probe(subject, samples, loss)
    var results: [GradientCheck] = []
    for slot in subject.blueprint.parameters {
      guard let gradient = pass.gradient(slot.id) else { continue }
      let chosen = chooseEntries(of: slot, atMost: entries, seed: model.blueprint.seed)
      guard let result = probe.compare(slot, gradient, chosen, poll) else { break }
      results.append(result)
    }
    return results
  }

  private static func chooseEntries(
    of slot: ParameterSlot, atMost limit: Int?, seed: UInt64
  ) -> [Int] {
    guard let limit, limit < slot.count else { return Array(0..<slot.count) }
    var stream = RandomStream(seed: seed, purpose: .check, index: slot.offset)
    return stream.permutation(slot.count).prefix(max(1, limit)).sorted()
  }
}

extension Model {
  fileprivate func inDoublePrecision() throws(EngineError) -> Model {
    var model = self
    model.fixAll()
    let old = blueprint
    return model.adapted(
      to: try Blueprint(
        network: old.network, inputs: old.inputs, seed: old.seed, precision: .float64,
        regularizer: old.regularizer, initialization: old.initialization))
  }
}

/// A model whose parameters are moved one at a time.
private final class Probe {
  private let loss: LossFunction
  private let samples: Int
  private let workspace: Workspace<Double>
  private let mode: Workspace<Double>.Mode
  private let running: [Double]
  private var parameters: [Double]
  /// The values of the pass with no parameter moved.
  private var still: [Double] = []
  private var stillLoss = 0.0
  private let penalized: [Range<Int>]

  init(_ model: Model, _ samples: Samples, _ loss: LossFunction) throws(EngineError) {
    self.loss = loss
    self.samples = samples.count
    let plan = try Plan(model.blueprint, capacity: samples.count)
    // In double, whatever the model has, and the values once more.
    try Memory.check(bytes: 2 * plan.bytes * 8 / Double(model.blueprint.precision.bytes))
    workspace = Workspace(plan)
    workspace.isWeighted = samples.weights != nil
    mode = Workspace.Mode(isTraining: true, seed: model.blueprint.seed, step: model.steps)
    let store: Store<Double> = model.store()
    (running, parameters) = (store.running, store.parameters)
    penalized = plan.layers.filter { $0.l1 != 0 }.map {
      $0.weights..<$0.weights + $0.units * $0.inputs
    }
    try workspace.gather(samples)
    stillLoss = evaluate()
    still = Array(UnsafeBufferPointer(start: workspace.values, count: plan.valueCount))
  }

  /// Nil where `poll` ended it.
  func compare(
    _ slot: ParameterSlot, _ gradient: Matrix, _ entries: [Int], _ poll: () -> Bool
  ) -> GradientCheck? {
    var (difference, analyticSum, numericSum, noise) = (0.0, 0.0, 0.0, 0.0)
    var worst = (entry: entries[0], size: -1.0, numeric: 0.0)
    var skipped = 0
    for entry in entries {
      guard poll() else { return nil }
      let analytic = gradient.elements[entry]
      guard let (numeric, uncertainty) = slope(at: slot.offset + entry) else {
        skipped += 1
        continue
      }
      let size = abs(analytic - numeric)
      if !(size <= worst.size) { worst = (entry, size, numeric) }
      difference += size * size
      analyticSum += analytic * analytic
      numericSum += numeric * numeric
      noise += uncertainty * uncertainty
    }
    let scale = analyticSum.squareRoot() + numericSum.squareRoot()
    let error = difference == 0 ? 0 : difference.squareRoot() / scale
    let isTelling = skipped < entries.count && !(difference <= noise && error > GradientCheck.limit)
    return GradientCheck(
      id: slot.id, error: isTelling ? error : nil,
      row: worst.entry / slot.columns, column: worst.entry % slot.columns,
      analytic: gradient.elements[worst.entry], numeric: worst.numeric,
      checked: entries.count - skipped, skipped: skipped)
  }

  /// The difference quotient by one parameter and what rounding may have done to it; nil at a kink.
  private func slope(at index: Int) -> (value: Double, uncertainty: Double)? {
    let value = parameters[index]
    defer { parameters[index] = value }
    let hasPenaltyKink = value != 0 && penalized.contains { $0.contains(index) }
    for size in [1e-4, 1e-5, 1e-6] {
      let h = size * max(1, abs(value))
      if hasPenaltyKink && abs(value) <= 2 * h { continue }
      var losses = (0.0, 0.0, 0.0, 0.0)
      guard move(index, value + h, &losses.0), move(index, value - h, &losses.1),
        move(index, value + 2 * h, &losses.2), move(index, value - 2 * h, &losses.3)
      else { continue }
      let slope = (8 * (losses.0 - losses.1) - (losses.2 - losses.3)) / (12 * h)
      return (slope, 16 * Double.ulpOfOne * max(abs(stillLoss), 1e-3) / h)
    }
    return nil
  }

  /// Computes the loss with a parameter moved; false where a kink was crossed.
  private func move(_ index: Int, _ value: Double, _ result: inout Double) -> Bool {
    parameters[index] = value
    result = evaluate()
    return !hasCrossedKink()
  }

  private func evaluate() -> Double {
    parameters.withUnsafeMutableBufferPointer { parameters in
      running.withUnsafeBufferPointer { running in
        workspace.forward(
          samples: samples,
          StorePointers(
            parameters: parameters.place,
            running: UnsafeMutableBufferPointer(mutating: running).place,
            first: parameters.place, second: parameters.place, third: parameters.place),
          mode, loss, shards: 1) ?? 0
      }
    }
  }

  /// Whether a unit or an output is now on the other side of a kink.
  private func hasCrossedKink() -> Bool {
    let plan = workspace.plan
    for layer in plan.layers where layer.activation.hasKink {
      for i in layer.z..<layer.z + samples * layer.units
      where (workspace.values[i] > 0) != (still[i] > 0) {
        return true
      }
    }
    let last = plan.layers[plan.layers.count - 1]
    for i in 0..<samples * plan.outputs {
      let target = still[plan.targets + i]
      if loss.piece(workspace.values[last.a + i] - target) != loss.piece(still[last.a + i] - target)
      {
        return true
      }
    }
    return false
  }
}

extension LossFunction {
  /// Which smooth piece of the loss an error lies on.
  fileprivate func piece(_ error: Double) -> Int {
    switch loss {
    case .mse, .crossEntropy, .bce, .logCosh: 0
    case .mae: error > 0 ? 1 : (error < 0 ? -1 : 0)
    case .huber: error > delta ? 1 : (error < -delta ? -1 : 0)
    }
  }
}
