import Catalog
import Language

// What somebody means who gives a value to an option as to a variable of Python: `lr = 0.5`.

extension Commands {
  /// Reads a script; its errors know the commands.
  package static func parse(_ source: SourceText) -> Parsed {
    Language.parse(source, setting: setting)
  }

  /// What to write for `lr = 0.5`; nil where the name is that of no setting.
  private static func setting(_ name: String, to value: String) -> String? {
    guard let statement = statement(giving: value, to: name) else { return nil }
    let variable = "let \(name) = \(value)"
    return "write `\(statement)`"
      + (isStatement(variable) ? ", or `\(variable)` for a variable" : "")
  }

  /// The statement that gives a value to what a name means, here or elsewhere: to a command
  /// (`seed 7`), an option that lasts (`optimizer lr=0.5`), or one of training (`train 100 batch=16`).
  private static func statement(giving value: String, to name: String) -> String? {
    let value = isArgument(value) ? value : "(\(value))"
    return [name, Synonyms.ours(for: name)].lazy.compactMap(\.self)
      .flatMap { statements(giving: value, to: $0) }.first(where: isStatement)
  }

  private static func statements(giving value: String, to name: String) -> [String] {
    let settings = all.filter { [.data, .network].contains($0.shelf) }
    let lasting = settings.filter {
      $0.hasKey(name) && !$0.positionals.contains(where: \.isRequired)
    }
    return settings.filter { $0.name == name }.map { "\($0.name) \(value)" }
      + lasting.map { "\($0.name) \(name)=\(value)" }
      + (Command.train.hasKey(name) ? ["train 100 \(name)=\(value)"] : [])
      // `train N` for `epochs`.
      + (name.hasSuffix(" N") ? ["\(name.dropLast())\(value)"] : [])
  }

  /// Whether a text is one value of a command; an expression is none without parentheses.
  private static func isArgument(_ text: String) -> Bool {
    let parsed = Language.parse(SourceText(name: "", "arg value=\(text)"))
    guard parsed.diagnostics.isEmpty,
      case .command(let call)? = parsed.script.statements.first?.node
    else { return false }
    return call.arguments.count == 1
  }

  /// Whether nothing is wrong with a statement, as far as that shows without running it.
  private static func isStatement(_ text: String) -> Bool {
    let parsed = Language.parse(SourceText(name: "", text))
    var checker = Checker()
    // Its names may be those of the script.
    checker.missesNames = true
    checker.check(parsed.script)
    return parsed.diagnostics.isEmpty && checker.diagnostics.isEmpty
  }
}

extension Command {
  fileprivate func hasKey(_ name: String) -> Bool { keys.contains { $0.name == name } }
}
