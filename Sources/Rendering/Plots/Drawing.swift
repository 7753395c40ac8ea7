/// A rectangle; y grows downward.
package struct Box: Equatable, Sendable {
  package let x: Double
  package let y: Double
  package let width: Double
  package let height: Double

  package init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  package var right: Double { x + width }
  package var bottom: Double { y + height }
  package var middle: (x: Double, y: Double) { (x + width / 2, y + height / 2) }
}

/// What a file of SVG is made of, in the order of painting.
package struct Drawing {
  package enum Shape {
    case rectangle(Box, fill: Colour)
    /// An outline in SVG's own notation.
    case path(String, Stroke?, fill: Colour?)
    /// The same, with the paint of the group that it is in.
    case outline(String)
    case disc(x: Double, y: Double, radius: Double)
    /// Shapes that are painted alike.
    case group([Shape], Stroke?, fill: Colour)
    case circle(x: Double, y: Double, radius: Double, Stroke?, fill: Colour)
    case text(Label)
    /// A bar with the colours of a ramp, upright.
    case ramp(Ramp, Box)
  }

  package struct Stroke {
    let colour: Colour
    let width: Double
    var isDashed = false
    var opacity = 1.0
  }

  package var width: Double
  package var height: Double
  package var shapes: [Shape] = []

  package init(width: Double, height: Double) {
    (self.width, self.height) = (width, height)
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ stroke: Stroke) {
    shapes.append(.path("M\(place(x1, y1))L\(place(x2, y2))", stroke, fill: nil))
  }

  package var labels: [Label] {
    shapes.compactMap { if case .text(let label) = $0 { label } else { nil } }
  }
}

/// A text with its place.
package struct Label: Equatable, Sendable {
  package enum Anchor: String, Sendable { case start, middle, end }

  package let text: String
  let x: Double
  /// The baseline.
  let y: Double
  let size: Double
  let anchor: Anchor
  var isBold = false
  /// Whether it is written from the bottom to the top.
  var isUpright = false
  var colour = Colour.ink
  /// Painted below the letters, so that they are read on any ground.
  var hasHalo = false

  /// The room that it takes.
  package var box: Box {
    let width = Label.width(text, size: size) * (isBold ? 1.1 : 1)
    let shift =
      switch anchor {
      case .start: 0.0
      case .middle: width / 2
      case .end: width
      }
    if isUpright { return Box(x - size * 0.78, y - width + shift, size, width) }
    return Box(x - shift, y - size * 0.78, width, size)
  }

  /// About the width of a text in the sans serif fonts of the systems: the widest of them, DejaVu
  /// Sans, has the widths of these classes of letters.
  static func width(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar {
      case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", " ": sum + 0.32
      case "f", "t", "r", "(", ")", "[", "]", "-", "/": sum + 0.41
      case "m", "w", "M", "W", "%", "@", "→": sum + 0.95
      case "A"..."Z", "±", "×", "=", "+", "<", ">", "−": sum + 0.75
      case let other where other.displayWidth == 2: sum + 1
      case let other: sum + (other.displayWidth == 0 ? 0 : 0.63)
      }
    } * size
  }

  /// The text, its end as `…` where it is longer than the room.
  static func shortened(_ text: String, size: Double, room: Double) -> String {
    guard width(text, size: size) > room else { return text }
    var head = Substring(text)
    while !head.isEmpty, width(head + "…", size: size) > room { head.removeLast() }
    return head + "…"
  }
}

/// A number with two decimals at most.
func decimal(_ number: Double) -> String {
  let hundredths = Int((min(max(number, -1e7), 1e7) * 100).rounded())
  let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
  let sign = hundredths < 0 ? "-" : ""
  if rest == 0 { return "\(sign)\(whole)" }
  return "\(sign)\(whole)." + (rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)")
}

/// A place that is exact to a tenth of a pixel, for outlines of many points.
func roughPlace(_ x: Double, _ y: Double) -> String { "\(tenth(x)) \(tenth(y))" }

func tenth(_ number: Double) -> String {
  decimal((min(max(number, -1e7), 1e7) * 10).rounded() / 10)
}

func place(_ x: Double, _ y: Double) -> String { "\(decimal(x)) \(decimal(y))" }
