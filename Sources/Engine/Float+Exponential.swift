import CKernels

/// Exponential functions without calls, branches and tables, so that loops over them are vectorised.
/// In float64 the C library serves.
extension Float {
  /// e^x, less than 1 ulp from the true value; Exponential.h explains it.
  @inline(__always)
  package static func exponential(_ x: Float) -> Float { CKernels.exponential(x) }

  /// tanh x = 1 − 2 / (e^2x + 1) for x ≥ 0.625, an odd polynomial below, also of Cephes. Less than
  /// 1.5 ulp from the true value.
  @inline(__always)
  package static func hyperbolicTangent(_ x: Float) -> Float {
    let size = abs(x)
    let outer = 1 - 2 / (exponential(2 * size) + 1)
    let s = x * x
    var sum = s * -5.70498872745e-3 + 2.06390887954e-2
    sum = sum * s - 5.37397155531e-2
    sum = sum * s + 1.33314422036e-1
    sum = sum * s - 3.33332819422e-1
    let inner = x + x * s * sum
    return size < 0.625 ? inner : (x < 0 ? -outer : outer)
  }
}
