import CKernels
import Engine
import Glibc
import Testing

/// Every generation of the kernels that this machine can run, against plain loops in double.
@Suite struct KernelTests {
  typealias ProductOf<S> = (
    Int, Int, Int, S, UnsafePointer<S>, Int, Int, UnsafePointer<S>, Int, Int, UnsafePointer<S>?,
    UnsafeMutablePointer<S>
  ) -> Void

  static let newest = newest_generation().rawValue
  static var float: [ProductOf<Float>] {
    [
      product_float_baseline, product_float_avx2, product_float_avx512,
    ].prefix(Int(newest) + 1) + [product_float]
  }
  static var double: [ProductOf<Double>] {
    [
      product_double_baseline, product_double_avx2, product_double_avx512,
    ].prefix(Int(newest) + 1) + [product_double]
  }

  /// Around the edges of tiles, panels and blocks of every generation, and the few rows that have
  /// kernels of their own.
  static let shapes: [(m: Int, n: Int, k: Int)] = [
    (1, 1, 1), (1, 1, 200), (1, 70, 33), (3, 5, 9), (4, 6, 2), (5, 33, 321), (6, 16, 64),
    (7, 17, 65), (12, 32, 40), (13, 193, 7), (31, 65, 319), (32, 10, 64), (33, 200, 641),
    (64, 8, 16), (100, 1, 100), (130, 195, 330), (30, 50, 3), (17, 41, 900), (20, 23, 1700),
  ]

