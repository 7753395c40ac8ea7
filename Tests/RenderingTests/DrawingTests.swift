import Engine
import Rendering
import Reports
import Testing

extension Box {
  fileprivate func intersects(_ other: Box) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }

  fileprivate func contains(_ other: Box) -> Bool {
    x <= other.x && y <= other.y && right >= other.right && bottom >= other.bottom
  }
}

/// What a person's eye would find, computed from the boxes of the texts.
@Suite struct DrawingTests {
  @Test("no text touches another one or leaves the picture", arguments: SamplePlots.all.map(\.name))
  func labels(_ name: String) throws {
    let plot = try #require(SamplePlots.all.first { $0.name == name }).plot
    let drawing = PlotDrawing(plot).drawing
    let page = Box(0, 0, drawing.width, drawing.height)
    let labels = drawing.labels
    #expect(labels.count > 2)
    for (index, label) in labels.enumerated() {
      #expect(page.contains(label.box), "'\(label.text)' leaves the picture")
      for other in labels[(index + 1)...] where label.box.intersects(other.box) {
        Issue.record("'\(label.text)' touches '\(other.text)'")
      }
    }
  }

  @Test("samples on a surface have the colour of their number")
  func samples() {
    let svg = SVGRenderer.render(SamplePlots.samples, digits: 6)
    // 0 is the least number of all and dark, the other sample is the only 8 and light.
    #expect(svg.contains("fill=\"#440154\" stroke=\"#ffffff\""))
    #expect(svg.contains("fill=\"#ffffff\" stroke=\"#fde725\""))
  }

  @Test("a contour encloses the area where the function is above the level")
  func contour() {
    // f = u + v on the unit square is above 0.5 on all of it but a triangle of an eighth.
    let size = 11
    let values = (0..<size * size).map { Double($0 % size + $0 / size) / Double(size - 1) }
    let path = Contour.path(
      Matrix(rows: size, columns: size, elements: values), atLeast: 0.5, in: Box(0, 0, 100, 100))
    // Points are exact to a tenth.
    #expect(abs(area(of: path) - 8750) < 5)
  }

  @Test("a contour of nothing is empty, one of everything the whole area")
  func wholeContour() {
    let flat = Matrix(rows: 3, columns: 4, repeating: 1)
    #expect(Contour.path(flat, atLeast: 2, in: Box(0, 0, 30, 20)).isEmpty)
    #expect(abs(area(of: Contour.path(flat, atLeast: 1, in: Box(0, 0, 30, 20))) - 600) < 1)
  }

  /// The sum of the areas of all parts of an outline of M, L, H, V and Z (Gauss's formula).
  private func area(of path: String) -> Double {
    path.split(separator: "M").reduce(0) { sum, part in
      var points: [(Double, Double)] = []
      var command: Character = "M"
      var word = ""
      func finish() {
        let numbers = word.split(separator: " ").compactMap { Double($0) }
        word = ""
        switch command {
        case "H": points.append((numbers[0], points[points.count - 1].1))
        case "V": points.append((points[points.count - 1].0, numbers[0]))
        default: points.append((numbers[0], numbers[1]))
        }
      }
      for character in part {
        if "LHVZ".contains(character) {
          finish()
          command = character
        } else {
          word.append(character)
        }
      }
      let pairs = zip(points, points.dropFirst() + points.prefix(1))
      return sum + abs(pairs.reduce(0) { $0 + $1.0.0 * $1.1.1 - $1.1.0 * $1.0.1 }) / 2
    }
  }
}
