import CKernels
import Glibc
import Testing

@Suite struct FunctionTests {
  /// The largest distance from the true value, in units in its last place, over evenly spaced
  /// numbers.
  private func worst(
    _ range: ClosedRange<Float>, _ function: (Float) -> Float, _ exact: (Double) -> Double
  ) -> Double {
    let steps = 300_000
    return (0...steps).reduce(0.0) { worst, step in
      let x =
        range.lowerBound
        + (range.upperBound - range.lowerBound) * Float(step) / Float(steps)
      let expected = exact(Double(x))
      let error = abs(Double(function(x)) - expected) / Double(Float(expected).ulp)
      return max(worst, error)
    }
  }

  @Test func exponential() {
    #expect(worst(-87...88.7, { CKernels.exponential($0) }, { exp($0) }) < 1)
    #expect(worst(-1...1, { CKernels.exponential($0) }, { exp($0) }) < 1)
    // Where the result is subnormal.
    #expect(worst(-103.9 ... -87, { CKernels.exponential($0) }, { exp($0) }) < 1)
  }

  @Test func exponentialOfExtremes() {
    #expect(CKernels.exponential(0) == 1)
    #expect(CKernels.exponential(-.infinity) == 0)
    #expect(CKernels.exponential(-200) == 0)
    #expect(CKernels.exponential(.infinity) == .infinity)
    #expect(CKernels.exponential(88.73) == .infinity)
    #expect(CKernels.exponential(.nan).isNaN)
  }

  @Test func hyperbolicTangent() {
    #expect(worst(-10...10, { hyperbolic_tangent($0) }, { tanh($0) }) < 1.5)
    #expect(worst(-0.7...0.7, { hyperbolic_tangent($0) }, { tanh($0) }) < 1.5)
    #expect(worst(1e-30...1e-3, { hyperbolic_tangent($0) }, { tanh($0) }) < 1.5)
  }

  @Test func exponentialLessOne() {
    #expect(worst(-87...88.7, { exponential_less_one($0) }, { expm1($0) }) < 2)
    #expect(worst(-2...2, { exponential_less_one($0) }, { expm1($0) }) < 2)
    #expect(worst(-1e-3...1e-3, { exponential_less_one($0) }, { expm1($0) }) < 2)
    #expect(exponential_less_one(0) == 0)
    #expect(exponential_less_one(-.infinity) == -1)
    #expect(exponential_less_one(.infinity) == .infinity)
    #expect(exponential_less_one(.nan).isNaN)
  }

  @Test func logarithmOfOnePlus() {
    #expect(worst(0...1, { logarithm_of_one_plus($0) }, { log1p($0) }) < 1.5)
    #expect(worst(0...1e-3, { logarithm_of_one_plus($0) }, { log1p($0) }) < 1.5)
    #expect(worst(1...1e30, { logarithm_of_one_plus($0) }, { log1p($0) }) < 1.5)
    #expect(logarithm_of_one_plus(0) == 0)
    #expect(logarithm_of_one_plus(1e-30) == 1e-30)
    #expect(logarithm_of_one_plus(.nan).isNaN)
  }

  @Test func complementaryError() {
    #expect(worst(-5...0, { complementary_error($0) }, { erfc($0) }) < 5)
    #expect(worst(0...2, { complementary_error($0) }, { erfc($0) }) < 5)
    #expect(worst(2...9.1, { complementary_error($0) }, { erfc($0) }) < 5)
    #expect(complementary_error(0) == 1)
    #expect(complementary_error(.infinity) == 0)
    #expect(complementary_error(-.infinity) == 2)
    #expect(complementary_error(.nan).isNaN)
  }

  @Test func hyperbolicTangentOfExtremes() {
    #expect(hyperbolic_tangent(0) == 0)
    #expect(hyperbolic_tangent(.infinity) == 1)
    #expect(hyperbolic_tangent(-.infinity) == -1)
    #expect(hyperbolic_tangent(-50) == -1)
    #expect(hyperbolic_tangent(.nan).isNaN)
  }
}
