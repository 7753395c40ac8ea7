import Engine
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
    painter = chart.grid.map(GridPainter.init)
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
      if chart.isMatrix {
        drawCells(painter, area, on: &drawing)
      } else {
        drawField(painter, area, on: &drawing)
      }
    } else {
      drawLines(area, on: &drawing)
    }
    for (index, series) in chart.series.enumerated() {
      SeriesDrawing(chart, area).draw(series, index, on: &drawing)
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
    let across = Label.shortened(chart.x.title, size: title, room: area.width + 40)
    drawing.add(across, area.middle.x, area.bottom + layout.xTitleOffset, title, .middle)
    let upward = Label.shortened(chart.y.title, size: title, room: area.height + 20)
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
          SeriesDrawing(chart, area).drawSample(item.index, in: box, on: &drawing)
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

  // MARK: Grids

  private func drawCells(_ painter: GridPainter, _ area: Box, on drawing: inout Drawing) {
    let matrix = painter.grid.channels[0].reduced(
      rows: ChartDrawing.mostRows, columns: ChartDrawing.mostColumns)
    func box(_ row: Int, _ column: Int) -> Box {
      let (width, height) = (
        area.width / Double(matrix.columns), area.height / Double(matrix.rows)
      )
      return Box(area.x + Double(column) * width, area.y + Double(row) * height, width, height)
    }
    // All cells of a colour are one shape: the file is small and no seams show.
    var shapes: [(colour: Colour, path: String)] = []
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns {
        let colour = painter.step(of: matrix[row, column])
        let outline = box(row, column).outline
        if let index = shapes.firstIndex(where: { $0.colour == colour }) {
          shapes[index].path += outline
        } else {
          shapes.append((colour, outline))
        }
      }
    }
    for (colour, path) in shapes { drawing.shapes.append(.path(path, nil, fill: colour)) }
    guard let numbers = layout.numbers else { return }
    let gap = Drawing.Stroke(colour: .white, width: 1.5)
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns {
        let box = box(row, column)
        drawing.shapes.append(.path(box.outline, gap, fill: nil))
        drawing.add(
          numbers[row * matrix.columns + column], box.middle.x, box.middle.y + 4,
          ChartLayout.labelSize, .middle, colour: painter.step(of: matrix[row, column]).contrast)
      }
    }
  }

  /// More cells than that are put together: no screen shows them.
  static let mostRows = 128
  static let mostColumns = 400

  /// Bands of colour between lines of equal value.
  private func drawField(_ painter: GridPainter, _ area: Box, on drawing: inout Drawing) {
    guard painter.grid.colouring == .classes else {
      drawBands(painter, area, on: &drawing)
      return
    }
    let channels = painter.grid.channels
    for index in channels.indices {
      let lead = GridPainter.lead(of: index, channels)
      for level in [0, 0.25, 0.5, 0.75, 0.95] {
        let path = Contour.path(lead, atLeast: level, in: area)
        guard !path.isEmpty else { continue }
        drawing.shapes.append(
          .path(path, nil, fill: GridPainter.ground(index, lead: level)))
      }
      let border = Contour.border(lead, at: 0, in: area)
      guard !border.isEmpty else { continue }
      let stroke = Drawing.Stroke(colour: Colour(0x555555), width: 1)
      drawing.shapes.append(.path(border, stroke, fill: nil))
    }
  }

  private func drawBands(_ painter: GridPainter, _ area: Box, on drawing: inout Drawing) {
    let bands = 14
    let channel = painter.grid.channels[0].withoutInfinities(above: painter.range.upperBound)
    drawing.shapes.append(.rectangle(area, fill: painter.ramp.colour(at: 0.5 / Double(bands))))
    for band in 1..<bands {
      let level = painter.axis.value(at: Double(band) / Double(bands))
      let path = Contour.path(channel, atLeast: level, in: area)
      guard !path.isEmpty else { continue }
      let colour = painter.ramp.colour(at: (Double(band) + 0.5) / Double(bands))
      drawing.shapes.append(.path(path, nil, fill: colour))
    }
  }
}

extension GridPainter {
  /// By how much a class leads the best of the others; negative where it does not.
  fileprivate static func lead(of index: Int, _ channels: [Matrix]) -> Matrix {
    let own = channels[index].elements
    let leads = own.indices.map { cell in
      let others = channels.indices.lazy.filter { $0 != index }.map { channels[$0].elements[cell] }
      return own[cell] - (others.max() ?? -1)
    }
    return Matrix(rows: channels[index].rows, columns: channels[index].columns, elements: leads)
  }
}

extension GridPainter {
  /// The colour of a number as one of a few dozen steps.
  fileprivate func step(of value: Double) -> Colour {
    guard value.isFinite else { return .grey }
    let steps = 64.0
    return ramp.colour(at: (level(value) * steps).rounded() / steps)
  }
}

extension Box {
  fileprivate var outline: String {
    "M\(place(x, y))H\(decimal(right))V\(decimal(bottom))H\(decimal(x))Z"
  }
}

extension Matrix {
  /// The same with the largest number in the place of those that are not finite.
  fileprivate func withoutInfinities(above limit: Double) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: elements.map { $0.isFinite ? $0 : limit })
  }

  /// The means of neighbours, where there are more rows or columns than that.
  func reduced(rows most: Int, columns mostColumns: Int) -> Matrix {
    guard rows > most || columns > mostColumns else { return self }
    let (height, width) = (min(rows, most), min(columns, mostColumns))
    var result = Matrix(rows: height, columns: width)
    for row in 0..<height {
      for column in 0..<width {
        let source = (
          row * rows / height..<max(row * rows / height + 1, (row + 1) * rows / height),
          column * columns
            / width..<max(
              column * columns / width + 1, (column + 1) * columns / width)
        )
        var sum = 0.0
        for i in source.0 { for j in source.1 { sum += self[i, j] } }
        result[row, column] = sum / Double(source.0.count * source.1.count)
      }
    }
    return result
  }
}

extension Box {
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
