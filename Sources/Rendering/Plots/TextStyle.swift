/// What the place that text goes to can show.
package struct TextStyle: Equatable, Sendable {
  package enum Colours: Equatable, Sendable {
    case none
    /// The 256 colours of xterm.
    case palette
    /// 24 bits a colour.
    case all
  }

  package let colours: Colours
  /// Whether more than ASCII can be shown.
  package let isUnicode: Bool
  /// Whether pictures are described in words instead.
  package let isSpoken: Bool
  /// Rows of the screen; nil where there is none.
  package let rows: Int?

  package init(
    colours: Colours = .none, isUnicode: Bool = true, isSpoken: Bool = false, rows: Int? = nil
  ) {
    self.colours = colours
    self.isUnicode = isUnicode
    self.isSpoken = isSpoken
    self.rows = rows
  }

  /// For pipes and files: the same everywhere.
  package static let plain = TextStyle()
}

extension TextStyle {
  /// The codes that switch a colour on.
  func code(_ colour: Colour, isGround: Bool) -> String {
    let kind = isGround ? 48 : 38
    switch colours {
    case .none: return ""
    case .all: return "\(kind);2;\(colour.red);\(colour.green);\(colour.blue)"
    case .palette: return "\(kind);5;\(TextStyle.paletteIndex(colour))"
    }
  }

  /// The nearest of xterm's colours: its cube of 6 × 6 × 6 and its greys.
  static func paletteIndex(_ colour: Colour) -> Int {
    let steps = [0, 95, 135, 175, 215, 255]
    func nearest(_ part: Int) -> Int {
      steps.indices.min { abs(steps[$0] - part) < abs(steps[$1] - part) } ?? 0
    }
    let parts = [colour.red, colour.green, colour.blue]
    let cube = parts.map(nearest)
    let grey = min(max((parts.reduce(0, +) / 3 - 3) / 10, 0), 23)
    func distance(_ other: [Int]) -> Int {
      zip(parts, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let greyLevel = 8 + 10 * grey
    if distance([greyLevel, greyLevel, greyLevel]) < distance(cube.map { steps[$0] }) {
      return 232 + grey
    }
    return 16 + 36 * cube[0] + 6 * cube[1] + cube[2]
  }
}
