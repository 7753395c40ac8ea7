import Catalog
import Datasets
import Engine
import Language
import Reports

/// Help, derived from the commands' own descriptions and the vocabularies.
package enum Manual {
  /// All vocabularies with the name under which help lists them.
  package static let vocabularies: [(name: String, terms: [Term])] = [
    ("activation", Activation.terms), ("loss", Loss.terms), ("reduction", Reduction.terms),
    ("optimizer", Optimizer.terms), ("initializer", Initializer.terms),
    ("schedule", ScheduleKind.terms), ("precision", Precision.terms),
    ("data set", ToyDataset.terms + BuiltinDataset.terms), ("scaling", ScaleMethod.terms),
    ("view", View.terms), ("finding", FindingCode.terms), ("warning", Warning.terms),
    ("bug", Bug.terms), ("function", functions),
    ("quantity", Quantity.terms), ("quantity of a layer", LayerQuantity.terms),
  ]

  package static let functions = Function.terms + specialFunctions

  /// Functions that need more than their arguments, and so are no cases of `Function`.
  private static let specialFunctions = [
    Term(
      word: "slope", summary: "derivative of an activation: slope(relu, x)",
      formula: "slope(activation, x)"),
    Term(
      word: "predict", summary: "what the network says to a raw sample", formula: "predict(x, …)"),
    Term(word: "rand", summary: "a random number in [0, 1)", formula: "rand()"),
    Term(word: "randn", summary: "a random number of mean 0 and variance 1", formula: "randn()"),
  ]

  /// What fits one screen and shows what to type first.
  static var overview: String {
    var lines = ["Type this first:", ""]
    for line in [
      "  data xor                 four samples to learn", "  layer dense 4 tanh       a layer",
      "  layer dense 1 sigmoid    the output", "  train 1000 lr=1          train it",
      "  show grads               look inside",
    ] { lines.append(line) }
    for shelf in Command.Shelf.allCases {
      var seen = Set<String>()
      let verbs = Commands.all.filter { $0.shelf == shelf }.map(\.verb)
        .filter { seen.insert($0).inserted }
      lines += ["", "\(shelf.rawValue): \(verbs.joined(separator: " "))"]
    }
    lines += [
      "", "help COMMAND or help WORD explains: help train, help relu, help activation.",
      "Expressions print their value: 1 + 2, loss, W1[1,2]. Also: let if for while repeat def.",
    ]
    return lines.joined(separator: "\n")
  }

  static func page(_ words: [String], at span: SourceSpan) throws(Diagnostic) -> String {
    let topic = words.joined(separator: " ")
    if topic == "reference" { return reference }
    if let command = Commands.all.first(where: { $0.name == topic }), words.count > 1 {
      return page(of: [command])
    }
    var pages: [String] = []
    if let forms = Commands.forms(of: topic) { pages.append(page(of: forms)) }
    let singular = topic.hasSuffix("ies") ? topic.dropLast(3) + "y" : Substring(topic)
    for (name, terms) in vocabularies where name == topic || name + "s" == topic || name == singular
    {
      pages.append(
        ([name + ":"] + aligned(terms.map { ($0.word, $0.summary) })).joined(separator: "\n"))
    }
    for (name, terms) in vocabularies {
      for term in terms where term.word == topic { pages.append(page(of: term, in: name)) }
    }
    if let (quantity, _) = Quantity.layered(topic) {
      pages.append(page(of: quantity.term, in: "quantity of a layer"))
    }
    if let ours = Synonyms.ours(for: topic), pages.isEmpty { pages.append("nn says '\(ours)'") }
    if pages.isEmpty { pages = matches(topic).map { [$0] } ?? [] }
    guard !pages.isEmpty else { throw unknownTopic(topic, at: span) }
    return pages.joined(separator: "\n\n")
  }

  /// Everything whose summary holds the words.
  private static func matches(_ topic: String) -> String? {
    let entries =
      Commands.all.map { ($0.name, $0.summary) }
      + vocabularies.flatMap { $0.terms.map { ($0.word, $0.summary) } }
    let found = entries.filter { entry in
      entry.1.indices.contains { entry.1[$0...].hasPrefix(topic) }
    }
    return found.isEmpty || topic.count < 3 ? nil : aligned(found).joined(separator: "\n")
  }

  private static func unknownTopic(_ topic: String, at span: SourceSpan) -> Diagnostic {
    let known = topics
    return Diagnostic(
      .unknown, "no help on '\(topic)'", at: span,
      suggestion: nearest(to: topic, in: known).map { "did you mean '\($0)'?" }
        ?? "'help' lists the commands")
  }

  /// Everything that `help` knows a page of.
  package static var topics: [String] {
    ["reference"] + Commands.verbs + Commands.all.map(\.name)
      + vocabularies.flatMap { [$0.name] + $0.terms.map(\.word) }
  }

  static func page(of forms: [Command]) -> String {
    forms.map { command in
      var lines = [command.usage, "  \(command.summary)"]
      let parameters = command.parameters.map { ($0.name, describe($0)) }
      if !parameters.isEmpty { lines += [""] + aligned(parameters) }
      if !command.details.isEmpty { lines += [""] + command.details.map { "  \($0)" } }
      lines += ["", "  for example"] + command.examples.map { "    \($0)" }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  static func describe(_ parameter: Parameter) -> String {
    var text = parameter.summary
    let expectation = parameter.kind.expectation
    if expectation != parameter.summary { text += "; \(expectation)" }
    if let fallback = parameter.fallback { text += " (\(fallback))" }
    return text
  }

  private static func page(of term: Term, in vocabulary: String) -> String {
    var lines = ["\(term.word) (\(vocabulary))", "  \(term.summary)"]
    if let formula = term.formula { lines.append("  \(formula)") }
    if !term.options.isEmpty {
      lines += [""] + aligned(term.options.map { ($0.name, describe($0)) })
    }
    return lines.joined(separator: "\n")
  }

  private static func aligned(_ rows: [(String, String)]) -> [String] {
    let width = min(24, rows.map(\.0.count).max() ?? 0)
    return rows.map { name, text in
      "  " + name + String(repeating: " ", count: max(2, width + 2 - name.count)) + text
    }
  }
}
