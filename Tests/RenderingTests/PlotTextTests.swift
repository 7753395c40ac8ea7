import Engine
import Rendering
import Reports
import Testing

@Suite struct PlotTextTests {
  private static let styles: [TextStyle] = [
    .plain, TextStyle(isUnicode: false), TextStyle(colours: .palette, rows: 24),
    TextStyle(colours: .all, rows: 50), TextStyle(isSpoken: true),
  ]

  @Test("never wider than the terminal, never higher", arguments: SamplePlots.all.map(\.name))
  func width(_ name: String) throws {
    let plot = try #require(SamplePlots.all.first { $0.name == name }).plot
    for style in Self.styles where !style.isSpoken {
      for width in [20, 33, 40, 80, 100, 200] {
        let renderer = TextRenderer(digits: 6, width: width, style: style)
        let rows = renderer.render(.plot(plot)).split(
          separator: "\n", omittingEmptySubsequences: false)
        for row in rows { #expect(String(row).shownWidth <= width, "\(style) \(width): \(row)") }
      }
    }
  }

  @Test("without colours there are no codes, without Unicode only ASCII")
  func characters() {
    for (name, plot) in SamplePlots.all {
      let plain = TextRenderer(digits: 6, width: 80).render(.plot(plot))
      #expect(!plain.unicodeScalars.contains { $0.value < 32 && $0 != "\n" }, "\(name)")
      let style = TextStyle(isUnicode: false)
      let ascii = TextRenderer(digits: 6, width: 80, style: style).render(.plot(plot))
      #expect(ascii.utf8.allSatisfy { $0 < 128 }, "\(name)")
    }
  }

  @Test("a line of two points goes from one corner to the other")
  func line() {
    let plot = Plot(
      title: "line",
      Chart(
        x: Axis("x", from: 0, to: 1), y: Axis("y", from: 0, to: 1),
        series: [Series("a", .line, x: [0, 1], y: [0, 1])]))
    let rows = TextRenderer(digits: 6, width: 24, style: TextStyle(isUnicode: false))
      .render(.plot(plot)).split(separator: "\n").map(String.init)
    #expect(rows.first == "line" && rows[1] == "y")
    let area = rows.filter { $0.contains("|") || $0.contains("+") }
    #expect(area[0].hasSuffix("*") && area[0].last == "*")
    // The last row of the area stands above the axis.
    #expect(area[area.count - 2].contains("+*") || area[area.count - 2].contains("|*"))
    #expect(area.dropLast().allSatisfy { $0.contains("*") })
  }

  @Test("of 256 colours, those between white and blue are tints of blue")
  func palette() throws {
    let levels = (0..<60).map { Double($0) / 59 }
    let plot = Plot(
      title: "levels",
      Chart(
        x: Axis("", places: levels.map { _ in "" }), y: Axis("", places: [""]),
        grid: Grid(
          .sequential, names: ["level"],
          channels: [Matrix(rows: 1, columns: 60, elements: levels)], isSmooth: false)))
    let text = TextRenderer(digits: 6, width: 100, style: TextStyle(colours: .palette))
      .render(.plot(plot))
    let steps = [0, 95, 135, 175, 215, 255]
    var blues = Set<Int>()
    for part in text.split(separator: "48;5;").dropFirst() {
      let index = try #require(Int(part.prefix { $0.isNumber }))
      guard index < 232 else { continue }
      let cube = (red: (index - 16) / 36, green: (index - 16) / 6 % 6, blue: (index - 16) % 6)
      guard cube != (5, 5, 5) else { continue }
      let name = "\(steps[cube.red]) \(steps[cube.green]) \(steps[cube.blue])"
      #expect(cube.red < cube.green && cube.green < cube.blue || cube.red == 0, "\(name)")
      blues.insert(index)
    }
    #expect(blues.count >= 5)
  }

  @Test("marks stand where the ticks of their numbers are")
  func marks() {
    let numbers = (0...10).map { Double($0) / 10 }
    let plot = Plot(
      title: "points",
      Chart(
        x: Axis("x", from: -0.1, to: 1.1), y: Axis("y", from: -0.1, to: 1.1),
        series: [Series("a", .points, x: numbers, y: numbers)]))
    for width in 30..<90 {
      let rows = TextRenderer(digits: 6, width: width).render(.plot(plot))
        .split(separator: "\n").map(Array.init)
      let axis = rows.first { $0.contains("└") } ?? []
      let columns = Set(rows.flatMap { row in row.indices.filter { row[$0] == "●" } })
      for tick in axis.indices where axis[tick] == "┬" { #expect(columns.contains(tick)) }
      for row in rows where row.contains("┤") { #expect(row.contains("●")) }
    }
  }

  @Test("a point that no line joins to others is seen")
  func single() {
    func plot(_ y: [Double]) -> Plot {
      Plot(
        title: "line",
        Chart(
          x: Axis("x", from: 0, to: 4), y: Axis("y", from: 0, to: 4),
          series: [Series("a", .line, x: y.indices.map { Double($0 + 1) }, y: y)]))
    }
    for (y, count) in [([1.0], 1), ([1, .nan, 2], 2), ([1, 2, 3], 0), ([1, 2, .infinity, 3], 1)] {
      let text = TextRenderer(digits: 6, width: 40).render(.plot(plot(y)))
      #expect(text.count { $0 == "•" } == count, "\(y)")
      let picture = SVGRenderer.render(plot(y), digits: 6)
      #expect(picture.split(separator: "<circle").count - 1 == count, "\(y)")
    }
  }

  @Test("in words: ends, extremes and numbers instead of a drawing")
  func words() {
    let plot = Plot(
      title: "Loss over 3 epochs", notes: ["lowest loss 0.25 at epoch 2"],
      Chart(
        x: Axis("epoch", from: 1, to: 3), y: Axis("loss", from: 0, to: 1),
        series: [Series("loss", .line, x: [1, 2, 3], y: [1, 0.25, 0.5])]))
    let text = TextRenderer(digits: 6, width: 40, style: TextStyle(isSpoken: true))
      .render(.plot(plot))
    #expect(
      text == """
        Loss over 3 epochs
        across: epoch from 1 to 3
        upward: loss from 0 to 1
        loss: 3 points, from 1 at 1 to 0.5 at 3, lowest 0.25 at 2, highest 1 at 1
        lowest loss 0.25 at epoch 2
        """)
  }

  @Test("names from files cannot command the terminal")
  func control() {
    let plot = Plot(
      title: "a\u{1B}[2Jb",
      Chart(
        x: Axis("x\ny", from: 0, to: 1), y: Axis("\u{202E}y", from: 0, to: 1),
        series: [Series("\u{9B}c", .points, x: [0], y: [0]), Series("d", .points, x: [], y: [])]))
    let text = TextRenderer(digits: 6).render(.plot(plot))
    #expect(
      !text.unicodeScalars.contains {
        $0 == "\u{1B}" || $0 == "\u{9B}" || $0 == "\u{202E}" || $0 == "\r"
      })
    #expect(text.contains("x y"))
  }
}