  @Test(arguments: shapes) func products(shape: (m: Int, n: Int, k: Int)) {
    for (aIsTurned, bIsTurned) in [(false, false), (false, true), (true, false), (true, true)] {
      let layout = Layout(
        m: shape.m, n: shape.n, k: shape.k, aIsTurned: aIsTurned, bIsTurned: bIsTurned)
      for product in Self.float { #expect(layout.error(of: product) < 1e-6) }
      for product in Self.double { #expect(layout.error(of: product) < 1e-15) }
    }
  }

  /// A product of numbers in [−1, 1), with either factor as it is or turned on its side, alone and
  /// with a bias added to its rows.
  struct Layout {
    let m, n, k: Int
    let aIsTurned, bIsTurned: Bool

    var stepsA: (row: Int, column: Int) { aIsTurned ? (1, m) : (k, 1) }
    var stepsB: (row: Int, column: Int) { bIsTurned ? (1, k) : (n, 1) }

    func error<S: BinaryFloatingPoint>(of product: ProductOf<S>) -> Double {
      max(error(of: product, bias: nil), error(of: product, bias: numbers(n, 3).map { S($0) }))
    }

    /// The largest error of an entry, as a share of Σ |a| |b| or so. C is full of NaN before.
    private func error<S: BinaryFloatingPoint>(of product: ProductOf<S>, bias: [S]?) -> Double {
      let a = numbers(m * k, 1).map { S($0) }
      let b = numbers(k * n, 2).map { S($0) }
      var c = [S](repeating: .nan, count: m * n)
      product(
        m, n, k, 0.5, a, stepsA.row, stepsA.column, b, stepsB.row, stepsB.column, bias, &c)
      var worst = 0.0
      for i in 0..<m {
        for j in 0..<n {
          var sum = 0.0
          for l in 0..<k {
            sum +=
              Double(a[i * stepsA.row + l * stepsA.column])
              * Double(b[l * stepsB.row + j * stepsB.column])
          }
          let expected = 0.5 * sum + Double(bias?[j] ?? 0)
          let error = abs(Double(c[i * n + j]) - expected) / Double(k)
          worst = error.isNaN ? .infinity : max(worst, error)
        }
      }
      return worst
    }
  }

  @Test(arguments: [1, 7, 64, 133]) func adam(count: Int) {
    typealias Adam = (
      adam_step_double, Int, UnsafeMutablePointer<Double>, UnsafePointer<Double>,
      UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>?
    ) -> Void
    let kernels: [Adam] = [adam_double_baseline, adam_double_avx2, adam_double_avx512]
    let step = adam_step_double(
      size: 0.01, inverse_root: 1.5, eps: 1e-8, rest1: 0.1, beta2: 0.999, rest2: 0.001, kept: 0.9,
      decay: 0.2)
    for kernel in kernels.prefix(Int(Self.newest) + 1) + [adam_double] {
      let (p, g, m) = (numbers(count, 1), numbers(count, 2), numbers(count, 3))
      let (v, highest) = (numbers(count, 4).map(abs), numbers(count, 5).map(abs))
      var (newP, newM, newV, newHighest) = (p, m, v, highest)
      kernel(step, count, &newP, g, &newM, &newV, &newHighest)
      for i in 0..<count {
        let gradient = g[i] + 0.2 * 0.9 * p[i]
        let mean = 0.9 * m[i] + 0.1 * gradient
        let square = 0.999 * v[i] + 0.001 * gradient * gradient
        let top = max(square, highest[i])
        let expected = 0.9 * p[i] - 0.01 * mean / (top.squareRoot() * 1.5 + 1e-8)
        #expect(abs(newM[i] - mean) < 1e-15)
        #expect(abs(newV[i] - square) < 1e-15)
        #expect(newHighest[i] == max(newV[i], highest[i]))
        #expect(abs(newP[i] - expected) < 1e-15)
      }
    }
  }

  @Test(arguments: [(1, 1), (3, 10), (17, 16), (5, 100)])
  func softmax(samples: Int, units: Int) {
    typealias Softmax = (Int, Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    let kernels: [Softmax] = [softmax_float_baseline, softmax_float_avx2, softmax_float_avx512]
    let z = numbers(samples * units, 6).map { Float(4 * $0) }
    for kernel in kernels.prefix(Int(Self.newest) + 1) + [softmax_float] {
      var a = [Float](repeating: .nan, count: z.count)
      kernel(samples, units, z, &a)
      for start in stride(from: 0, to: z.count, by: units) {
        let expected = Activation.softmax(z[start..<start + units].map(Double.init))
        for (found, exact) in zip(a[start...], expected) {
          #expect(abs(Double(found) / exact - 1) < 1e-6)
        }
      }
    }
  }

  @Test func softmaxOfExtremes() {
    var a: [Float] = [0, 0, 0, 0]
    softmax_float(2, 2, [1e30, -1e30, -200, -200], &a)
    #expect(a == [1, 0, 0.5, 0.5])
    softmax_float(1, 2, [.nan, 1], &a)
    #expect(a[0].isNaN && a[1].isNaN)
  }

  /// −Σ y log softmax(z), and softmax(z) Σy − y, of targets that need not be one-hot.
  @Test(arguments: [(1, 1), (3, 10), (17, 16), (130, 7)])
  func crossEntropy(samples: Int, units: Int) {
    typealias Loss = (
      Int, Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>
    ) -> Double
    typealias Slope = (
      Int, Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>
    ) -> Void
    let losses: [Loss] = [
      cross_entropy_float_baseline, cross_entropy_float_avx2, cross_entropy_float_avx512,
    ]
    let slopes: [Slope] = [
      cross_entropy_slope_float_baseline, cross_entropy_slope_float_avx2,
      cross_entropy_slope_float_avx512,
    ]
    let z = numbers(samples * units, 6).map { Float(4 * $0) }
    let y = numbers(samples * units, 7).map { Float(max(0, $0)) }
    var a = z
    softmax_float(samples, units, z, &a)
    var (sum, expected) = (0.0, z.map(Double.init))
    for start in stride(from: 0, to: z.count, by: units) {
      let row = start..<start + units
      let total = row.reduce(0.0) { $0 + Double(y[$1]) }
      for (i, share) in zip(row, Activation.softmax(z[row].map(Double.init))) {
        sum -= Double(y[i]) * log(share)
        expected[i] = share * total - Double(y[i])
      }
    }
    for kernel in losses.prefix(Int(Self.newest) + 1) + [cross_entropy_float] {
      #expect(abs(kernel(samples, units, z, a, y) - sum) <= 1e-6 * sum)
    }
    for kernel in slopes.prefix(Int(Self.newest) + 1) + [cross_entropy_slope_float] {
      var delta = [Float](repeating: .nan, count: z.count)
      kernel(samples, units, a, y, &delta)
      for (found, exact) in zip(delta, expected) { #expect(abs(Double(found) - exact) < 1e-5) }
    }
  }

  @Test func crossEntropyOfExtremes() {
    // a of the first is 0 in float: the loss comes from z. The second is certain.
    #expect(cross_entropy_float(2, 2, [0, 200, 0, 200], [0, 1, 0, 1], [1, 0, 0, 1]) == 200)
    // What has no target adds nothing, however far away it is; what has one is as far away.
    #expect(cross_entropy_float(1, 2, [-.infinity, 0], [0, 1], [0, 1]) == 0)
    #expect(cross_entropy_float(1, 2, [-.infinity, 0], [0, 1], [1, 0]) == .infinity)
    for place in 0..<3 {
      var (z, a): ([Float], [Float]) = ([0, 0, 0], [0, 0, 0])
      z[place] = .nan
      softmax_float(1, 3, z, &a)
      #expect(cross_entropy_float(1, 3, z, a, [0, 1, 0]).isNaN)
    }
  }

  /// Each activation that has a kernel as its formula has it in double, in whole vectors and in what is
  /// left of them.
  @Test(arguments: Activation.allCases.filter { $0.kernel != nil })
  func activations(_ activation: Activation) throws {
    typealias Values<S> = (
      CKernels.activation, Int, S, UnsafePointer<S>, UnsafeMutablePointer<S>
    ) -> Void
    typealias Slopes<S> = (
      CKernels.activation, Int, S, UnsafePointer<S>, UnsafePointer<S>, UnsafeMutablePointer<S>
    ) -> Void
    let float: [(Values<Float>, Slopes<Float>)] = [
      (activate_float_baseline, apply_slope_float_baseline),
      (activate_float_avx2, apply_slope_float_avx2),
      (activate_float_avx512, apply_slope_float_avx512),
    ]
    let double: [(Values<Double>, Slopes<Double>)] = [
      (activate_double_baseline, apply_slope_double_baseline),
      (activate_double_avx2, apply_slope_double_avx2),
      (activate_double_avx512, apply_slope_double_avx512),
    ]
    let kernel = try #require(activation.kernel)
    func check<S: BinaryFloatingPoint>(
      _ kernels: [(Values<S>, Slopes<S>)], within error: Double
    ) {
      // 0.1 is no float.
      let alpha = S(0.125)
      let z = numbers(133, 6).map { S(8 * $0) } + [0, -0.0, 30, -30]
      let delta = numbers(z.count, 7).map { S($0) }
      for (values, slopes) in kernels {
        var (a, product) = ([S](repeating: .nan, count: z.count), delta)
        values(kernel, z.count, alpha, z, &a)
        slopes(kernel, z.count, alpha, z, a, &product)
        for i in z.indices {
          let value = activation.value(Double(z[i]), alpha: 0.125)
          let slope = activation.slope(Double(z[i]), alpha: 0.125)
          // A last place of z counts z² times as much in e^(−z²/2), gelu's tail.
          let room = error * max(1, Double(z[i] * z[i])) * abs(value) + 1e-38
          #expect(abs(Double(a[i]) - value) <= room, "z = \(z[i])")
          #expect(abs(Double(product[i]) - Double(delta[i]) * slope) <= error, "z = \(z[i])")
        }
      }
    }
    check(float.prefix(Int(Self.newest) + 1) + [(activate_float, apply_slope_float)], within: 1e-6)
    check(
      double.prefix(Int(Self.newest) + 1) + [(activate_double, apply_slope_double)], within: 2e-15)
  }

  /// What is no number stays none, but relu takes it for 0; none overflows where the value does not.
  @Test(arguments: Activation.allCases.filter { $0.kernel != nil })
  func activationsOfExtremes(_ activation: Activation) throws {
    let kernel = try #require(activation.kernel)
    let z: [Float] = [.nan, .infinity, 1e30, -1e30]
    var a = [Float](repeating: 0, count: z.count)
    activate_float(kernel, z.count, 0.125, z, &a)
    for (found, number) in zip(a, z) {
      let value = Float(activation.value(Double(number), alpha: 0.125))
      #expect(found == value || found.isNaN && value.isNaN, "\(number)")
    }
  }

  /// Whole vectors of columns and what is left of them, out of a wider matrix.
  @Test(arguments: [1, 5, 16, 41]) func columnSums(columns: Int) {
    typealias Sums = (
      Int, Int, Int, Double, UnsafePointer<Double>, UnsafeMutablePointer<Double>
    ) -> Void
    let kernels: [Sums] = [
      column_sums_double_baseline, column_sums_double_avx2, column_sums_double_avx512,
    ]
    let (rows, width) = (9, columns + 3)
    let from = numbers(rows * width, 8)
    for kernel in kernels.prefix(Int(Self.newest) + 1) + [column_sums_double] {
      var sums = [Double](repeating: .nan, count: columns)
      kernel(rows, columns, width, 0.5, from, &sums)
      for j in 0..<columns {
        let sum = (0..<rows).reduce(0.0) { $0 + from[$1 * width + j] }
        #expect(abs(sums[j] - 0.5 * sum) < 1e-14)
      }
    }
  }

  @Test(arguments: [1, 7, 64, 133]) func gather(width: Int) {
    typealias Gather = (
      number_rows, UnsafePointer<Int>, Int, Int, UnsafePointer<Double>?,
      UnsafePointer<Double>?, UnsafeMutablePointer<Float>
    ) -> Void
    let kernels: [Gather] = [gather_float_baseline, gather_float_avx2, gather_float_avx512]
    let (data, rows) = (numbers(5 * width, 1), [4, 0, 4, 2])
    let (shift, factor) = (numbers(width, 2), numbers(width, 3))
    for kernel in kernels.prefix(Int(Self.newest) + 1) + [gather_float] {
      var plain = [Float](repeating: .nan, count: 4 * width)
      var scaled = plain
      data.withUnsafeBytes {
        let data = number_rows(start: $0.baseAddress, stride: 8 * width, form: number_float64)
        kernel(data, rows, 4, width, nil, nil, &plain)
        kernel(data, rows, 4, width, shift, factor, &scaled)
      }
      for (s, row) in rows.enumerated() {
        for j in 0..<width {
          let number = data[row * width + j]
          #expect(plain[s * width + j] == Float(number))
          #expect(scaled[s * width + j] == Float((number - shift[j]) * factor[j]))
        }
      }
    }
  }

  /// Every form of number in memory gives the numbers that stand there.
  @Test func gatherOfEveryForm() {
    func expect<Number: FixedWidthInteger>(_ form: number_form, _ numbers: [Number]) {
      numbers.withUnsafeBytes {
        let stride = 3 * MemoryLayout<Number>.stride
        let source = number_rows(start: $0.baseAddress, stride: stride, form: form)
        var found = [Double](repeating: .nan, count: 4)
        gather_double(source, [1, 0], 2, 2, nil, nil, &found)
        #expect(found == [numbers[3], numbers[4], numbers[0], numbers[1]].map { Double($0) })
        var scaled = [Float](repeating: .nan, count: 4)
        gather_float(source, [1, 0], 2, 2, [1, 2], [2, 0.5], &scaled)
        let differences = zip(found, [1, 2, 1, 2]).map { $0 - $1 }
        #expect(scaled == zip(differences, [2, 0.5, 2, 0.5]).map { Float($0 * $1) })
      }
    }
    expect(number_int8, [1, -2, 3, .min, .max, 6] as [Int8])
    expect(number_uint8, [1, 2, 3, .min, .max, 6] as [UInt8])
    expect(number_int16, [1, -2, 3, .min, .max, 6] as [Int16])
    expect(number_uint16, [1, 2, 3, .min, .max, 6] as [UInt16])
    expect(number_int32, [1, -2, 3, .min, .max, 6] as [Int32])
    expect(number_uint32, [1, 2, 3, .min, .max, 6] as [UInt32])
    expect(number_int64, [1, -2, 3, -1 << 53, 1 << 53, 6] as [Int64])
    expect(number_uint64, [1, 2, 3, .min, 1 << 53, 6] as [UInt64])
  }

  /// Against the C library; the stream is that of SplitMix64.
  @Test(arguments: [0, 1, 7, 1000]) func normals(count: Int) {
    typealias Normals<S> = (UInt64, Int, Double, UnsafeMutablePointer<S>) -> Void
    let float: [Normals<Float>] = [
      normals_float_baseline, normals_float_avx2, normals_float_avx512,
    ]
    let double: [Normals<Double>] = [
      normals_double_baseline, normals_double_avx2, normals_double_avx512,
    ]
    let start: UInt64 = 0xFFFF_FFFF_FFFF_FF00
    var state = start
    func uniform() -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      return Double(mix(state) >> 11) * 0x1p-53
    }
    let expected = (0..<count).map { _ in
      let radius = (-2 * log(1 - uniform())).squareRoot()
      return 0.5 * radius * cos(2 * .pi * uniform())
    }
    for kernel in double.prefix(Int(Self.newest) + 1) + [normals_double] {
      var drawn = [Double](repeating: .nan, count: count)
      kernel(start, count, 0.5, &drawn)
      for (found, exact) in zip(drawn, expected) { #expect(abs(found - exact) < 2e-15) }
    }
    for kernel in float.prefix(Int(Self.newest) + 1) + [normals_float] {
      var drawn = [Float](repeating: .nan, count: count)
      kernel(start, count, 0.5, &drawn)
      for (found, exact) in zip(drawn, expected) { #expect(abs(found - Float(exact)) <= 1e-7) }
    }
  }

  @Test(arguments: [(4, 4, 2), (4, 1, 4), (3, 5, 3), (7, 2, 1), (1, 3, 20), (2, 4, 11)])
  func smallLayers(samples: Int, units: Int, inputs: Int) {
    let (x, w) = (numbers(samples * inputs, 1), numbers(units * inputs, 2))
    let (b, delta) = (numbers(units, 3), numbers(samples * units, 4))
    var z = [Double](repeating: .nan, count: samples * units)
    var (dw, db) = ([Double](repeating: .nan, count: units * inputs), b)
    var dx = [Double](repeating: .nan, count: samples * inputs)
    small_outputs_double(samples, units, inputs, x, w, b, &z)
    small_gradients_double(samples, units, inputs, 0.5, delta, x, w, &dw, &db, &dx)
    for u in 0..<units {
      let sum = (0..<samples).reduce(0.0) { $0 + delta[$1 * units + u] }
      #expect(abs(db[u] - 0.5 * sum) < 1e-14)
      for s in 0..<samples {
        let sum = (0..<inputs).reduce(b[u]) { $0 + x[s * inputs + $1] * w[u * inputs + $1] }
        #expect(abs(z[s * units + u] - sum) < 1e-14)
      }
      for i in 0..<inputs {
        let sum = (0..<samples).reduce(0.0) { $0 + delta[$1 * units + u] * x[$1 * inputs + i] }
        #expect(abs(dw[u * inputs + i] - 0.5 * sum) < 1e-14)
      }
    }
    for s in 0..<samples {
      for i in 0..<inputs {
        let sum = (0..<units).reduce(0.0) { $0 + delta[s * units + $1] * w[$1 * inputs + i] }
        #expect(abs(dx[s * inputs + i] - sum) < 1e-14)
      }
    }
  }

  #if arch(x86_64)
    /// The mean gradient of a unit that no longer learns ends at 0, not at a number that is slow.
    @Test func subnormalsCountAsZero() {
      let step = adam_step_float(
        size: 0.01, inverse_root: 1, eps: 1e-8, rest1: 0.1, beta2: 0.999, rest2: 0.001, kept: 1,
        decay: 0)
      var (p, m, v): ([Float], [Float], [Float]) = ([1], [.leastNormalMagnitude], [1])
      let mode = flush_subnormals()
      adam_float(step, 1, &p, [0], &m, &v, nil)
      restore_arithmetic(mode)
      #expect(m == [0])
      m = [.leastNormalMagnitude]
      adam_float(step, 1, &p, [0], &m, &v, nil)
      #expect(m[0].isSubnormal)
    }
  #endif
}

/// Numbers in [−1, 1) that look random (SplitMix64).
private func numbers(_ count: Int, _ seed: UInt64) -> [Double] {
  (0..<count).map { index in
    Double(mix((seed << 32 &+ UInt64(index)) &* 0x9E37_79B9_7F4A_7C15) >> 11) * 0x1p-52 - 1
  }
}

/// The finalizer of SplitMix64.
private func mix(_ value: UInt64) -> UInt64 {
  var z = value
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
