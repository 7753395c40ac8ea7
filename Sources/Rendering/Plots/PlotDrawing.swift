import Reports

/// A plot laid out on a page: its title, the panels side by side as far as they fit, the notes.
package struct PlotDrawing {
  package private(set) var drawing: Drawing

  private static let margin = 16.0
  private static let gap = 24.0
  /// What panels beside each other may take.
  private static let widest = 980.0

  package init(_ plot: Plot) {
    let panels = plot.panels.map(PanelDrawing.init)
    let rows = PlotDrawing.arranged(panels)
    let inner =
      rows.map { row in
        row.reduce(-PlotDrawing.gap) { $0 + $1.size.width + PlotDrawing.gap }
      }.max() ?? 0
    let width = max(inner, 320)
    drawing = Drawing(width: width + 2 * PlotDrawing.margin, height: 0)
    var y = PlotDrawing.margin
    // Bold letters are a tenth wider.
    for line in Label.lines(plot.title, size: 15, room: width / 1.1) {
      add(line, size: 15, &y, isBold: true)
    }
    for row in rows {
      y += 10
      var x = PlotDrawing.margin
      for panel in row {
        panel.draw(at: (x, y), on: &drawing)
        x += panel.size.width + PlotDrawing.gap
      }
      y += row.map(\.size.height).max() ?? 0
    }
    if !plot.notes.isEmpty { y += 8 }
    for note in plot.notes {
      for line in Label.lines(note, size: 11, room: width) { add(line, size: 11, &y) }
    }
    drawing.height = y + PlotDrawing.margin - 4
  }

  private mutating func add(_ text: String, size: Double, _ y: inout Double, isBold: Bool = false) {
    drawing.shapes.append(
      .text(
        Label(
          text: text, x: PlotDrawing.margin, y: y + size * 0.8, size: size, anchor: .start,
          isBold: isBold, colour: isBold ? .ink : Colour(0x595959))))
    y += size * 1.35
  }

  private static func arranged(_ panels: [PanelDrawing]) -> [[PanelDrawing]] {
    var rows: [[PanelDrawing]] = []
    var width = 0.0
    for panel in panels {
      if !rows.isEmpty, width + gap + panel.size.width <= widest {
        rows[rows.count - 1].append(panel)
        width += gap + panel.size.width
      } else {
        rows.append([panel])
        width = panel.size.width
      }
    }
    return rows
  }
}

/// A panel that knows its size before it is drawn.
private enum PanelDrawing {
  case chart(ChartDrawing)
  case diagram(DiagramDrawing)

  init(_ panel: Plot.Panel) {
    switch panel {
    case .chart(let chart): self = .chart(ChartDrawing(chart))
    case .diagram(let diagram): self = .diagram(DiagramDrawing(diagram))
    }
  }

  var size: (width: Double, height: Double) {
    switch self {
    case .chart(let chart): chart.layout.size
    case .diagram(let diagram): diagram.size
    }
  }

  func draw(at origin: (x: Double, y: Double), on drawing: inout Drawing) {
    switch self {
    case .chart(let chart): chart.draw(at: origin, on: &drawing)
    case .diagram(let diagram): diagram.draw(at: origin, on: &drawing)
    }
  }
}

extension Label {
  /// A text in lines that have room, broken between words.
  static func lines(_ text: String, size: Double, room: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ").map(String.init) {
      if let last = lines.last, width(last + " " + word, size: size) <= room {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(shortened(word, size: size, room: room))
      }
    }
    return lines
  }
}
