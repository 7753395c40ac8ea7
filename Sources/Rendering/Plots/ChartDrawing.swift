import Reports

/// A chart as shapes of SVG.
struct ChartDrawing {
  private let chart: Chart
  private let painter: GridPainter?
  let layout: ChartLayout

  private static let line = Colour(0x444444)
  private static let faint = Colour(0xE4E4E4)

  init(_ chart: Chart) {
    self.chart = chart
    painter = GridPainter(of: chart)
    layout = ChartLayout(chart, painter)
  }

  func draw(at origin: (x: Double, y: Double), on drawing: inout Drawing) {
    let area = layout.area.moved(by: origin)
    if !chart.title.isEmpty {
      drawing.shapes.append(
        .text(
          Label(
            text: chart.title, x: area.x, y: origin.y + 13, size: 13, anchor: .start,
            isBold: true)))
    }
    drawLegend(origin, on: &drawing)
    if let painter {
      GridDrawing(painter, area, numbers: layout.numbers).draw(on: &drawing)
    } else {
      drawLines(area, on: &drawing)
    }
    for (index, series) in chart.series.enumerated() {
      SeriesDrawing(chart, painter, area).draw(series, index, on: &drawing)
    }
    if painter != nil { drawFrame(area, on: &drawing) }
    drawAxes(area, on: &drawing)
    drawBar(origin, on: &drawing)
  }

  // MARK: Axes

  private func x(_ value: Double, _ area: Box) -> Double {
    area.x + chart.x.position(value) * area.width
  }

  private func y(_ value: Double, _ area: Box) -> Double {
    let position = chart.y.position(value)
    return chart.y.isDownward
      ? area.y + position * area.height : area.bottom - position * area.height
  }

  /// Faint lines at the marks of the axes.
  private func drawLines(_ area: Box, on drawing: inout Drawing) {
    let stroke = Drawing.Stroke(colour: ChartDrawing.faint, width: 1)
    for tick in layout.yTicks {
      drawing.line(area.x, y(tick.value, area), area.right, y(tick.value, area), stroke)
    }
    for tick in layout.xTicks {
      drawing.line(x(tick.value, area), area.y, x(tick.value, area), area.bottom, stroke)
    }
  }

  private func drawAxes(_ area: Box, on drawing: inout Drawing) {
    let stroke = Drawing.Stroke(colour: ChartDrawing.line, width: 1)
    drawing.line(area.x, area.bottom, area.right, area.bottom, stroke)
    drawing.line(area.x, area.y, area.x, area.bottom, stroke)
    let size = ChartLayout.labelSize
    for tick in layout.xTicks {
      let place = x(tick.value, area)
      drawing.line(place, area.bottom, place, area.bottom + 4, stroke)
      if layout.isUpright {
        let text = Label.shortened(tick.label, size: size, room: 140)
        drawing.add(text, place + size * 0.35, area.bottom + 8, size, .end, isUpright: true)
      } else {
        drawing.add(tick.label, place, area.bottom + 16, size, .middle)
      }
    }
    for tick in layout.yTicks {
      let place = y(tick.value, area)
      drawing.line(area.x - 4, place, area.x, place, stroke)
      let text = Label.shortened(tick.label, size: size, room: 150)
      drawing.add(text, area.x - 7, place + size * 0.35, size, .end)
    }
    let title = ChartLayout.titleSize
    let across = Label.shortened(
      chart.x.title, size: title, room: area.width + ChartLayout.acrossBeyond)
    drawing.add(across, area.middle.x, area.bottom + layout.xTitleOffset, title, .middle)
    let upward = Label.shortened(
      chart.y.title, size: title, room: area.height + ChartLayout.upwardBeyond)
    drawing.add(
      upward, area.x - layout.yTitleOffset, area.middle.y, title, .middle, isUpright: true)
  }

  // MARK: Legend

  private func drawLegend(_ origin: (x: Double, y: Double), on drawing: inout Drawing) {
    let area = layout.area.moved(by: origin)
    let height = ChartLayout.legendHeight
    for (row, items) in layout.legend.enumerated() {
      let top = area.y - 6 - Double(layout.legend.count - row) * height
      for item in items.items {
        let box = Box(area.x + item.x, top, ChartLayout.symbolWidth - 6, height)
        if chart.series.isEmpty {
          drawing.shapes.append(
            .rectangle(
              Box(box.x, top + 3, 12, 12), fill: GridPainter.ground(item.index, lead: 1)))
        } else {
          SeriesDrawing(chart, painter, area).drawSample(item.index, in: box, on: &drawing)
        }
        drawing.add(
          item.name, area.x + item.x + ChartLayout.symbolWidth, top + height * 0.7,
          ChartLayout.labelSize, .start)
      }
    }
  }

  private func drawBar(_ origin: (x: Double, y: Double), on drawing: inout Drawing) {
    guard let painter, let bar = layout.bar?.moved(by: origin) else { return }
    let stroke = Drawing.Stroke(colour: ChartDrawing.line, width: 1)
    drawing.shapes.append(.ramp(painter.ramp, bar))
    drawFrame(bar, on: &drawing)
    var widest = 0.0
    for tick in layout.barTicks {
      let place = bar.bottom - painter.axis.position(tick.value) * bar.height
      drawing.line(bar.right, place, bar.right + 3, place, stroke)
      drawing.add(
        tick.label, bar.right + 6, place + ChartLayout.labelSize * 0.35, ChartLayout.labelSize,
        .start)
      widest = max(widest, Label.width(tick.label, size: ChartLayout.labelSize))
    }
    let name = Label.shortened(
      painter.grid.names[0], size: ChartLayout.labelSize, room: layout.area.height)
    drawing.add(
      name, bar.right + 6 + widest + 14, bar.middle.y, ChartLayout.labelSize, .middle,
      isUpright: true)
  }

  private func drawFrame(_ box: Box, on drawing: inout Drawing) {
    drawing.shapes.append(
      .path(box.outline, Drawing.Stroke(colour: ChartDrawing.line, width: 1), fill: nil))
  }
}

extension Box {
  var outline: String {
    "M\(place(x, y))H\(decimal(right))V\(decimal(bottom))H\(decimal(x))Z"
  }

  func moved(by offset: (x: Double, y: Double)) -> Box {
    Box(x + offset.x, y + offset.y, width, height)
  }
}

extension Drawing {
  mutating func add(
    _ text: String, _ x: Double, _ y: Double, _ size: Double, _ anchor: Label.Anchor,
    isUpright: Bool = false, colour: Colour = .ink
  ) {
    guard !text.isEmpty else { return }
    shapes.append(
      .text(
        Label(
          text: text, x: x, y: y, size: size, anchor: anchor, isUpright: isUpright, colour: colour))
    )
  }
}
