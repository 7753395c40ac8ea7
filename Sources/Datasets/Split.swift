import Catalog
import Engine

/// Which samples are learned from, which watch over training and which are kept for the end.
package struct Split: Equatable, Sendable {
  /// Row indices from 0, in the order of the file; the three lists share none.
  package let train: Rows
  package let validation: Rows
  package let test: Rows

  /// All rows are learned from.
  package init(allOf rows: Int) {
    train = Rows(allOf: rows)
    validation = Rows([])
    test = Rows([])
  }

  /// The last rows are for testing, the others are learned from.
  package init(rows: Int, tests: Int) {
    self.init(train: Array(0..<rows - tests), validation: [], test: Array(rows - tests..<rows))
  }

  package init(train: Rows, validation: Rows, test: Rows) {
    (self.train, self.validation, self.test) = (train, validation, test)
  }

  package init(train: [Int], validation: [Int], test: [Int]) {
    self.train = Rows(train)
    self.validation = Rows(validation)
    self.test = Rows(test)
  }

  /// Chooses rows at random.
  ///
  /// - Parameters:
  ///   - rows: number of samples.
  ///   - test: the part of all rows that is kept for testing, rounded up; 0 ≤ test < 1.
  ///   - validation: likewise.
  ///   - labels: the class of each row where every part is to have the same mix of classes.
  ///   - seed: the user's seed.
  /// - Throws: for fractions out of range, and where nothing is left to train on.
  package init(
    rows: Int, test: Double, validation: Double = 0, stratifiedBy labels: Labels? = nil,
    seed: UInt64
  ) throws(DataError) {
    let testCount = try Split.size(test, of: rows, "test")
    let validationCount = try Split.size(validation, of: rows, "validation")
    guard testCount + validationCount < rows else {
      throw DataError(
        "nothing is left to train on: of \(counted(rows, "sample")) \(testCount) would be for "
          + "testing and \(validationCount) for validation")
    }
    if let labels, labels.count != rows {
      throw DataError("\(labels.count) labels for \(rows) rows")
    }
    try Split.checkRoom(rows, isStratified: labels != nil)
    var stream = RandomStream(seed: seed, purpose: .split)
    var groups = Split.groups(stream.shortPermutation(rows), labels)
    self.test = Rows(choosing: Split.take(testCount, from: &groups), of: rows)
    self.validation = Rows(choosing: Split.take(validationCount, from: &groups), of: rows)
    train = Rows(choosing: groups, of: rows)
  }

  /// The fraction of the rows, rounded up; what exceeds a whole number by rounding alone does not
  /// count.
  private static func size(_ fraction: Double, of rows: Int, _ part: String) throws(DataError)
    -> Int
  {
    guard fraction >= 0, fraction < 1 else {
      throw DataError("the \(part) fraction is \(fraction), expected 0 up to, not including, 1")
    }
    return Int((fraction * Double(rows) - 1e-9).rounded(.up))
  }

  /// The order that rows are drawn in takes four bytes each, by classes up to eight more; a list and
  /// what it is sorted with twelve, a set less than one.
  private static func checkRoom(_ rows: Int, isStratified: Bool) throws(DataError) {
    guard rows < UInt32.max else { throw DataError("\(rows) rows are too many to draw from") }
    let bytes = (isStratified ? 12 : 4) + (rows > Rows.longestList ? 1 : 12)
    try Datasets.checkRoom(bytes: Double(bytes) * Double(rows))
  }

  /// The rows in random order, those of one class together; one group without labels.
  private static func groups(_ order: [UInt32], _ labels: Labels?) -> [ArraySlice<UInt32>] {
    guard let labels else { return [order[...]] }
    let classes = Set(labels).sorted()
    let place = Dictionary(uniqueKeysWithValues: zip(classes, classes.indices))
    var groups = [ArraySlice<UInt32>](repeating: [], count: classes.count)
    for row in order { groups[place[labels[Int(row)]] ?? 0].append(row) }
    return groups
  }

  /// Removes `count` rows in all, from each group in proportion to its size: the whole part of its
  /// share first, then one more for the largest remainders.
  private static func take(_ count: Int, from groups: inout [ArraySlice<UInt32>])
    -> [ArraySlice<UInt32>]
  {
    let total = groups.reduce(0) { $0 + $1.count }
    guard count > 0, total > 0 else { return [] }
    let shares = groups.map { group in
      // In full width: rows times rows may not fit.
      total.dividingFullWidth(count.multipliedFullWidth(by: group.count))
    }
    var quotas = shares.map(\.quotient)
    let missing = count - quotas.reduce(0, +)
    let byRemainder = shares.indices.sorted {
      (shares[$1].remainder, $0) < (shares[$0].remainder, $1)
    }
    for group in byRemainder.prefix(missing) { quotas[group] += 1 }
    return groups.indices.map { group in
      defer { groups[group] = groups[group].dropFirst(quotas[group]) }
      return groups[group].prefix(quotas[group])
    }
  }
}
