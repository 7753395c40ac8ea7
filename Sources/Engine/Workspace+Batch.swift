/// A whole batch in shards that threads may share: first of the samples, which are gathered and go
/// forward and back, then of the units, whose gradients are sums over all samples.
extension Workspace {
  /// Computes loss and deltas of a batch.
  ///
  /// - Parameters:
  ///   - source: where the rows are gathered from; nil where they are in place.
  ///   - shards: into how many parts the batch is cut. The result depends on it in the last bits,
  ///     on the number of threads that work on them not at all.
  /// - Returns: the loss of the batch, penalties included.
  func propagate(
    from source: BatchSource?, _ rows: UnsafePointer<Int>, _ samples: Int,
    _ store: StorePointers<S>, _ mode: Mode, _ loss: LossFunction, shards: Int, workers: Workers?
  ) -> Double {
    let factor = loss.factor(samples: samples, outputs: plan.outputs)
    run(shards, workers) { shard in
      let range = Shard.rows(shard, of: shards, samples: samples)
      if let source {
        gather(source, rows + range.lowerBound, count: range.count, place: range.lowerBound)
      }
      forward(range, store.parameters, store.running, mode)
      shardLosses[shard] = lossSum(range, loss)
      backward(
        range, store.parameters, loss, factor: factor, isTraining: mode.isTraining,
        isWhole: shards == 1)
    }
    return factor * sumOfLosses(shards) + penalty(store.parameters)
  }

  /// Completes the gradients of a batch after `propagate`, except for penalties.
  ///
  /// - Parameter done: learns which parameters of dense layers have their gradients, on the thread
  ///   that has just computed them.
  func completeGradients(
    samples: Int, _ loss: LossFunction, shards: Int, workers: Workers? = nil,
    done: ((Range<Int>) -> Void)? = nil
  ) {
    let factor = loss.factor(samples: samples, outputs: plan.outputs)
    run(shards, workers) { shard in
      gradients(shard, of: shards, samples: samples, factor: factor, done: done)
    }
  }

  /// The forward half of `propagate` with the rows in place. Returns the loss, or nil without one.
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

  /// The backward half, with all gradients.
  func backward(
    samples: Int, _ parameters: UnsafePointer<S>, _ loss: LossFunction, isTraining: Bool,
    shards: Int
  ) {
    let factor = loss.factor(samples: samples, outputs: plan.outputs)
    for shard in 0..<shards {
      backward(
        Shard.rows(shard, of: shards, samples: samples), parameters, loss, factor: factor,
        isTraining: isTraining, isWhole: shards == 1)
    }
    completeGradients(samples: samples, loss, shards: shards)
    addPenaltyGradients(parameters)
  }

  @inline(__always)
  private func run(_ shards: Int, _ workers: Workers?, _ part: (Int) -> Void) {
    if shards == 1 {
      part(0)
    } else if let workers {
      pace.perform { isShared in
        if isShared {
          workers.run(shards) { shard in withoutSubnormals { part(shard) } }
        } else {
          for shard in 0..<shards { part(shard) }
        }
      }
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
  @inline(__always)
  static func rows(_ shard: Int, of shards: Int, samples: Int) -> Range<Int> {
    shards == 1 ? 0..<samples : shard * samples / shards..<(shard + 1) * samples / shards
  }
}

extension Plan {
  /// Below this much work a shard costs more in waiting than it saves (measured).
  private static let leastWork = 1_500_000

  /// Into how many shards a batch is cut. Batchnorm needs the whole batch at once.
  func shards(for samples: Int, threads: Int) -> Int {
    if hasBatchNorm { return 1 }
    return max(1, min(threads, samples, samples * work / Plan.leastWork))
  }
}
