import Catalog
import Engine
import Reports

/// A plot in words, for those who do not see it: what is shown, its ends and its extremes.
struct PlotWords {
  let digits: Int

  func describe(_ plot: Plot) -> String {
    let panels = plot.panels.flatMap { panel in
      switch panel {
      case .chart(let chart): describe(chart)
      case .diagram(let diagram): describe(diagram)
      }
    }
    return ([plot.title] + panels + plot.notes).joined(separator: "\n")
  }

  private func text(_ number: Double) -> String { format(number, digits: min(digits, 6)) }

  // MARK: Charts

  private func describe(_ chart: Chart) -> [String] {
    let axes = [chart.x, chart.y].map { axis in
      switch axis.kind {
      case .linear: "\(axis.title) from \(text(axis.lower)) to \(text(axis.upper))"
      case .logarithmic:
        "\(axis.title) from \(text(axis.lower)) to \(text(axis.upper)), logarithmic"
      case .places(let names): "\(axis.title): \(listed(names))"
      }
    }
    let heading = chart.title.isEmpty ? [] : [chart.title]
    let direction = chart.y.isDownward ? "downward" : "upward"
    return heading + ["across: \(axes[0])", "\(direction): \(axes[1])"]
      + (chart.grid.map { describe($0, chart) } ?? []) + chart.series.map { describe($0, chart) }
  }

  private func listed(_ names: [String]) -> String {
    names.count <= 12
      ? names.joined(separator: ", ")
      : "\(names.count) from \(names[0]) to \(names[names.count - 1])"
  }

  private func describe(_ series: Series, _ chart: Chart) -> String {
    let name = series.name.isEmpty ? "" : series.name + ": "
    guard let first = series.y.first, let last = series.y.last else { return name + "no points" }
    let least = series.y.indices.min { series.y[$0] < series.y[$1] } ?? 0
    let most = series.y.indices.max { series.y[$0] < series.y[$1] } ?? 0
    switch series.form {
    case .line:
      return name
        + "\(counted(series.y.count, "point")), from \(text(first)) at \(text(series.x[0])) to "
        + "\(text(last)) at \(text(series.x[series.x.count - 1])), lowest \(text(series.y[least])) "
        + "at \(text(series.x[least])), highest \(text(series.y[most])) at \(text(series.x[most]))"
    case .points, .openPoints:
      var parts = [spread(chart.x.title, series.x), spread(chart.y.title, series.y)]
      if let z = series.z, let grid = chart.grid { parts.append(spread(grid.names[0], z)) }
      return name + "\(counted(series.y.count, "point")), " + parts.joined(separator: "; ")
    case .bars(let width):
      return name + "\(counted(series.y.count, "bar")) of width \(text(width)), the highest "
        + "\(text(series.y[most])) from \(text(series.x[most])) to \(text(series.x[most] + width))"
    }
  }

  private func spread(_ title: String, _ numbers: [Double]) -> String {
    let mean = text(numbers.reduce(0, +) / Double(numbers.count))
    return "\(title) \(text(numbers.min() ?? 0)) to \(text(numbers.max() ?? 0)), mean \(mean)"
  }

  private func describe(_ grid: Grid, _ chart: Chart) -> [String] {
    guard grid.colouring != .classes else { return [shares(grid)] }
    let matrix = grid.channels[0]
    guard !grid.isSmooth, matrix.elements.count <= 60 else { return [extremes(grid, chart)] }
    return (0..<matrix.rows).map { row in
      let cells = matrix.row(row).map(text).joined(separator: ", ")
      return "\(chart.y.title) \(name(row, chart.y)): \(cells)"
    }
  }

  private func name(_ index: Int, _ axis: Axis) -> String {
    if case .places(let names) = axis.kind, index < names.count { return names[index] }
    return "\(index + 1)"
  }

  /// Which part of the area each class has.
  private func shares(_ grid: Grid) -> String {
    var counts = [Int](repeating: 0, count: grid.names.count)
    for cell in 0..<grid.rows * grid.columns {
      counts[GridPainter.winner(grid.channels.map { $0.elements[cell] }).index] += 1
    }
    let parts = zip(grid.names, counts).map { name, count in
      "\(name) \(format(100 * Double(count) / Double(grid.rows * grid.columns), decimals: 1)) %"
    }
    return "share of the area: " + parts.joined(separator: ", ")
  }

  private func extremes(_ grid: Grid, _ chart: Chart) -> String {
    let matrix = grid.channels[0]
    let finite = matrix.elements.indices.filter { matrix.elements[$0].isFinite }
    guard let least = finite.min(by: { matrix.elements[$0] < matrix.elements[$1] }),
      let most = finite.max(by: { matrix.elements[$0] < matrix.elements[$1] })
    else { return "\(grid.names[0]): nothing finite" }
    func place(_ index: Int) -> String {
      let (row, column) = (index / matrix.columns, index % matrix.columns)
      guard grid.isSmooth else { return "\(name(row, chart.y)), \(name(column, chart.x))" }
      let u = Double(column) / Double(max(1, matrix.columns - 1))
      let v = Double(row) / Double(max(1, matrix.rows - 1))
      return "\(text(chart.x.value(at: u))), \(text(chart.y.value(at: v)))"
    }
    return "\(grid.names[0]): \(matrix.rows) by \(matrix.columns), lowest "
      + "\(text(matrix.elements[least])) at (\(place(least))), highest "
      + "\(text(matrix.elements[most])) at (\(place(most)))"
  }

  // MARK: Diagrams

  private func describe(_ diagram: Diagram) -> [String] {
    let columns = diagram.columns.enumerated().map { index, column in
      let names = column.names.isEmpty ? "" : ": " + listed(column.names)
      return "column \(index + 1), " + column.title.joined(separator: ", ") + names
    }
    let links = zip(diagram.names, diagram.links).map { name, matrix in
      let most =
        matrix.elements.indices.max {
          abs(matrix.elements[$0]) < abs(matrix.elements[$1])
        } ?? 0
      let positive = matrix.elements.count { $0 > 0 }
      let (row, column) = (most / max(1, matrix.columns), most % max(1, matrix.columns))
      return
        "\(name): \(positive) of \(matrix.elements.count) weights are positive, the strongest is "
        + "\(name)[\(row + 1),\(column + 1)] = \(text(matrix.elements[most]))"
    }
    return columns + links
  }
}
