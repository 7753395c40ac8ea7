/// Some rows of the data in order, from 0. All of them take no memory, however many they are.
package struct Rows: RandomAccessCollection, Equatable, Sendable {
  /// Nil where they are all.
  package let chosen: [Int]?
  package let endIndex: Int
  package var startIndex: Int { 0 }

  package init(allOf count: Int) {
    chosen = nil
    endIndex = Swift.max(0, count)
  }

  package init(_ chosen: [Int]) {
    self.chosen = chosen
    endIndex = chosen.count
  }

  package subscript(position: Int) -> Int { chosen?[position] ?? position }

  /// All of them, or 10,000, evenly spaced, where they lie in a file that is larger than the memory,
  /// as a buffer says.
  package func examined(buffer: Int?) -> Rows { buffer == nil ? self : evenly(10_000) }

  /// At most so many of them, evenly spaced.
  package func evenly(_ limit: Int) -> Rows {
    guard count > limit else { return self }
    return Rows((0..<limit).map { self[$0 * count / limit] })
  }
}
