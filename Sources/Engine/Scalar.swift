import CKernels
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

  /// C = scale · op(A) op(B) + bias.
  static func multiply(
    _ product: Product, scale: Self, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    bias: UnsafePointer<Self>?, into c: UnsafeMutablePointer<Self>)
  /// z = x Wᵀ + b of a small layer.
  static func smallOutputs(
    _ layer: LayerReference, _ samples: Int, _ x: UnsafePointer<Self>, _ w: UnsafePointer<Self>,
    _ b: UnsafePointer<Self>?, into z: UnsafeMutablePointer<Self>)
  /// The gradients of W and b, and that of x where there is a place for it, of a small layer.
  static func smallGradients(
    _ layer: LayerReference, _ samples: Int, factor: Self, _ delta: UnsafePointer<Self>,
    _ x: UnsafePointer<Self>, _ w: UnsafePointer<Self>, dW: UnsafeMutablePointer<Self>,
    db: UnsafeMutablePointer<Self>?, dx: UnsafeMutablePointer<Self>?)
  /// (x − shift) · factor for some rows of the data `[rows × width]`.
  static func gather(
    _ source: BatchSource.Columns, _ rows: UnsafePointer<Int>, count: Int,
    into place: UnsafeMutablePointer<Self>)
  /// The next numbers of the normal distribution of a stream in this state, times a factor.
  static func drawNormals(
    _ state: UInt64, _ count: Int, _ factor: Double, into place: UnsafeMutablePointer<Self>)
  /// a = softmax(z) of each sample `[samples × units]`.
  static func softmax(
    _ samples: Int, _ units: Int, _ z: UnsafePointer<Self>, _ a: UnsafeMutablePointer<Self>)
  /// The cross-entropies of all samples, summed, for a = softmax(z).
  static func crossEntropy(
    _ samples: Int, _ units: Int, _ z: UnsafePointer<Self>, _ a: UnsafePointer<Self>,
    _ y: UnsafePointer<Self>
  ) -> Double
  /// Their derivatives by z.
  static func crossEntropySlope(
    _ samples: Int, _ units: Int, _ a: UnsafePointer<Self>, _ y: UnsafePointer<Self>,
    into delta: UnsafeMutablePointer<Self>)
  /// a = f(z).
  static func activate(
    _ f: activation, _ count: Int, _ alpha: Self, _ z: UnsafePointer<Self>,
    into a: UnsafeMutablePointer<Self>)
  /// δ ← δ · f'(z), with a = f(z) at hand.
  static func applySlope(
    _ f: activation, _ count: Int, _ alpha: Self, _ z: UnsafePointer<Self>,
    _ a: UnsafePointer<Self>, into delta: UnsafeMutablePointer<Self>)
  /// sums = factor · Σ of rows, which are so many numbers apart, for some columns.
  static func columnSums(
    rows: Int, columns: Int, of width: Int, factor: Self, _ numbers: UnsafePointer<Self>,
    into sums: UnsafeMutablePointer<Self>)
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
  @inline(__always) static func expm1(_ x: Float) -> Float { exponential_less_one(x) }
  @inline(__always) static func log(_ x: Float) -> Float { logf(x) }
  @inline(__always) static func log1p(_ x: Float) -> Float { logarithm_of_one_plus(x) }
  @inline(__always) static func tanh(_ x: Float) -> Float { hyperbolic_tangent(x) }
  @inline(__always) static func erfc(_ x: Float) -> Float { complementary_error(x) }

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
