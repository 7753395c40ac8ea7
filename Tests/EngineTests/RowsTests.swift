import Engine
import Testing

/// Rows are the same whether they are kept as a list or as bits.
@Suite struct RowsTests {
  @Test(arguments: [1, 3, 100, 511, 512, 513, 4096, 20_000])
  func manyRowsAreTheChosenOnes(number: Int) {
    let count = 2_000_000
    var stream = RandomStream(seed: 5, purpose: .check)
    let chosen = stream.shortPermutation(count).prefix(number)
    let expected = chosen.map { Int($0) }.sorted()
    let rows = Rows(choosing: [chosen], of: count)
    #expect(rows.count == number)
    #expect(Array(rows) == expected)
    #expect(rows == Rows(choosing: [Array(chosen.reversed())[...]], of: count))
    #expect(Array(rows.evenly(10)) == Array(Rows(expected).evenly(10)))
  }

  @Test func allAndNone() {
    let count = 1_500_000
    #expect(Array(Rows(choosing: [], of: count)) == [])
    let all = Rows(choosing: [Array(0..<UInt32(count))[...]], of: count)
    #expect(all.elementsEqual(0..<count) && all.elementsEqual(Rows(allOf: count)))
    #expect(all.last == count - 1)
  }

  @Test func fewRowsAreAList() {
    #expect(Rows(choosing: [[7, 2], [5]], of: 10) == [2, 5, 7])
  }
}
