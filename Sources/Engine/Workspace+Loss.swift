/// The loss of a batch and its derivative by the last layer's z.
extension Workspace {
  /// The summed loss of some rows, each times its weight, before `LossFunction.factor`.
  func lossSum(_ rows: Range<Int>, _ loss: LossFunction) -> Double {
    guard isWeighted else { return plainLossSum(rows, loss) }
    return rows.reduce(0) {
      $0 + values[plan.weights &+ $1].asDouble * plainLossSum($1..<$1 &+ 1, loss)
    }
  }

  private func plainLossSum(_ rows: Range<Int>, _ loss: LossFunction) -> Double {
    let outputs = plan.outputs
    let last = layer(layers.count - 1)
    let z = values + last.z + rows.lowerBound &* outputs
    let a = values + last.a + rows.lowerBound &* outputs
    let y = values + plan.targets + rows.lowerBound &* outputs
    switch loss.loss {
    case .crossEntropy: return S.crossEntropy(rows.count, outputs, z, a, y)
    case .bce:
      // −y log σ(z) − (1 − y) log(1 − σ(z)) = softplus(z) − y z
      var sum = 0.0
      for i in 0..<rows.count &* outputs {
        sum += (Activation.softplus(z[i]) - y[i] * z[i]).asDouble
      }
      return sum
    case .mse, .mae, .huber, .logCosh:
      var sum = 0.0
      for i in 0..<rows.count &* outputs { sum += loss.value(a[i], y[i]).asDouble }
      return sum
    }
  }

  /// Σ over layers of λ₂/2 ‖W‖² + λ₁ ‖W‖₁.
  func penalty(_ parameters: UnsafePointer<S>) -> Double {
    guard plan.hasPenalty else { return 0 }
    var sum = 0.0
    for layer in layers where layer.l1 != 0 || layer.l2 != 0 {
      let weights = parameters + layer.weights
      var (squares, sizes) = (0.0, 0.0)
      for i in 0..<layer.units &* layer.inputs {
        let weight = weights[i].asDouble
        squares += weight * weight
        sizes += abs(weight)
      }
      sum += layer.l2 / 2 * squares + layer.l1 * sizes
    }
    return sum
  }

  /// Adds λ₂ W + λ₁ sign W to the gradients of the weights.
  func addPenaltyGradients(_ parameters: UnsafePointer<S>) {
    guard plan.hasPenalty else { return }
    for layer in layers where layer.l1 != 0 || layer.l2 != 0 {
      let (weights, gradient) = (parameters + layer.weights, gradients + layer.weights)
      let (l1, l2) = (S(layer.l1), S(layer.l2))
      for i in 0..<layer.units &* layer.inputs {
        let sign: S = weights[i] > 0 ? 1 : (weights[i] < 0 ? -1 : 0)
        gradient[i] += l2 * weights[i] + l1 * sign
      }
    }
  }

  /// ∂(loss of a sample)/∂a of the last layer into its delta; for the cross-entropies, whose
  /// activation is known, ∂/∂z at once: ŷ Σy − y, which is ŷ − y for targets that sum to 1. Each
  /// is multiplied with the weight of its sample.
  func seedDeltas(_ rows: Range<Int>, _ loss: LossFunction) {
    let outputs = plan.outputs
    let last = layer(layers.count - 1)
    let delta = deltas + last.delta + rows.lowerBound &* outputs
    let a = values + last.a + rows.lowerBound &* outputs
    let y = values + plan.targets + rows.lowerBound &* outputs
    switch loss.loss {
    case .crossEntropy: S.crossEntropySlope(rows.count, outputs, a, y, into: delta)
    case .bce:
      for i in 0..<rows.count &* outputs { delta[i] = a[i] - y[i] }
    case .mse, .mae, .huber, .logCosh:
      for i in 0..<rows.count &* outputs { delta[i] = loss.slope(a[i], y[i]) }
    }
    guard isWeighted else { return }
    let weights = values + plan.weights + rows.lowerBound
    for s in 0..<rows.count {
      for i in s &* outputs..<(s &+ 1) &* outputs { delta[i] *= weights[s] }
    }
  }
}
