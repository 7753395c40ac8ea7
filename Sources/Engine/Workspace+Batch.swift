/// A whole batch: gathered, forward, loss and back, in shards that threads may share.
extension Workspace {
  /// Computes loss and gradients of a batch.
  ///
  /// - Parameters:
  ///   - source: where the rows are gathered from; nil where they are in place.
  ///   - shards: into how many parts the batch is cut. The result depends on it in the last bits,
  ///     on the number of threads that work on them not at all.
  /// - Returns: the loss of the batch, penalties included.
  func learn(
    from source: BatchSource?, _ rows: UnsafePointer<Int>, _ samples: Int,
    _ store: StorePointers<S>, _ mode: Mode, _ loss: LossFunction, shards: Int, workers: Workers?
  ) -> Double {
    let factor = loss.factor(samples: samples, outputs: plan.outputs)
    guard shards > 1 else {
      if let source { gather(source, rows, count: samples) }
      forward(0..<samples, store.parameters, store.running, mode)
      let sum = lossSum(0..<samples, loss)
      backward(
        0..<samples, store.parameters, loss, factor: factor, isTraining: mode.isTraining)
      addPenaltyGradients(store.parameters)
      return factor * sum + penalty(store.parameters)
    }
    let part = { [self] (shard: Int) in
      let range = Shard.rows(shard, of: shards, samples: samples)
      if let source {
        gather(source, rows + range.lowerBound, count: range.count, place: range.lowerBound)
      }
      forward(range, store.parameters, store.running, mode)
      shardLosses[shard] = lossSum(range, loss)
      backward(
        range, store.parameters, loss, factor: factor, isTraining: mode.isTraining, shard: shard)
    }
    run(shards, workers, part)
    run(shards, workers) { shard in
      sumShards(shards, Shard.rows(shard, of: shards, samples: plan.parameterCount))
    }
    addPenaltyGradients(store.parameters)
    return factor * sumOfLosses(shards) + penalty(store.parameters)
  }

  /// The forward half of `learn` with the rows in place. Returns the loss, or nil without one.
  func forward(
    samples: Int, _ store: StorePointers<S>, _ mode: Mode, _ loss: LossFunction?, shards: Int
  ) -> Double? {
    for shard in 0..<shards {
      let range = Shard.rows(shard, of: shards, samples: samples)
      forward(range, store.parameters, store.running, mode)
      if let loss { shardLosses[shard] = lossSum(range, loss) }
    }
    guard let loss else { return nil }
    let factor = loss.factor(samples: samples, outputs: plan.outputs)
    return factor * sumOfLosses(shards) + penalty(store.parameters)
  }

  /// The backward half of `learn`.
  func backward(
    samples: Int, _ parameters: UnsafePointer<S>, _ loss: LossFunction, isTraining: Bool,
    shards: Int
  ) {
    let factor = loss.factor(samples: samples, outputs: plan.outputs)
    for shard in 0..<shards {
      backward(
        Shard.rows(shard, of: shards, samples: samples), parameters, loss, factor: factor,
        isTraining: isTraining, shard: shard)
    }
    sumShards(shards, 0..<plan.parameterCount)
    addPenaltyGradients(parameters)
  }

  private func run(_ shards: Int, _ workers: Workers?, _ part: (Int) -> Void) {
    if let workers {
      workers.run(shards, part)
    } else {
      for shard in 0..<shards { part(shard) }
    }
  }

  private func sumOfLosses(_ shards: Int) -> Double {
    var sum = 0.0
    for shard in 0..<shards { sum += shardLosses[shard] }
    return sum
  }
}

/// How a batch is cut.
enum Shard {
  static func rows(_ shard: Int, of shards: Int, samples: Int) -> Range<Int> {
    shard * samples / shards..<(shard + 1) * samples / shards
  }
}

extension Plan {
  /// Below this much work a shard costs more in waiting than it saves (measured).
  private static let leastWork = 20_000_000

  /// Into how many shards a batch is cut. Batchnorm needs the whole batch at once.
  func shards(for samples: Int, threads: Int) -> Int {
    if hasBatchNorm { return 1 }
    return max(1, min(threads, samples, samples * work / Plan.leastWork))
  }
}
