import Datasets
import Engine
import Testing

@Suite struct ScaleMethodTests {
  let inputs = Matrix(rows: 4, columns: 3, elements: [1, 5, 7, 2, 5, 7, 3, 9, 7, 6, 1, 7])

  private func fitted(_ method: ScaleMethod, to inputs: Matrix) throws -> Scaling {
    try #require(method.fitted(to: inputs, rows: Rows(allOf: inputs.rows)))
  }

  private func scaled(_ method: ScaleMethod, _ inputs: Matrix) throws -> Matrix {
    try fitted(method, to: inputs).applied(to: inputs)
  }

  @Test func standardHasMeanZeroAndDeviationOne() throws {
    let scaling = try fitted(.standard, to: inputs)
    let scaled = scaling.applied(to: inputs)
    for column in 0..<2 {
      let values = scaled.column(column)
      #expect(abs(values.reduce(0, +)) < 1e-14)
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 4 - 1) < 1e-14)
    }
    #expect(scaling.shift[0] == 3)
    // Squares 4 1 0 9, their mean 3.5.
    #expect(abs(scaling.factor[0] - 1 / 3.5.squareRoot()) < 1e-15)
  }

  @Test func minmaxHasRangeZeroToOne() throws {
    let scaled = try scaled(.minmax, inputs)
    #expect(scaled.column(0) == [0, 0.2, 0.4, 1])
    #expect(scaled.column(1) == [0.5, 0.5, 1, 0])
  }

  @Test(arguments: [ScaleMethod.standard, .minmax])
  func constantColumnsBecomeZero(method: ScaleMethod) throws {
    let scaling = try fitted(method, to: inputs)
    #expect(scaling.applied(to: inputs).column(2) == [0, 0, 0, 0])
    let other = Matrix(rows: 1, columns: 3, elements: [3, 5, 8])
    #expect(scaling.applied(to: other)[0, 2] == 0)
    let tenths = Matrix(rows: 3, columns: 1, elements: [0.1, 0.1, 0.1])
    #expect(try scaled(method, tenths).elements == [0, 0, 0])
  }

  @Test func noneLeavesNumbersAlone() {
    #expect(ScaleMethod.none.fitted(to: inputs, rows: Rows(allOf: 4)) == nil)
  }

  @Test func onlyTheGivenRowsAreLookedAt() throws {
    let scaling = try #require(ScaleMethod.minmax.fitted(to: inputs, rows: Rows([0, 2])))
    #expect(scaling.applied(to: inputs).column(0) == [0, 0.5, 1, 2.5])
  }

  @Test func numbersNearTheEndsOfDoublesAreFitted() throws {
    let top = Double.greatestFiniteMagnitude
    let huge = Matrix(rows: 4, columns: 1, elements: [top, -top, top, -top])
    expectNear(try scaled(.standard, huge), [1, -1, 1, -1])
    let range = try fitted(.minmax, to: huge)
    #expect(range.shift == [-top])
    #expect(abs(range.factor[0] * top - 0.5) < 1e-12)
    let tiny = Matrix(rows: 2, columns: 1, elements: [0, .leastNonzeroMagnitude])
    #expect(try scaled(.standard, tiny).elements.allSatisfy(\.isFinite))
    let small = Matrix(rows: 2, columns: 1, elements: [1e-300, 3e-300])
    expectNear(try scaled(.standard, small), [-1, 1])
  }

  private func expectNear(_ matrix: Matrix, _ expected: [Double]) {
    for (value, wanted) in zip(matrix.elements, expected) {
      #expect(abs(value - wanted) < 1e-12)
    }
  }
}
