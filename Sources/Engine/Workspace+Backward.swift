/// Backpropagation, from the last layer to the first.
extension Workspace {
  /// Computes the deltas of some rows. Layers that have all rows before them at once, which batchnorm
  /// needs and small ones make use of, get their gradients on the way, all others by `gradients`.
  func backward(
    _ rows: Range<Int>, _ parameters: UnsafePointer<S>, _ loss: LossFunction, factor: Double,
    isTraining: Bool, isWhole: Bool
  ) {
    seedDeltas(rows, loss)
    for number in stride(from: layers.count - 1, through: 0, by: -1) {
      let layer = self.layer(number)
      if number < layers.count - 1 || loss.loss.requiredOutput == nil { applySlope(layer, rows) }
      switch layer.kind {
      case .dense:
        if isWhole && layer.isSmall(rows.count) {
          smallGradients(layer, rows, parameters, factor: S(factor))
        } else {
          inputGradients(layer, rows, parameters)
        }
      case .dropout: dropoutGradients(layer, rows)
      case .batchnorm: batchnormGradients(layer, rows, parameters, S(factor), isTraining)
      }
    }
  }

  /// The gradients of the weights and biases of dense layers over all samples, after `backward`: of
  /// the units that are one of some parts of each layer. They do not depend on the number of parts.
  ///
  /// - Parameter done: learns which parameters have their gradients.
  func gradients(
    _ part: Int, of parts: Int, samples: Int, factor: Double, done: ((Range<Int>) -> Void)?
  ) {
    for number in stride(from: layers.count - 1, through: 0, by: -1) {
      let layer = self.layer(number)
      let units = Shard.rows(part, of: parts, samples: layer.units)
      guard layer.kind == .dense, !units.isEmpty else { continue }
      if parts > 1 || !layer.isSmall(samples) {
        weightGradients(layer, units, samples, factor: S(factor))
      }
      guard let done else { continue }
      let rows = units.lowerBound &* layer.inputs..<units.upperBound &* layer.inputs
      done(rows.lowerBound &+ layer.weights..<rows.upperBound &+ layer.weights)
      guard let bias = layer.bias else { continue }
      done(units.lowerBound &+ bias..<units.upperBound &+ bias)
    }
  }

  /// δ = ∂L/∂a ⊙ f'(z).
  private func applySlope(_ layer: LayerReference, _ rows: Range<Int>) {
    guard layer.activation != .linear else { return }
    let start = rows.lowerBound &* layer.units
    let (z, a) = (values + layer.z + start, values + layer.a + start)
    let delta = deltas + layer.delta + start
    let (count, alpha) = (rows.count &* layer.units, S(layer.alpha))
    if count >= Activation.fewestForKernel, let kernel = layer.activation.kernel {
      S.applySlope(kernel, count, alpha, z, a, into: delta)
    } else {
      layer.activation.run(ApplySlope(z: z, a: a, delta: delta, count: count, alpha: alpha))
    }
  }

  /// ∂L/∂a of the layer below = δ W.
  private func inputGradients(
    _ layer: LayerReference, _ rows: Range<Int>, _ parameters: UnsafePointer<S>
  ) {
    guard let below = layer.deltaBelow else { return }
    Product.inputGradient(samples: rows.count, units: layer.units, inputs: layer.inputs).multiply(
      deltas + layer.delta + rows.lowerBound &* layer.units, parameters + layer.weights,
      into: deltas + below + rows.lowerBound &* layer.inputs)
  }

  /// dW = factor · δᵀ a of the layer below, db = factor · Σ δ, of some units.
  private func weightGradients(
    _ layer: LayerReference, _ units: Range<Int>, _ samples: Int, factor: S
  ) {
    let delta = deltas + layer.delta + units.lowerBound
    Product.weightGradient(
      samples: samples, units: units.count, of: layer.units, inputs: layer.inputs
    ).multiply(
      scale: factor, delta, values + layer.below,
      into: gradients + layer.weights + units.lowerBound &* layer.inputs)
    guard let bias = layer.bias else { return }
    S.columnSums(
      rows: samples, columns: units.count, of: layer.units, factor: factor, delta,
      into: gradients + bias + units.lowerBound)
  }

  /// All of these at once.
  private func smallGradients(
    _ layer: LayerReference, _ rows: Range<Int>, _ parameters: UnsafePointer<S>, factor: S
  ) {
    S.smallGradients(
      layer, rows.count, factor: factor, deltas + layer.delta, values + layer.below,
      parameters + layer.weights, dW: gradients + layer.weights,
      db: layer.bias.map { gradients + $0 }, dx: layer.deltaBelow.map { deltas + $0 })
  }

  /// ∂L/∂input = δ ⊙ mask.
  private func dropoutGradients(_ layer: LayerReference, _ rows: Range<Int>) {
    guard let deltaBelow = layer.deltaBelow else { return }
    let (mask, delta, below) = (values + layer.extra, deltas + layer.delta, deltas + deltaBelow)
    for i in rows.lowerBound &* layer.units..<rows.upperBound &* layer.units {
      below[i] = delta[i] * mask[i]
    }
  }

  /// dγ = factor · Σ δ x̂; ∂L/∂x = γ/√(σ² + ε) · (δ − mean δ − x̂ mean(δ x̂)), without the means
  /// where the statistics are the running ones.
  private func batchnormGradients(
    _ layer: LayerReference, _ rows: Range<Int>, _ parameters: UnsafePointer<S>, _ factor: S,
    _ isTraining: Bool
  ) {
    let units = layer.units
    let start = rows.lowerBound &* units
    let (delta, x) = (deltas + layer.delta + start, values + layer.extra + start)
    let (gamma, dGamma) = (parameters + layer.weights, gradients + layer.weights)
    let inverse = values + layer.statistics + 2 &* units
    // β's gradient, Σ δ, before the factor.
    let sums = gradients + (layer.bias ?? 0)
    S.columnSums(rows: rows.count, columns: units, of: units, factor: 1, delta, into: sums)
    for j in 0..<units { dGamma[j] = 0 }
    for s in 0..<rows.count {
      for j in 0..<units { dGamma[j] += delta[s &* units &+ j] * x[s &* units &+ j] }
    }
    if let deltaBelow = layer.deltaBelow {
      let below = deltas + deltaBelow + start
      let share: S = isTraining ? 1 / S(rows.count) : 0
      for s in 0..<rows.count {
        for j in 0..<units {
          let i = s &* units &+ j
          let centered = delta[i] - sums[j] * share - x[i] * dGamma[j] * share
          below[i] = gamma[j] * inverse[j] * centered
        }
      }
    }
    for j in 0..<units {
      sums[j] *= factor
      dGamma[j] *= factor
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
