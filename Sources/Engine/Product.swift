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
  /// Numbers from one row, and from one column, of op(A) to the next.
  let stepsA: (row: Int, column: Int)
  /// The same of op(B).
  let stepsB: (row: Int, column: Int)

  @inline(__always)
  static func outputs(samples: Int, units: Int, inputs: Int) -> Product {
    Product(m: samples, n: units, k: inputs, stepsA: (inputs, 1), stepsB: (1, inputs))
  }

  /// For all of a layer's units, or some of so many.
  @inline(__always)
  static func weightGradient(
    samples: Int, units: Int, of all: Int? = nil, inputs: Int
  ) -> Product {
    Product(m: units, n: inputs, k: samples, stepsA: (1, all ?? units), stepsB: (inputs, 1))
  }

  @inline(__always)
  static func inputGradient(samples: Int, units: Int, inputs: Int) -> Product {
    Product(m: samples, n: inputs, k: units, stepsA: (units, 1), stepsB: (inputs, 1))
  }

  /// C = scale · op(A) op(B) + bias `[n]`, which is added to each row.
  @inline(__always)
  func multiply<S: Scalar>(
    scale: S = 1, _ a: UnsafePointer<S>, _ b: UnsafePointer<S>, bias: UnsafePointer<S>? = nil,
    into c: UnsafeMutablePointer<S>
  ) {
    S.multiply(self, scale: scale, a, b, bias: bias, into: c)
  }
}
