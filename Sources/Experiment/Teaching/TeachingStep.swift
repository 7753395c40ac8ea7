import Engine
import Glibc

/// One step of training in plain loops over matrices of doubles, line by line as the formulas have
/// it: to be read, to hold the engine against, and to be broken on purpose (`inject bug`). The
/// engine knows nothing of it.
package struct TeachingStep {
  /// A dense layer with what the forward pass made of it; W `[units × inputs]`, everything of a
  /// sample in a column.
  struct LayerState {
    var W: Matrix
    var b: [Double]
    var f: Activation
    var alpha: Double
    /// a of the layer below.
    var input: Matrix
    var z: Matrix
    var a: Matrix
  }

  var layers: [LayerState]
  var y: Matrix
  var loss: LossFunction
  var bug: Bug?

  struct Gradients {
    var delta: [Matrix]
    var dW: [Matrix]
    var db: [[Double]]
  }

  private var m: Int { y.columns }

  // MARK: Backward

  /// δ, dW and db of each layer, from the last to the first.
  ///
  /// - Parameter rate: how far an update in place goes.
  func backward(rate: Double) -> Gradients {
    let none = Matrix(rows: 0, columns: 0)
    var result = Gradients(
      delta: layers.map { _ in none }, dW: layers.map { _ in none }, db: layers.map { _ in [] })
    var slope = lossSlope()
    for l in layers.indices.reversed() {
      let layer = layers[l]
      let isDone = l == layers.count - 1 && loss.loss.requiredOutput != nil
      let delta = isDone ? slope : timesDerivative(slope, layer)
      result.delta[l] = delta
      result.dW[l] = weightGradient(delta, layer.input)
      result.db[l] = biasGradient(delta)
      var W = layer.W
      if bug == .inplace { W = stepped(W, result.dW[l], rate) }
      slope = backThrough(W, delta)
    }
    return result
  }

  /// ∂ℓ/∂a of the last layer; for the cross-entropies ∂ℓ/∂z at once.
  private func lossSlope() -> Matrix {
    var slope = layers[layers.count - 1].a
    for i in 0..<slope.rows {
      for s in 0..<slope.columns {
        let derivative = loss.derivative(output: slope[i, s], target: y[i, s])
        slope[i, s] = bug == .sign ? -derivative : derivative
      }
    }
    return slope
  }

  /// δ = ∂ℓ/∂a ⊙ f'(z)
  private func timesDerivative(_ slope: Matrix, _ layer: LayerState) -> Matrix {
    if bug == .noDerivative { return slope }
    var delta = slope
    for i in 0..<delta.rows {
      for s in 0..<delta.columns {
        delta[i, s] *= layer.f.slope(layer.z[i, s], alpha: layer.alpha)
      }
    }
    return delta
  }

  /// dW = 1/m δ aᵀ
  private func weightGradient(_ delta: Matrix, _ a: Matrix) -> Matrix {
    var dW = Matrix(rows: delta.rows, columns: a.rows)
    for i in 0..<delta.rows {
      for j in 0..<a.rows {
        var sum = 0.0
        for s in 0..<m { sum += delta[i, s] * a[j, s] }
        dW[i, j] = factor * sum
      }
    }
    if bug == .transposed {
      return Matrix(rows: dW.rows, columns: dW.columns, elements: dW.transposed.elements)
    }
    return dW
  }

  /// db = 1/m Σ δ
  private func biasGradient(_ delta: Matrix) -> [Double] {
    (0..<delta.rows).map { i in factor * delta.row(i).reduce(0, +) }
  }

  /// ∂ℓ/∂a of the layer below = Wᵀ δ
  private func backThrough(_ W: Matrix, _ delta: Matrix) -> Matrix {
    var slope = Matrix(rows: W.columns, columns: m)
    for j in 0..<W.columns {
      for s in 0..<m {
        var sum = 0.0
        for i in 0..<W.rows { sum += W[i, j] * delta[i, s] }
        slope[j, s] = sum
      }
    }
    return slope
  }

  private var factor: Double {
    bug == .missingM ? 1 : loss.factor(samples: m, outputs: y.rows)
  }

  // MARK: Update

  /// W − lr dW
  private func stepped(_ W: Matrix, _ dW: Matrix, _ lr: Double) -> Matrix {
    var W = W
    for i in 0..<W.rows {
      for j in 0..<W.columns { W[i, j] -= lr * dW[i, j] }
    }
    return W
  }

  /// A parameter, an array or a vector of them, with what adam remembers of it.
  struct Parameter {
    var values: [Double]
    var m: [Double]
    var v: [Double]
    /// Updates so far.
    var t: Int
    var isBias: Bool
  }

  /// W ← W − lr dW
  func descend(_ parameter: inout Parameter, _ gradient: [Double], lr: Double) {
    if bug == .staleBias, parameter.isBias { return }
    for i in gradient.indices { parameter.values[i] -= lr * gradient[i] }
  }

  /// m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g²,
  /// W ← W − lr m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
  func adam(_ parameter: inout Parameter, _ g: [Double], lr: Double, _ settings: OptimizerSettings)
  {
    if bug == .staleBias, parameter.isBias { return }
    let (beta1, beta2, eps) = (settings[.beta1], settings[.beta2], settings[.eps])
    parameter.t += 1
    let t = Double(parameter.t)
    for i in g.indices {
      parameter.m[i] = beta1 * parameter.m[i] + (1 - beta1) * g[i]
      parameter.v[i] = beta2 * parameter.v[i] + (1 - beta2) * g[i] * g[i]
      var (mean, size) = (parameter.m[i], parameter.v[i])
      if bug != .adamUncorrected {
        mean /= 1 - pow(beta1, t)
        size /= 1 - pow(beta2, t)
      }
      parameter.values[i] -= lr * mean / (size.squareRoot() + eps)
    }
  }
}

extension LossFunction {
  /// ∂ℓ/∂ŷ of one output; for the cross-entropies ∂ℓ/∂z, for targets that sum to 1.
  fileprivate func derivative(output: Double, target: Double) -> Double {
    let d = output - target
    return switch loss {
    case .mse: reduction == .mean ? 2 * d : d
    case .crossEntropy, .bce: d
    case .mae: d > 0 ? 1 : (d < 0 ? -1 : 0)
    case .huber: max(-delta, min(delta, d))
    case .logCosh: tanh(d)
    }
  }
}
