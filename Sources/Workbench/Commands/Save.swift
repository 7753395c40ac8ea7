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
      saved.text, counted(saved.statements, "statement"), partial
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
    return (MarkdownRenderer().render(page), counted(page.count, "cell"), [])
  }

  private static func save(
    _ what: String, _ suffix: String, summary: String, details: [String],
    text:
      @escaping @Sendable (String, Interpreter) throws(Diagnostic) -> (
        text: String, count: String, notes: [String]
      )
  ) -> Command {
    let place = FileSlots(.file("file", .first, "a \(suffix) file"), replaces: false)
    return Command(
      "save \(what)", shelf: .session, summary: summary,
      parameters: place.parameters, standing: .aboutSession,
      details: details,
      examples: ["data xor; show data; save \(what) /tmp/nn-example\(suffix) overwrite=on"]
    ) { (call, interpreter) throws(Diagnostic) in
      let path = try call.required(place.file)
      let output = try place.output(path, of: call, interpreter)
      let (text, count, others) = try at(output.span) { () throws(Diagnostic) in
        try text(path, interpreter)
      }
      let rest = try output.write(Array(text.utf8))
      return Answer(notes: ["saved \(count) to \(path)\(rest)"] + others)
    }
  }
}
