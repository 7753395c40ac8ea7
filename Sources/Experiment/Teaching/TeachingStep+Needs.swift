import Engine
import Language

// What the teaching step has to find in a session, and what each mistake needs to show.

extension Session {
  /// - Parameter settings: the optimizer of the step; without them the one in force.
  /// - Throws: where the teaching step does not know this network or optimizer.
  package func checkTeaching(_ settings: OptimizerSettings? = nil) throws(Diagnostic) {
    guard let obstacle = obstacleInNetwork ?? obstacle(in: settings ?? optimizer) else { return }
    throw Diagnostic(
      .state,
      "the teaching step, where bugs are planted, knows \(obstacle.known); found \(obstacle.found)",
      suggestion: obstacle.mend)
  }

  /// - Throws: where the teaching step does not know the network or what the pass is.
  package func checkTeaching(of pass: Pass) throws(Diagnostic) {
    try checkTeaching()
    guard pass.weights == nil else {
      throw Diagnostic(
        .state, "the teaching step, where bugs are planted, knows no weights of samples",
        suggestion: "'forward' makes a pass without them")
    }
  }

  /// - Throws: where a mistake would not show.
  package func checkNeeds(of bug: Bug) throws(Diagnostic) {
    guard let need = try need(of: bug) else { return }
    throw Diagnostic(
      .state, "'\(bug.rawValue)' would not show here: it needs \(need.what)",
      suggestion: need.mend)
  }

  private typealias Obstacle = (known: String, found: String, mend: String?)

  private var obstacleInNetwork: Obstacle? {
    for (index, layer) in network.layers.enumerated() {
      let place = "layer \(index + 1)"
      guard case .dense(let dense) = layer.kind else {
        return ("dense layers only", "\(place), \(layer.shortTitle)", "layer remove \(index + 1)")
      }
      if (dense.l1 ?? regularizer.l1) != 0 || (dense.l2 ?? regularizer.l2) != 0 {
        return ("no l1= and l2=", "a penalty on \(place)", "regularize l1=0 l2=0")
      }
    }
    return clipping == .none ? nil : ("no clipping", "'clip'", "clip off")
  }

  private func obstacle(in settings: OptimizerSettings) -> Obstacle? {
    let known = "sgd and adam, plain"
    guard [.sgd, .adam].contains(settings.kind) else {
      return (known, settings.kind.rawValue, "optimizer sgd")
    }
    let others: [OptimizerOption] = [.momentum, .weightDecay, .amsgrad]
    return others.first { settings[$0] != 0 }.map { option in
      (known, "\(option.rawValue)=", "optimizer \(settings.kind.rawValue)")
    }
  }

  private func need(of bug: Bug) throws(Diagnostic) -> (what: String, mend: String?)? {
    let dense = network.layers.compactMap { layer -> Dense? in
      if case .dense(let dense) = layer.kind { dense } else { nil }
    }
    switch bug {
    case .sign: return nil
    case .inplace:
      return dense.count > 1 ? nil : ("a layer below the last", "layer insert 1 dense 4 tanh")
    case .missingM:
      if lossInForce.reduction == .sum { return ("a loss that is a mean", nil) }
      return try loadedData().rows.train.count > 1 ? nil : ("more than one sample", nil)
    case .transposed:
      let widths = try blueprint().widths
      let isWide = zip(widths, widths.dropFirst()).contains { min($0, $1) > 1 }
      return isWide ? nil : ("a layer of several units and inputs", "layer insert 1 dense 4 tanh")
    case .noDerivative:
      let last = lossInForce.loss.requiredOutput == nil ? dense[...] : dense.dropLast()
      let isBent = last.contains { $0.activation != .linear }
      return isBent
        ? nil : ("a layer with f' other than 1", "layer insert 1 dense 4 tanh")
    case .staleBias: return dense.contains(where: \.hasBias) ? nil : ("a layer with biases", nil)
    case .adamUncorrected:
      return optimizer.kind == .adam ? nil : ("the optimizer adam", "optimizer adam")
    }
  }
}
