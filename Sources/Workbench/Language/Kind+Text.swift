import Catalog
import Experiment
import Reports

extension Kind {
  /// What a value of this kind is, for errors and help: "a whole number from 1 to 1000".
  package var expectation: String {
    switch self {
    case .number(let bounds): "a number" + bounds.description
    case .integer(let range): "a whole number" + Kind.describe(range)
    case .boolean: "on or off"
    case .word(let noun, let terms):
      terms.count == 1
        ? "'\(terms[0].word)'"
        : terms.count <= 7 ? terms.map(\.word).joined(separator: ", ") : Kind.article(noun)
    case .duration: "a time of at least 0 such as 10s or 2min"
    case .text: "a text"
    case .file: "a file name"
    case .topic: "a command or any other word of the language"
    case .name: "a name"
    case .numbers: "a number, a list or a matrix"
    case .any: "a value"
    case .condition: "a condition in parentheses such as (loss < 0.01)"
    case .expression: "a quantity such as W2[1,2], or an expression in parentheses"
    case .target: Kind.targetExpectation
    case .parameters: "W1, b1, W, b, all or the number of a layer"
    case .columns: "a column by name or number"
    case .table: "a table such as { 0 0 -> 0; 0 1 -> 1 }"
    case .block: "a block { … }"
    case .either(let kinds): Kind.choice(of: kinds, as: \.expectation)
    }
  }

  /// Whether it is a single word of its own: `off`.
  var isOneWord: Bool { if case .word(_, let terms) = self { terms.count == 1 } else { false } }

  static let targetExpectation = "a quantity such as W1 or W2[1,2]"

  /// "a, b or c"; where a part is a choice itself, "a or b, or c".
  static func choice(of kinds: [Kind], as text: (Kind) -> String) -> String {
    let parts = kinds.filter { $0 != .any }.map(text)
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    let rest = parts.dropLast()
    let isNested = rest.contains { $0.contains(" or ") }
    return "\(rest.joined(separator: ", "))\(isNested ? "," : "") or \(last)"
  }

  private static func article(_ noun: String) -> String {
    "aeiou".contains(noun.first ?? "x") ? "an \(noun)" : "a \(noun)"
  }

  private static func describe(_ range: ClosedRange<Int>) -> String {
    switch (range.lowerBound, range.upperBound) {
    case (.min, .max): ""
    case (let lower, .max): " of at least \(lower)"
    case (let lower, let upper): " from \(lower) to \(upper)"
    }
  }
}

extension Bounds {
  /// " above 0", " from 0 to 1": what follows "a number".
  package var description: String {
    let low = format(lower, digits: 6)
    let high = format(upper, digits: 6)
    switch (lower.isFinite, upper.isFinite) {
    case (false, false): return ""
    case (true, false): return lowerIsOpen ? " above \(low)" : " of at least \(low)"
    case (false, true): return upperIsOpen ? " below \(high)" : " of at most \(high)"
    case (true, true):
      if lowerIsOpen { return " above \(low) and \(upperIsOpen ? "below" : "at most") \(high)" }
      return upperIsOpen ? " of at least \(low) and below \(high)" : " from \(low) to \(high)"
    }
  }
}
