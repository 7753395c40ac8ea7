/// The steps of training one by one. `forward`, `backward` and `update` over all rows give, bit for
/// bit, what the trainer makes of one batch of them.
extension Model {
  /// Computes all z and a for samples in their order, and the loss where they have targets.
  ///
  /// - Parameters:
  ///   - isTraining: with dropout masks and batch statistics, over all training rows.
  ///   - threads: as in `TrainingOptions`.
  package func forward(
    _ samples: Samples, loss: LossFunction, isTraining: Bool, threads: Int = 1
  ) throws(EngineError) -> Pass {
    try samples.check(against: blueprint)
    if let targets = samples.targets {
      try loss.check(against: blueprint.network)
      try loss.check(targets: targets)
    }
    return switch blueprint.precision {
    case .float32: try forward(samples, loss, isTraining, threads, as: Float.self)
    case .float64: try forward(samples, loss, isTraining, threads, as: Double.self)
    }
  }

  private func forward<S: Scalar>(
    _ samples: Samples, _ loss: LossFunction, _ isTraining: Bool, _ threads: Int, as type: S.Type
  ) throws(EngineError) -> Pass {
    let plan = try Plan(blueprint, capacity: samples.count)
    // The workspace, the pass that is copied out of it, and the list of rows.
    try Memory.check(bytes: 2 * plan.bytes + 8 * Double(samples.count))
    let shards = plan.shards(for: samples.count, threads: threads)
    let workspace = Workspace<S>(plan, shards: shards)
    let mode = Workspace<S>.Mode(isTraining: isTraining, seed: blueprint.seed, step: steps)
    workspace.isWeighted = samples.weights != nil
    try workspace.gather(samples)
    let store: Store<S> = store()
    let result = store.withReading { store in
      withoutSubnormals {
        workspace.forward(
          samples: samples.count, store, mode, samples.targets == nil ? nil : loss,
          shards: shards)
      }
    }
    return try Pass(
      workspace, blueprint, samples: samples.count, isTraining: isTraining, step: steps,
      loss: result, coversAllRows: isTraining, hasTargets: samples.targets != nil,
      hasGradients: false)
  }

  /// A pass over the same inputs and targets as another one, with the parameters as they are now:
  /// where they have not changed since, the same bit for bit.
  package func repeated(
    _ pass: Pass, loss: LossFunction, threads: Int = 1
  ) throws(EngineError) -> Pass {
    try pass.checkRoom(keeping: 1)
    guard let inputs = pass.a(0) else { throw .noLayers }
    let samples = Samples(
      inputs: inputs.transposed, targets: pass.targets?.transposed, weights: pass.weights)
    return try forward(samples, loss: loss, isTraining: pass.isTraining, threads: threads)
  }

  /// Adds deltas and gradients to a forward pass, with the weights as they are now.
  ///
  /// - Throws: `noTarget` where the pass has no loss, `stalePass` where the network has changed.
  package func backward(
    _ pass: Pass, loss: LossFunction, threads: Int = 1
  ) throws(EngineError) -> Pass {
    guard pass.hasTargets else { throw .noTarget }
    guard pass.fits(blueprint) else { throw .stalePass }
    try loss.check(against: blueprint.network)
    return switch blueprint.precision {
    case .float32: try backward(pass, loss, threads, as: Float.self)
    case .float64: try backward(pass, loss, threads, as: Double.self)
    }
  }

  private func backward<S: Scalar>(
    _ pass: Pass, _ loss: LossFunction, _ threads: Int, as type: S.Type
  ) throws(EngineError) -> Pass {
    let shards = pass.plan.shards(for: pass.samples, threads: threads)
    // Where everything lies is a matter of layers and batch; penalties may have changed.
    let plan = try Plan(blueprint, capacity: pass.samples)
    try Memory.check(bytes: 2 * plan.bytes)
    let workspace = Workspace<S>(plan, shards: shards)
    workspace.isWeighted = pass.isWeighted
    workspace.restore(values: S.array(pass.values))
    let store: Store<S> = store()
    store.withReading { store in
      withoutSubnormals {
        workspace.backward(
          samples: pass.samples, store.parameters, loss, isTraining: pass.isTraining,
          shards: shards)
      }
    }
    var result = pass
    result.deltas = S.numbers(workspace.deltaArray)
    result.gradients = S.numbers(workspace.gradientArray)
    return result
  }

