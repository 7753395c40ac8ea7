import Reports

/// A chart drawn with characters.
struct ChartText {
  private let chart: Chart
  private let style: TextStyle
  private let width: Int
  private let painter: GridPainter?
  private let matrix: MatrixCells?
  private let area: (width: Int, height: Int)
  private let rowTicks: [Tick]

  private var series: SeriesText { SeriesText(chart, style, area) }

  /// - Parameters:
  ///   - width: characters that a row may take.
  ///   - height: rows for the inner area.
  init(_ chart: Chart, _ style: TextStyle, width: Int, height: Int, digits: Int) {
    self.chart = chart
    self.style = style
    self.width = width
    painter = GridPainter(of: chart)
    let perLabel = chart.isMatrix ? 1 : 3
    let rows = chart.isMatrix ? min(height, chart.grid?.rows ?? height) : height
    rowTicks = chart.y.ticks(max(2, rows / perLabel), isASCII: !style.isUnicode)
    let labels = rowTicks.map(\.label.displayWidth).max() ?? 0
    let free = max(8, width - min(labels, width / 3) - 2)
    if let painter, chart.isMatrix {
      let cells = MatrixCells(painter, style, width: free, height: height)
      matrix = cells
      area = (cells.width, cells.height)
    } else {
      matrix = nil
      // A character is about twice as high as wide: an area of 4 : 3 at most where both axes count.
      let isFlat = chart.grid == nil && chart.series.contains { !$0.form.isPoints }
      area = (chart.barWidth(in: isFlat ? free : min(free, height * 3)), height)
    }
  }

  func rows() -> [String] {
    var canvas = Canvas(width: area.width, height: area.height)
    if let matrix {
      matrix.draw(on: &canvas)
    } else {
      if let painter { draw(painter, on: &canvas) }
      for index in chart.series.indices { series.draw(index, on: &canvas) }
    }
    return (chart.title.isEmpty ? [] : [shortened(chart.title, width)]) + framed(canvas.rows(style))
      + legend()
  }

  // MARK: Frame

  /// The area with the axes, their marks and titles around it.
  private func framed(_ rows: [String]) -> [String] {
    let labelWidth = min(rowTicks.map(\.label.displayWidth).max() ?? 0, width / 3)
    var labels = [Int: String]()
    for tick in rowTicks {
      let row = place(of: tick)
      if labels[row] == nil { labels[row] = tick.label }
    }
    let (plain, mark) = style.isUnicode ? ("│", "┤") : ("|", "+")
    var lines = [shortened(chart.y.title, width)]
    for (row, text) in rows.enumerated() {
      let label = labels[row].map { shortened($0, labelWidth) }
      let blanks = String(repeating: " ", count: labelWidth - (label?.displayWidth ?? 0))
      lines.append("\(blanks)\(label ?? "") \(label == nil ? plain : mark)\(text)")
    }
    return lines + bottom(indent: labelWidth + 1)
  }

  private func place(of tick: Tick) -> Int {
    let position = chart.y.position(tick.value)
    if case .places = chart.y.kind { return min(Int(position * Double(area.height)), area.height) }
    return Int(((1 - position) * Double(4 * area.height - 1)).rounded()) / 4
  }

  private func column(of tick: Tick) -> Int {
    let position = chart.x.position(tick.value)
    if case .places = chart.x.kind { return min(Int(position * Double(area.width)), area.width) }
    return Int((position * Double(2 * area.width - 1)).rounded()) / 2
  }

  /// The lower axis, its labels and its title.
  private func bottom(indent: Int) -> [String] {
    let end = indent + 1 + area.width
    let room = max(end, min(width, end + 4))
    let most = area.width / (chart.isMatrix ? 2 : 8)
    let ticks = chart.x.ticks(atMost: max(1, most), isASCII: !style.isUnicode) {
      let places = labelPlaces($0, indent: indent, room: room)
      return zip(places, places.dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound }
    }
    let (line, mark, corner) = style.isUnicode ? ("─", "┬", "└") : ("-", "+", "+")
    var axis = Array(repeating: line, count: area.width)
    for tick in ticks { axis[min(column(of: tick), area.width - 1)] = mark }
    var labels = Array(repeating: Character(" "), count: room)
    for (tick, range) in zip(ticks, labelPlaces(ticks, indent: indent, room: room)) {
      for (offset, glyph) in shortened(tick.label, range.count).enumerated() {
        labels[range.lowerBound + offset] = glyph
      }
    }
    let blanks = String(repeating: " ", count: indent)
    let title = shortened(chart.x.title, width)
    let left = min(
      max(0, indent + 1 + (area.width - title.displayWidth) / 2), width - title.displayWidth)
    return [
      blanks + corner + axis.joined(), String(labels).withoutTrailingBlanks,
      String(repeating: " ", count: left) + title,
    ]
  }

  private func labelPlaces(_ ticks: [Tick], indent: Int, room: Int) -> [Range<Int>] {
    ticks.map { tick in
      let size = min(tick.label.count, room)
      let middle = indent + 1 + column(of: tick)
      let start = min(max(0, middle - size / 2), room - size)
      return start..<start + size
    }
  }

  // MARK: Contents

  private func draw(_ painter: GridPainter, on canvas: inout Canvas) {
    for row in 0..<area.height {
      for column in 0..<area.width {
        let u = (Double(column) + 0.5) / Double(area.width)
        let v = 1 - (Double(row) + 0.5) / Double(area.height)
        guard style.colours != .none else {
          canvas.put(painter.glyph(painter.values(u, v), style), column, row)
          continue
        }
        let quarter = 0.25 / Double(area.height)
        if style.isUnicode {
          canvas.paint(
            upper: painter.colour(u, v + quarter), lower: painter.colour(u, v - quarter), column,
            row)
        } else {
          canvas.paint(painter.colour(u, v), column, row)
        }
      }
    }
  }

  // MARK: Legend

  private func legend() -> [String] {
    var lines: [String] = []
    let named = chart.series.enumerated().filter { !$0.element.name.isEmpty }
    if !named.isEmpty, chart.series.count > 1 || chart.grid != nil || chart.series[0].form != .line
    {
      lines += flow(
        named.map {
          series.sample($0.offset) + " " + shortened($0.element.name, width - 3)
        }, width)
    }
    if let matrix {
      lines += flow(matrix.legend(width), width)
    } else if let painter, style.colours == .none || chart.series.isEmpty || !painter.isClassMap {
      // In colour the points say which area is whose.
      lines += flow(painter.legend(style, width), width)
    }
    return lines
  }
}

extension Chart {
  /// Whether it is a grid of cells at named or numbered places.
  var isMatrix: Bool { grid.map { !$0.isSmooth } ?? false }

  /// The colour of a series; on a ground of many colours one that is none of them.
  func colour(_ series: Int) -> Colour {
    let isOnRamp = grid.map { $0.colouring != .classes } ?? false
    return isOnRamp ? Colour(0xD55E00) : SeriesColour.of(styleNumber(series))
  }

  /// How many lines come before a series: every other line is dashed.
  func lineNumber(_ index: Int) -> Int { series[..<index].count { $0.form == .line } }

  /// A width at which all bars are equally wide.
  fileprivate func barWidth(in width: Int) -> Int {
    guard case .bars? = series.first?.form, let count = series.first?.x.count, count > 0,
      count <= width
    else { return width }
    return width / count * count
  }
}
