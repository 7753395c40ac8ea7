import Engine
import Reports

/// The cells of a matrix as characters: with their numbers where there is room, else as colours or
/// as signs for how large they are.
struct MatrixCells {
  private let painter: GridPainter
  private let style: TextStyle
  private let matrix: Matrix
  /// Characters of one cell; 0 where several cells share one.
  private let cellWidth: Int
  private let numbers: [String]?
  let width: Int
  let height: Int

  init(_ painter: GridPainter, _ style: TextStyle, width: Int, height: Int) {
    self.painter = painter
    self.style = style
    matrix = painter.grid.channels[0]
    let texts =
      matrix.elements.count <= 2_000 ? matrix.elements.map { format($0, digits: 2) } : []
    let widest = max(3, texts.map(\.count).max() ?? 0) + 2
    let hasRoom = !texts.isEmpty && matrix.columns * widest <= width && matrix.rows <= height
    numbers = hasRoom ? texts : nil
    cellWidth = hasRoom ? widest : min(4, width / max(1, matrix.columns))
    self.width = max(1, cellWidth > 0 ? cellWidth * matrix.columns : width)
    let perRow = !hasRoom && matrix.rows > height && style.colours != .none ? 2 : 1
    self.height = max(1, min(height, (matrix.rows + perRow - 1) / perRow))
  }

  func draw(on canvas: inout Canvas) {
    let isHalved = height < matrix.rows && style.colours != .none && style.isUnicode
    for row in 0..<height {
      if let numbers {
        drawNumbers(numbers, row, on: &canvas)
        continue
      }
      for column in 0..<width {
        if isHalved {
          canvas.paint(
            upper: painter.colour(of: mean(column, 2 * row, 2 * height)),
            lower: painter.colour(of: mean(column, 2 * row + 1, 2 * height)), column, row)
        } else if style.colours != .none {
          canvas.paint(painter.colour(of: mean(column, row, height)), column, row)
        } else {
          canvas.put(painter.glyph([mean(column, row, height)], style), column, row)
        }
      }
    }
  }

  private func drawNumbers(_ numbers: [String], _ row: Int, on canvas: inout Canvas) {
    for column in 0..<matrix.columns {
      let colour = painter.colour(of: matrix[row, column])
      let text = numbers[row * matrix.columns + column]
      let start = column * cellWidth
      for offset in 0..<cellWidth where style.colours != .none {
        canvas.paint(colour, start + offset, row)
      }
      canvas.write(
        text, start + cellWidth - text.count - 1, row,
        ink: style.colours == .none ? nil : colour.contrast)
    }
  }

  /// The mean of the cells that a place on the canvas stands for.
  private func mean(_ column: Int, _ row: Int, _ rows: Int) -> Double {
    let columns = covered(column, of: width, matrix.columns)
    let rows = covered(row, of: rows, matrix.rows)
    var sum = 0.0
    for row in rows { for column in columns { sum += matrix[row, column] } }
    return sum / Double(rows.count * columns.count)
  }

  private func covered(_ place: Int, of places: Int, _ count: Int) -> Range<Int> {
    let first = min(place * count / places, count - 1)
    return first..<max(first + 1, min((place + 1) * count / places, count))
  }

  /// Says what the colours or signs mean; nothing where the numbers stand there.
  func legend(_ room: Int) -> [String] {
    if numbers != nil { return [] }
    let isShared = width < matrix.columns || matrix.rows > (style.colours == .none ? 1 : 2) * height
    return painter.legend(style, room) + (isShared ? ["means of neighbours"] : [])
  }
}

extension GridPainter {
  /// A character for numbers where there are no colours.
  func glyph(_ values: [Double], _ style: TextStyle) -> Character {
    switch grid.colouring {
    case .classes: return GridPainter.classGlyphs[GridPainter.winner(values).index % 10]
    case .diverging:
      let share = 2 * level(values.first ?? 0) - 1
      guard share.isFinite else { return "?" }
      if abs(share) < 0.05 { return style.isUnicode ? "·" : "." }
      let signs = share < 0 ? Array("-~=") : Array("+*#")
      return signs[min(2, Int(abs(share) * 3))]
    case .sequential, .logarithmic:
      let share = level(values.first ?? 0)
      guard share.isFinite else { return "?" }
      let shades = Array(style.isUnicode ? " ░▒▓█" : " .:-=+*#%@")
      return shades[min(max(Int(share * Double(shades.count)), 0), shades.count - 1)]
    }
  }

  private static let classGlyphs = Array(". :-,'~^_\"")

  /// What the colours or signs mean, item by item.
  func legend(_ style: TextStyle, _ width: Int) -> [String] {
    if grid.colouring == .classes {
      return grid.names.enumerated().map { index, name in
        let mark =
          style.colours == .none
          ? "'\(GridPainter.classGlyphs[index % 10])'"
          : style.painted("  ", GridPainter.ground(index, lead: 1), isGround: true)
        return "\(mark) \(shortened(name, min(40, width - 4)))"
      }
    }
    var ends = [range.lowerBound, range.upperBound].map { format($0, digits: 3) }
    if ends[0].count + ends[1].count + 8 > width {
      ends = [range.lowerBound, range.upperBound].map { format($0, digits: 1) }
    }
    let count = min(15, max(1, width - ends[0].count - ends[1].count - 2))
    let places = (0..<count).map { (Double($0) + 0.5) / Double(count) }
    let bar = places.map { place in
      guard style.colours == .none else {
        return style.painted(" ", ramp.colour(at: place), isGround: true)
      }
      return String(glyph([axis.value(at: place)], style))
    }.joined()
    return [shortened(grid.names[0], width - 1) + ":", "\(ends[0]) \(bar) \(ends[1])"]
  }
}
