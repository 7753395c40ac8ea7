import CKernels

// The loops of `CKernels` as `Scalar` asks for them, by the names that they have for each format.

extension Float {
  static func multiply(
    _ product: Product, scale: Float, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, into c: UnsafeMutablePointer<Float>
  ) {
    product_float(
      product.m, product.n, product.k, scale, a, product.stepsA.row, product.stepsA.column, b,
      product.stepsB.row, product.stepsB.column, bias, c)
  }

  @inline(__always)
  static func smallOutputs(
    _ layer: LayerReference, _ samples: Int, _ x: UnsafePointer<Float>, _ w: UnsafePointer<Float>,
    _ b: UnsafePointer<Float>?, into z: UnsafeMutablePointer<Float>
  ) {
    small_outputs_float(samples, layer.units, layer.inputs, x, w, b, z)
  }

  @inline(__always)
  static func smallGradients(
    _ layer: LayerReference, _ samples: Int, factor: Float, _ delta: UnsafePointer<Float>,
    _ x: UnsafePointer<Float>, _ w: UnsafePointer<Float>, dW: UnsafeMutablePointer<Float>,
    db: UnsafeMutablePointer<Float>?, dx: UnsafeMutablePointer<Float>?
  ) {
    small_gradients_float(samples, layer.units, layer.inputs, factor, delta, x, w, dW, db, dx)
  }

  static func gather(
    _ source: BatchSource.Columns, _ rows: UnsafePointer<Int>, count: Int,
    into place: UnsafeMutablePointer<Float>
  ) {
    gather_float(
      source.rows, rows, count, source.width, source.shift, source.factor, place)
  }

  static func drawNormals(
    _ state: UInt64, _ count: Int, _ factor: Double, into place: UnsafeMutablePointer<Float>
  ) {
    normals_float(state, count, factor, place)
  }

  static func softmax(
    _ samples: Int, _ units: Int, _ z: UnsafePointer<Float>, _ a: UnsafeMutablePointer<Float>
  ) {
    softmax_float(samples, units, z, a)
  }

  static func crossEntropy(
    _ samples: Int, _ units: Int, _ z: UnsafePointer<Float>, _ a: UnsafePointer<Float>,
    _ y: UnsafePointer<Float>
  ) -> Double {
    cross_entropy_float(samples, units, z, a, y)
  }

  static func crossEntropySlope(
    _ samples: Int, _ units: Int, _ a: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
    into delta: UnsafeMutablePointer<Float>
  ) {
    cross_entropy_slope_float(samples, units, a, y, delta)
  }

  static func columnSums(
    rows: Int, columns: Int, of width: Int, factor: Float, _ numbers: UnsafePointer<Float>,
    into sums: UnsafeMutablePointer<Float>
  ) {
    column_sums_float(rows, columns, width, factor, numbers, sums)
  }

  static func activate(
    _ f: activation, _ count: Int, _ alpha: Float, _ z: UnsafePointer<Float>,
    into a: UnsafeMutablePointer<Float>
  ) {
    activate_float(f, count, alpha, z, a)
  }

  static func applySlope(
    _ f: activation, _ count: Int, _ alpha: Float, _ z: UnsafePointer<Float>,
    _ a: UnsafePointer<Float>,
    into delta: UnsafeMutablePointer<Float>
  ) {
    apply_slope_float(f, count, alpha, z, a, delta)
  }

  static func step(_ step: AdamStep, _ span: UpdateSpan<Float>) {
    adam_float(
      adam_step_float(
        size: Float(step.size), inverse_root: Float(step.inverseRoot), eps: Float(step.eps),
        rest1: Float(step.rest1), beta2: Float(step.beta2), rest2: Float(step.rest2),
        kept: Float(step.kept), decay: Float(step.decay)), span.count, span.parameters,
      span.gradients, span.first, span.second, step.amsgrad ? span.third : nil)
  }
}

extension Double {
  static func multiply(
    _ product: Product, scale: Double, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    bias: UnsafePointer<Double>?, into c: UnsafeMutablePointer<Double>
  ) {
    product_double(
      product.m, product.n, product.k, scale, a, product.stepsA.row, product.stepsA.column, b,
      product.stepsB.row, product.stepsB.column, bias, c)
  }

  @inline(__always)
  static func smallOutputs(
    _ layer: LayerReference, _ samples: Int, _ x: UnsafePointer<Double>, _ w: UnsafePointer<Double>,
    _ b: UnsafePointer<Double>?, into z: UnsafeMutablePointer<Double>
  ) {
    small_outputs_double(samples, layer.units, layer.inputs, x, w, b, z)
  }

  @inline(__always)
  static func smallGradients(
    _ layer: LayerReference, _ samples: Int, factor: Double, _ delta: UnsafePointer<Double>,
    _ x: UnsafePointer<Double>, _ w: UnsafePointer<Double>, dW: UnsafeMutablePointer<Double>,
    db: UnsafeMutablePointer<Double>?, dx: UnsafeMutablePointer<Double>?
  ) {
    small_gradients_double(samples, layer.units, layer.inputs, factor, delta, x, w, dW, db, dx)
  }

  static func gather(
    _ source: BatchSource.Columns, _ rows: UnsafePointer<Int>, count: Int,
    into place: UnsafeMutablePointer<Double>
  ) {
    gather_double(
      source.rows, rows, count, source.width, source.shift, source.factor, place)
  }

  static func drawNormals(
    _ state: UInt64, _ count: Int, _ factor: Double, into place: UnsafeMutablePointer<Double>
  ) {
    normals_double(state, count, factor, place)
  }

  static func softmax(
    _ samples: Int, _ units: Int, _ z: UnsafePointer<Double>, _ a: UnsafeMutablePointer<Double>
  ) {
    softmax_double(samples, units, z, a)
  }

  static func crossEntropy(
    _ samples: Int, _ units: Int, _ z: UnsafePointer<Double>, _ a: UnsafePointer<Double>,
    _ y: UnsafePointer<Double>
  ) -> Double {
    cross_entropy_double(samples, units, z, a, y)
  }

  static func crossEntropySlope(
    _ samples: Int, _ units: Int, _ a: UnsafePointer<Double>, _ y: UnsafePointer<Double>,
    into delta: UnsafeMutablePointer<Double>
  ) {
    cross_entropy_slope_double(samples, units, a, y, delta)
  }

  static func columnSums(
    rows: Int, columns: Int, of width: Int, factor: Double, _ numbers: UnsafePointer<Double>,
    into sums: UnsafeMutablePointer<Double>
  ) {
    column_sums_double(rows, columns, width, factor, numbers, sums)
  }

  static func activate(
    _ f: activation, _ count: Int, _ alpha: Double, _ z: UnsafePointer<Double>,
    into a: UnsafeMutablePointer<Double>
  ) {
    activate_double(f, count, alpha, z, a)
  }

  static func applySlope(
    _ f: activation, _ count: Int, _ alpha: Double, _ z: UnsafePointer<Double>,
    _ a: UnsafePointer<Double>,
    into delta: UnsafeMutablePointer<Double>
  ) {
    apply_slope_double(f, count, alpha, z, a, delta)
  }

  static func step(_ step: AdamStep, _ span: UpdateSpan<Double>) {
    adam_double(
      adam_step_double(
        size: Double(step.size), inverse_root: Double(step.inverseRoot), eps: Double(step.eps),
        rest1: Double(step.rest1), beta2: Double(step.beta2), rest2: Double(step.rest2),
        kept: Double(step.kept), decay: Double(step.decay)), span.count, span.parameters,
      span.gradients, span.first, span.second, step.amsgrad ? span.third : nil)
  }
}
