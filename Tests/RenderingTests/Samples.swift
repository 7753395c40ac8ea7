import Engine
import Reports

/// Plots of every kind, among them such as are hard to lay out.
enum SamplePlots {
  static let all: [(name: String, plot: Plot)] = [
    ("curve", curve), ("two curves", twoCurves), ("decades", decades), ("one point", onePoint),
    ("tiny numbers", tiny), ("huge numbers", huge), ("classes", classes), ("regions", regions),
    ("surface", surface), ("samples", samples), ("small matrix", matrix(2, 3)),
    ("row", matrix(1, 200)),
    ("wide matrix", matrix(16, 500)), ("tall matrix", matrix(300, 4)), ("panels", panels),
    ("long names", longNames), ("confusion", confusion), ("bars", bars), ("network", network),
    ("deep network", deepNetwork), ("wide network", wideNetwork),
  ]

  static func wave(_ count: Int, _ frequency: Double = 0.37) -> [Double] {
    // No library: a triangle wave is as good as any other.
    (0..<count).map { index in
      let phase = (Double(index) * frequency).truncatingRemainder(dividingBy: 2)
      return phase < 1 ? phase : 2 - phase
    }
  }

  static let curve = chart(
    x: Axis("epoch", from: 1, to: 200), "loss", [("loss", (1...200).map(Double.init), wave(200))])

  static let twoCurves = chart(
    x: Axis("epoch", from: 1, to: 50), "loss (cross_entropy)",
    [
      ("loss", (1...50).map(Double.init), wave(50)),
      ("val_loss", (1...50).map(Double.init), wave(50, 0.21)),
    ])

  static let decades: Plot = {
    let y = (0..<60).map { 1 / (1 + Double($0 * $0 * $0)) }
    return Plot(
      title: "decades",
      Chart(
        x: Axis("epoch", from: 0, to: 59), y: Axis("loss", showing: y, isLogarithmic: true),
        series: [Series("loss", .line, x: (0..<60).map(Double.init), y: y)]))
  }()

  static let onePoint = chart(x: Axis("epoch", showing: [1]), "loss", [("loss", [1], [0.25])])

  static let tiny = chart(
    x: Axis("epoch", from: 0, to: 9), "loss",
    [("loss", (0..<10).map(Double.init), wave(10).map { 3e-12 + $0 * 1e-14 })])

  static let huge = chart(
    x: Axis("step", from: 0, to: 9e9), "loss",
    [("loss", (0..<10).map { Double($0) * 1e9 }, wave(10).map { ($0 - 0.5) * 3.4e38 })])

  private static func chart(
    x: Axis, _ title: String, _ lines: [(String, [Double], [Double])]
  ) -> Plot {
    Plot(
      title: "Loss over epochs", notes: ["lowest loss 0.1 at epoch 3"],
      Chart(
        x: x, y: Axis(title, showing: lines.flatMap(\.2)),
        series: lines.map { Series($0.0, .line, x: $0.1, y: $0.2) }))
  }

  private static func points(_ count: Int) -> [Series] {
    (0..<count).map { index in
      Series(
        "class \(index) with a name", .points,
        x: wave(30, 0.3).map { $0 + 0.2 * Double(index) },
        y: wave(30, 0.7).map { $0 - 0.1 * Double(index) })
    }
  }

  static let classes = Plot(
    title: "ten classes",
    Chart(x: Axis("x1", from: 0, to: 3), y: Axis("x2", from: -1, to: 1), series: points(10)))

  private static func grid(_ coloring: Grid.Colouring, _ names: [String]) -> Grid {
    let channels = names.indices.map { index in
      Matrix(rows: 30, columns: 40, elements: wave(1200, 0.01 + 0.02 * Double(index)))
    }
    return Grid(coloring, names: names, channels: channels, isSmooth: true)
  }

  static let regions = Plot(
    title: "regions", notes: ["The other 2 inputs are held at their means."],
    Chart(
      x: Axis("petal length", from: 0, to: 7), y: Axis("petal width", from: 0, to: 3),
      grid: grid(.classes, ["setosa", "versicolor", "virginica"]), series: points(3)))

