import Datasets
import Testing

@Suite struct FoldTests {
  private let rows = Array(10..<57)
  /// Class 1 are 14, 21 … 56: seven of the rows.
  private let labels = (0..<57).map { $0 % 7 == 0 ? 1 : 0 }

  @Test(arguments: [2, 5, 47]) func everyRowIsInOneFold(_ count: Int) throws {
    let dealt = try folds(count, of: rows, stratifiedBy: Labels(labels), seed: 3)
    #expect(dealt.count == count)
    #expect(dealt.flatMap { $0 }.sorted() == rows)
    let sizes = dealt.map(\.count)
    #expect(sizes.max()! - sizes.min()! <= 1)
  }

  @Test func classesAreSpreadEvenly() throws {
    let counts = try folds(3, of: rows, stratifiedBy: Labels(labels), seed: 3).map { fold in
      fold.count { labels[$0] == 1 }
    }
    #expect(counts.sorted() == [2, 2, 3])
  }

  @Test func theSeedDecides() throws {
    let first = try folds(5, of: rows, stratifiedBy: nil, seed: 1)
    #expect(try folds(5, of: rows, stratifiedBy: nil, seed: 1) == first)
    #expect(try folds(5, of: rows, stratifiedBy: nil, seed: 2) != first)
    #expect(first.map { $0 == $0.sorted() } == [true, true, true, true, true])
    #expect(first.flatMap { $0 } != rows)
  }

  @Test func moreFoldsThanRowsAreAnError() {
    #expect(throws: DataError.self) { try folds(48, of: rows, stratifiedBy: nil, seed: 0) }
  }
}
