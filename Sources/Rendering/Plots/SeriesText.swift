import Reports

/// Lines, points and bars as characters.
struct SeriesText {
  private let chart: Chart
  private let style: TextStyle
  private let area: (width: Int, height: Int)

  init(_ chart: Chart, _ style: TextStyle, _ area: (width: Int, height: Int)) {
    self.chart = chart
    self.style = style
    self.area = area
  }

  func draw(_ index: Int, on canvas: inout Canvas) {
    let series = chart.series[index]
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

  /// What stands for a series in the legend.
  func sample(_ index: Int) -> String {
    let mark: String
    switch chart.series[index].form {
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
