import Engine
import Glibc

/// A picture as data: what there is to see, not how it is drawn. A terminal, SVG, CSV, JSON and a
/// description in words are all made from it.
package struct Plot: Equatable, Sendable {
  package let title: String
  /// What one has to know to read it: "the other inputs are at their means".
  package let notes: [String]
  package let panels: [Panel]

  package enum Panel: Equatable, Sendable {
    case chart(Chart)
    case diagram(Diagram)
  }

  package init(title: String, notes: [String] = [], panels: [Panel]) {
    self.title = printable(title)
    self.notes = notes.map(printable)
    self.panels = panels
  }

  package init(title: String, notes: [String] = [], _ chart: Chart) {
    self.init(title: title, notes: notes, panels: [.chart(chart)])
  }
}

/// Series of points or coloured cells between two axes.
package struct Chart: Equatable, Sendable {
  /// Empty where the plot's own title says it.
  package let title: String
  package let x: Axis
  package let y: Axis
  package let grid: Grid?
  package let series: [Series]

  package init(title: String = "", x: Axis, y: Axis, grid: Grid? = nil, series: [Series] = []) {
    self.title = printable(title)
    self.x = x
    self.y = y
    self.grid = grid
    self.series = series
  }

  /// The number, from 0, that colour and mark of a series follow: open points have those of the
  /// full ones.
  package func styleNumber(_ index: Int) -> Int {
    series[index].form == .openPoints
      ? series[..<index].count { $0.form == .openPoints } : index
  }
}

/// What is measured along one side of a chart, and from where to where.
package struct Axis: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case linear
    /// Both ends are above 0.
    case logarithmic
    /// Places 1, 2, 3 …, each with its name: units, samples, classes. Upright, the first is on top.
    case places([String])
  }

  package let title: String
  package let kind: Kind
  /// Finite; the lower end is below the upper one.
  package let lower: Double
  package let upper: Double
  /// Whether only whole numbers mean something on it: counts, epochs.
  package let isWhole: Bool

  /// Whether it runs from the top to the bottom, where it stands upright.
  package var isDownward: Bool {
    if case .places = kind { true } else { false }
  }

  package init(
    _ title: String, kind: Kind = .linear, from lower: Double, to upper: Double,
    isWhole: Bool = false
  ) {
    self.title = printable(title)
    self.kind = kind
    self.lower = lower
    self.upper = upper
    self.isWhole = isWhole
  }

  package init(_ title: String, places names: [String]) {
    self.init(
      title, kind: .places(names.map(printable)), from: 0.5, to: Double(max(1, names.count)) + 0.5)
  }

  /// An axis that shows all of some numbers, with a margin of a share of their range.
  ///
  /// Numbers that are not finite are passed over; on a logarithmic axis also those of 0 and below.
  package init(
    _ title: String, showing numbers: some Sequence<Double>, margin: Double = 0.04,
    isLogarithmic: Bool = false
  ) {
    let shown = numbers.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
    let least = shown.min() ?? 1
    let most = shown.max() ?? least
    guard isLogarithmic else {
      // Halved, since two large numbers of unlike sign differ by more than the largest double.
      let spread = most / 2 - least / 2
      let isConstant = spread <= abs(most) * 1e-9
      let width = isConstant ? max(abs(most) * 0.1, 0.5) : spread * 2 * margin
      // What is constant and above 0 is mostly never below it.
      let lowest = isConstant && least > 0 ? 0 : -Double.greatestFiniteMagnitude
      self.init(
        title, from: max(least - width, lowest),
        to: min(most + width, .greatestFiniteMagnitude))
      return
    }
    let factor = most > least ? exp((log(most) - log(least)) * margin) : 2
    self.init(
      title, kind: .logarithmic, from: max(least / factor, .leastNormalMagnitude),
      to: min(most * factor, .greatestFiniteMagnitude))
  }

}

/// Numbers that belong together, drawn alike.
package struct Series: Equatable, Sendable {
  package enum Form: Equatable, Sendable {
    case line, points
    /// Points that are told apart from those of the series with the same number before them: theirs
    /// are full, these are outlines.
    case openPoints
    /// Bars of this width; x is where each begins.
    case bars(width: Double)

    package var isPoints: Bool { self == .points || self == .openPoints }
  }

  package let name: String
  package let form: Form
  package let x: [Double]
  package let y: [Double]
  /// Of points on a grid with one channel: what is known there of the number that it shows.
  package let z: [Double]?

  /// - Parameters:
  ///   - x: as many as y.
  ///   - z: as many, too.
  package init(_ name: String, _ form: Form, x: [Double], y: [Double], z: [Double]? = nil) {
    precondition(x.count == y.count, "a series with unlike numbers of x and y")
    precondition(z == nil || z?.count == x.count, "a series with unlike numbers of x and z")
    self.name = printable(name)
    self.form = form
    self.x = x
    self.y = y
    self.z = z
  }
}

/// Numbers over the whole area of a chart, shown by colour.
package struct Grid: Equatable, Sendable {
  package enum Colouring: Equatable, Sendable {
    /// From the smallest to the largest.
    case sequential
    /// The same by orders of magnitude; all numbers are above 0.
    case logarithmic
    /// Negative and positive numbers in two colours, 0 in neither.
    case diverging
    /// One channel for each class: the largest decides the colour, its lead how strong it is.
    case classes
  }

  package let colouring: Colouring
  /// One name for each channel.
  package let names: [String]
  /// `[rows × columns]`; both grow along their axis.
  package let channels: [Matrix]
  /// Whether the numbers are samples of a function at evenly spaced points, the first and the last
  /// at the ends of the axes; else each is a cell around one place.
  package let isSmooth: Bool

  package init(
    _ colouring: Colouring, names: [String], channels: [Matrix], isSmooth: Bool
  ) {
    self.colouring = colouring
    self.names = names.map(printable)
    self.channels = channels
    self.isSmooth = isSmooth
  }

  package var rows: Int { channels.first?.rows ?? 0 }
  package var columns: Int { channels.first?.columns ?? 0 }
}

/// Columns of nodes, each joined to all nodes of the next one.
package struct Diagram: Equatable, Sendable {
  package struct Column: Equatable, Sendable {
    /// What stands below it, line by line.
    package let title: [String]
    package let count: Int
    /// Names of the nodes; empty where they have none.
    package let names: [String]

    package init(title: [String], count: Int, names: [String] = []) {
      self.title = title.map(printable)
      self.count = count
      self.names = names.map(printable)
    }
  }

  package let columns: [Column]
  /// One for each gap between columns: `[nodes on the right × nodes on the left]`.
  package let links: [Matrix]
  /// What the links are called, one for each gap: "W1".
  package let names: [String]

  package init(columns: [Column], links: [Matrix], names: [String]) {
    self.columns = columns
    self.links = links
    self.names = names
  }
}
