import Engine
import Reports

/// A network drawn with characters: nodes in columns, links as lines between them.
struct DiagramText {
  private let diagram: Diagram
  private let style: TextStyle
  private let width: Int
  private let shown: [ShownNodes]
  private let left: Int
  private let right: Int

  init(_ diagram: Diagram, _ style: TextStyle, width: Int) {
    self.diagram = diagram
    self.style = style
    self.width = width
    shown = diagram.columns.map { ShownNodes($0.count, atMost: 8) }
    func room(_ column: Diagram.Column?) -> Int {
      min(column?.names.map(\.displayWidth).max() ?? 0, width / 5)
    }
    left = room(diagram.columns.first)
    right = room(diagram.columns.last)
  }

  /// Without colours many lines are a tangle: only weights of a quarter of the largest are drawn.
  private var least: Double {
    let isTangle = style.colours == .none && diagram.links.contains { $0.elements.count > 12 }
    return isTangle ? DiagramLinks.largest(diagram) / 4 : 0
  }

  private var height: Int { 2 * (shown.map(\.places).max() ?? 1) - 1 }

  func rows() -> [String] {
    var canvas = Canvas(width: width, height: height)
    drawLinks(on: &canvas)
    for index in diagram.columns.indices { drawNodes(index, on: &canvas) }
    return canvas.rows(style) + [""] + titles() + legend()
  }

  // MARK: Places

  private func column(_ index: Int) -> Int {
    let first = left + 1
    let last = max(first, width - right - 3)
    let gaps = max(1, diagram.columns.count - 1)
    return first + (last - first) * index / gaps
  }

  private func row(_ place: Int, in column: Int) -> Int {
    height / 2 - (shown[column].places - 1) + 2 * place
  }

  // MARK: Parts

  private func drawLinks(on canvas: inout Canvas) {
    let largest = DiagramLinks.largest(diagram)
    for link in DiagramLinks(diagram, shown).all where abs(link.weight) >= least {
      let start = (
        Double(2 * column(link.column) + 3), Double(4 * row(link.from, in: link.column)) + 1.5
      )
      let end = (
        Double(2 * column(link.column + 1) - 2),
        Double(4 * row(link.to, in: link.column + 1)) + 1.5
      )
      var distance = 0
      let share = largest > 0 ? abs(link.weight) / largest : 0
      canvas.line(
        from: start, to: end, ink: DiagramLinks.colour(link.weight, share: max(share, 0.3)),
        glyph: link.weight < 0 ? "-" : "+", isDashed: link.weight < 0 && style.colours == .none,
        distance: &distance)
    }
  }

  private func drawNodes(_ index: Int, on canvas: inout Canvas) {
    let names = diagram.columns[index].names
    let isFirst = index == 0
    let isLast = index == diagram.columns.count - 1
    for (place, unit) in shown[index].units.enumerated() {
      let row = row(place, in: index)
      guard let unit else {
        canvas.put(style.isUnicode ? "⋮" : ":", column(index), row)
        continue
      }
      canvas.put(style.isUnicode ? "●" : "O", column(index), row)
      guard unit < names.count, isFirst || isLast else { continue }
      let name = shortened(names[unit], isFirst ? left : right)
      let start = isFirst ? left - name.displayWidth : column(index) + 2
      canvas.write(name, start, row)
    }
  }

  private func titles() -> [String] {
    let gap = diagram.columns.count > 1 ? column(1) - column(0) : width
    let lines = diagram.columns.map(\.title.count).max() ?? 0
    return (0..<lines).map { line in
      var text = Array(repeating: Character(" "), count: width)
      for (index, part) in diagram.columns.enumerated() where line < part.title.count {
        let title = shortened(part.title[line], max(3, gap - 1))
        let start = min(max(0, column(index) - title.count / 2), max(0, width - title.count))
        for (offset, glyph) in title.enumerated() where start + offset < width {
          text[start + offset] = glyph
        }
      }
      return String(text).withoutTrailingBlanks
    }
  }

  private func legend() -> [String] {
    let largest = format(DiagramLinks.largest(diagram), digits: 3)
    let negative = style.colours == .none ? "╌╌" : "──"
    let marks = style.isUnicode ? ["──", negative] : ["++", "--"]
    return flow(
      [
        style.painted(marks[0], DiagramLinks.colour(1, share: 1)) + " positive weight",
        style.painted(marks[1], DiagramLinks.colour(-1, share: 1)) + " negative weight",
        "max |weight| \(largest)",
      ] + (least > 0 ? ["drawn from \(format(least, digits: 2)) on"] : []), width)
  }
}

/// Which nodes of a column are drawn: all, or the first ones and the last with a gap between them.
struct ShownNodes {
  /// From 0; nil stands for those left out.
  let units: [Int?]

  init(_ count: Int, atMost most: Int) {
    units = count <= most ? Array(0..<count) : Array(0..<most - 2) + [nil, count - 1]
  }

  var places: Int { units.count }
}

/// The links between nodes that are drawn, the strongest last.
struct DiagramLinks {
  struct Link {
    /// The column on the left.
    let column: Int
    /// Places in their columns.
    let from: Int
    let to: Int
    let weight: Double
  }

  let all: [Link]

  init(_ diagram: Diagram, _ shown: [ShownNodes]) {
    var links: [Link] = []
    for (column, matrix) in diagram.links.enumerated() {
      for (to, unit) in shown[column + 1].units.enumerated() {
        for (from, input) in shown[column].units.enumerated() {
          guard let unit, let input else { continue }
          links.append(Link(column: column, from: from, to: to, weight: matrix[unit, input]))
        }
      }
    }
    all = links.enumerated().sorted {
      (abs($0.element.weight), $0.offset) < (abs($1.element.weight), $1.offset)
    }.map(\.element)
  }

  static func largest(_ diagram: Diagram) -> Double {
    diagram.links.lazy.flatMap(\.elements).map(abs).max() ?? 0
  }

  /// Blue for positive, vermilion for negative weights, paler for weak ones.
  static func colour(_ weight: Double, share: Double) -> Colour {
    let full = Colour(weight < 0 ? 0xD55E00 : 0x0072B2)
    return Colour(0xC8C8C8).mixed(with: full, 0.15 + 0.85 * share)
  }
}
