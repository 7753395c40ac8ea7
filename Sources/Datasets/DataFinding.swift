import Catalog
import Engine

/// Something about data that mostly is a mistake.
package struct DataFinding: Equatable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    /// A column of inputs that is the same in every row.
    case constant
    /// A column that numbers the rows, or names each of them.
    case identifier
    /// A column that gives the target away.
    case leak
    /// Classes of which there are few samples beside the others.
    case imbalance
    /// Inputs of very different sizes, unscaled.
    case scales
  }

  package let kind: Kind
  /// The column that it is about; nil for the data as a whole.
  package let column: String?
  /// Lower case, one sentence, no full stop.
  package let message: String
  /// What to do about it.
  package let suggestion: String
}

/// Looks for what mostly is a mistake in data.
///
/// - Parameters:
///   - rows: the rows that are learned from.
///   - isScaled: whether inputs are scaled, so that their sizes do not matter.
package func findings(in data: Dataset, rows: [Int], isScaled: Bool) -> [DataFinding] {
  guard rows.count > 2 else { return [] }
  var found: [DataFinding] = []
  var deviations: [(name: String, deviation: Double)] = []
  let offsets = data.columns.offsets
  for (index, column) in data.columns.enumerated() where column.categories == nil {
    let values = rows.map { data.inputs[$0, offsets[index]] }
    let moments = ColumnMoments(values)
    if moments.minimum == moments.maximum {
      found.append(.constant(column.name, moments.minimum))
      continue
    }
    deviations.append((column.name, moments.deviation.value))
    if isIdentifier(values) { found.append(.identifier(column.name)) }
    if data.target.isGivenAway(by: values, rows: rows) { found.append(.leak(column.name)) }
  }
  if let imbalance = data.target.imbalance(rows) { found.append(imbalance) }
  if !isScaled, let scales = DataFinding.scales(deviations) { found.append(scales) }
  return found
}

extension DataFinding {
  fileprivate static func constant(_ name: String, _ value: Double) -> DataFinding {
    DataFinding(
      kind: .constant, column: name, message: "'\(name)' is \(className(value)) in every row",
      suggestion: "it says nothing; drop=\(name) leaves it out")
  }

  fileprivate static func identifier(_ name: String) -> DataFinding {
    DataFinding(
      kind: .identifier, column: name, message: "'\(name)' numbers the rows",
      suggestion: "a network can only learn rows by heart from it; drop=\(name) leaves it out")
  }

  fileprivate static func leak(_ name: String) -> DataFinding {
    DataFinding(
      kind: .leak, column: name, message: "'\(name)' alone gives the target away",
      suggestion: "will it be known when the network is used? drop=\(name) leaves it out")
  }

  fileprivate static func scales(_ deviations: [(name: String, deviation: Double)])
    -> DataFinding?
  {
    guard let widest = deviations.max(by: { $0.deviation < $1.deviation }),
      let narrowest = deviations.min(by: { $0.deviation < $1.deviation }),
      widest.deviation > 100 * narrowest.deviation
    else { return nil }
    let times = widest.deviation / narrowest.deviation
    let text = times < 1e15 ? String(Int(times)) : "very many"
    return DataFinding(
      kind: .scales, column: widest.name,
      message: "'\(widest.name)' varies \(text) times as much as '\(narrowest.name)'",
      suggestion: "scale standard brings all inputs to one size")
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
  fileprivate func isGivenAway(by values: [Double], rows: [Int]) -> Bool {
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

  /// Where the smallest class has less than a twentieth of the samples of the largest.
  fileprivate func imbalance(_ rows: [Int]) -> DataFinding? {
    guard case .classes(let labels, let names) = self else { return nil }
    var counts = [Int](repeating: 0, count: names.count)
    for row in rows { counts[labels[row]] += 1 }
    guard let most = counts.max(), let least = counts.min(),
      let place = counts.firstIndex(of: least),
      least * 20 < most
    else { return nil }
    return DataFinding(
      kind: .imbalance, column: nil,
      message: "class '\(names[place])' has \(counted(least, "sample")), the largest has \(most)",
      suggestion:
        "accuracy alone says little; split stratify=on keeps the shares")
  }
}
