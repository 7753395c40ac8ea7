/// A closed set of words of the language: the activations, the losses, the optimizers …
///
/// One case is one word. Its meaning, its formula and its options are written once, beside the
/// mathematics; help, completion, "did you mean", the reference and the binder derive from them.
package protocol Vocabulary: RawRepresentable, CaseIterable, Sendable where RawValue == String {
  /// What one of these is called in a sentence: "activation".
  static var noun: String { get }
  /// One line that says what the word means.
  var summary: String { get }
  /// The formula as a person writes it, where there is one.
  var formula: String? { get }
  /// The keys that go with this word: `alpha=0.01` with `leaky_relu`.
  var options: [Parameter] { get }
}

extension Vocabulary {
  package var formula: String? { nil }
  package var options: [Parameter] { [] }
  package var term: Term {
    Term(word: rawValue, summary: summary, formula: formula, options: options)
  }
  // No key path: in generic code that is one at run time, which was a quarter of every start.
  package static var terms: [Term] { allCases.map { $0.term } }
}

/// A word of a vocabulary with all that help, completion and the binder say of it.
package struct Term: Equatable, Sendable {
  package let word: String
  package let summary: String
  package let formula: String?
  package let options: [Parameter]

  package init(word: String, summary: String, formula: String? = nil, options: [Parameter] = []) {
    self.word = word
    self.summary = summary
    self.formula = formula
    self.options = options
  }
}
