import Catalog
import Engine

/// Something about a column of inputs that mostly is a mistake.
package struct DataFinding: Equatable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    /// It is the same in every row.
    case constant
    /// It numbers the rows, or names them.
    case identifier
    /// It gives the target away.
    case leak
  }

  package let kind: Kind
  package let column: String
  /// What is the matter with the column, to be read behind its name.
  package let message: String
  /// What to do about it.
  package let suggestion: String
}

/// Looks for columns that mostly are a mistake.
///
/// - Parameter rows: the rows that are learned from.
package func findings(in data: Dataset, rows: Rows) -> [DataFinding] {
  guard rows.count > 2 else { return [] }
  var found: [DataFinding] = []
  for (column, offset) in zip(data.columns, data.columns.offsets) {
    if let texts = column.categories {
      let used = texts.indices.count { text in
        rows.contains { data.inputs[$0, offset + text] != 0 }
      }
      if used == 1, column.missing == 0 {
        found.append(.constant(column.name, "is the same text in every row"))
      }
      if rows.count >= 10, Double(used) > 0.9 * Double(rows.count) {
        found.append(.identifier(column.name, "has another text in almost every row"))
      }
      continue
    }
    let values = rows.map { data.inputs[$0, offset] }
    if let first = values.first, values.allSatisfy({ $0 == first }) {
      found.append(.constant(column.name, "is \(className(first)) in every row"))
      continue
    }
    if isIdentifier(values) { found.append(.identifier(column.name, "numbers the rows")) }
    // A single input has nothing beside it to give away.
    if data.columns.count > 1, data.target.isGivenAway(by: values, rows: rows) {
      found.append(.leak(column.name))
    }
  }
  return found
}

extension DataFinding {
  fileprivate static func constant(_ name: String, _ message: String) -> DataFinding {
    DataFinding(kind: .constant, column: name, message: message, suggestion: "it says nothing")
  }

  fileprivate static func identifier(_ name: String, _ message: String) -> DataFinding {
    DataFinding(
      kind: .identifier, column: name, message: message,
      suggestion: "a network can only learn rows by heart from it")
  }

  fileprivate static func leak(_ name: String) -> DataFinding {
    DataFinding(
      kind: .leak, column: name, message: "alone gives the target away",
      suggestion: "will it be known when the network is used?")
  }
}

/// Whether whole numbers count the rows: each is another one, and they go up by 1 in file order.
private func isIdentifier(_ values: [Double]) -> Bool {
  guard values.count >= 10, values.allSatisfy({ $0 == $0.rounded() }) else { return false }
  let sorted = values.sorted()
  let areDistinct = zip(sorted, sorted.dropFirst()).allSatisfy { $0 < $1 }
  guard areDistinct, let first = sorted.first, let last = sorted.last else { return false }
  // Rows that were set aside, or left out, leave gaps.
  return sorted == values && last - first < 3 * Double(values.count)
}

extension Target {
  /// Whether one column tells the target: it is all but proportional to the values, or parts the
  /// classes without a single mistake.
  fileprivate func isGivenAway(by values: [Double], rows: Rows) -> Bool {
    guard rows.count >= 20 else { return false }
    switch self {
    case .none: return false
    case .values: return abs(correlation(with: values, rows: rows) ?? 0) > 0.9999
    case .classes(let labels, let names):
      let order = values.indices.sorted { values[$0] < values[$1] }
      var changes = 0
      for (before, after) in zip(order, order.dropFirst()) {
        let isNext = labels[rows[before]] != labels[rows[after]]
        // Equal values of two classes cannot be told apart.
        if isNext, values[before] == values[after] { return false }
        if isNext { changes += 1 }
      }
      return changes == Set(rows.map { labels[$0] }).count - 1 && names.count > 1 && changes > 0
    }
  }
}
