import CKernels
import COpenBLAS
import Glibc

/// The number formats that the engine computes in. Everything generic over `Scalar` is compiled
/// twice, once per format; only the entry points switch on the precision.
protocol Scalar: BinaryFloatingPoint, Sendable {
  static var precision: Precision { get }
  var asDouble: Double { get }

  static func exp(_ x: Self) -> Self
  static func expm1(_ x: Self) -> Self
  static func log(_ x: Self) -> Self
  static func log1p(_ x: Self) -> Self
  static func tanh(_ x: Self) -> Self
  static func erfc(_ x: Self) -> Self

  /// C = scale · op(A) op(B) by the kernel.
  static func multiply(
    _ product: Product, scale: Self, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    into c: UnsafeMutablePointer<Self>)
  /// The same by OpenBLAS.
  static func multiplyWithBLAS(
    _ product: Product, scale: Self, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    into c: UnsafeMutablePointer<Self>)
  /// One step of adam.
  static func step(_ step: AdamStep, _ span: UpdateSpan<Self>)

  static func numbers(_ array: [Self]) -> Numbers
  static func array(_ numbers: Numbers) -> [Self]
  /// Moves the numbers out of a model, so that they can be written without a copy.
  static func take(from contents: inout Contents) -> Store<Self>
  static func contents(_ store: Store<Self>) -> Contents
}

extension Float: Scalar {
  static var precision: Precision { .float32 }
  @inline(__always) var asDouble: Double { Double(self) }

  @inline(__always) static func exp(_ x: Float) -> Float { exponential(x) }
  @inline(__always) static func expm1(_ x: Float) -> Float { expm1f(x) }
  @inline(__always) static func log(_ x: Float) -> Float { logf(x) }
  @inline(__always) static func log1p(_ x: Float) -> Float { log1pf(x) }
  @inline(__always) static func tanh(_ x: Float) -> Float { hyperbolicTangent(x) }
  @inline(__always) static func erfc(_ x: Float) -> Float { erfcf(x) }

  static func multiply(
    _ product: Product, scale: Float, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>
  ) {
    product_float(
      product.m, product.n, product.k, scale, a, product.stepsA.row, product.stepsA.column, b,
      product.stepsB.row, product.stepsB.column, c)
  }

  static func multiplyWithBLAS(
    _ product: Product, scale: Float, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>
  ) {
    cblas_sgemm(
      CblasRowMajor, product.transposesA ? CblasTrans : CblasNoTrans,
      product.transposesB ? CblasTrans : CblasNoTrans, Int32(product.m), Int32(product.n),
      Int32(product.k), scale, a, Int32(product.strideA), b, Int32(product.strideB), 0, c,
      Int32(product.n))
  }

  static func step(_ step: AdamStep, _ span: UpdateSpan<Float>) {
    adam_float(
      adam_step_float(
        size: Float(step.size), inverse_root: Float(step.inverseRoot), eps: Float(step.eps),
        rest1: Float(step.rest1), beta2: Float(step.beta2), rest2: Float(step.rest2),
        kept: Float(step.kept), decay: Float(step.decay)), span.count, span.parameters,
      span.gradients, span.first, span.second, step.amsgrad ? span.third : nil)
  }

  static func numbers(_ array: [Float]) -> Numbers { .float32(array) }

  static func array(_ numbers: Numbers) -> [Float] {
    switch numbers {
    case .float32(let array): array
    case .float64(let array): array.map { Float($0) }
    }
  }

  static func take(from contents: inout Contents) -> Store<Float> {
    guard case .float32(let store) = contents else { preconditionFailure("another precision") }
    contents = .float32(Store())
    return store
  }

  static func contents(_ store: Store<Float>) -> Contents { .float32(store) }
}

extension Double: Scalar {
  static var precision: Precision { .float64 }
  @inline(__always) var asDouble: Double { self }

  @inline(__always) static func exp(_ x: Double) -> Double { Glibc.exp(x) }
  @inline(__always) static func expm1(_ x: Double) -> Double { Glibc.expm1(x) }
  @inline(__always) static func log(_ x: Double) -> Double { Glibc.log(x) }
  @inline(__always) static func log1p(_ x: Double) -> Double { Glibc.log1p(x) }
  @inline(__always) static func tanh(_ x: Double) -> Double { Glibc.tanh(x) }
  @inline(__always) static func erfc(_ x: Double) -> Double { Glibc.erfc(x) }

  static func multiply(
    _ product: Product, scale: Double, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>
  ) {
    product_double(
      product.m, product.n, product.k, scale, a, product.stepsA.row, product.stepsA.column, b,
      product.stepsB.row, product.stepsB.column, c)
  }

  static func multiplyWithBLAS(
    _ product: Product, scale: Double, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>
  ) {
    cblas_dgemm(
      CblasRowMajor, product.transposesA ? CblasTrans : CblasNoTrans,
      product.transposesB ? CblasTrans : CblasNoTrans, Int32(product.m), Int32(product.n),
      Int32(product.k), scale, a, Int32(product.strideA), b, Int32(product.strideB), 0, c,
      Int32(product.n))
  }

  static func step(_ step: AdamStep, _ span: UpdateSpan<Double>) {
    adam_double(
      adam_step_double(
        size: Double(step.size), inverse_root: Double(step.inverseRoot), eps: Double(step.eps),
        rest1: Double(step.rest1), beta2: Double(step.beta2), rest2: Double(step.rest2),
        kept: Double(step.kept), decay: Double(step.decay)), span.count, span.parameters,
      span.gradients, span.first, span.second, step.amsgrad ? span.third : nil)
  }

  static func numbers(_ array: [Double]) -> Numbers { .float64(array) }

  static func array(_ numbers: Numbers) -> [Double] {
    switch numbers {
    case .float32(let array): array.map { Double($0) }
    case .float64(let array): array
    }
  }

  static func take(from contents: inout Contents) -> Store<Double> {
    guard case .float64(let store) = contents else { preconditionFailure("another precision") }
    contents = .float64(Store())
    return store
  }

  static func contents(_ store: Store<Double>) -> Contents { .float64(store) }
}
