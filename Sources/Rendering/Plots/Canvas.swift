/// A rectangle of characters to draw on: text, coloured cells, and dots of a quarter of a
/// character's height and half of its width.
struct Canvas {
  fileprivate struct Cell {
    var glyph: Character?
    var ink: Colour?
    var ground: Colour?
    /// The eight dots of a braille character, as in Unicode's pattern.
    var dots: UInt8 = 0
    /// What stands for the dots where there is no braille.
    var dotGlyph: Character = "*"
  }

  let width: Int
  let height: Int
  private var cells: [Cell]

  init(width: Int, height: Int) {
    self.width = max(1, width)
    self.height = max(1, height)
    cells = Array(repeating: Cell(), count: self.width * self.height)
  }

  private func index(_ column: Int, _ row: Int) -> Int? {
    guard (0..<width).contains(column), (0..<height).contains(row) else { return nil }
    return row * width + column
  }

  /// Writes a text from a column on; what does not fit is left out.
  mutating func write(_ text: String, _ column: Int, _ row: Int, ink: Colour? = nil) {
    for (offset, glyph) in text.enumerated() { put(glyph, column + offset, row, ink: ink) }
  }

  mutating func put(_ glyph: Character, _ column: Int, _ row: Int, ink: Colour? = nil) {
    guard let index = index(column, row) else { return }
    cells[index].glyph = glyph
    cells[index].ink = ink
  }

  mutating func paint(_ colour: Colour, _ column: Int, _ row: Int) {
    guard let index = index(column, row) else { return }
    cells[index].ground = colour
  }

  /// Two colours in one character, the upper and the lower half.
  mutating func paint(upper: Colour, lower: Colour, _ column: Int, _ row: Int) {
    guard let index = index(column, row) else { return }
    cells[index].glyph = "▀"
    cells[index].ink = upper
    cells[index].ground = lower
  }

  /// A mark on a painted ground: the ground becomes one colour.
  mutating func mark(_ glyph: Character, _ column: Int, _ row: Int, ink: Colour?) {
    guard let index = index(column, row) else { return }
    if cells[index].glyph == "▀", let upper = cells[index].ink, let lower = cells[index].ground {
      cells[index].ground = upper.mixed(with: lower, 0.5)
    }
    put(glyph, column, row, ink: ink)
  }

  // MARK: Dots

  /// Sets a dot; x counts half columns, y quarter rows, both from the top left.
  mutating func dot(_ x: Int, _ y: Int, ink: Colour?, glyph: Character) {
    guard x >= 0, y >= 0, let index = index(x / 2, y / 4) else { return }
    let bits: [UInt8] = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80]
    cells[index].dots |= bits[(x % 2) * 4 + y % 4]
    cells[index].dotGlyph = glyph
    if cells[index].glyph == nil { cells[index].ink = ink }
  }

  /// A straight line of dots; of a dashed one only every other three are set.
  ///
  /// - Parameter distance: how long the stroke is so far; carried on from line to line.
  mutating func line(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), ink: Colour?,
    glyph: Character, isDashed: Bool = false, distance: inout Int
  ) {
    let steps = max(1, Int(max(abs(end.x - start.x), abs(end.y - start.y)).rounded()))
    for step in 0...steps {
      let share = Double(step) / Double(steps)
      let x = Int((start.x + (end.x - start.x) * share).rounded())
      let y = Int((start.y + (end.y - start.y) * share).rounded())
      if !isDashed || distance % 6 < 3 { dot(x, y, ink: ink, glyph: glyph) }
      if step < steps { distance += 1 }
    }
  }

  // MARK: Rows

  /// The rows as text, without blanks at their ends.
  func rows(_ style: TextStyle) -> [String] {
    (0..<height).map { row in
      var line = cells[row * width..<(row + 1) * width]
      while let last = line.last, last.isBlank(style) { line.removeLast() }
      return text(of: line, style)
    }
  }

  private func text(of line: ArraySlice<Cell>, _ style: TextStyle) -> String {
    var text = ""
    var open = ""
    for cell in line {
      let codes = style.colours == .none ? "" : cell.codes(style)
      if codes != open {
        if !open.isEmpty { text += "\u{1B}[0m" }
        if !codes.isEmpty { text += "\u{1B}[\(codes)m" }
        open = codes
      }
      text.append(cell.character(style))
    }
    return open.isEmpty ? text : text + "\u{1B}[0m"
  }
}

extension Canvas.Cell {
  fileprivate func character(_ style: TextStyle) -> Character {
    if let glyph { return glyph }
    guard dots != 0 else { return " " }
    guard style.isUnicode, let scalar = Unicode.Scalar(0x2800 + UInt32(dots)) else {
      return dotGlyph
    }
    return Character(scalar)
  }

  fileprivate func isBlank(_ style: TextStyle) -> Bool {
    character(style) == " " && (ground == nil || style.colours == .none)
  }

  fileprivate func codes(_ style: TextStyle) -> String {
    let isInked = ink != nil && character(style) != " "
    let inkCode = isInked ? ink.map { style.code($0, isGround: false) } : nil
    return [inkCode, ground.map { style.code($0, isGround: true) }].compactMap { $0 }
      .joined(separator: ";")
  }
}
