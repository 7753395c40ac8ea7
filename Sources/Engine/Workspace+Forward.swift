/// The forward pass, layer by layer.
extension Workspace {
  /// Computes z and a of all layers for some rows of the batch.
  func forward(
    _ rows: Range<Int>, _ parameters: UnsafePointer<S>, _ running: UnsafePointer<S>, _ mode: Mode
  ) {
    for number in 0..<layers.count {
      let layer = self.layer(number)
      switch layer.kind {
      case .dense: dense(layer, rows, parameters)
      case .dropout: dropout(layer, rows, mode, number: number + 1)
      case .batchnorm:
        if mode.isTraining { measure(layer, rows) } else { recall(layer, running) }
        normalize(layer, rows, parameters)
      }
    }
  }

  /// z = a Wᵀ + b, a = f(z).
  private func dense(_ layer: LayerReference, _ rows: Range<Int>, _ parameters: UnsafePointer<S>) {
    let (samples, units, inputs) = (rows.count, layer.units, layer.inputs)
    let x = values + layer.below + rows.lowerBound &* inputs
    let z = values + layer.z + rows.lowerBound &* units
    let (w, b) = (parameters + layer.weights, layer.bias.map { parameters + $0 })
    if layer.isSmall(samples) {
      S.smallOutputs(layer, samples, x, w, b, into: z)
    } else {
      Product.outputs(samples: samples, units: units, inputs: inputs)
        .multiply(x, w, bias: b, into: z)
    }
    activate(layer, rows)
  }

  /// a = f(z).
  private func activate(_ layer: LayerReference, _ rows: Range<Int>) {
    let start = rows.lowerBound &* layer.units
    let (z, a) = (values + layer.z + start, values + layer.a + start)
    let (count, alpha) = (rows.count &* layer.units, S(layer.alpha))
    switch layer.activation {
    case .linear: break
    case .softmax: S.softmax(rows.count, layer.units, z, a)
    default:
      if count >= Activation.fewestForKernel, let kernel = layer.activation.kernel {
        S.activate(kernel, count, alpha, z, into: a)
      } else {
        layer.activation.run(Activate(z: z, a: a, count: count, alpha: alpha))
      }
    }
  }

  /// a = z = mask ⊙ input, the mask 0 with the layer's probability p, else 1/(1 − p).
  private func dropout(_ layer: LayerReference, _ rows: Range<Int>, _ mode: Mode, number: Int) {
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
  private func measure(_ layer: LayerReference, _ rows: Range<Int>) {
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
  private func recall(_ layer: LayerReference, _ running: UnsafePointer<S>) {
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
  private func normalize(
    _ layer: LayerReference, _ rows: Range<Int>, _ parameters: UnsafePointer<S>
  ) {
    let units = layer.units
    let mean = values + layer.statistics
    let inverse = mean + 2 &* units
    let (gamma, beta) = (parameters + layer.weights, parameters + (layer.bias ?? 0))
    let start = rows.lowerBound &* units
    let (x, normalized) = (values + layer.below + start, values + layer.extra + start)
    let z = values + layer.z + start
    for s in 0..<rows.count {
      for j in 0..<units {
        let i = s &* units &+ j
        normalized[i] = (x[i] - mean[j]) * inverse[j]
        z[i] = gamma[j] * normalized[i] + beta[j]
      }
    }
    activate(layer, rows)
  }
}

/// a = f(z).
private struct Activate<S: Scalar>: ActivationLoop {
  let z: UnsafePointer<S>
  let a: UnsafeMutablePointer<S>
  let count: Int
  let alpha: S

  @inline(__always)
  func run(_ f: Activation) {
    for i in 0..<count { a[i] = f.formulaValue(z[i], alpha) }
  }
}