  static let surface = Plot(
    title: "surface",
    Chart(
      x: Axis("first", from: -1, to: 1), y: Axis("second", from: -1, to: 1),
      grid: grid(.sequential, ["loss (mse)"]),
      series: [Series("current weights", .points, x: [0], y: [0])]))

  /// A surface of 0 with two samples on it, of which the network sees one.
  static let samples = Plot(
    title: "samples",
    Chart(
      x: Axis("x1", from: 0, to: 2), y: Axis("x2", from: 0, to: 2),
      grid: Grid(
        .sequential, names: ["price"], channels: [Matrix(rows: 2, columns: 2)], isSmooth: true),
      series: [
        Series("samples", .points, x: [1], y: [1], z: [0]),
        Series("samples (held out)", .openPoints, x: [1.5], y: [1], z: [8]),
      ]))

  private static func cells(_ rows: Int, _ columns: Int, _ title: String = "") -> Chart {
    Chart(
      title: title, x: Axis("input", places: (1...columns).map { "\($0)" }),
      y: Axis("unit", places: (1...rows).map { "\($0)" }),
      grid: Grid(
        .diverging, names: ["W1"],
        channels: [
          Matrix(
            rows: rows, columns: columns, elements: wave(rows * columns).map { ($0 - 0.5) / 7 })
        ], isSmooth: false))
  }

  static func matrix(_ rows: Int, _ columns: Int) -> Plot {
    Plot(title: "Weights", cells(rows, columns))
  }

  static let panels = Plot(
    title: "Weights",
    panels: [(4, 2), (8, 4), (3, 8)].map { .chart(cells($0.0, $0.1, "W (\($0.0) × \($0.1))")) })

  static let longNames = Plot(
    title: "A title that is much longer than the picture is wide, so that it has to be broken",
    notes: ["A note of many words that goes on and on until it is broken between two of them."],
    Chart(
      x: Axis("predicted", places: names), y: Axis("true", places: names),
      grid: Grid(
        .sequential, names: ["rows"],
        channels: [Matrix(rows: 14, columns: 14, elements: wave(196))], isSmooth: false)))

  private static let names = (1...14).map { "a class with a long name \($0)" }

  static let confusion = Plot(
    title: "Confusion",
    Chart(
      x: Axis("predicted class", places: ["setosa", "versicolor", "virginica"]),
      y: Axis("true class", places: ["setosa", "versicolor", "virginica"]),
      grid: Grid(
        .sequential, names: ["rows"],
        channels: [Matrix(rows: 3, columns: 3, elements: [16, 0, 0, 0, 10, 1, 0, 2, 9])],
        isSmooth: false)))

  static let bars = Plot(
    title: "W1: 32 numbers", notes: ["min 0"],
    Chart(
      x: Axis("W1", from: -2, to: 2), y: Axis("count", from: 0, to: 8.4),
      series: [
        Series(
          "", .bars(width: 0.5), x: (0..<8).map { -2 + Double($0) / 2 },
          y: [1, 3, 8, 0, 2, 5, 1, 1])
      ]))

  private static func diagram(_ counts: [Int], _ names: [String] = []) -> Plot {
    Plot(
      title: "Network",
      panels: [
        .diagram(
          Diagram(
            columns: counts.enumerated().map { index, count in
              Diagram.Column(
                title: index == 0 ? ["input"] : ["layer \(index)", "dense \(count) tanh"],
                count: count, names: index == 0 ? names : [])
            },
            links: zip(counts, counts.dropFirst()).map { inputs, units in
              Matrix(
                rows: units, columns: inputs, elements: wave(inputs * units).map { $0 - 0.5 })
            }, names: (1..<counts.count).map { "W\($0)" }))
      ])
  }

  static let network = diagram([2, 4, 1], ["x1", "x2"])
  static let deepNetwork = diagram([3, 8, 8, 8, 8, 8, 8, 2])
  static let wideNetwork = diagram([64, 128, 10], (0..<64).map { "pixel_\($0)" })
}
