/// The matrix product C[m × n] = op(A)[m × k] · op(B)[k × n], all stored row after row.
///
/// A layer needs three of them:
///
///     z  = a Wᵀ        [samples × units]   = [samples × inputs] · [units × inputs]ᵀ
///     dW = δᵀ a        [units × inputs]    = [samples × units]ᵀ · [samples × inputs]
///     δ Wᵀ… = δ W      [samples × inputs]  = [samples × units] · [units × inputs]
struct Product {
  let m: Int
  let n: Int
  let k: Int
  let transposesA: Bool
  let transposesB: Bool

  @inline(__always)
  static func outputs(samples: Int, units: Int, inputs: Int) -> Product {
    Product(m: samples, n: units, k: inputs, transposesA: false, transposesB: true)
  }

  @inline(__always)
  static func weightGradient(samples: Int, units: Int, inputs: Int) -> Product {
    Product(m: units, n: inputs, k: samples, transposesA: true, transposesB: false)
  }

  @inline(__always)
  static func inputGradient(samples: Int, units: Int, inputs: Int) -> Product {
    Product(m: samples, n: inputs, k: units, transposesA: false, transposesB: false)
  }

  /// Whether OpenBLAS is as fast as the kernel or faster: where no side is shorter than this.
  ///
  /// Measured with OpenBLAS 0.3.21 on Zen 3, how many times as fast the kernel is, in float32:
  /// 32 samples, 784 → 128: 1.1 to 1.3; 64 samples, 784 → 512: 1.1; 128 samples: 0.9 to 1.05;
  /// squares of 256 to 2048: 0.7 to 1, in float64 0.7 to 1.1.
  var isLarge: Bool { min(m, n, k) >= 128 }

  /// Numbers from one row of the stored A, or B, to the next.
  var strideA: Int { transposesA ? m : k }
  var strideB: Int { transposesB ? k : n }

  /// Numbers from one row, and from one column, of op(A) to the next.
  var stepsA: (row: Int, column: Int) { transposesA ? (1, m) : (k, 1) }
  /// The same of op(B).
  var stepsB: (row: Int, column: Int) { transposesB ? (1, k) : (n, 1) }

  /// C = scale · op(A) op(B).
  @inline(__always)
  func multiply<S: Scalar>(
    scale: S = 1, _ a: UnsafePointer<S>, _ b: UnsafePointer<S>, into c: UnsafeMutablePointer<S>
  ) {
    if isLarge {
      S.multiplyWithBLAS(self, scale: scale, a, b, into: c)
    } else {
      S.multiply(self, scale: scale, a, b, into: c)
    }
  }
}
