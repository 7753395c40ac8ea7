import Reports

/// A plot as rows of characters, never wider than asked for.
struct PlotText {
  let style: TextStyle
  let width: Int
  let digits: Int

  func render(_ plot: Plot) -> String {
    if style.isSpoken { return PlotWords(digits: digits).describe(plot) }
    let width = min(width, 100)
    var rows = wrap(plot.title, width)
    let notes = plot.notes.flatMap { wrap($0, width) }
    for panel in plot.panels {
      if rows.count > 1 { rows.append("") }
      switch panel {
      case .chart(let chart):
        rows += ChartText(
          chart, style, width: width, height: height(beside: notes.count), digits: digits
        ).rows()
      case .diagram(let diagram):
        rows += DiagramText(diagram, style, width: width).rows()
      }
    }
    let text = (rows + notes).map { $0.withoutTrailingBlanks }.joined(separator: "\n")
    return style.isUnicode ? text : ascii(text)
  }

  /// Rows of a chart's area, so that all of it is on the screen with the prompt below.
  private func height(beside notes: Int) -> Int {
    guard let rows = style.rows else { return min(16, max(8, width / 4)) }
    return min(24, max(6, rows - 8 - notes), max(8, width / 3))
  }
}

extension TextStyle {
  func painted(_ text: String, _ colour: Colour, isGround: Bool = false) -> String {
    colours == .none ? text : "\u{1B}[\(code(colour, isGround: isGround))m\(text)\u{1B}[0m"
  }
}

/// The text in lines of at most so many characters, broken between words where that is possible.
func wrap(_ text: String, _ width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ", omittingEmptySubsequences: false) {
    let next = line.isEmpty ? String(word) : line + " " + word
    if next.displayWidth <= width || line.isEmpty {
      line = next
    } else {
      lines.append(line)
      line = String(word)
    }
    while line.displayWidth > width, line.count > width {
      lines.append(String(line.prefix(width)))
      line = String(line.dropFirst(width))
    }
  }
  return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
}

/// Items in lines of at most so many characters, three blanks between them; none is broken.
func flow(_ items: [String], _ width: Int) -> [String] {
  var lines: [String] = []
  for item in items {
    if let last = lines.last, last.shownWidth + 3 + item.shownWidth <= width {
      lines[lines.count - 1] = last + "   " + item
    } else {
      lines.append(item)
    }
  }
  return lines
}

/// The nearest that a terminal without Unicode can show.
private func ascii(_ text: String) -> String {
  let words: [Unicode.Scalar: String] = [
    "·": ".", "×": "x", "…": "~", "−": "-", "–": "-", "²": "^2", "δ": "delta", "→": "->",
    "ŷ": "y^", "±": "+-", "⋮": ":", "‖": "|", "θ": "theta",
  ]
  return text.unicodeScalars.map { scalar in
    scalar.isASCII ? String(scalar) : words[scalar] ?? "?"
  }.joined()
}

/// A text of at most so many characters, the end of a longer one as `…`.
func shortened(_ text: String, _ width: Int) -> String {
  text.displayWidth <= width ? text : String(text.prefix(max(0, width - 1))) + "…"
}

extension String {
  /// Columns of a terminal that it takes, without the codes for colours.
  package var shownWidth: Int {
    var width = 0
    var isCode = false
    for scalar in unicodeScalars {
      if scalar == "\u{1B}" { isCode = true }
      if !isCode { width += scalar.displayWidth }
      if isCode, scalar == "m" { isCode = false }
    }
    return width
  }

  var withoutTrailingBlanks: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
