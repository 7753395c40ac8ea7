import Catalog
import Datasets
import Engine
import Experiment
import Language

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
    ("keyword", Keyword.allCases.map { Term(word: $0.rawValue, summary: $0.summary) }),
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

  static func page(_ words: [String], at span: SourceSpan) throws(Diagnostic) -> String {
    let topic = words.joined(separator: " ")
    if topic == "reference" { return reference }
    if let command = Commands.all.first(where: { $0.name == topic }), words.count > 1 {
      return page(of: [command])
    }
    var pages: [String] = []
    if let forms = Commands.forms(of: topic) { pages.append(page(of: forms)) }
    let singular = topic.hasSuffix("ies") ? topic.dropLast(3) + "y" : Substring(topic)
    for (name, terms) in vocabularies
    where name == topic || name + "s" == topic || name == singular
      || name.hasPrefix("\(singular) of ")
    {
      pages.append(
        ([name + ":"] + columns(terms.map { ($0.word, $0.summary) })).joined(separator: "\n"))
    }
    for (name, terms) in vocabularies {
      for term in terms where term.word == topic { pages.append(page(of: term, in: name)) }
    }
    if let (quantity, _) = Quantity.layered(topic) {
      pages.append(page(of: quantity.term, in: "quantity of a layer"))
    }
    if pages.isEmpty {
      pages = [Synonyms.ours(for: topic).map { "nn says '\($0)'" }, search(words)].compactMap { $0 }
    }
    if pages.isEmpty { pages = try nearestPage(to: topic, at: span) }
    return pages.joined(separator: "\n\n")
  }

  /// The page of the topic that was most likely meant.
  private static func nearestPage(to topic: String, at span: SourceSpan) throws(Diagnostic)
    -> [String]
  {
    guard let near = nearest(to: topic, in: topics.map(\.name)) else {
      throw unknownTopic(topic, at: span)
    }
    return ["no help on '\(topic)'; the nearest is '\(near)':", try page([near], at: span)]
  }

  private static func unknownTopic(_ topic: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unknown, "no help on '\(topic)'", at: span, suggestion: "'help' lists the commands")
  }

  /// Everything that `help` knows a page of, with a line about it.
  package static var topics: [(name: String, summary: String)] {
    let verbs = Commands.verbs.map { verb in
      let forms = Commands.forms(of: verb) ?? []
      return (verb, forms.count == 1 ? forms[0].summary : "\(forms.count) commands")
    }
    let words = vocabularies.flatMap { name, terms in
      [(name, "all of its words")] + terms.map { ($0.word, $0.summary) }
    }
    return [("reference", "everything")] + verbs + Commands.all.map { ($0.name, $0.summary) }
      + words
  }
}
