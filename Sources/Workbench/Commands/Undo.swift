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
        session: Session, statements: [String]
      )
  ) -> Command {
    let count = Slot.integer(
      "statements", .optional, 1...1_000_000_000, fallback: "1", "how many")
    return Command(
      verb, shelf: .looking, summary: summary, parameters: [count.parameter],
      details: ["Network, optimizer, data, random streams and variables: the whole session."],
      examples: examples
    ) { (call, interpreter) throws(Diagnostic) in
      let moved = try move(call[count] ?? 1, interpreter)
      interpreter.session = moved.session
      interpreter.movedTo = moved.session
      let what = moved.statements.map { "'\(oneLine($0))'" }.joined(separator: ", ")
      return .note("\(verb == "undo" ? "took back" : "did again") \(what)")
    }
  }
}

/// The first line of a statement.
private func oneLine(_ statement: String) -> String {
  let lines = statement.split(separator: "\n", maxSplits: 1)
  return lines.count > 1 ? "\(lines[0]) …" : statement
}
