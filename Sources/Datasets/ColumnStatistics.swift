import Engine

/// What there is to know of a column of numbers without its neighbours.
package struct ColumnStatistics: Equatable, Sendable {
  package let count: Int
  package let distinct: Int
  package let minimum: Double
  /// The values below which a quarter, a half and three quarters lie; between two values in
  /// proportion, as NumPy and R (type 7) have it.
  package let quartiles: [Double]
  package let maximum: Double
  package let mean: Double
  /// By n.
  package let deviation: Double
  /// How many values lie in each of equally wide parts of the range.
  package let histogram: [Int]

  /// `values` has at least one number; all are finite.
  package init(_ values: [Double], bins: Int = 8) {
    let sorted = values.sorted()
    let moments = ColumnMoments(values)
    count = values.count
    minimum = moments.minimum
    maximum = moments.maximum
    mean = moments.mean
    deviation = moments.deviation.value
    quartiles = [0.25, 0.5, 0.75].map { ColumnStatistics.quantile($0, of: sorted) }
    distinct = zip(sorted, sorted.dropFirst()).reduce(1) { $1.0 == $1.1 ? $0 : $0 + 1 }
    var counts = [Int](repeating: 0, count: bins)
    // Halves cannot overflow.
    let width = maximum / 2 - minimum / 2
    for value in values {
      let place = width > 0 ? (value / 2 - minimum / 2) / width * Double(bins) : 0
      counts[min(bins - 1, max(0, Int(place)))] += 1
    }
    histogram = counts
  }

  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let low = Int(place)
    guard low + 1 < sorted.count else { return sorted[sorted.count - 1] }
    let part = place - Double(low)
    return sorted[low] * (1 - part) + sorted[low + 1] * part
  }
}

extension Target {
  /// How closely numbers go with the target: Pearson's r with its first column; for classes the
  /// correlation ratio η, the root of the share of the spread that lies between the classes, with
  /// the sign of r where there are two. 0 where either does not vary.
  package func correlation(with values: [Double], rows: Rows) -> Double? {
    switch self {
    case .none: return nil
    case .values(let matrix, _): return pearson(values, rows.map { matrix[$0, 0] })
    case .classes(let labels, let names):
      if names.count == 2 { return pearson(values, rows.map { Double(labels[$0]) }) }
      return correlationRatio(values, rows.map { labels[$0] }, classes: names.count)
    }
  }
}

private func pearson(_ a: [Double], _ b: [Double]) -> Double {
  let (first, second) = (ColumnMoments(a), ColumnMoments(b))
  let scale = first.deviation.value * second.deviation.value
  guard scale > 0, scale.isFinite, first.minimum < first.maximum else { return 0 }
  var sum = 0.0
  for (x, y) in zip(a, b) { sum += (x - first.mean) * (y - second.mean) }
  return max(-1, min(1, sum / scale / Double(a.count)))
}

private func correlationRatio(_ values: [Double], _ labels: [Int], classes: Int) -> Double {
  let moments = ColumnMoments(values)
  guard moments.minimum < moments.maximum else { return 0 }
  var sums = [(count: Double, sum: Double)](repeating: (0, 0), count: classes)
  var total = 0.0
  for (value, label) in zip(values, labels) {
    sums[label].count += 1
    sums[label].sum += value - moments.mean
    total += (value - moments.mean) * (value - moments.mean)
  }
  let between = sums.reduce(0) { $1.count == 0 ? $0 : $0 + $1.sum * $1.sum / $1.count }
  return total > 0 ? (between / total).squareRoot() : 0
}
