import Engine
import Reports

/// The numbers of a grid as shapes of SVG: cells of a matrix, or bands between lines of equal value.
struct GridDrawing {
  private let painter: GridPainter
  private let area: Box
  /// What stands in the cells, where there is room.
  private let numbers: [String]?

  init(_ painter: GridPainter, _ area: Box, numbers: [String]?) {
    self.painter = painter
    self.area = area
    self.numbers = numbers
  }

  func draw(on drawing: inout Drawing) {
    if painter.grid.isSmooth { drawField(on: &drawing) } else { drawCells(on: &drawing) }
  }

  private func drawCells(on drawing: inout Drawing) {
    let matrix = painter.grid.channels[0].reduced(
      rows: GridDrawing.mostRows, columns: GridDrawing.mostColumns)
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
    guard let numbers else { return }
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
  private func drawField(on drawing: inout Drawing) {
    guard painter.grid.colouring == .classes else {
      drawBands(on: &drawing)
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

  private func drawBands(on drawing: inout Drawing) {
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

  /// The colour of a number as one of a few dozen steps.
  fileprivate func step(of value: Double) -> Colour {
    guard value.isFinite else { return .grey }
    let steps = 64.0
    return ramp.colour(at: (level(value) * steps).rounded() / steps)
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
