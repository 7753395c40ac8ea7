import Catalog
import Engine
import Experiment

// What the pages of help look like: nothing is wider than a terminal of eighty columns.

extension Manual {
  private static let width = 79

  /// What fits one screen and shows what to type first.
  static var overview: String {
    var lines = ["Type this first, or `tour` for a lesson of eight minutes:"]
    lines += columns([
      ("data xor", "four samples to learn"), ("layer dense 4 tanh", "a layer of four units"),
      ("layer dense 1 sigmoid", "the output"), ("train 1000 lr=1", "train it"),
      ("show grads", "look inside"),
    ])
    lines.append("")
    for shelf in Command.Shelf.allCases {
      var seen = Set<String>()
      let verbs = Commands.all.filter { $0.shelf == shelf }.map(\.verb)
        .filter { seen.insert($0).inserted }
      lines += wrapped(verbs.joined(separator: " "), behind: padded(shelf.label, to: 10), next: 10)
    }
    lines += [""]
    lines += wrapped(
      "help train, help relu, help optimizers explain; help WORD searches. An expression prints "
        + "its value: 1 + 2, loss, W1[1,2]. Also: let if for while repeat def.")
    return lines.joined(separator: "\n")
  }

  static func page(of forms: [Command]) -> String {
    forms.map(page).joined(separator: "\n\n")
  }

  private static func page(of command: Command) -> String {
    var lines = wrapped(command.usage, next: 4)
    lines += wrapped(command.summary, behind: "  ", next: 2)
    let parameters = command.parameters.map { ($0.usageName, describe($0)) }
    if !parameters.isEmpty { lines += [""] + columns(parameters) }
    if !command.details.isEmpty {
      lines += [""] + command.details.flatMap { wrapped($0, behind: "  ", next: 2) }
    }
    lines += ["", "  for example"]
    lines += command.examples.flatMap { statements(of: $0) }
    return lines.joined(separator: "\n")
  }

  static func page(of term: Term, in vocabulary: String) -> String {
    var lines = ["\(term.word) (\(vocabulary))", "  \(term.summary)"]
    if let formula = term.formula { lines.append("  \(formula)") }
    if !term.options.isEmpty {
      lines += [""] + columns(term.options.map { ($0.usageName, describe($0)) })
    }
    return lines.joined(separator: "\n")
  }

  /// What it is, what it must be, and what holds where it is not given.
  static func describe(_ parameter: Parameter) -> String {
    var text = parameter.summary
    // The keys of optimizers have pages of their own.
    let isOptimizers = OptimizerSettings.otherParameters.contains(parameter)
    let expectation = parameter.kind.shortExpectation
    if !isOptimizers, expectation != parameter.summary { text += "; \(expectation)" }
    if let fallback = parameter.fallback ?? ownersFallback(of: parameter) {
      text += " (\(fallback))"
    }
    return text
  }

  /// The defaults of a key that several optimizers have, each with its own.
  private static func ownersFallback(of parameter: Parameter) -> String? {
    guard OptimizerSettings.parameters.contains(parameter) else { return nil }
    var groups: [(fallback: String, owners: [String])] = []
    for kind in Optimizer.allCases {
      guard let fallback = kind.options.first(where: { $0.name == parameter.name })?.fallback else {
        continue
      }
      if let index = groups.firstIndex(where: { $0.fallback == fallback }) {
        groups[index].owners.append(kind.rawValue)
      } else {
        groups.append((fallback, [kind.rawValue]))
      }
    }
    if groups.count == 1 { return groups[0].fallback }
    return groups.map { "\($0.fallback) \($0.owners.joined(separator: ", "))" }
      .joined(separator: "; ")
  }

  // MARK: Searching

  /// Everything with all of the words in its name, summary or the names of its parameters; where
  /// there is nothing, the commands with all of them on their pages, examples apart.
  static func search(_ words: [String]) -> String? {
    guard words.contains(where: { $0.count >= 3 }) else { return nil }
    let wanted = words.map { $0.lowercased() }
    func holds(_ parts: [String]) -> Bool {
      let text = parts.joined(separator: " ").lowercased()
      return wanted.allSatisfy { text.holds($0) }
    }
    let commands = Commands.all.filter {
      holds([$0.name, $0.summary] + $0.parameters.map(\.usageName))
    }
    let terms = vocabularies.flatMap(\.terms).filter { holds([$0.word, $0.summary]) }
    var found = commands.map { ($0.name, $0.summary) } + terms.map { ($0.word, $0.summary) }
    if found.isEmpty {
      found = Commands.all.filter { holds($0.parameters.map(describe) + $0.details) }
        .map { ($0.name, $0.summary) }
    }
    return found.isEmpty ? nil : columns(found).joined(separator: "\n")
  }

  // MARK: Lines

  /// Two columns: names, and what is said of them in as many rows as that takes.
  static func columns(_ rows: [(String, String)]) -> [String] {
    let first = min(24, rows.map(\.0.count).max() ?? 0) + 4
    return rows.flatMap { name, text in
      wrapped(text, behind: padded("  \(name)  ", to: first), next: first)
    }
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// An example in lines that fit and can be pasted: a new line stands for a `;`.
  private static func statements(of example: String) -> [String] {
    var lines: [Substring] = []
    var rest = example[...]
    while rest.count > width - 4, let end = lastSemicolon(in: rest) {
      lines.append(rest[..<end])
      rest = rest[end...].dropFirst(2)
    }
    return (lines + [rest]).map { "    \($0)" }
  }

  /// The last `; ` before which a line still fits, or the first of all.
  private static func lastSemicolon(in text: Substring) -> Substring.Index? {
    let ends = text.indices.filter { text[$0...].hasPrefix("; ") }
    return ends.last { text[..<$0].count <= width - 4 } ?? ends.first
  }

  /// A text in lines that fit: the first behind a label, the others indented.
  static func wrapped(_ text: String, behind label: String = "", next indentation: Int = 0)
    -> [String]
  {
    var lines: [String] = []
    var line = label
    var isFresh = true
    for word in text.split(separator: " ") {
      if !isFresh, line.count + 1 + word.count > width {
        lines.append(line)
        (line, isFresh) = (padded("", to: indentation), true)
      }
      line += (isFresh ? "" : " ") + word
      isFresh = false
    }
    return lines + [line]
  }
}

extension Kind {
  /// The expectation without an upper bound that nobody reaches.
  fileprivate var shortExpectation: String {
    switch self {
    case .integer(let range) where range.upperBound >= 1_000_000_000:
      Kind.integer(range.lowerBound...Int.max).expectation
    case .either(let kinds): Kind.choice(of: kinds, as: \.shortExpectation)
    default: expectation
    }
  }
}

extension Command.Shelf {
  /// A short name for it.
  fileprivate var label: String {
    switch self {
    case .data, .network, .training, .looking: rawValue
    case .session: "Session"
    }
  }
}

extension String {
  /// Whether another text stands somewhere in this one.
  func holds(_ part: String) -> Bool {
    part.isEmpty || indices.contains { self[$0...].hasPrefix(part) }
  }
}
