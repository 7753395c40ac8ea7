/// Backpropagation, from the last layer to the first.
extension Workspace {
  /// Computes the deltas of some rows and their gradients, each times `factor`, into the gradients
  /// of a shard. Penalties are not among them.
  func backward(
    _ rows: Range<Int>, _ parameters: UnsafePointer<S>, _ loss: LossFunction, factor: Double,
    isTraining: Bool, shard: Int = 0
  ) {
    let gradient = gradients + shard &* gradientStride
    seedDeltas(rows, loss)
    for number in stride(from: layers.count - 1, through: 0, by: -1) {
      let layer = layers[number]
      let isDone = number == layers.count - 1 && loss.loss.requiredOutput != nil
      switch layer.kind {
      case .dense:
        applySlope(layer, rows, gradient, factor: S(factor), isDone: isDone)
        denseGradients(layer, rows, parameters, gradient, factor: S(factor))
      case .dropout: dropoutGradients(layer, rows)
      case .batchnorm:
        applySlope(layer, rows, gradient, factor: S(factor), isDone: isDone)
        batchnormGradients(layer, rows, parameters, gradient, S(factor), isTraining)
      }
    }
  }

  /// δ = ∂L/∂a ⊙ f'(z), and the gradient of b (or β), Σ δ, in one pass.
  private func applySlope(
    _ layer: LayerPlan, _ rows: Range<Int>, _ gradient: UnsafeMutablePointer<S>, factor: S,
    isDone: Bool
  ) {
    let units = layer.units
    let start = rows.lowerBound &* units
    let z = UnsafePointer(values + layer.z + start)
    let a = UnsafePointer(values + layer.a + start)
    let delta = deltas + layer.delta + start
    let alpha = S(layer.alpha)
    let f = isDone ? .linear : layer.activation
    guard let bias = layer.bias else {
      f.run(ApplySlope(z: z, a: a, delta: delta, count: rows.count &* units, alpha: alpha))
      return
    }
    let sums = gradient + bias
    for j in 0..<units { sums[j] = 0 }
    f.run(
      ApplySlopeAndSum(
        z: z, a: a, delta: delta, sums: sums, samples: rows.count, units: units, alpha: alpha))
    if factor != 1 {
      for j in 0..<units { sums[j] *= factor }
    }
  }

  /// dW = factor · δᵀ a of the layer below; ∂L/∂a of the layer below = δ W.
  private func denseGradients(
    _ layer: LayerPlan, _ rows: Range<Int>, _ parameters: UnsafePointer<S>,
    _ gradient: UnsafeMutablePointer<S>, factor: S
  ) {
    let (units, inputs, samples) = (layer.units, layer.inputs, rows.count)
    let delta = deltas + layer.delta + rows.lowerBound &* units
    Product.weightGradient(samples: samples, units: units, inputs: inputs).multiply(
      scale: factor, delta, values + layer.below + rows.lowerBound &* inputs,
      into: gradient + layer.weights)
    guard let below = layer.deltaBelow else { return }
    Product.inputGradient(samples: samples, units: units, inputs: inputs).multiply(
      delta, parameters + layer.weights, into: deltas + below + rows.lowerBound &* inputs)
  }

  /// ∂L/∂input = δ ⊙ mask.
  private func dropoutGradients(_ layer: LayerPlan, _ rows: Range<Int>) {
    guard let deltaBelow = layer.deltaBelow else { return }
    let (mask, delta, below) = (values + layer.extra, deltas + layer.delta, deltas + deltaBelow)
    for i in rows.lowerBound &* layer.units..<rows.upperBound &* layer.units {
      below[i] = delta[i] * mask[i]
    }
  }

  /// dγ = factor · Σ δ x̂; ∂L/∂x = γ/√(σ² + ε) · (δ − mean δ − x̂ mean(δ x̂)), without the means
  /// where the statistics are the running ones.
  private func batchnormGradients(
    _ layer: LayerPlan, _ rows: Range<Int>, _ parameters: UnsafePointer<S>,
    _ gradient: UnsafeMutablePointer<S>, _ factor: S, _ isTraining: Bool
  ) {
    let units = layer.units
    let start = rows.lowerBound &* units
    let (delta, x) = (deltas + layer.delta + start, values + layer.extra + start)
    let (gamma, dGamma) = (parameters + layer.weights, gradient + layer.weights)
    let inverse = values + layer.statistics + 2 &* units
    for j in 0..<units { dGamma[j] = 0 }
    for s in 0..<rows.count {
      for j in 0..<units { dGamma[j] += delta[s &* units &+ j] * x[s &* units &+ j] }
    }
    if let deltaBelow = layer.deltaBelow {
      let below = deltas + deltaBelow + start
      let share: S = isTraining ? 1 / S(rows.count) : 0
      // The sums of δ are those of β's gradient, before the factor.
      let sums = gradient + (layer.bias ?? 0)
      let unscaled = share / factor
      for s in 0..<rows.count {
        for j in 0..<units {
          let i = s &* units &+ j
          let centered = delta[i] - sums[j] * unscaled - x[i] * dGamma[j] * share
          below[i] = gamma[j] * inverse[j] * centered
        }
      }
    }
    if factor != 1 {
      for j in 0..<units { dGamma[j] *= factor }
    }
  }

  /// Adds the gradients of all shards into the first, in their order.
  func sumShards(_ count: Int, _ range: Range<Int>) {
    for shard in 1..<max(1, count) {
      let other = gradients + shard &* gradientStride
      for i in range { gradients[i] += other[i] }
    }
  }

  /// running ← 0.9 running + 0.1 batch, the variance with m − 1 in place of m.
  func moveRunningStatistics(_ running: UnsafeMutablePointer<S>, samples: Int, frozen: Set<Int>) {
    guard plan.hasBatchNorm else { return }
    let share = S(BatchNorm.momentum)
    let unbiased = S(samples) / S(max(1, samples - 1))
    for number in 0..<layers.count where layers[number].kind == .batchnorm {
      if frozen.contains(number + 1) { continue }
      let layer = layers[number]
      let mean = values + layer.statistics
      let (runningMean, runningVariance) = (
        running + layer.running, running + layer.running + layer.units
      )
      for j in 0..<layer.units {
        runningMean[j] += share * (mean[j] - runningMean[j])
        // One sample alone says nothing of the variance.
        guard samples > 1 else { continue }
        let variance = mean[layer.units &+ j] * unbiased
        runningVariance[j] += share * (variance - runningVariance[j])
      }
    }
  }
}

/// δ ← δ ⊙ f'(z).
private struct ApplySlope<S: Scalar>: ActivationLoop {
  let z, a: UnsafePointer<S>
  let delta: UnsafeMutablePointer<S>
  let count: Int
  let alpha: S

  @inline(__always)
  func run(_ f: Activation) {
    for i in 0..<count { delta[i] *= f.formulaSlope(z[i], a[i], alpha) }
  }
}

/// δ ← δ ⊙ f'(z), sums ← sums + Σ δ over the samples.
private struct ApplySlopeAndSum<S: Scalar>: ActivationLoop {
  let z, a: UnsafePointer<S>
  let delta, sums: UnsafeMutablePointer<S>
  let samples, units: Int
  let alpha: S

  @inline(__always)
  func run(_ f: Activation) {
    for s in 0..<samples {
      let (z, a, delta) = (z + s &* units, a + s &* units, delta + s &* units)
      for j in 0..<units {
        let d = delta[j] * f.formulaSlope(z[j], a[j], alpha)
        delta[j] = d
        sums[j] += d
      }
    }
  }
}
