import Catalog
import Experiment
import Language
import Reports

/// A command of the language, described as one value: dispatch, binding, usage, help, completion
/// and the reference all derive from it. Nothing in it changes: it is a class so that a call need
/// not copy its many fields.
package final class Command: Sendable {
  /// The shelf on which help shows it.
  package enum Shelf: String, CaseIterable, Sendable {
    case data = "Data"
    case network = "Network"
    case training = "Training"
    case looking = "Looking"
    case session = "Files and session"
  }

  /// Where a command has a place, and what a saved session makes of it.
  package enum Standing: Sendable {
    case ordinary
    /// It is about the session as a whole, which a saved one does not repeat.
    case aboutSession
    /// It is for a person at the prompt, and about what was typed there.
    case prompt
  }

  /// What the command does with its bound arguments.
  package typealias Body = @Sendable (BoundCall, Interpreter) throws(Diagnostic) -> Answer

  package let verb: String
  /// The word that picks this form of the verb; nil for the form without one.
  package let noun: String?
  package let shelf: Shelf
  package let summary: String
  package let parameters: [Parameter]
  /// Those of them that are given by their place, and those that are given by their name.
  package let positionals, keys: [Parameter]
  /// Whether any other key is taken too, as `run` and `arg` do.
  package let takesAnyKey: Bool
  package let standing: Standing
  /// What there is to know beyond summary and parameters: formulas, rules; lines of text.
  package let details: [String]
  /// Scripts that run as they stand, each on its own.
  package let examples: [String]
  let body: Body

  init(
    _ name: String, shelf: Shelf, summary: String, parameters: [Parameter] = [],
    takesAnyKey: Bool = false, standing: Standing = .ordinary, details: [String] = [],
    examples: [String], body: @escaping Body
  ) {
    (verb, noun) = Command.words(of: name)
    self.shelf = shelf
    self.summary = summary
    self.parameters = parameters
    positionals = parameters.filter { $0.role == .positional }
    keys = parameters.filter { $0.role == .key }
    self.takesAnyKey = takesAnyKey
    self.standing = standing
    self.details = details
    self.examples = examples
    self.body = body
  }

  /// The verb of a command's name, and the noun where it has one.
  static func words(of name: String) -> (verb: String, noun: String?) {
    // Not as characters: all names are parted at each start.
    guard let blank = name.utf8.firstIndex(of: 0x20) else { return (name, nil) }
    return (String(name[..<blank]), String(name[name.utf8.index(after: blank)...]))
  }

  package var name: String { noun.map { "\(verb) \($0)" } ?? verb }

  /// As a person would write it: `layer dense UNITS ⟨ACTIVATION⟩ ⟨alpha=0.01⟩`.
  /// Of many keys the first few: the rest stands in the table below it.
  package var usage: String {
    let shown = keys.prefix(Command.keysInUsage).map(\.usage)
    let rest = keys.count > shown.count ? ["⟨key=value …⟩"] : []
    return ([name] + positionals.map(\.usage) + shown + (takesAnyKey ? ["⟨key=value …⟩"] : rest))
      .joined(separator: " ")
  }

  private static let keysInUsage = 6
}

extension Parameter {
  package var usage: String {
    let shown: String
    switch role {
    case .positional: shown = isRepeated ? "\(placeholder) …" : placeholder
    case .key: shown = "\(name)=\(fallback ?? placeholder)"
    }
    return isRequired ? shown : "⟨\(shown)⟩"
  }

  /// As a table names it: `UNITS`, `lr=`.
  package var usageName: String { role == .key ? "\(name)=" : placeholder }

  private var placeholder: String {
    if case .block = kind { return "{ … }" }
    if case .table = kind { return "{ x … -> y …; … }" }
    if case .condition = kind { return "(condition)" }
    if case .word(_, let terms) = kind, role == .key || terms.count == 1, terms.count <= 4 {
      return terms.map(\.word).joined(separator: "|")
    }
    if case .boolean = kind { return "on|off" }
    return name.uppercased()
  }
}
