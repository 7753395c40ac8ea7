/// Some rows of the data in order, from 0. Of rows that are many they take a bit each, all of them
/// nothing.
package struct Rows: RandomAccessCollection, Equatable, Sendable, ExpressibleByArrayLiteral {
  private enum Kind: Equatable, Sendable {
    case all
    case list([Int])
    case set(RowSet)
  }

  private let kind: Kind
  package let endIndex: Int
  package var startIndex: Int { 0 }

  package init(allOf count: Int) {
    kind = .all
    endIndex = Swift.max(0, count)
  }

  /// In the order of the list.
  package init(_ list: [Int]) {
    kind = .list(list)
    endIndex = list.count
  }

  package init(arrayLiteral rows: Int...) { self.init(rows) }

  /// In ascending order, whatever that of the parts is, in which each row stands once at most.
  ///
  /// - Parameter count: of all rows; those that are chosen are below it.
  package init(choosing parts: [ArraySlice<UInt32>], of count: Int) {
    endIndex = parts.reduce(0) { $0 + $1.count }
    guard count <= Rows.longestList else {
      kind = .set(RowSet(parts, below: count))
      return
    }
    var list: [Int] = []
    list.reserveCapacity(endIndex)
    for part in parts { for row in part { list.append(Int(row)) } }
    list.sort()
    kind = .list(list)
  }

  /// Of how many rows those that are chosen stand in a list: that is quicker than a bit for each.
  package static let longestList = 1 << 20

  package subscript(position: Int) -> Int {
    switch kind {
    case .all: position
    case .list(let rows): rows[position]
    case .set(let set): set[position]
    }
  }

  package var areAll: Bool { kind == .all }

  /// At most so many of them, evenly spaced.
  package func evenly(_ limit: Int) -> Rows {
    guard count > limit else { return self }
    return Rows((0..<limit).map { self[$0 * count / limit] })
  }

  /// All of them, or 10,000, evenly spaced, where they lie in a file that is larger than the memory,
  /// as a buffer says.
  package func examined(buffer: Int?) -> Rows { buffer == nil ? self : evenly(10_000) }
}

/// Rows in ascending order, a bit for each that there could be.
private struct RowSet: Equatable, Sendable {
  private var words: [UInt64]
  /// How many rows stand in the words before each group of them.
  private var before: [Int] = []

  private static let group = 8

  init(_ parts: [ArraySlice<UInt32>], below count: Int) {
    words = [UInt64](repeating: 0, count: (count + 63) / 64)
    for part in parts {
      for row in part { words[Int(row >> 6)] |= 1 << UInt64(row & 63) }
    }
    var sum = 0
    for (index, word) in words.enumerated() {
      if index % RowSet.group == 0 { before.append(sum) }
      sum += word.nonzeroBitCount
    }
  }

  /// The row that so many others stand before.
  subscript(position: Int) -> Int {
    var (low, high) = (0, before.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if before[middle] <= position { low = middle } else { high = middle }
    }
    var rest = position - before[low]
    var index = low * RowSet.group
    while rest >= words[index].nonzeroBitCount {
      rest -= words[index].nonzeroBitCount
      index += 1
    }
    var word = words[index]
    for _ in 0..<rest { word &= word - 1 }
    return index * 64 + word.trailingZeroBitCount
  }
}
