import Reports

/// Lines, points and bars as shapes of SVG.
struct SeriesDrawing {
  private let chart: Chart
  private let painter: GridPainter?
  private let area: Box

  init(_ chart: Chart, _ painter: GridPainter?, _ area: Box) {
    self.chart = chart
    self.painter = painter
    self.area = area
  }

  func draw(_ series: Series, _ index: Int, on drawing: inout Drawing) {
    switch series.form {
    case .line: drawLine(series, index, on: &drawing)
    case .points, .openPoints: drawPoints(series, index, on: &drawing)
    case .bars(let width): drawBars(series, width, on: &drawing)
    }
  }

  /// What stands for a series in the legend.
  func drawSample(_ index: Int, in box: Box, on drawing: inout Drawing) {
    switch chart.series[index].form {
    case .line:
      drawing.line(box.x, box.middle.y, box.right, box.middle.y, stroke(index))
    case .points, .openPoints:
      if let painter, chart.series[index].z != nil {
        let middle = painter.ramp.colour(at: 0.5)
        drawing.shapes.append(point(chart.series[index].form, box.middle, 4.5, middle))
      } else {
        drawing.shapes.append(points(index, [box.middle], 4.5))
      }
    case .bars:
      drawing.shapes.append(
        .rectangle(Box(box.x, box.y + 3, 12, 12), fill: SeriesColour.of(index)))
    }
  }

  private func point(_ x: Double, _ y: Double) -> (x: Double, y: Double)? {
    let (u, v) = (chart.x.position(x), chart.y.position(y))
    guard (-0.001...1.001).contains(u), (-0.001...1.001).contains(v) else { return nil }
    return (
      area.x + u * area.width,
      chart.y.isDownward ? area.y + v * area.height : area.bottom - v * area.height
    )
  }

  // MARK: Lines

  private func stroke(_ index: Int) -> Drawing.Stroke {
    Drawing.Stroke(
      colour: chart.colour(index), width: 2, isDashed: chart.lineNumber(index) % 2 == 1)
  }

  private func drawLine(_ series: Series, _ index: Int, on drawing: inout Drawing) {
    var path = ""
    var strand: [(x: Double, y: Double)] = []
    // Points that no line joins to others: one epoch, or one between two that are not finite.
    var single: [Drawing.Shape] = []
    func finish() {
      let points = SeriesDrawing.thinned(strand)
      if points.count == 1 { single.append(.disc(x: points[0].x, y: points[0].y, radius: 3)) }
      if points.count > 1 {
        path += "M" + points.map { place($0.x, $0.y) }.joined(separator: "L")
      }
      strand = []
    }
    for (x, y) in zip(series.x, series.y) {
      if let next = point(x, y) { strand.append(next) } else { finish() }
    }
    finish()
    if !path.isEmpty { drawing.shapes.append(.path(path, stroke(index), fill: nil)) }
    if !single.isEmpty {
      let edge = Drawing.Stroke(colour: .white, width: 0.9)
      drawing.shapes.append(.group(single, edge, fill: chart.colour(index)))
    }
  }

  /// Of many points the first, the lowest, the highest and the last in each step of one pixel:
  /// what is seen stays the same.
  private static func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    guard points.count > 2_000 else { return points }
    var result: [(x: Double, y: Double)] = []
    var start = 0
    while start < points.count {
      var end = start
      while end < points.count, points[end].x < points[start].x + 1 { end += 1 }
      let range = start..<max(end, start + 1)
      let least = range.min { points[$0].y < points[$1].y } ?? start
      let most = range.max { points[$0].y < points[$1].y } ?? start
      result += Set([start, least, most, range.upperBound - 1]).sorted().map { points[$0] }
      start = range.upperBound
    }
    return result
  }

  // MARK: Points

  private func drawPoints(_ series: Series, _ index: Int, on drawing: inout Drawing) {
    let count = chart.series.reduce(0) { $1.form.isPoints ? $0 + $1.x.count : $0 }
    let radius = count <= 300 ? 4.2 : count <= 1_000 ? 3.2 : 2.4
    if let painter, let z = series.z {
      for (index, value) in z.enumerated() {
        guard let place = point(series.x[index], series.y[index]) else { continue }
        drawing.shapes.append(point(series.form, place, radius, painter.colour(of: value)))
      }
      return
    }
    let places = zip(series.x, series.y).compactMap { point($0, $1) }
    guard !places.isEmpty else { return }
    drawing.shapes.append(points(index, places, radius))
  }

  /// A point in a colour that the ground may have below it, too: its border parts them.
  private func point(
    _ form: Series.Form, _ place: (x: Double, y: Double), _ radius: Double, _ colour: Colour
  ) -> Drawing.Shape {
    let isOpen = form == .openPoints
    let border = Drawing.Stroke(
      colour: isOpen ? colour : colour.contrast, width: isOpen ? 1.6 : 0.9)
    return .circle(
      x: place.x, y: place.y, radius: radius, border, fill: isOpen ? .white : colour)
  }

  /// Marks of a series: full ones with a white border that parts them from others below, or white
  /// ones with a border in the colour.
  private func points(_ index: Int, _ places: [(x: Double, y: Double)], _ radius: Double)
    -> Drawing.Shape
  {
    let number = chart.styleNumber(index)
    let marks = places.map { middle -> Drawing.Shape in
      guard number % 7 > 0 else { return .disc(x: middle.x, y: middle.y, radius: radius) }
      let corners = SeriesDrawing.outline(number % 7).map {
        roughPlace(middle.x + $0.0 * radius, middle.y + $0.1 * radius)
      }
      return .outline("M" + corners.joined(separator: "L") + "Z")
    }
    let colour = chart.colour(index).mixed(with: .ink, chart.grid == nil ? 0 : 0.18)
    return chart.series[index].form == .openPoints
      ? .group(marks, Drawing.Stroke(colour: colour, width: 1.6), fill: .white)
      : .group(marks, Drawing.Stroke(colour: .white, width: 0.9), fill: colour)
  }

  /// Outlines that are told apart without colour; each has about the area of a circle of radius 1.
  private static func outline(_ kind: Int) -> [(Double, Double)] {
    switch kind {
    case 1: [(0, -1.25), (1.15, 0.85), (-1.15, 0.85)]
    case 2: [(-0.92, -0.92), (0.92, -0.92), (0.92, 0.92), (-0.92, 0.92)]
    case 3: [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)]
    case 4:
      [
        (-0.42, -1.2), (0.42, -1.2), (0.42, -0.42), (1.2, -0.42), (1.2, 0.42), (0.42, 0.42),
        (0.42, 1.2), (-0.42, 1.2), (-0.42, 0.42), (-1.2, 0.42), (-1.2, -0.42), (-0.42, -0.42),
      ]
    case 5: [(0, 1.25), (1.15, -0.85), (-1.15, -0.85)]
    default: [(-0.6, -1.1), (0.6, -1.1), (1.2, 0), (0.6, 1.1), (-0.6, 1.1), (-1.2, 0)]
    }
  }

  // MARK: Bars

  private func drawBars(_ series: Series, _ width: Double, on drawing: inout Drawing) {
    for (x, y) in zip(series.x, series.y) where y > 0 {
      guard let start = point(x, y), let end = point(x + width, 0) else { continue }
      drawing.shapes.append(
        .rectangle(
          Box(start.x + 0.5, start.y, max(end.x - start.x - 1, 0.5), area.bottom - start.y),
          fill: SeriesColour.of(0)))
    }
  }
}
