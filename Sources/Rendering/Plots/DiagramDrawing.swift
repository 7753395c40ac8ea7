import Engine
import Reports

/// A network as shapes of SVG: the width and the colour of a link say its weight.
struct DiagramDrawing {
  private let diagram: Diagram
  private let shown: [ShownNodes]
  private let gap: Double
  private let left: Double
  private let right: Double
  let size: (width: Double, height: Double)

  private static let radius = 11.0
  private static let step = 34.0
  private static let lineHeight = 15.0
  private static let legendHeight = 26.0

  init(_ diagram: Diagram) {
    self.diagram = diagram
    shown = diagram.columns.map { ShownNodes($0.count, atMost: 14) }
    func room(_ column: Diagram.Column?) -> Double {
      let names = column?.names.map { Label.width($0, size: ChartLayout.labelSize) }.max()
      return min(names.map { $0 + 10 } ?? 0, 160)
    }
    let titles = diagram.columns.map { column in
      column.title.map { Label.width($0, size: ChartLayout.labelSize) }.max() ?? 0
    }
    let widest = min(titles.max() ?? 0, 150)
    gap = max(diagram.columns.count > 6 ? 110 : 185, widest + 14)
    left = max(room(diagram.columns.first), widest / 2) + DiagramDrawing.radius
    right = max(room(diagram.columns.last), widest / 2) + DiagramDrawing.radius
    let lines = diagram.columns.map(\.title.count).max() ?? 0
    let nodes = Double(shown.map(\.places).max() ?? 1) * DiagramDrawing.step
    size = (
      left + gap * Double(diagram.columns.count - 1) + right,
      nodes + Double(lines) * DiagramDrawing.lineHeight + 8 + DiagramDrawing.legendHeight
    )
  }

  private var nodeHeight: Double {
    Double(shown.map(\.places).max() ?? 1) * DiagramDrawing.step
  }

  func draw(at origin: (x: Double, y: Double), on drawing: inout Drawing) {
    drawLinks(origin, on: &drawing)
    for column in diagram.columns.indices { drawColumn(column, origin, on: &drawing) }
    drawLegend(origin, on: &drawing)
  }

  private func middle(_ column: Int, _ place: Int, _ origin: (x: Double, y: Double))
    -> (x: Double, y: Double)
  {
    let used = Double(shown[column].places) * DiagramDrawing.step
    let top = origin.y + (nodeHeight - used) / 2
    return (
      origin.x + left + gap * Double(column), top + (Double(place) + 0.5) * DiagramDrawing.step
    )
  }

  private func drawLinks(_ origin: (x: Double, y: Double), on drawing: inout Drawing) {
    let largest = DiagramLinks.largest(diagram)
    for link in DiagramLinks(diagram, shown).all {
      let share = largest > 0 ? abs(link.weight) / largest : 0
      let (start, end) = (
        middle(link.column, link.from, origin), middle(link.column + 1, link.to, origin)
      )
      drawing.line(
        start.x, start.y, end.x, end.y,
        Drawing.Stroke(
          colour: DiagramLinks.colour(link.weight, share: max(share, 0.4)),
          width: 0.4 + 4.6 * share, opacity: 0.45 + 0.55 * share))
    }
  }

  private func drawColumn(
    _ column: Int, _ origin: (x: Double, y: Double), on drawing: inout Drawing
  ) {
    let names = diagram.columns[column].names
    let size = ChartLayout.labelSize
    let isFirst = column == 0
    let isLast = column == diagram.columns.count - 1
    for (place, unit) in shown[column].units.enumerated() {
      let middle = middle(column, place, origin)
      guard let unit else {
        for offset in [-7.0, 0, 7] {
          drawing.shapes.append(
            .circle(
              x: middle.x, y: middle.y + offset, radius: 1.8, nil, fill: Colour(0x666666)))
        }
        continue
      }
      drawing.shapes.append(
        .circle(
          x: middle.x, y: middle.y, radius: DiagramDrawing.radius,
          Drawing.Stroke(colour: Colour(0x444444), width: 1.5), fill: .white))
      guard unit < names.count, isFirst || isLast else { continue }
      let text = Label.shortened(names[unit], size: size, room: 150)
      let offset = DiagramDrawing.radius + 7
      drawing.add(
        text, middle.x + (isFirst ? -offset : offset), middle.y + size * 0.35, size,
        isFirst ? .end : .start)
    }
    for (line, title) in diagram.columns[column].title.enumerated() {
      drawing.add(
        Label.shortened(title, size: size, room: gap - 10), middle(column, 0, origin).x,
        origin.y + nodeHeight + 10 + Double(line) * DiagramDrawing.lineHeight, size, .middle,
        colour: line == 0 ? .ink : Colour(0x595959))
    }
  }

  private func drawLegend(_ origin: (x: Double, y: Double), on drawing: inout Drawing) {
    let y = origin.y + size.height - 8
    var x = origin.x
    for (name, weight) in [("positive weight", 1.0), ("negative weight", -1)] {
      drawing.line(
        x, y - 4, x + 22, y - 4,
        Drawing.Stroke(colour: DiagramLinks.colour(weight, share: 1), width: 3.5))
      drawing.add(name, x + 28, y, ChartLayout.labelSize, .start)
      x += 28 + Label.width(name, size: ChartLayout.labelSize) + 18
    }
  }
}
