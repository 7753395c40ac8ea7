import Datasets
import Engine
import Testing

@Suite struct SplitTests {
  @Test func partsShareNoRowAndKeepTheirOrder() throws {
    for rows in 3..<60 {
      let split = try Split(rows: rows, test: 0.25, validation: 0.1, seed: 7)
      let parts = [split.train, split.validation, split.test].map(Array.init)
      #expect(parts.flatMap { $0 }.sorted() == Array(0..<rows))
      #expect(parts.allSatisfy { $0 == $0.sorted() })
    }
  }

  @Test(arguments: [
    (4, 0.25, 1), (5, 0.25, 2), (150, 0.3, 45), (10, 0.1, 1), (100, 0.07, 7), (30, 0.1, 3),
    (1000, 0.29, 290), (7, 0, 0), (3, 0.5, 2),
  ])
  func sizesAreRoundedUp(rows: Int, fraction: Double, size: Int) throws {
    #expect(try Split(rows: rows, test: fraction, seed: 1).test.count == size)
    #expect(try Split(rows: rows, test: 0, validation: fraction, seed: 1).validation.count == size)
  }

  @Test func seedsChooseOtherRowsAndTheSameSeedTheSame() throws {
    let first = try Split(rows: 100, test: 0.2, seed: 1)
    #expect(try Split(rows: 100, test: 0.2, seed: 1) == first)
    #expect(try Split(rows: 100, test: 0.2, seed: 2).test != first.test)
    #expect(first.test != Rows(Array(80..<100)))
  }

  @Test func stratifiedPartsHaveTheSameMixOfClasses() throws {
    let labels = (0..<120).map { $0 % 12 < 6 ? 0 : $0 % 12 < 10 ? 1 : 2 }
    let split = try Split(
      rows: 120, test: 0.25, validation: 0.1, stratifiedBy: Labels(labels), seed: 3)
    for (part, size) in [(split.test, 30), (split.validation, 12), (split.train, 78)] {
      #expect(part.count == size)
      for (label, share) in [(0, 0.5), (1, 1.0 / 3), (2, 1.0 / 6)] {
        let count = part.filter { labels[$0] == label }.count
        #expect(abs(Double(count) - share * Double(size)) <= 1)
      }
    }
  }

  @Test func rareClassesNeverGiveMoreThanTheyHave() throws {
    for rows in 6..<40 {
      let labels = (0..<rows).map { $0 / 2 }
      let split = try Split(
        rows: rows, test: 0.3, validation: 0.3, stratifiedBy: Labels(labels), seed: 5)
      #expect([split.train, split.validation, split.test].joined().sorted() == Array(0..<rows))
      #expect(split.test.count == Int((0.3 * Double(rows) - 1e-9).rounded(.up)))
    }
  }

  @Test func fractionsThatLeaveNothingAreErrors() {
    #expect(throws: DataError.self) { try Split(rows: 1, test: 0.25, seed: 0) }
    #expect(throws: DataError.self) { try Split(rows: 4, test: 0.5, validation: 0.5, seed: 0) }
    for fraction in [-0.1, 1, .nan, .infinity] {
      #expect(throws: DataError.self) { try Split(rows: 9, test: fraction, seed: 0) }
    }
  }
}
