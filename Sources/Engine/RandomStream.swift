import Glibc

/// What random numbers are drawn for. Each purpose has a stream of its own, so that drawing more
/// of one kind never changes another.
package enum Purpose: UInt64, Sendable {
  case data = 1
  case split, weights, order, dropout, expression, check, landscape
}

/// A stream of random numbers that is a function of seed, purpose and index.
///
/// SplitMix64 (Steele, Lea, Flood 2014): the n-th number is a mix of `key + n · golden ratio`, so
/// a stream can be entered anywhere.
package struct RandomStream: RandomNumberGenerator, Equatable, Sendable {
  private var state: UInt64

  /// - Parameters:
  ///   - seed: the user's seed.
  ///   - index: which stream of its purpose: the layer, the epoch, the step.
  package init(seed: UInt64, purpose: Purpose, index: Int = 0) {
    var key = RandomStream.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
    key = RandomStream.mix(key ^ purpose.rawValue &* 0xD1B5_4A32_D192_ED03)
    state = RandomStream.mix(key ^ UInt64(truncatingIfNeeded: index) &* 0x8CB9_2BA7_2F3D_8DD7)
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return RandomStream.mix(state)
  }

  /// The number that the `index`-th call of `uniform` from here on will give, from 0.
  @inline(__always)
  func uniform(at index: Int) -> Double {
    let position = state &+ UInt64(truncatingIfNeeded: index &+ 1) &* 0x9E37_79B9_7F4A_7C15
    return Double(RandomStream.mix(position) >> 11) * 0x1p-53
  }

  /// A number in [0, 1) with 53 random bits.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number of the standard normal distribution (Box and Muller 1958, the cosine half).
  package mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// The next numbers of the standard normal distribution, times a factor: those of `normal`, but for
  /// the last bits of a double.
  mutating func normals<S: Scalar>(_ count: Int, times factor: Double) -> [S] {
    defer { state &+= 2 &* UInt64(count) &* 0x9E37_79B9_7F4A_7C15 }
    return [S](unsafeUninitializedCapacity: count) { numbers, filled in
      if count > 0 { S.drawNormals(state, count, factor, into: numbers.baseAddress!) }
      filled = count
    }
  }

  /// A whole number in 0..<bound, without bias (Lemire 2019).
  package mutating func below(_ bound: Int) -> Int {
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// The numbers 0..<count in random order (Fisher–Yates).
  package mutating func permutation(_ count: Int) -> [Int] { shuffled(0..<count) }

  /// The same order in half of the memory; `count` is below 2³².
  package mutating func shortPermutation(_ count: Int) -> [UInt32] { shuffled(0..<UInt32(count)) }

  private mutating func shuffled<Number: FixedWidthInteger>(_ numbers: Range<Number>) -> [Number]
  where Number.Stride: SignedInteger {
    var order = Array(numbers)
    guard order.count > 1 else { return order }
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, below(last + 1))
    }
    return order
  }

  /// The finalizer of SplitMix64 (variant 13 of Stafford).
  @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
