import Reports

/// A plot as a file of SVG: no scripts, nothing from outside, every text escaped, with a title and
/// a description for those who do not see it.
package enum SVGRenderer {
  package static func render(_ plot: Plot, digits: Int = 6) -> String {
    let drawing = PlotDrawing(plot).drawing
    let (width, height) = (decimal(drawing.width), decimal(drawing.height))
    let description = PlotWords(digits: digits).describe(plot)
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" role="img" \
      font-family="Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif">
      <title>\(escaped(plot.title))</title>
      <desc>\(escaped(description))</desc>

      """
    for ramp in drawing.ramps { text += definition(of: ramp) }
    text += "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#ffffff\"/>\n"
    for shape in drawing.shapes { text += element(shape) + "\n" }
    return text + "</svg>\n"
  }

  private static func element(_ shape: Drawing.Shape) -> String {
    switch shape {
    case .rectangle(let box, let fill):
      "<rect \(attributes(box)) fill=\"\(fill.hex)\"/>"
    case .path(let outline, let stroke, let fill):
      "<path d=\"\(outline)\" fill=\"\(fill?.hex ?? "none")\"\(attributes(stroke))/>"
    case .group(let shapes, let stroke, let fill):
      "<g fill=\"\(fill.hex)\"\(attributes(stroke))>\n"
        + shapes.map { element($0) + "\n" }.joined() + "</g>"
    case .outline(let outline): "<path d=\"\(outline)\"/>"
    case .disc(let x, let y, let radius):
      "<circle cx=\"\(tenth(x))\" cy=\"\(tenth(y))\" r=\"\(decimal(radius))\"/>"
    case .circle(let x, let y, let radius, let stroke, let fill):
      "<circle cx=\"\(decimal(x))\" cy=\"\(decimal(y))\" r=\"\(decimal(radius))\" "
        + "fill=\"\(fill.hex)\"\(attributes(stroke))/>"
    case .text(let label): element(label)
    case .ramp(let ramp, let box): "<rect \(attributes(box)) fill=\"url(#\(ramp.id))\"/>"
    }
  }

  private static func element(_ label: Label) -> String {
    var attributes = "x=\"\(decimal(label.x))\" y=\"\(decimal(label.y))\""
    attributes += " font-size=\"\(decimal(label.size))\" fill=\"\(label.colour.hex)\""
    if label.anchor != .start { attributes += " text-anchor=\"\(label.anchor.rawValue)\"" }
    if label.isBold { attributes += " font-weight=\"bold\"" }
    if label.isUpright {
      attributes += " transform=\"rotate(-90 \(place(label.x, label.y)))\""
    }
    if label.hasHalo {
      attributes +=
        " stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\""
    }
    return "<text \(attributes)>\(escaped(label.text))</text>"
  }

  private static func attributes(_ box: Box) -> String {
    "x=\"\(decimal(box.x))\" y=\"\(decimal(box.y))\" width=\"\(decimal(box.width))\" "
      + "height=\"\(decimal(box.height))\""
  }

  private static func attributes(_ stroke: Drawing.Stroke?) -> String {
    guard let stroke else { return "" }
    var text = " stroke=\"\(stroke.colour.hex)\" stroke-width=\"\(decimal(stroke.width))\""
    text += " stroke-linejoin=\"round\" stroke-linecap=\"\(stroke.isDashed ? "butt" : "round")\""
    if stroke.isDashed { text += " stroke-dasharray=\"7 4\"" }
    if stroke.opacity < 1 { text += " stroke-opacity=\"\(decimal(stroke.opacity))\"" }
    return text
  }

  private static func definition(of ramp: Ramp) -> String {
    let stops = ramp.stops.enumerated().map { index, colour in
      let offset = decimal(Double(index) / Double(ramp.stops.count - 1))
      return "<stop offset=\"\(offset)\" stop-color=\"\(colour.hex)\"/>"
    }
    return "<defs><linearGradient id=\"\(ramp.id)\" x1=\"0\" y1=\"1\" x2=\"0\" y2=\"0\">"
      + stops.joined() + "</linearGradient></defs>\n"
  }

  /// Text as XML wants it.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Colour {
  /// `#0072b2`
  var hex: String {
    "#"
      + [red, green, blue].map { part in
        let text = String(part, radix: 16)
        return part < 16 ? "0" + text : text
      }.joined()
  }
}

extension Ramp {
  /// The name of its definition; the same ramp is the same wherever a page shows several pictures.
  fileprivate var id: String {
    switch self {
    case .viridis: "nn-viridis"
    case .blues: "nn-blues"
    case .diverging: "nn-diverging"
    }
  }
}

extension Drawing {
  fileprivate var ramps: [Ramp] {
    var found: [Ramp] = []
    for case .ramp(let ramp, _) in shapes where !found.contains(ramp) { found.append(ramp) }
    return found
  }
}
