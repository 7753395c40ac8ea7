import Engine
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

  /// - Parameters:
  ///   - width: characters that a row may take.
  ///   - height: rows for the inner area.
  init(_ chart: Chart, _ style: TextStyle, width: Int, height: Int, digits: Int) {
    self.chart = chart
    self.style = style
    self.width = width
    painter = chart.grid.map(GridPainter.init)
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
      for (index, series) in chart.series.enumerated() { draw(series, index, on: &canvas) }
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

  private func draw(_ series: Series, _ index: Int, on canvas: inout Canvas) {
    switch series.form {
    case .line: drawLine(series, index, on: &canvas)
    case .points, .openPoints: drawPoints(series, index, on: &canvas)
    case .bars(let width): drawBars(series, width, on: &canvas)
    }
  }

  /// A place in dots from the top left; nil where it is not in the area.
  private func dot(_ x: Double, _ y: Double) -> (x: Double, y: Double)? {
    let (u, v) = (chart.x.position(x), chart.y.position(y))
    guard (0...1).contains(u), (0...1).contains(v) else { return nil }
    let down = chart.y.isDownward ? v : 1 - v
    return (u * Double(2 * area.width - 1), down * Double(4 * area.height - 1))
  }

  private func drawLine(_ series: Series, _ index: Int, on canvas: inout Canvas) {
    let (colour, number) = (chart.colour(index), chart.lineNumber(index))
    let places = zip(series.x, series.y).map(dot)
    var distance = 0
    for (last, next) in zip([nil] + places, places) {
      guard let last, let next else { continue }
      canvas.line(
        from: last, to: next, ink: colour, glyph: Marks.ascii(line: number),
        isDashed: number % 2 == 1, distance: &distance)
    }
    // Points that no line joins to others: one epoch, or one between two that are not finite.
    for (index, place) in places.enumerated() {
      let isJoined =
        index > 0 && places[index - 1] != nil
        || index + 1 < places.count && places[index + 1] != nil
      guard let place, !isJoined else { continue }
      canvas.mark(
        style.isUnicode ? "•" : Marks.ascii(line: number), Int(place.x.rounded()) / 2,
        Int(place.y.rounded()) / 4, ink: colour)
    }
  }

  private func drawPoints(_ series: Series, _ index: Int, on canvas: inout Canvas) {
    for (x, y) in zip(series.x, series.y) {
      guard let place = dot(x, y) else { continue }
      let colour = chart.colour(index)
      canvas.mark(
        Marks.point(of: chart, index, style), Int(place.x.rounded()) / 2,
        Int(place.y.rounded()) / 4,
        ink: chart.grid == nil ? colour : colour.mixed(with: .ink, 0.3))
    }
  }

  private func drawBars(_ series: Series, _ barWidth: Double, on canvas: inout Canvas) {
    let eighths = Array("▁▂▃▄▅▆▇█")
    for column in 0..<area.width {
      let value = chart.x.value(at: (Double(column) + 0.5) / Double(area.width))
      let first = series.x.first ?? 0
      guard let bar = Int(exactly: ((value - first) / barWidth).rounded(.down)),
        series.y.indices.contains(bar)
      else { continue }
      let height = chart.y.position(series.y[bar]) * Double(area.height)
      for row in 0..<area.height {
        let part = height - Double(area.height - 1 - row)
        let level = Int((min(part, 1) * 8).rounded())
        // A bar of a few among many is still seen.
        let shown = row == area.height - 1 && series.y[bar] > 0 ? max(1, level) : level
        guard shown > 0 else { continue }
        let glyph = style.isUnicode ? eighths[shown - 1] : Character(shown > 3 ? "#" : ".")
        canvas.put(glyph, column, row, ink: SeriesColour.of(0))
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
          sample($0.offset, $0.element.form) + " " + shortened($0.element.name, width - 3)
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

  private func sample(_ index: Int, _ form: Series.Form) -> String {
    let mark: String
    switch form {
    case .line:
      let number = chart.lineNumber(index)
      mark =
        style.isUnicode
        ? (number % 2 == 1 ? "╌╌" : "──") : String(repeating: Marks.ascii(line: number), count: 2)
    case .points, .openPoints: mark = String(Marks.point(of: chart, index, style))
    case .bars: mark = style.isUnicode ? "█" : "#"
    }
    return style.painted(mark, chart.colour(index))
  }
}

/// Characters that tell series from each other without colour.
enum Marks {
  static func point(of chart: Chart, _ index: Int, _ style: TextStyle) -> Character {
    let isOpen = chart.series[index].form == .openPoints
    let marks = Array(
      style.isUnicode
        ? (isOpen ? "○△□◇✛▽☆✕" : "●▲■◆✚▼★✖") : (isOpen ? "abcdefgh" : "ox+#@%*&"))
    return marks[chart.styleNumber(index) % marks.count]
  }

  static func ascii(line index: Int) -> Character { Array("*o+x")[index % 4] }
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
