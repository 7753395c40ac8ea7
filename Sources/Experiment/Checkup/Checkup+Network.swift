import Engine
import Glibc
import Language
import Reports

// What the network, the loss and the optimizer say.

extension Checkup {
  var range: [Finding] {
    guard let last = layers.last, let activation = last.activation,
      let lowest = targets.elements.min(), let highest = targets.elements.max(),
      let reach = activation.reach, !(reach.contains(lowest) && reach.contains(highest))
    else { return [] }
    return [
      FindingCode.range.finding(
        "layer \(layers.count)",
        "targets run from \(short(lowest)) to \(short(highest)), but \(activation.rawValue) "
          + "gives only " + reachText(reach), mend: lastLayer(.linear))
    ]
  }

  private func reachText(_ reach: ClosedRange<Double>) -> String {
    reach.upperBound.isFinite
      ? "\(short(reach.lowerBound)) to \(short(reach.upperBound))"
      : "\(short(reach.lowerBound)) and more"
  }

  var pairing: [Finding] {
    let loss = session.lossInForce
    let place = "loss \(loss.loss.rawValue)"
    guard let last = layers.last else { return [] }
    if last.activation == .softmax, targets.columns == 1 {
      return [
        FindingCode.pairing.finding(
          "layer \(layers.count)", "the softmax of one unit is always 1",
          mend: lastLayer(.sigmoid).map { "\($0); loss bce" })
      ]
    }
    do throws(EngineError) {
      try loss.check(targets: targets)
      try loss.check(against: session.network)
    } catch {
      let mend: String?
      switch error {
      case .softmaxNeedsCrossEntropy: mend = "loss cross_entropy"
      case .targetOutOfRange: mend = "loss mse"
      case .lossNeedsOutput(_, let required, _): mend = lastLayer(required)
      default: mend = nil
      }
      return [FindingCode.pairing.finding(place, error.message, mend: mend)]
    }
    guard let classes, classes.count > 2, last.activation == .linear else { return [] }
    return [
      FindingCode.pairing.finding(
        "layer \(layers.count)",
        "\(classes.count) classes, but a linear output: its numbers are no probabilities",
        mend: lastLayer(.softmax).map { "\($0); loss cross_entropy" })
    ]
  }

  /// Units that have the same weights on both sides get the same gradients for ever.
  func symmetric() throws(Diagnostic) -> [Finding] {
    var findings: [Finding] = []
    for number in 1..<max(1, layers.count) {
      guard case .dense(let dense) = layers[number - 1].kind, dense.units > 1,
        let into = try weights(number), let out = try nextWeights(after: number)
      else { continue }
      let rows = (0..<into.rows).map { into.row($0) + out.column($0) }
      guard rows.allSatisfy({ $0 == rows[0] }) else { continue }
      let isZero = into.elements.allSatisfy { $0 == 0 }
      findings.append(
        FindingCode.symmetric.finding(
          "layer \(number)",
          isZero
            ? "all weights are 0: its units get the same gradients and never part"
            : "all units have the same weights: they get the same gradients and never part",
          mend: "init \(dense.activation.defaultInitializer.rawValue)"))
    }
    return findings
  }

  private func weights(_ layer: Int) throws(Diagnostic) -> Matrix? {
    let id = ParameterID(layer: layer, role: .weights)
    guard model.blueprint.slot(id) != nil else { return nil }
    return try Diagnostic.wrapping { try model.values(id) }
  }

  /// The weights that a layer's outputs go through, past dropout and batchnorm.
  private func nextWeights(after layer: Int) throws(Diagnostic) -> Matrix? {
    for number in layer + 1..<layers.count + 1 {
      if let weights = try weights(number) { return weights }
    }
    return nil
  }

  var parameters: [Finding] {
    let count = model.blueprint.parameterCount
    let isHeld =
      session.regularizer != Regularizer()
      || layers.contains { layer in
        switch layer.kind {
        case .dropout: true
        case .dense(let dense): (dense.l1 ?? 0) != 0 || (dense.l2 ?? 0) != 0
        case .batchnorm: false
        }
      }
    guard targets.rows >= 10, count > 30 * self.count, !isHeld else { return [] }
    return [
      FindingCode.parameters.finding(
        "network",
        "\(count) parameters for \(self.count) training rows: it can learn them by "
          + "heart", mend: "regularize l2=0.001")
    ]
  }

  /// Asked before each training too, which takes no checkup of the data.
  package static func frozen(session: Session, _ model: Model) -> [Finding] {
    let parameters = model.blueprint.parameters
    guard !parameters.isEmpty, parameters.allSatisfy({ session.frozen.contains($0.id) }) else {
      return []
    }
    return [
      FindingCode.frozen.finding(
        "network", "all its parameters are frozen: training changes nothing", mend: "unfreeze all")
    ]
  }

  var rate: [Finding] {
    let settings = session.optimizer
    let usual = settings.kind.usualRates
    guard !usual.contains(settings.lr) else { return [] }
    let fallback = OptimizerSettings(settings.kind).lr
    return [
      FindingCode.rate.finding(
        "optimizer",
        "lr=\(short(settings.lr)) is \(settings.lr < usual.lowerBound ? "small" : "large")"
          + " for \(settings.kind.rawValue), which mostly takes \(short(usual.lowerBound)) to "
          + short(usual.upperBound), mend: "optimizer lr=\(short(fallback))")
    ]
  }

  /// A fresh classifier knows nothing: its loss is about that of equal odds.
  func start() throws(Diagnostic) -> [Finding] {
    guard model.isFresh else { return [] }
    let loss = session.lossInForce
    let (expected, formula): (Double, String)
    switch loss.loss {
    case .crossEntropy:
      (expected, formula) = (log(Double(targets.columns)), "ln \(targets.columns)")
    case .bce:
      (expected, formula) = (Double(targets.columns) * log(2), "ln 2")
    case .mse, .mae, .huber, .logCosh: return []
    }
    guard loss.reduction == .batchmean, expected > 0,
      (try? loss.check(against: session.network)) != nil
    else { return [] }
    let found = try session.loss(.train)
    guard found > 2 * expected else { return [] }
    return [
      FindingCode.start.finding(
        "loss",
        "\(short(found)) at the start, where equal odds give \(formula) = "
          + "\(short(expected)): weights or inputs are too large",
        mend: session.scaling.method == .none ? "scale standard" : "init xavier")
    ]
  }
}
