import Catalog
import Language

// Keys that go with some words of a vocabulary only: `alpha=` with `leaky_relu`, `sample=` with
// `show z`. Which they are the words say by their options.

extension Binder {
  /// A word that was chosen, and the words that it was chosen from.
  struct Choice {
    let word: String
    let terms: [Term]

    init(_ word: String, among terms: [Term]) { (self.word, self.terms) = (word, terms) }

    /// Nil where the parameter does not take the word, or no word has keys.
    init?(_ word: String?, of parameter: Parameter) {
      let terms = parameter.wordsWithKeys
      guard let word, terms.contains(where: { $0.word == word }) else { return nil }
      self.init(word, among: terms)
    }

    /// The words that have a key.
    fileprivate func owners(of key: String) -> [String] {
      terms.filter { $0.hasKey(key) }.map(\.word)
    }

    fileprivate func isOwned(_ key: String) -> Bool { terms.contains { $0.hasKey(key) } }

    fileprivate func owns(_ key: String) -> Bool {
      terms.contains { $0.word == word && $0.hasKey(key) }
    }
  }

  /// The words that stand in the call.
  static func choices(in matches: [Match]) -> [Choice] {
    matches.compactMap { match in
      guard let parameter = match.parameter, case .word(let word) = match.argument.value.node
      else { return nil }
      return Choice(word, of: parameter)
    }
  }

  /// The word of which a key is none, though others of its vocabulary have it, and those.
  static func stranger(_ key: String, to choices: [Choice]) -> (word: String, owners: [String])? {
    guard let first = choices.first(where: { $0.isOwned(key) }),
      !choices.contains(where: { $0.owns(key) })
    else { return nil }
    return (first.word, first.owners(of: key))
  }

  /// - Throws: at a key that goes with other words than the chosen ones.
  static func checkKeys(of call: Call, _ choices: @autoclosure () -> [Choice])
    throws(Diagnostic)
  {
    // Most calls have none, and choices take long to collect.
    guard call.arguments.contains(where: { $0.key != nil }) else { return }
    let choices = choices()
    guard !choices.isEmpty else { return }
    for case let key? in call.arguments.lazy.map(\.key) {
      guard let (word, owners) = stranger(key.text, to: choices) else { continue }
      throw Diagnostic(
        .argument, "'\(key.text)' is no key of \(word)", at: key.span,
        suggestion: "it goes with \(owners.joined(separator: ", "))")
    }
  }
}

extension Term {
  fileprivate func hasKey(_ name: String) -> Bool { options.contains { $0.name == name } }
}

extension BoundCall {
  /// The same of a quantity that stands where one of some words might.
  ///
  /// - Throws: at a key that goes with the words, but is none of its own.
  func checkKeys(of quantity: String, _ options: [Parameter], beside terms: [Term])
    throws(Diagnostic)
  {
    let own = Term(word: quantity, summary: "", options: options)
    try Binder.checkKeys(of: call, [Binder.Choice(quantity, among: terms + [own])])
  }
}
