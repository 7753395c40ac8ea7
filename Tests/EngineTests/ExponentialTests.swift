import Engine
import Glibc
import Testing

@Suite struct ExponentialTests {
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
    #expect(worst(-87...88.7, { .exponential($0) }, { exp($0) }) < 1)
    #expect(worst(-1...1, { .exponential($0) }, { exp($0) }) < 1)
    // Where the result is subnormal.
    #expect(worst(-103.9 ... -87, { .exponential($0) }, { exp($0) }) < 1)
  }

  @Test func exponentialOfExtremes() {
    #expect(Float.exponential(0) == 1)
    #expect(Float.exponential(-.infinity) == 0)
    #expect(Float.exponential(-200) == 0)
    #expect(Float.exponential(.infinity) == .infinity)
    #expect(Float.exponential(88.73) == .infinity)
    #expect(Float.exponential(.nan).isNaN)
  }

  @Test func hyperbolicTangent() {
    #expect(worst(-10...10, { .hyperbolicTangent($0) }, { tanh($0) }) < 1.5)
    #expect(worst(-0.7...0.7, { .hyperbolicTangent($0) }, { tanh($0) }) < 1.5)
    #expect(worst(1e-30...1e-3, { .hyperbolicTangent($0) }, { tanh($0) }) < 1.5)
  }

  @Test func exponentialLessOne() {
    #expect(worst(-87...88.7, { .exponentialLessOne($0) }, { expm1($0) }) < 2)
    #expect(worst(-2...2, { .exponentialLessOne($0) }, { expm1($0) }) < 2)
    #expect(worst(-1e-3...1e-3, { .exponentialLessOne($0) }, { expm1($0) }) < 2)
    #expect(Float.exponentialLessOne(0) == 0)
    #expect(Float.exponentialLessOne(-.infinity) == -1)
    #expect(Float.exponentialLessOne(.infinity) == .infinity)
    #expect(Float.exponentialLessOne(.nan).isNaN)
  }

  @Test func logarithmOfOnePlus() {
    #expect(worst(0...1, { .logarithmOfOnePlus($0) }, { log1p($0) }) < 1.5)
    #expect(worst(0...1e-3, { .logarithmOfOnePlus($0) }, { log1p($0) }) < 1.5)
    #expect(worst(1...1e30, { .logarithmOfOnePlus($0) }, { log1p($0) }) < 1.5)
    #expect(Float.logarithmOfOnePlus(0) == 0)
    #expect(Float.logarithmOfOnePlus(1e-30) == 1e-30)
    #expect(Float.logarithmOfOnePlus(.nan).isNaN)
  }

  @Test func complementaryError() {
    #expect(worst(-5...0, { .complementaryError($0) }, { erfc($0) }) < 5)
    #expect(worst(0...2, { .complementaryError($0) }, { erfc($0) }) < 5)
    #expect(worst(2...9.1, { .complementaryError($0) }, { erfc($0) }) < 5)
    #expect(Float.complementaryError(0) == 1)
    #expect(Float.complementaryError(.infinity) == 0)
    #expect(Float.complementaryError(-.infinity) == 2)
    #expect(Float.complementaryError(.nan).isNaN)
  }

  @Test func hyperbolicTangentOfExtremes() {
    #expect(Float.hyperbolicTangent(0) == 0)
    #expect(Float.hyperbolicTangent(.infinity) == 1)
    #expect(Float.hyperbolicTangent(-.infinity) == -1)
    #expect(Float.hyperbolicTangent(-50) == -1)
    #expect(Float.hyperbolicTangent(.nan).isNaN)
  }
}
