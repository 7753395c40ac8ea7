import Catalog
import Datasets
import Engine
import Language
import Reports

// What `show data`, `show stats` and `show classes` answer.

extension Datasets.Target {
  /// How many samples each class has.
  func counts(_ rows: Rows? = nil) -> [Int]? {
    guard case .classes(let labels, let names) = self else { return nil }
    var counts = [Int](repeating: 0, count: names.count)
    for row in rows ?? Rows(allOf: labels.count) { counts[labels[row]] += 1 }
    return counts
  }
}

extension Session {
  /// The data as a whole, and its first rows as they were before texts became inputs.
  package func dataReport(rows wanted: Int?) throws(Diagnostic) -> Report {
    let data = try loadedData()
    let dataset = data.dataset
    let shown = min(wanted ?? 5, dataset.samples)
    let more = dataset.samples > shown ? ", the first \(shown) rows" : ""
    var fields = [
      Field("data", .text(dataset.name)), Field("size", .text(dataset.description)),
    ]
    if case .classes(_, let names) = dataset.target, let counts = dataset.target.counts() {
      let text = zip(names, counts).map { "\($0) \($1)" }.joined(separator: ", ")
      fields.append(Field("classes", .text(text)))
    }
    fields.append(Field("split", .text(data.splitNote)))
    fields.append(Field("scale", .text(scaling.title)))
    return .group([
      .fields(fields),
      .table(
        Reports.Table(
          title: "raw values\(more)",
          columns: ["row"] + dataset.columns.map(\.name) + dataset.target.columnNames,
          rows: (0..<shown).map { [.number(Double($0 + 1))] + dataset.values($0) })),
    ])
  }

  /// Each column of the training rows: what it is, where it lies, how it goes with the target.
  package func statsReport() throws(Diagnostic) -> Report {
    let data = try loadedData()
    let all = data.rows.train
    let rows = all.examined(buffer: data.dataset.buffer)
    let offsets = data.dataset.columns.offsets
    var lines: [[Value?]] = []
    for (column, offset) in zip(data.dataset.columns, offsets) {
      if let categories = column.categories {
        lines.append(categoryLine(column, categories, offset, data, rows))
      } else {
        let values = rows.map { data.dataset.inputs[$0, offset] }
        let correlation = data.dataset.target.correlation(with: values, rows: rows)
        lines.append(numberLine(column.name, column.missing, values, correlation))
      }
    }
    if case .values(let matrix, let names) = data.dataset.target {
      for (place, name) in names.enumerated() {
        lines.append(numberLine(name, 0, rows.map { matrix[$0, place] }, nil))
      }
    }
    var titles = [
      "column", "type", "missing", "min", "q1", "median", "q3", "max", "mean", "std", "spread",
      "target",
    ]
    if !data.dataset.columns.contains(where: { $0.missing > 0 }) {
      titles.remove(at: 2)
      for line in lines.indices { lines[line].remove(at: 2) }
    }
    let table = Report.table(
      Reports.Table(
        title: (rows.count < all.count ? "\(rows.count) of " : "")
          + "\(counted(all.count, "training row")), raw values", columns: titles, rows: lines))
    let warnings = dataFindings.map { finding in
      let mend = statement(dropping: [finding.column])
      return "\(finding.column) \(finding.message): \(finding.suggestion)"
        + (mend.map { " (fix: \($0))" } ?? "")
    }
    return warnings.isEmpty ? table : .group([table, .text(warnings.joined(separator: "\n"))])
  }

  /// What mostly is a mistake in the data that is loaded.
  var dataFindings: [DataFinding] {
    guard let data else { return [] }
    let all = data.rows.train
    return findings(
      in: data.dataset, rows: all.examined(buffer: data.dataset.buffer))
  }

  /// The statement that leaves columns out; nil where that cannot be.
  func statement(dropping names: [String]) -> String? {
    guard let dataset = data?.dataset, dataset.buffer == nil, names.count < dataset.columns.count
    else { return nil }
    return "data drop " + names.map { format(CommandValue(text: $0)) }.joined(separator: " ")
  }

  private func numberLine(
    _ name: String, _ missing: Int, _ values: [Double], _ correlation: Double?
  ) -> [Value?] {
    let found = ColumnStatistics(values)
    let numbers =
      [found.minimum] + found.quartiles + [found.maximum, found.mean, found.deviation]
    let isWhole = values.allSatisfy { $0 == $0.rounded() }
    return [
      .text(name), .text(isWhole ? "whole" : "number"), .number(Double(missing)),
    ] + numbers.map { .number(rounded($0)) } + [
      .text(sparkline(found.histogram)), correlation.map { .number(rounded($0)) },
    ]
  }

  private func categoryLine(
    _ column: InputColumn, _ categories: [String], _ offset: Int, _ data: SessionData,
    _ rows: Rows
  ) -> [Value?] {
    let counts = categories.indices.map { place in
      rows.count { data.dataset.inputs[$0, offset + place] == 1 }
    }
    return [
      .text(column.name), .text(counted(categories.count, "text")),
      .number(Double(column.missing)),
    ] + [Value?](repeating: nil, count: 7) + [.text(sparkline(counts)), nil]
  }

  /// Four digits are enough to look at.
  private func rounded(_ value: Double) -> Double { Double(format(value, digits: 4)) ?? value }

  /// The classes with their samples, and the share that always saying the largest gets right.
  package func classesReport() throws(Diagnostic) -> Report {
    let data = try loadedData()
    guard case .classes(_, let names) = data.dataset.target,
      let counts = data.dataset.target.counts()
    else {
      throw Diagnostic(
        .state, "the target has no classes", suggestion: "'show stats' shows its numbers")
    }
    let parts = Partition.allCases.filter { !data.rows($0).isEmpty }
    let partCounts = parts.map { data.dataset.target.counts(data.rows($0)) ?? [] }
    let total = Double(max(1, data.dataset.samples))
    let largest = counts.max() ?? 0
    let name = names[counts.firstIndex(of: largest) ?? 0]
    return .table(
      Reports.Table(
        title: "always saying '\(name)' is right for \(format(Double(largest) / total, digits: 4)) "
          + "of all samples",
        columns: ["class", "samples", "share"] + (parts.count > 1 ? parts.map(\.rawValue) : []),
        rows: names.indices.map { place in
          [
            .text(names[place]), .number(Double(counts[place])),
            .number(rounded(Double(counts[place]) / total)),
          ] + (parts.count > 1 ? partCounts.map { .number(Double($0[place])) } : [])
        }))
  }
}

/// Counts as bars of eight heights.
private func sparkline(_ counts: [Int]) -> String {
  let bars = Array("▁▂▃▄▅▆▇█")
  guard let most = counts.max(), most > 0 else { return "" }
  return String(
    counts.prefix(24).map { count in
      count == 0 ? " " : bars[min(7, (count * 8 - 1) / most)]
    })
}

extension Datasets.Target {
  fileprivate var columnNames: [String] {
    switch self {
    case .classes: ["class"]
    case .values(_, let names): names
    case .none: []
    }
  }
}

extension Dataset {
  /// A row as it was before texts became inputs, its target included.
  fileprivate func values(_ row: Int) -> [Value?] {
    let inputs = cells(row).map { cell -> Value? in
      switch cell {
      case .number(let number): .number(number)
      case .text(let text): .text(text)
      }
    }
    switch target {
    case .classes(let labels, let names): return inputs + [.text(names[labels[row]])]
    case .values(let matrix, _): return inputs + matrix.row(row).map { .number($0) }
    case .none: return inputs
    }
  }
}
