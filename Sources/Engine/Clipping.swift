/// A bound on the gradients that the optimizer sees. The gradients that are shown stay as they are.
package enum Clipping: Equatable, Sendable {
  case none
  /// All gradients together are scaled down to at most this norm (torch's clip_grad_norm_).
  case norm(Double)
  /// Each entry is brought between -limit and limit.
  case value(Double)
}
