import Catalog

extension Manual {
  /// All commands and vocabularies as a page of Markdown: `docs/reference.md`.
  package static var reference: String {
    var lines = [
      "# Reference", "",
      "Every command with its parameters, and every word that they take. This page is written by",
      "`nn help reference`; the rules of the language are in [language.md](language.md).", "",
      "In a usage line capitals stand for values, and what may be left out stands in ⟨ ⟩.",
    ]
    for shelf in Command.Shelf.allCases {
      lines += ["", "## \(shelf.rawValue)"]
      for command in Commands.all where command.shelf == shelf { lines += section(of: command) }
    }
    lines += ["", "# Words"]
    for (name, terms) in vocabularies { lines += section(of: terms, named: name) }
    return lines.joined(separator: "\n")
  }

  private static func section(of command: Command) -> [String] {
    var lines = ["", "### \(command.name)", "", "```", command.usage, "```", ""]
    lines.append(sentence(command.summary))
    if !command.parameters.isEmpty {
      lines += ["", "| | | value | default |", "|---|---|---|---|"]
      for parameter in command.parameters {
        let fallback = parameter.fallback.map { "`\($0)`" } ?? ""
        lines.append(
          "| `\(cell(parameter.usageName))` | \(cell(parameter.summary)) | "
            + "\(cell(parameter.kind.expectation)) | \(fallback) |")
      }
    }
    for detail in command.details { lines += ["", detail] }
    lines += ["", "```"] + command.examples + ["```"]
    return lines
  }

  private static func section(of terms: [Term], named name: String) -> [String] {
    var lines = ["", "## \(name.prefix(1).uppercased())\(name.dropFirst())", ""]
    lines += ["| | | formula | keys |", "|---|---|---|---|"]
    for term in terms {
      let keys = term.options.map { option in
        "`\(option.name)" + (option.fallback.map { "=\($0)" } ?? "=") + "`"
      }
      let formula = term.formula.map { "`\($0)`" } ?? ""
      lines.append(
        "| `\(term.word)` | \(cell(term.summary)) | \(cell(formula)) | \(keys.joined(separator: " ")) |"
      )
    }
    return lines
  }

  private static func sentence(_ text: String) -> String {
    "\(text.prefix(1).uppercased())\(text.dropFirst())."
  }

  /// Text that does not end its cell of a table.
  private static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
