/// Exponential functions without calls, branches and tables, so that loops over them are vectorised.
/// The coefficients are those of Moshier's Cephes library. In float64 the C library serves.
extension Float {
  /// e^x = 2^n · e^r with n = round(x / ln 2) and |r| ≤ ½ ln 2, where a polynomial serves. Less than
  /// 1 ulp from the true value.
  ///
  /// ln 2 is taken off in two parts (Cody and Waite 1980), the first with so few digits that n times
  /// it is exact.
  @inline(__always)
  package static func exponential(_ x: Float) -> Float {
    // Beyond these limits e^x is ∞ or 0, and n would not fit what follows.
    let x = min(max(x, -104), 89)
    // Adding 1.5 · 2²³ leaves the nearest whole number in the lowest bits.
    let shifted = x * 1.44269504 + 12_582_912
    let n = shifted - 12_582_912
    let r = (x - n * 0.693359375) + n * 2.12194440e-4
    var sum = r * 1.9875691500e-4 + 1.3981999507e-3
    sum = sum * r + 8.3334519073e-3
    sum = sum * r + 4.1665795894e-2
    sum = sum * r + 1.6666665459e-1
    sum = sum * r + 5.0000001201e-1
    let power = Int32(truncatingIfNeeded: shifted.bitPattern &- 0x4B40_0000)
    // In two factors, since 2^n itself may be too large or too small for a Float.
    let half = power >> 1
    return (sum * (r * r) + r + 1) * .power(half) * .power(power &- half)
  }

  /// 2^n for −126 ≤ n ≤ 127.
  @inline(__always)
  private static func power(_ n: Int32) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: (n &+ 127) &<< 23))
  }

  /// tanh x = 1 − 2 / (e^2x + 1) for x ≥ 0.625, an odd polynomial below. Less than 1.5 ulp
  /// from the true value.
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