  /// One step of the optimizer with the gradients of a pass. The first update from a training pass
  /// moves the running statistics and completes an epoch.
  ///
  /// - Throws: `noGradients` before `backward`, `stalePass` where the network has changed, or where
  ///   a parameter is no longer finite.
  package mutating func update(
    from pass: inout Pass, options: TrainingOptions
  ) throws(EngineError) {
    guard pass.hasGradients else { throw .noGradients }
    guard pass.fits(blueprint) else { throw .stalePass }
    try options.optimizer.check()
    switch blueprint.precision {
    case .float32: try update(pass, options, as: Float.self)
    case .float64: try update(pass, options, as: Double.self)
    }
    if pass.coversAllRows, !pass.isSpent, let loss = pass.loss {
      position = EpochPosition(samples: pass.samples, batches: 1, lossSum: 0)
      position.lossSum = loss * Double(pass.samples)
      completeEpoch(options)
    }
    pass.isSpent = true
  }

  private mutating func update<S: Scalar>(
    _ pass: Pass, _ options: TrainingOptions, as type: S.Type
  ) throws(EngineError) {
    guard let numbers = pass.gradients else { throw .noGradients }
    let rate = options.rate(for: self)
    var gradients = S.array(numbers)
    var store = S.take(from: &contents)
    defer { contents = S.contents(store) }
    store.optimizer.prepare(options.optimizer, for: blueprint.parameters)
    let updater = Updater(options, blueprint, store.optimizer)
    try store.withPointers { pointers throws(EngineError) in
      gradients.withUnsafeMutableBufferPointer { gradients in
        withoutSubnormals { updater.update(pointers, gradients.place, rate: rate) }
      }
      guard pass.isTraining, !pass.isSpent, pass.plan.hasBatchNorm else { return }
      let workspace = Workspace<S>(pass.plan)
      workspace.restore(values: S.array(pass.values))
      workspace.moveRunningStatistics(
        pointers.running, samples: pass.samples, frozen: updater.frozenLayers)
    }
    updater.finish(&store.optimizer)
    steps += 1
    fixAll()
    try store.checkFinite(blueprint, epoch: epoch + 1)
  }

  /// The numbers of the model, to be read.
  func store<S: Scalar>() -> Store<S> {
    var contents = contents
    return S.take(from: &contents)
  }
}

extension Pass {
  /// Whether a blueprint has the same layers and parameters as the one this pass was made with.
  func fits(_ other: Blueprint) -> Bool {
    blueprint.precision == other.precision && blueprint.inputs == other.inputs
      && blueprint.parameters == other.parameters
      && blueprint.network.layers.map(\.kindName) == other.network.layers.map(\.kindName)
  }
}

extension Layer {
  /// What decides the kernels of a layer: its kind and activation.
  fileprivate var kindName: [String] {
    switch kind {
    case .dense(let dense): ["dense", dense.activation.rawValue]
    case .dropout: ["dropout"]
    case .batchnorm(let norm): ["batchnorm", norm.activation.rawValue]
    }
  }
}

extension Store {
  /// Calls `body` with the places of the numbers, which it must not write.
  func withReading<R>(_ body: (StorePointers<S>) -> R) -> R {
    parameters.withUnsafeBufferPointer { parameters in
      running.withUnsafeBufferPointer { running in
        let none = UnsafeMutableBufferPointer<S>(start: nil, count: 0).place
        return body(
          StorePointers(
            parameters: UnsafeMutableBufferPointer(mutating: parameters).place,
            running: UnsafeMutableBufferPointer(mutating: running).place, first: none,
            second: none, third: none))
      }
    }
  }
}

extension Workspace {
  /// Puts some samples in place, all or those at some places.
  func gather(_ samples: Samples, _ places: Range<Int>? = nil) throws(EngineError) {
    let rows = Array(samples.allRows[places ?? 0..<samples.count])
    try samples.withSource { source throws(EngineError) in
      rows.withUnsafeBufferPointer { gather(source, $0.baseAddress!, count: rows.count) }
    }
  }

  fileprivate func restore(values array: [S]) {
    array.withUnsafeBufferPointer {
      values.update(from: $0.baseAddress!, count: min(array.count, plan.valueCount))
    }
  }

  fileprivate var deltaArray: [S] {
    Array(UnsafeBufferPointer(start: deltas, count: plan.deltaCount))
  }

  var gradientArray: [S] {
    Array(UnsafeBufferPointer(start: gradients, count: plan.parameterCount))
  }
}
