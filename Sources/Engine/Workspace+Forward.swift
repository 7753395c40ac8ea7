/// The forward pass, layer by layer.
extension Workspace {
  /// Computes z and a of all layers for some rows of the batch.
  func forward(
    _ rows: Range<Int>, _ parameters: UnsafePointer<S>, _ running: UnsafePointer<S>, _ mode: Mode
  ) {
    for number in 0..<layers.count {
      let layer = layers[number]
      switch layer.kind {
      case .dense: dense(layer, rows, parameters)
      case .dropout: dropout(layer, rows, mode, number: number + 1)
      case .batchnorm:
        if mode.isTraining { measure(layer, rows) } else { recall(layer, running) }
        normalize(layer, rows, parameters)
      }
      if layer.activation == .softmax { softmax(layer, rows) }
    }
  }

  /// z = a Wᵀ + b, then a = f(z), in one pass over z.
  private func dense(_ layer: LayerPlan, _ rows: Range<Int>, _ parameters: UnsafePointer<S>) {
    let units = layer.units
    let z = values + layer.z + rows.lowerBound &* units
    Product.outputs(samples: rows.count, units: units, inputs: layer.inputs).multiply(
      values + layer.below + rows.lowerBound &* layer.inputs, parameters + layer.weights, into: z)
    let a = values + layer.a + rows.lowerBound &* units
    if let bias = layer.bias {
      activate(layer, z, a, rows.count, adding: parameters + bias)
    } else if layer.activation != .linear {
      layer.activation.run(
        Activate(z: z, a: a, count: rows.count &* units, alpha: S(layer.alpha)))
    }
  }

  private func activate(
    _ layer: LayerPlan, _ z: UnsafeMutablePointer<S>, _ a: UnsafeMutablePointer<S>, _ samples: Int,
    adding bias: UnsafePointer<S>
  ) {
    layer.activation.run(
      ActivateWithBias(
        z: z, a: a, bias: bias, samples: samples, units: layer.units, alpha: S(layer.alpha)))
  }

  /// a = z = mask ⊙ input, the mask 0 with the layer's probability p, else 1/(1 − p).
  private func dropout(_ layer: LayerPlan, _ rows: Range<Int>, _ mode: Mode, number: Int) {
    let entries = rows.lowerBound &* layer.units..<rows.upperBound &* layer.units
    let (input, mask, z) = (values + layer.below, values + layer.extra, values + layer.z)
    guard mode.isTraining else {
      for i in entries {
        mask[i] = 1
        z[i] = input[i]
      }
      return
    }
    let stream = RandomStream(
      seed: mode.seed, purpose: .dropout, index: mode.step << 16 | number)
    let scale = S(1 / (1 - layer.rate))
    for i in entries {
      mask[i] = stream.uniform(at: i) < layer.rate ? 0 : scale
      z[i] = mask[i] * input[i]
    }
  }

  /// Mean μ = 1/m Σ x and variance 1/m Σ (x − μ)² of each input over the batch.
  private func measure(_ layer: LayerPlan, _ rows: Range<Int>) {
    let units = layer.units
    let x = values + layer.below
    let mean = values + layer.statistics
    let (variance, inverse) = (mean + units, mean + 2 &* units)
    let share = 1 / S(rows.count)
    for j in 0..<units { (mean[j], variance[j]) = (0, 0) }
    for s in rows {
      for j in 0..<units { mean[j] += x[s &* units &+ j] }
    }
    for j in 0..<units { mean[j] *= share }
    for s in rows {
      for j in 0..<units {
        let d = x[s &* units &+ j] - mean[j]
        variance[j] += d * d
      }
    }
    for j in 0..<units {
      variance[j] *= share
      inverse[j] = 1 / (variance[j] + S(BatchNorm.epsilon)).squareRoot()
    }
  }

  /// The running mean and variance in place of those of the batch.
  private func recall(_ layer: LayerPlan, _ running: UnsafePointer<S>) {
    let units = layer.units
    let mean = values + layer.statistics
    for j in 0..<units {
      let variance = running[layer.running &+ units &+ j]
      mean[j] = running[layer.running &+ j]
      mean[units &+ j] = variance
      mean[2 &* units &+ j] = 1 / (variance + S(BatchNorm.epsilon)).squareRoot()
    }
  }

  /// x̂ = (x − μ) / √(σ² + ε), z = γ x̂ + β, a = f(z).
  private func normalize(_ layer: LayerPlan, _ rows: Range<Int>, _ parameters: UnsafePointer<S>) {
    let units = layer.units
    let mean = values + layer.statistics
    let inverse = mean + 2 &* units
    let gamma = parameters + layer.weights
    let start = rows.lowerBound &* units
    let (x, normalized) = (values + layer.below + start, values + layer.extra + start)
    let (z, a) = (values + layer.z + start, values + layer.a + start)
    for s in 0..<rows.count {
      for j in 0..<units {
        let i = s &* units &+ j
        normalized[i] = (x[i] - mean[j]) * inverse[j]
        z[i] = gamma[j] * normalized[i]
      }
    }
    activate(layer, z, a, rows.count, adding: parameters + (layer.bias ?? 0))
  }

  /// a = e^(z − max z) / Σ e^(z − max z) of each sample; the powers of all in one loop, which is
  /// vectorised.
  private func softmax(_ layer: LayerPlan, _ rows: Range<Int>) {
    let units = layer.units
    let start = rows.lowerBound &* units
    let (z, a) = (values + layer.z + start, values + layer.a + start)
    for s in 0..<rows.count {
      let (z, a) = (z + s &* units, a + s &* units)
      var highest = z[0]
      for j in 1..<max(1, units) { highest = max(highest, z[j]) }
      for j in 0..<units { a[j] = z[j] - highest }
    }
    for i in 0..<rows.count &* units { a[i] = S.exp(a[i]) }
    for s in 0..<rows.count {
      let a = a + s &* units
      var sum: S = 0
      for j in 0..<units { sum += a[j] }
      for j in 0..<units { a[j] /= sum }
    }
  }
}

/// a = f(z).
private struct Activate<S: Scalar>: ActivationLoop {
  let z, a: UnsafeMutablePointer<S>
  let count: Int
  let alpha: S

  @inline(__always)
  func run(_ f: Activation) {
    for i in 0..<count { a[i] = f.formulaValue(z[i], alpha) }
  }
}

/// z ← z + b, a = f(z).
private struct ActivateWithBias<S: Scalar>: ActivationLoop {
  let z, a: UnsafeMutablePointer<S>
  let bias: UnsafePointer<S>
  let samples, units: Int
  let alpha: S

  @inline(__always)
  func run(_ f: Activation) {
    for s in 0..<samples {
      let (z, a) = (z + s &* units, a + s &* units)
      for j in 0..<units {
        let sum = z[j] + bias[j]
        z[j] = sum
        a[j] = f.formulaValue(sum, alpha)
      }
    }
  }
}
