import Formats
import Reports

extension JSONRenderer {
  /// A plot with all the numbers that are drawn.
  static func json(_ plot: Plot) -> JSONValue {
    let panels = plot.panels.map { panel in
      switch panel {
      case .chart(let chart): json(chart)
      case .diagram(let diagram): json(diagram)
      }
    }
    return [
      "shape": "plot", "title": .string(plot.title),
      "notes": .array(plot.notes.map { .string($0) }), "panels": .array(panels),
    ]
  }

  private static func json(_ chart: Chart) -> JSONValue {
    [
      "kind": "chart", "title": .string(chart.title), "x": json(chart.x), "y": json(chart.y),
      "grid": chart.grid.map(json) ?? .null, "series": .array(chart.series.map(json)),
    ]
  }

  private static func json(_ axis: Axis) -> JSONValue {
    let (scale, names): (String, [String]?) =
      switch axis.kind {
      case .linear: ("linear", nil)
      case .logarithmic: ("logarithmic", nil)
      case .places(let names): ("places", names)
      }
    return [
      "title": .string(axis.title), "scale": .string(scale),
      "from": json(.number(axis.lower)), "to": json(.number(axis.upper)),
      "names": names.map { .array($0.map { .string($0) }) } ?? .null,
    ]
  }

  private static func json(_ series: Series) -> JSONValue {
    let (form, width): (String, JSONValue) =
      switch series.form {
      case .line: ("line", .null)
      case .points: ("points", .null)
      case .openPoints: ("open points", .null)
      case .bars(let width): ("bars", json(.number(width)))
      }
    return [
      "name": .string(series.name), "form": .string(form), "width": width,
      "x": json(.numbers(series.x)), "y": json(.numbers(series.y)),
      "z": series.z.map { json(.numbers($0)) } ?? .null,
    ]
  }

  private static func json(_ grid: Grid) -> JSONValue {
    let colouring =
      switch grid.colouring {
      case .sequential: "sequential"
      case .logarithmic: "logarithmic"
      case .diverging: "diverging"
      case .classes: "classes"
      }
    return [
      "colouring": .string(colouring), "names": .array(grid.names.map { .string($0) }),
      "channels": .array(grid.channels.map { json(.matrix($0)) }),
    ]
  }

  private static func json(_ diagram: Diagram) -> JSONValue {
    let columns = diagram.columns.map { column -> JSONValue in
      [
        "title": .array(column.title.map { .string($0) }), "count": .number(column.count),
        "names": .array(column.names.map { .string($0) }),
      ]
    }
    let links = zip(diagram.names, diagram.links).map { name, matrix -> JSONValue in
      ["name": .string(name), "weights": json(.matrix(matrix))]
    }
    return ["kind": "diagram", "columns": .array(columns), "links": .array(links)]
  }
}
