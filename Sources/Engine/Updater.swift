/// Applies an optimizer's rule to a model's parameters, clipping first.
final class Updater<S: Scalar> {
  /// Neighbouring arrays of parameters that had equally many updates and are updated alike.
  private struct Segment {
    var slots: Range<Int>
    var range: Range<Int>
    var updates: Int
    var product: Double
  }

  private let rule: UpdateRule
  private let clipping: Clipping
  private var segments: [Segment] = []
  /// The gradients after clipping; nil where nothing is clipped.
  private let clipped: UnsafeMutablePointer<S>?
  /// Numbers of batchnorm layers whose statistics stay as they are.
  let frozenLayers: Set<Int>

  init(_ options: TrainingOptions, _ blueprint: Blueprint, _ state: OptimizerState<S>) {
    rule = UpdateRule(options.optimizer)
    clipping = options.clipping
    clipped = clipping == .none ? nil : allocate(blueprint.parameterCount)
    frozenLayers = Set(
      options.frozen.filter { id in
        id.role == .gamma
          && options.frozen.contains(ParameterID(layer: id.layer, role: .beta))
      }.map(\.layer))
    for (index, slot) in blueprint.parameters.enumerated()
    where !options.frozen.contains(slot.id) {
      let (updates, product) = (state.updates[index], state.products[index])
      if let last = segments.last, last.range.upperBound == slot.offset, last.updates == updates,
        last.product == product
      {
        segments[segments.count - 1].slots = last.slots.lowerBound..<index + 1
        segments[segments.count - 1].range = last.range.lowerBound..<slot.range.upperBound
      } else {
        segments.append(
          Segment(slots: index..<index + 1, range: slot.range, updates: updates, product: product))
      }
    }
  }

  deinit { clipped?.deallocate() }

  /// One step with the gradients of a batch, which stay as they are. What threads share it is no
  /// matter for the result.
  func update(
    _ store: StorePointers<S>, _ gradients: UnsafePointer<S>, rate: Double, workers: Workers? = nil
  ) {
    let source = clip(gradients)
    beginStep()
    guard let workers else { return apply(store, source, rate, 0..<Int.max) }
    let count = segments.last?.range.upperBound ?? 0
    workers.run(workers.count) { part in
      withoutSubnormals {
        apply(store, source, rate, Shard.rows(part, of: workers.count, samples: count))
      }
    }
  }

  /// Whether a step may be made of parts, each as soon as its gradients are there.
  var takesParts: Bool { clipping == .none }

  /// Counts the step that is made of parts.
  func beginStep() {
    guard rule.counts else { return }
    for index in segments.indices {
      segments[index].updates += 1
      segments[index].product *= rule.momentum(at: segments[index].updates)
    }
  }

  /// The step for the parameters within a range.
  func apply(
    _ store: StorePointers<S>, _ gradients: UnsafePointer<S>, _ rate: Double, _ range: Range<Int>
  ) {
    for segment in segments {
      let part = segment.range.clamped(to: range)
      let start = part.lowerBound
      let span = UpdateSpan(
        parameters: store.parameters + start, gradients: gradients + start,
        first: store.first + start, second: store.second + start, third: store.third + start,
        count: part.count, step: segment.updates, product: segment.product)
      rule.apply(span, rate: rate)
    }
  }

  /// Writes back how many updates each parameter has had.
  func finish(_ state: inout OptimizerState<S>) {
    for segment in segments {
      for slot in segment.slots {
        state.updates[slot] = segment.updates
        state.products[slot] = segment.product
      }
    }
  }

  /// Whether its steps count as updates.
  var counts: Bool { rule.counts }

  /// Writes how many updates each parameter has had, by slot; frozen ones are left out.
  func write(_ updates: UnsafeMutablePointer<Int>, _ products: UnsafeMutablePointer<Double>) {
    for segment in segments {
      for slot in segment.slots {
        updates[slot] = segment.updates
        products[slot] = segment.product
      }
    }
  }

  private func clip(_ gradients: UnsafePointer<S>) -> UnsafePointer<S> {
    guard let clipped else { return gradients }
    switch clipping {
    case .none: return gradients
    case .norm(let limit):
      // As torch's clip_grad_norm_ has it: limit / (norm + 1e-6), at most 1.
      let factor = S(min(1, limit / (norm(gradients) + 1e-6)))
      for segment in segments {
        for i in segment.range { clipped[i] = gradients[i] * factor }
      }
    case .value(let limit):
      let limit = S(limit)
      for segment in segments {
        for i in segment.range { clipped[i] = max(-limit, min(limit, gradients[i])) }
      }
    }
    return UnsafePointer(clipped)
  }

  /// The Euclidean norm of all gradients that are not frozen.
  private func norm(_ gradients: UnsafePointer<S>) -> Double {
    var sum = 0.0
    for segment in segments {
      for i in segment.range { sum += gradients[i].asDouble * gradients[i].asDouble }
    }
    return sum.squareRoot()
  }
}
