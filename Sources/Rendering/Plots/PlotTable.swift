import Engine
import Formats
import Reports

/// A plot as rows of numbers, the same that are drawn: a CSV file.
package enum PlotTable {
  package static func csv(_ plot: Plot) -> String {
    rows(plot).map { $0.map(cell).joined(separator: ",") + "\n" }.joined()
  }

  /// The rows with their heading; a number keeps all of its digits.
  static func rows(_ plot: Plot) -> [[String]] {
    switch plot.panels.first {
    case .chart(let chart)? where plot.panels.count == 1: return rows(chart)
    case .diagram(let diagram)? where plot.panels.count == 1: return rows(diagram)
    default: break
    }
    // Several panels of one kind below each other, each row with the panel's title.
    var all: [[String]] = []
    for case .chart(let chart) in plot.panels {
      let rows = rows(chart)
      if all.isEmpty { all.append(["panel"] + rows[0].dropLast() + ["value"]) }
      all += rows.dropFirst().map { [chart.title] + $0 }
    }
    return all
  }

  private static func rows(_ chart: Chart) -> [[String]] {
    if let grid = chart.grid { return rows(grid, chart) }
    let isShared = chart.series.allSatisfy { $0.form == .line && $0.x == chart.series[0].x }
    guard let first = chart.series.first else { return [[chart.x.title, chart.y.title]] }
    if case .bars(let width) = first.form {
      let title = chart.x.title
      return [["\(title) from", "\(title) to", chart.y.title]]
        + first.x.indices.map { [text(first.x[$0]), text(first.x[$0] + width), text(first.y[$0])] }
    }
    if isShared {
      return [[chart.x.title] + chart.series.map(\.name)]
        + first.x.indices.map { index in
          [text(first.x[index])] + chart.series.map { text($0.y[index]) }
        }
    }
    let isNamed = chart.series.count > 1 || !first.name.isEmpty
    return [(isNamed ? ["series"] : []) + [chart.x.title, chart.y.title]]
      + chart.series.flatMap { series in
        series.x.indices.map {
          (isNamed ? [series.name] : []) + [text(series.x[$0]), text(series.y[$0])]
        }
      }
  }

  /// Every cell with its place; points that lie on the grid follow, with what is known of its numbers.
  private static func rows(_ grid: Grid, _ chart: Chart) -> [[String]] {
    let isNamed = !chart.series.isEmpty
    let heading =
      grid.isSmooth ? [chart.x.title, chart.y.title] : [chart.y.title, chart.x.title]
    var rows = [(isNamed ? ["series"] : []) + heading + grid.names]
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let places = [
          place(column, grid.columns, chart.x, grid), place(row, grid.rows, chart.y, grid),
        ]
        rows.append(
          (isNamed ? ["grid"] : []) + (grid.isSmooth ? places : places.reversed())
            + grid.channels.map { text($0[row, column]) })
      }
    }
    for series in chart.series {
      for index in series.x.indices {
        rows.append(
          [series.name, text(series.x[index]), text(series.y[index])]
            + grid.names.map { _ in series.z.map { text($0[index]) } ?? "" })
      }
    }
    return rows
  }

  private static func place(_ index: Int, _ count: Int, _ axis: Axis, _ grid: Grid) -> String {
    if case .places(let names) = axis.kind { return names[index] }
    return text(axis.value(at: Double(index) / Double(max(1, count - 1))))
  }

  private static func rows(_ diagram: Diagram) -> [[String]] {
    var rows = [["array", "unit", "input", "weight"]]
    for (name, matrix) in zip(diagram.names, diagram.links) {
      for row in 0..<matrix.rows {
        for column in 0..<matrix.columns {
          rows.append([name, "\(row + 1)", "\(column + 1)", text(matrix[row, column])])
        }
      }
    }
    return rows
  }

  private static func text(_ number: Double) -> String {
    // Whole numbers without a point, all others as short as they can be read back.
    if let whole = Int(exactly: number) { return "\(whole)" }
    return number.isFinite ? "\(number)" : format(number, digits: 17)
  }

  /// A cell in quotes where it has to be (RFC 4180).
  private static func cell(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
