import Datasets
import Engine
import Testing

@Suite struct ScalerTests {
  let inputs = Matrix(rows: 4, columns: 3, elements: [1, 5, 7, 2, 5, 7, 3, 9, 7, 6, 1, 7])

  @Test func standardHasMeanZeroAndDeviationOne() {
    let scaler = Scaler(.standard, fittedOn: inputs)
    let scaled = scaler.scaled(inputs)
    for column in 0..<2 {
      let values = scaled.column(column)
      #expect(abs(values.reduce(0, +)) < 1e-14)
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 4 - 1) < 1e-14)
    }
    #expect(scaler.shift[0] == 3)
    // Squares 4 1 0 9, their mean 3.5.
    #expect(abs(scaler.factor[0] - 1 / 3.5.squareRoot()) < 1e-15)
  }

  @Test func minmaxHasRangeZeroToOne() {
    let scaled = Scaler(.minmax, fittedOn: inputs).scaled(inputs)
    #expect(scaled.column(0) == [0, 0.2, 0.4, 1])
    #expect(scaled.column(1) == [0.5, 0.5, 1, 0])
  }

  @Test(arguments: [ScaleMethod.standard, .minmax])
  func constantColumnsBecomeZero(method: ScaleMethod) {
    let scaler = Scaler(method, fittedOn: inputs)
    #expect(scaler.scaled(inputs).column(2) == [0, 0, 0, 0])
    #expect(scaler.scaled([3, 5, 8])[2] == 0)
    let tenths = Matrix(rows: 3, columns: 1, elements: [0.1, 0.1, 0.1])
    #expect(Scaler(method, fittedOn: tenths).scaled(tenths).elements == [0, 0, 0])
  }

  @Test func noneLeavesNumbersAlone() {
    let scaler = Scaler(.none, fittedOn: inputs)
    #expect(scaler.scaled(inputs) == inputs)
    #expect(scaler.shift == [0, 0, 0])
    #expect(scaler.factor == [1, 1, 1])
  }

  @Test func onlyTheGivenRowsAreLookedAt() {
    let scaler = Scaler(.minmax, fittedOn: inputs, rows: Rows([0, 2]))
    #expect(scaler.scaled(inputs).column(0) == [0, 0.5, 1, 2.5])
  }

  @Test func numbersNearTheLargestDoubleDoNotOverflow() {
    let top = Double.greatestFiniteMagnitude
    let huge = Matrix(rows: 4, columns: 1, elements: [top, -top, top, -top])
    expectNear(Scaler(.standard, fittedOn: huge).scaled(huge), [1, -1, 1, -1])
    expectNear(Scaler(.minmax, fittedOn: huge).scaled(huge), [1, 0, 1, 0])
    let tiny = Matrix(rows: 2, columns: 1, elements: [0, .leastNonzeroMagnitude])
    let scaledTiny = Scaler(.standard, fittedOn: tiny).scaled(tiny).elements
    #expect(scaledTiny.allSatisfy { $0.isFinite })
    let small = Matrix(rows: 2, columns: 1, elements: [1e-300, 3e-300])
    expectNear(Scaler(.standard, fittedOn: small).scaled(small), [-1, 1])
  }

  private func expectNear(_ matrix: Matrix, _ expected: [Double]) {
    for (value, wanted) in zip(matrix.elements, expected) {
      #expect(abs(value - wanted) < 1e-12)
    }
  }
}
