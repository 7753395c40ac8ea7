import Engine
import Reports

/// Turns the numbers of a grid into colours and levels.
struct GridPainter {
  let grid: Grid
  /// The smallest and the largest number that colours stand for.
  let range: ClosedRange<Double>
  /// The axis of the bar that explains the colours.
  let axis: Axis
  let ramp: Ramp

  /// - Parameter points: numbers that are shown beside those of the grid.
  init(_ grid: Grid, points: [Double] = []) {
    self.grid = grid
    let numbers = ((grid.channels.first?.elements ?? []) + points).filter(\.isFinite)
    let (least, most) = (numbers.min() ?? 0, numbers.max() ?? 0)
    switch grid.colouring {
    case .classes: range = 0...1
    case .diverging:
      let reach = max(abs(least), abs(most))
      range = reach > 0 ? -reach...reach : -1...1
    case .logarithmic, .sequential: range = least...most
    }
    let isLogarithmic = grid.colouring == .logarithmic && least > 0
    let upper =
      range.upperBound > range.lowerBound
      ? range.upperBound : range.lowerBound + max(1, abs(range.lowerBound))
    axis = Axis(
      grid.names.first ?? "", kind: isLogarithmic ? .logarithmic : .linear,
      from: range.lowerBound, to: upper)
    ramp =
      switch grid.colouring {
      case .diverging: .diverging
      case .sequential where !grid.isSmooth: .blues
      case .sequential, .logarithmic, .classes: .viridis
      }
  }

  /// Of a chart; nil where it has no grid.
  init?(of chart: Chart) {
    guard let grid = chart.grid else { return nil }
    self.init(grid, points: chart.series.flatMap { $0.z ?? [] })
  }

  var isClassMap: Bool { grid.colouring == .classes }

  /// Where a number lies in the range, from 0 to 1.
  func level(_ value: Double) -> Double { axis.position(value) }

  func colour(of value: Double) -> Colour {
    value.isFinite ? ramp.colour(at: level(value)) : .grey
  }

  // MARK: Any place

  /// The numbers of all channels at a place, both from 0 to 1 along their axes.
  func values(_ u: Double, _ v: Double) -> [Double] {
    grid.channels.map { grid.isSmooth ? interpolated($0, u, v) : cell($0, u, v) }
  }

  func colour(_ u: Double, _ v: Double) -> Colour {
    let values = values(u, v)
    guard isClassMap else { return colour(of: values.first ?? 0) }
    let (winner, lead) = GridPainter.winner(values)
    return GridPainter.ground(winner, lead: lead)
  }

  /// The class with the largest number, and by how much it leads.
  static func winner(_ values: [Double]) -> (index: Int, lead: Double) {
    var (best, first, second) = (0, -Double.infinity, -Double.infinity)
    for (index, value) in values.enumerated() {
      if value > first {
        (best, first, second) = (index, value, first)
      } else if value > second {
        second = value
      }
    }
    return (best, second.isFinite ? min(max(first - second, 0), 1) : 1)
  }

  /// The colour of a class's area: points in the colour of the class stay visible on it.
  static func ground(_ index: Int, lead: Double) -> Colour {
    Colour.white.mixed(with: SeriesColour.of(index), 0.14 + 0.40 * lead)
  }

  private func cell(_ channel: Matrix, _ u: Double, _ v: Double) -> Double {
    let column = min(max(Int(u * Double(channel.columns)), 0), channel.columns - 1)
    let row = min(max(Int(v * Double(channel.rows)), 0), channel.rows - 1)
    return channel[row, column]
  }

  private func interpolated(_ channel: Matrix, _ u: Double, _ v: Double) -> Double {
    let (column, x) = GridPainter.split(u, channel.columns)
    let (row, y) = GridPainter.split(v, channel.rows)
    let (right, above) = (min(column + 1, channel.columns - 1), min(row + 1, channel.rows - 1))
    let lower = channel[row, column] * (1 - x) + channel[row, right] * x
    let upper = channel[above, column] * (1 - x) + channel[above, right] * x
    return lower * (1 - y) + upper * y
  }

  private static func split(_ place: Double, _ count: Int) -> (Int, Double) {
    let position = min(max(place, 0), 1) * Double(count - 1)
    let index = min(Int(position), max(0, count - 2))
    return (index, position - Double(index))
  }
}
