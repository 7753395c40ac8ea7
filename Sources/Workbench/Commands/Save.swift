import Catalog
import Experiment
import Formats
import Language
import Rendering
import Reports

// What was done, as a script and as a page to read.

extension Command {
  static let saveSession = save(
    "session", ".nn", summary: "write the statements in effect as a script",
    details: [
      "What failed and what was undone is left out; an interrupted train is written as the train "
        + "and step that reach the same bits.",
      "The script runs and prints the same.",
    ]
  ) { (path, interpreter) throws(Diagnostic) in
    let saved = try SavedSession(interpreter.timeline.statementsInEffect, path: path)
    let partial =
      saved.partial > 0
      ? [
        "\(counted(saved.partial, "block")) that you interrupted could not be written: the script "
          + "says where"
      ] : []
    return (
      saved.text, ["saved \(counted(saved.statements, "statement")) to \(path)"] + partial
    )
  }

  static let saveNotebook = save(
    "notebook", ".md", summary: "write the cells with their results as a page of Markdown",
    details: [
      "Every cell that ran is there, also what failed; so the page tells what was tried.",
      "Comments on lines of their own before a statement become text between the cells, `## Title` a "
        + "heading; a plot that was written with to=FILE.svg is shown.",
    ]
  ) { (path, interpreter) throws(Diagnostic) in
    let page = interpreter.notebookPage(at: path)
    return (
      MarkdownRenderer().render(page), ["saved \(counted(page.count, "cell")) to \(path)"]
    )
  }

  private static func save(
    _ what: String, _ suffix: String, summary: String, details: [String],
    text:
      @escaping @Sendable (String, Interpreter) throws(Diagnostic) -> (
        text: String, notes: [String]
      )
  ) -> Command {
    let file = Slot.file("file", .first, "a \(suffix) file")
    let overwrite = Slot.boolean("overwrite", fallback: false, "whether a file may be replaced")
    return Command(
      "save \(what)", shelf: .session, summary: summary,
      parameters: [file.parameter, overwrite.parameter], standing: .aboutSession,
      details: details,
      examples: ["data xor; show data; save \(what) /tmp/nn-example\(suffix) overwrite=on"]
    ) { (call, interpreter) throws(Diagnostic) in
      let path = try call.required(file)
      try interpreter.checkReplacing(path, call[overwrite] ?? false, at: call.span(of: "file"))
      let notes = try at(call.span(of: "file")) { () throws(Diagnostic) in
        let (text, notes) = try text(path, interpreter)
        try Diagnostic.wrapping { try writeFileAtomically(path, Array(text.utf8)) }
        return notes
      }
      return Answer(notes: notes)
    }
  }
}

extension Interpreter {
  /// A file that exists is only replaced where the person wants it.
  fileprivate func checkReplacing(_ path: String, _ isAllowed: Bool, at span: SourceSpan)
    throws(Diagnostic)
  {
    guard !isAllowed, fileExists(path), !environment.confirm("replace '\(path)'?") else { return }
    throw Diagnostic(
      .file, "'\(path)' exists", at: span, suggestion: "overwrite=on replaces it")
  }
}
