import Catalog
import Reports

/// Equations as lines of text: symbols, then numbers, then the result, under each other.
struct DerivationText {
  let digits: Int
  let width: Int

  func text(_ derivation: Derivation) -> String {
    derivation.sections.map { section in
      ([section.heading] + section.equations.flatMap(lines)
        + (section.omitted.map { ["  … \($0)"] } ?? [])).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  private func lines(_ equation: Equation) -> [String] {
    let sides = equation.sides(.text, digits: digits)
    let margin = 2 + sides[0].displayWidth
    var lines: [String] = []
    for (index, side) in sides.dropFirst().enumerated() {
      let sign = index == 0 && equation.isAssignment ? "←" : "="
      let head = index == 0 ? "  \(sides[0])" : String(repeating: " ", count: margin)
      var rows = wrapped(side, to: width - margin - 3)
      if index == 0, let condition = equation.condition {
        rows[rows.count - 1] += "   for \(condition.written(.text, digits: digits))"
      }
      lines.append("\(head) \(sign) \(rows[0])")
      lines += rows.dropFirst().map { String(repeating: " ", count: margin + 3) + $0 }
    }
    return lines
  }

  /// A long sum over several rows, each of which begins with the sign of its first term.
  private func wrapped(_ text: String, to width: Int) -> [String] {
    var rows: [String] = []
    var row = ""
    for word in text.split(separator: " ").map(String.init) {
      let isSign = word == "+" || word == "-"
      if isSign, row.displayWidth > width * 3 / 4 {
        rows.append(row)
        row = word
      } else {
        row += row.isEmpty ? word : " \(word)"
      }
    }
    return rows + [row]
  }
}
