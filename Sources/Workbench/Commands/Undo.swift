import Experiment
import Language
import Reports

extension Command {
  static let undo = travel(
    "undo", summary: "take back the last statements that changed the session",
    examples: ["let h = 4; undo"]
  ) { (count, interpreter) throws(Diagnostic) in
    try interpreter.timeline.undo(count, from: interpreter.session)
  }

  static let redo = travel(
    "redo", summary: "do again what undo took back", examples: ["let h = 4; undo; redo"]
  ) { (count, interpreter) throws(Diagnostic) in
    try interpreter.timeline.redo(count, from: interpreter.session)
  }

  private static func travel(
    _ verb: String, summary: String, examples: [String],
    move:
      @escaping @Sendable (Int, Interpreter) throws(Diagnostic) -> (
        session: Session, statements: [Timeline.Statement]
      )
  ) -> Command {
    let count = Slot.integer(
      "statements", .optional, 1...1_000_000_000, fallback: "1", "how many")
    return Command(
      verb, shelf: .looking, summary: summary, parameters: [count.parameter],
      standing: .aboutSession,
      details: ["Network, optimizer, data, random streams and variables: the whole session."],
      examples: examples
    ) { (call, interpreter) throws(Diagnostic) in
      let before = interpreter.session
      let moved = try move(call[count] ?? 1, interpreter)
      interpreter.session = moved.session
      interpreter.movedTo = moved.session
      return interpreter.note(
        verb == "undo" ? "took back" : "did again", moved.statements, since: before)
    }
  }
}

extension Interpreter {
  /// Says which statements were taken back or done again, and what that changed.
  func note(_ verb: String, _ statements: [Timeline.Statement], since before: Session) -> Answer {
    let differences = before.differences(to: session)
    return .note(
      "\(verb) \(list(statements))"
        + (differences.isEmpty ? "" : ": \(differences.joined(separator: ", "))"))
  }

  /// The first few of some statements, at the prompt with their cells.
  private func list(_ statements: [Timeline.Statement]) -> String {
    let shown = statements.prefix(8).map { statement in
      "'\(statement.title)'" + (statement.cell > 0 ? " (cell \(statement.cell))" : "")
    }
    let more = statements.count - shown.count
    return (shown + (more > 0 ? ["\(more) more"] : [])).joined(separator: ", ")
  }
}
