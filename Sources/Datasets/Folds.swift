import Catalog
import Engine

/// Deals rows out to folds at random, of sizes that differ by one at most.
///
/// - Parameters:
///   - rows: indices from 0, in order.
///   - labels: the class of every row of the data, where each fold is to have the same mix of
///     classes as the whole; they differ by one row of a class and fold at most.
/// - Throws: where there are fewer rows than folds.
package func folds(_ count: Int, of rows: [Int], stratifiedBy labels: Labels?, seed: UInt64)
  throws(DataError) -> [[Int]]
{
  guard count >= 2, count <= rows.count else {
    throw DataError("\(counted(rows.count, "row")) cannot be dealt out to \(count) folds")
  }
  // Index 1: another stream than that of `Split`.
  var stream = RandomStream(seed: seed, purpose: .split, index: 1)
  var order = stream.permutation(rows.count).map { rows[$0] }
  if let labels {
    let byClass = Dictionary(grouping: order) { labels[$0] }
    order = byClass.keys.sorted().flatMap { byClass[$0] ?? [] }
  }
  var folds = [[Int]](repeating: [], count: count)
  for (place, row) in order.enumerated() { folds[place % count].append(row) }
  return folds.map { $0.sorted() }
}
