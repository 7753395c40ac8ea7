import Reports

/// Where the parts of a chart lie, so that no text touches another: the area in the middle, labels
/// and titles of the axes around it, the legend above, the bar of colours on the right.
struct ChartLayout {
  static let labelSize = 11.0
  static let titleSize = 12.0

  /// The area that numbers are drawn in; the panel's corner is (0, 0).
  let area: Box
  let size: (width: Double, height: Double)
  let xTicks: [Tick]
  let yTicks: [Tick]
  /// Whether the labels of the lower axis stand upright, for want of room.
  let isUpright: Bool
  let legend: [LegendRow]
  /// The bar of colours and its labels.
  let bar: Box?
  let barTicks: [Tick]
  /// Where the titles of the axes stand: the distance from the area.
  let xTitleOffset: Double
  let yTitleOffset: Double

  struct LegendRow {
    /// Indices of series (or of classes, where there are none), each with its name and where it
    /// begins.
    var items: [(index: Int, name: String, x: Double)] = []
    var width = 0.0
  }

  static let legendHeight = 18.0
  static let symbolWidth = 24.0

  /// The numbers in the cells of a matrix, where there is room for them.
  let numbers: [String]?

  init(_ chart: Chart, _ painter: GridPainter?) {
    numbers = chart.isMatrix ? chart.grid.flatMap(ChartLayout.numbers) : nil
    let inner = ChartLayout.areaSize(chart, numbers)
    yTicks = ChartLayout.ticks(chart.y, along: inner.height, isAcross: false)
    let across = ChartLayout.ticks(chart.x, along: inner.width, isAcross: true)
    isUpright = ChartLayout.wantsUpright(chart.x, across, along: inner.width)
    xTicks =
      isUpright ? ChartLayout.ticks(chart.x, along: inner.width, isAcross: false) : across
    let yLabels = ChartLayout.widest(yTicks)
    let xLabels = isUpright ? min(ChartLayout.widest(xTicks), 140) : ChartLayout.labelSize
    yTitleOffset = min(yLabels, 150) + 14
    xTitleOffset = xLabels + 20
    let left = yTitleOffset + (chart.y.title.isEmpty ? 0 : 16)
    legend = ChartLayout.legend(chart, painter, room: inner.width)
    let title = chart.title.isEmpty ? 0.0 : 22.0
    let top = title + Double(legend.count) * ChartLayout.legendHeight + 6
    area = Box(left, top, inner.width, inner.height)
    var right = area.right + ChartLayout.overhang(chart.x, xTicks, area)
    if let painter, painter.grid.colouring != .classes, numbers == nil {
      let height = min(inner.height, 220)
      bar = Box(area.right + 18, top + (inner.height - height) / 2, 14, height)
      barTicks = painter.axis.ticks(max(5, Int(height / 30)))
      let labels = ChartLayout.widest(barTicks)
      right = max(right, area.right + 18 + 14 + 8 + labels + 18)
    } else {
      bar = nil
      barTicks = []
    }
    size = (right, area.bottom + xTitleOffset + (chart.x.title.isEmpty ? -6 : 6))
  }

  // MARK: Sizes

  private static func areaSize(_ chart: Chart, _ numbers: [String]?)
    -> (width: Double, height: Double)
  {
    guard chart.isMatrix, let grid = chart.grid else {
      let isFlat = chart.grid == nil && chart.series.contains { !$0.form.isPoints }
      return isFlat ? (560, 300) : (440, 350)
    }
    if let numbers {
      var widest = numbers.map(cellWidth).max() ?? 0
      if case .places(let names) = chart.x.kind {
        widest = max(widest, min(90, names.map(cellWidth).max() ?? 0))
      }
      // No smaller than the titles along it.
      return (
        max(Double(grid.columns) * max(widest, 46), room(for: chart.x.title, beyond: acrossBeyond)),
        max(Double(grid.rows) * 30, room(for: chart.y.title, beyond: upwardBeyond))
      )
    }
    let width = min(max(Double(grid.columns) * 14, 120), 560)
    return (width, min(max(Double(grid.rows) * 14, 70), 420))
  }

  /// How far the titles of the axes may reach beyond the area.
  static let acrossBeyond = 40.0
  static let upwardBeyond = 20.0

  private static func room(for title: String, beyond: Double) -> Double {
    min(Label.width(title, size: titleSize), 150) - beyond
  }

  private static func cellWidth(_ text: String) -> Double {
    Label.width(text, size: labelSize) + 12
  }

  /// The numbers of a matrix as they stand in its cells; nil where there is no room for them.
  private static func numbers(_ grid: Grid) -> [String]? {
    guard grid.columns <= 12, grid.rows <= 20 else { return nil }
    let texts = grid.channels[0].elements.map { format($0, digits: 2) }
    let widest = texts.map(cellWidth).max() ?? 0
    return widest * Double(grid.columns) <= 640 ? texts : nil
  }

  private static func widest(_ ticks: [Tick]) -> Double {
    ticks.map { Label.width($0.label, size: labelSize) }.max() ?? 0
  }

  /// How far the last label of the lower axis reaches beyond the area.
  private static func overhang(_ axis: Axis, _ ticks: [Tick], _ area: Box) -> Double {
    ticks.map { tick in
      (axis.position(tick.value) - 1) * area.width + Label.width(tick.label, size: labelSize) / 2
    }.max().map { max($0, 4) } ?? 4
  }

  // MARK: Ticks

  private static func ticks(_ axis: Axis, along length: Double, isAcross: Bool) -> [Tick] {
    let most = Int(length / (isAcross ? 60 : 34))
    var isNamed = false
    if case .places = axis.kind { isNamed = true }
    let first = isNamed ? Int(length / 13) : most
    return axis.ticks(atMost: max(2, first)) { ticks in
      let places = ticks.map { axis.position($0.value) * length }
      return zip(zip(ticks, places), zip(ticks, places).dropFirst()).allSatisfy { one, next in
        let room =
          isAcross
          ? (Label.width(one.0.label, size: labelSize) + Label.width(next.0.label, size: labelSize))
            / 2 + 8 : labelSize + 1
        return abs(next.1 - one.1) >= room
      }
    }
  }

  /// Names that would be left out for want of room are written upright; numbers are not.
  private static func wantsUpright(_ axis: Axis, _ ticks: [Tick], along length: Double) -> Bool {
    guard case .places(let names) = axis.kind, ticks.count < names.count else { return false }
    return names.contains { Int($0) == nil } && length / Double(names.count) >= labelSize + 1
  }

  // MARK: Legend

  private static func legend(_ chart: Chart, _ painter: GridPainter?, room: Double) -> [LegendRow] {
    var names = chart.series.map(\.name)
    if names.isEmpty, let painter, painter.grid.colouring == .classes { names = painter.grid.names }
    guard names.count > 1 || names.contains(where: { !$0.isEmpty && chart.grid != nil }) else {
      return []
    }
    var rows = [LegendRow()]
    for (index, name) in names.enumerated() where !name.isEmpty {
      let text = Label.shortened(name, size: labelSize, room: room - symbolWidth)
      let width = symbolWidth + Label.width(text, size: labelSize)
      let start = rows[rows.count - 1].items.isEmpty ? 0 : rows[rows.count - 1].width + 16
      if start > 0, start + width > room {
        rows.append(LegendRow(items: [(index, text, 0)], width: width))
      } else {
        rows[rows.count - 1].items.append((index, text, start))
        rows[rows.count - 1].width = start + width
      }
    }
    return rows
  }
}
