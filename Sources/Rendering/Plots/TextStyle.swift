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

  /// The colour of xterm's cube of 6 × 6 × 6 and its greys that looks most alike. Differences in hue
  /// count twice: on the way from white to blue no tint of green or purple may lie.
  static func paletteIndex(_ colour: Colour) -> Int {
    let seen = colour.seen
    func distance(_ other: SIMD3<Double>) -> Double {
      let d = (other - seen) * SIMD3(1, 2, 2)
      return (d * d).sum()
    }
    let nearest = palette.indices.min { distance(palette[$0]) < distance(palette[$1]) }
    return 16 + (nearest ?? 0)
  }

  /// How colours 16 to 255 of xterm are seen.
  private static let palette: [SIMD3<Double>] = {
    let steps = [0, 95, 135, 175, 215, 255]
    let cube = (0..<216).map { Colour(steps[$0 / 36], steps[$0 / 6 % 6], steps[$0 % 6]) }
    let greys = (0..<24).map { Colour(8 + 10 * $0, 8 + 10 * $0, 8 + 10 * $0) }
    return (cube + greys).map(\.seen)
  }()
}
