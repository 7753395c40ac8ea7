import CKernels

/// Exponential functions and their like without calls, branches and tables, so that loops over them are vectorised.
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

  /// e^x − 1, less than 2 ulp from the true value; Exponential.h explains it.
  @inline(__always)
  package static func exponentialLessOne(_ x: Float) -> Float { exponential_less_one(x) }

  /// ln(1 + x) for x ≥ 0, less than 1.5 ulp from the true value. With u = 1 + x = 2ⁿ (1 + f),
  /// √½ ≤ 1 + f < √2, it is n ln 2 + ln(1 + f), a polynomial of Cephes, and what u lacks, by the slope
  /// 1/u.
  @inline(__always)
  package static func logarithmOfOnePlus(_ x: Float) -> Float {
    let u = 1 + x
    let n = (Int32(bitPattern: u.bitPattern) &- 0x3F35_04F3) >> 23
    let f = Float(bitPattern: u.bitPattern &- UInt32(bitPattern: n << 23)) - 1
    let square = f * f
    var sum = f * 7.0376836292e-2 - 1.1514610310e-1
    sum = sum * f + 1.1676998740e-1
    sum = sum * f - 1.2420140846e-1
    sum = sum * f + 1.4249322787e-1
    sum = sum * f - 1.6668057665e-1
    sum = sum * f + 2.0000714765e-1
    sum = sum * f - 2.4999993993e-1
    sum = sum * f + 3.3333331174e-1
    let lacking = (x - (u - 1)) / u
    let small = sum * f * square - Float(n) * 2.12194440e-4 - 0.5 * square + lacking
    return f + small + Float(n) * 0.693359375
  }

  /// erfc x, less than 5 ulp from the true value:
  ///
  ///     erfc x = e^(−x²) p(t) / (1 + 2x)     t = (x − 2) / (x + 2), x ≥ 0
  ///     erfc(−x) = 2 − erfc x
  ///
  /// The form is that of Shepherd and Laframboise 1981; p is within 2 · 10⁻⁸ where float has the result.
  @inline(__always)
  package static func complementaryError(_ x: Float) -> Float {
    let size = abs(x) > 11 ? 11 : abs(x)
    // x² = h² + (x + h)(x − h), where h has so few digits that its square is exact.
    let h = Float(bitPattern: size.bitPattern & 0xFFFF_F000)
    let first = exponential(-h * h)
    let power = first + first * exponentialLessOne(-(size + h) * (size - h))
    let t = (size - 2) / (size + 2)
    var sum = t * -4.005804678e-4 - 1.229933432e-3
    sum = sum * t + 1.313523925e-3
    sum = sum * t + 8.631686394e-3
    sum = sum * t - 8.059874370e-3
    sum = sum * t - 5.420429989e-2
    sum = sum * t + 1.640553464e-1
    sum = sum * t - 1.660314250e-1
    sum = sum * t - 9.276398083e-2
    sum = sum * t + 1.276978393
    let outer = power * sum / (1 + 2 * size)
    return x < 0 ? 2 - outer : outer
  }
}
