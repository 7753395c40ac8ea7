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

  /// Numbers from one row of the stored A to the next.
  var strideA: Int { transposesA ? m : k }
  var strideB: Int { transposesB ? k : n }

  /// Below this many multiplications a plain loop is faster than the call of BLAS (measured).
  static let threshold = 100

  /// C = scale · op(A) op(B).
  @inline(__always)
  func multiply<S: Scalar>(
    scale: S = 1, _ a: UnsafePointer<S>, _ b: UnsafePointer<S>, into c: UnsafeMutablePointer<S>
  ) {
    if m * n * k >= Product.threshold {
      S.gemm(self, scale: scale, a, b, into: c)
    } else if transposesB {
      dots(scale, a, b, c)
    } else {
      sums(scale, a, b, c)
    }
  }

  /// A Bᵀ: each entry the product of two rows.
  @inline(__always)
  private func dots<S: Scalar>(
    _ scale: S, _ a: UnsafePointer<S>, _ b: UnsafePointer<S>, _ c: UnsafeMutablePointer<S>
  ) {
    for i in 0..<m {
      let row = a + i &* k
      for j in 0..<n {
        let other = b + j &* k
        var sum: S = 0
        for l in 0..<k { sum += row[l] * other[l] }
        c[i &* n &+ j] = scale * sum
      }
    }
  }

  /// A B or Aᵀ B: rows of B added up.
  @inline(__always)
  private func sums<S: Scalar>(
    _ scale: S, _ a: UnsafePointer<S>, _ b: UnsafePointer<S>, _ c: UnsafeMutablePointer<S>
  ) {
    let (rowStep, sumStep) = transposesA ? (1, m) : (k, 1)
    for i in 0..<m {
      let row = c + i &* n
      for j in 0..<n { row[j] = 0 }
      for l in 0..<k {
        let factor = scale * a[i &* rowStep &+ l &* sumStep]
        let other = b + l &* n
        for j in 0..<n { row[j] += factor * other[j] }
      }
    }
  }
}
