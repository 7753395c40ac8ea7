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

  /// A long formula over several rows, each of which but the first begins with an operator: of those
  /// in the second half of what fits, the last one that the fewest brackets enclose.
  private func wrapped(_ text: String, to width: Int) -> [String] {
    var rows: [String] = []
    var rest = text.split(separator: " ").map(String.init)[...]
    while let cut = place(toCut: rest, width) {
      rows.append(rest[..<cut].joined(separator: " "))
      rest = rest[cut...]
    }
    return rows + [rest.joined(separator: " ")]
  }

  /// The operator before which a row ends; nil where all of it fits, or nothing can be parted.
  private func place(toCut words: ArraySlice<String>, _ width: Int) -> Int? {
    var (best, fewest) = (nil as Int?, Int.max)
    var (column, brackets) = (0, 0)
    for (index, word) in zip(words.indices, words) {
      let isLate = column > width / 2
      if column + word.displayWidth > width, best != nil { return best }
      if isLate, let looseness = Self.looseness[word], 3 * brackets + looseness <= fewest {
        (best, fewest) = (index, 3 * brackets + looseness)
      }
      column += word.displayWidth + 1
      brackets += word.count { $0 == "(" } - word.count { $0 == ")" }
    }
    return column - 1 > width ? best : nil
  }

  /// Operators, those that bind loosely first.
  private static let looseness = ["+": 0, "-": 0, "*": 1, "/": 2]
}
