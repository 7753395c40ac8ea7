import Datasets
import Engine
import Testing

@Suite struct StatisticsTests {
  /// The numbers are those of `numpy.quantile`, `mean`, `std` and `histogram`.
  @Test func aColumnOfNumbers() {
    let found = ColumnStatistics([4, 1, 3, 2, 10])
    #expect(found.quartiles == [2, 3, 4])
    #expect([found.minimum, found.maximum, found.mean] == [1, 10, 4])
    #expect(abs(found.deviation - 3.1622776601683795) < 1e-15)
    #expect(found.histogram == [2, 1, 1, 0, 0, 0, 0, 1])
    #expect(found.distinct == 5)
    #expect(ColumnStatistics([1, 2, 3, 4]).quartiles == [1.75, 2.5, 3.25])
    #expect(ColumnStatistics([7]).quartiles == [7, 7, 7])
    #expect(ColumnStatistics([-1.7e308, 1.7e308]).histogram == [1, 0, 0, 0, 0, 0, 0, 1])
  }

  /// The first data set of Anscombe (1973), whose correlation he gives as 0.816.
  @Test func correlationWithNumbers() throws {
    let x: [Double] = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
    let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    let target = Target.values(Matrix(rows: 11, columns: 1, elements: y), names: ["y"])
    let found = try #require(target.correlation(with: x, rows: Rows(allOf: 11)))
    #expect(abs(found - 0.81642051634484) < 1e-14)
    #expect(target.correlation(with: [Double](repeating: 2, count: 11), rows: Rows(allOf: 11)) == 0)
  }

  /// Three classes with means 2, 5 and 8: 54 of the spread of 60 lie between them.
  @Test func correlationWithClasses() throws {
    let target = Target.classes(labels: [0, 0, 0, 1, 1, 1, 2, 2, 2], names: ["a", "b", "c"])
    let found = target.correlation(with: [1, 2, 3, 4, 5, 6, 7, 8, 9], rows: Rows(allOf: 9))
    #expect(abs(try #require(found) - (54.0 / 60).squareRoot()) < 1e-15)
  }

  private func kinds(_ text: String) throws -> [String] {
    let data = try load(text)
    return findings(in: data, rows: Rows(allOf: data.samples)).map { "\($0.kind) \($0.column)" }
  }

  @Test func whatIsOddIsFound() throws {
    let rows = (0..<40).map { (row: Int) -> String in
      let noise = (row * 7919) % 100
      let label = row % 2
      return "\(row + 1),5,\(noise),\(label * 10 + row % 3),\(label)\n"
    }
    let text = "id,same,noise,leak,y\n" + rows.joined()
    #expect(try kinds(text) == ["identifier id", "constant same", "leak leak"])
    let usual = (0..<40).map { "\(($0 * 37) % 41),\(($0 * 53) % 47),\($0 % 2)\n" }
    let plain = "a,b,y\n" + usual.joined()
    #expect(try kinds(plain) == [])
    let texts = (0..<20).map { "row \($0),always,\($0 % 3 == 0 ? "red" : "blue"),\($0 % 2)\n" }
    #expect(
      try kinds("name,same,color,y\n" + texts.joined()) == ["identifier name", "constant same"])
  }
}
