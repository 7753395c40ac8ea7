import Language

/// What `undo` and `redo` go back and forth in: whole sessions, which are values.
struct Timeline: Sendable {
  /// A session, the statement that led away from it, and what keeping it costs in bytes.
  private struct Moment: Sendable {
    let session: Session
    let statement: String
    let bytes: Int
  }

  private var past: [Moment] = []
  private var future: [Moment] = []
  private var bytes = 0
  /// The most memory that sessions kept for `undo` may take, in bytes.
  private let budget = 1 << 28

  var changes: Int { past.count }

  /// Remembers a session as it was before a statement that changed it into another.
  mutating func remember(_ session: Session, before statement: String, changedTo next: Session) {
    let cost = session.bytes(beside: next)
    past.append(Moment(session: session, statement: statement, bytes: cost))
    future = []
    bytes += cost
    // Dropping many at once keeps the cost of a statement constant.
    guard bytes > budget, past.count > 1 else { return }
    var dropped = 0
    while bytes > budget / 2, dropped < past.count - 1 {
      bytes -= past[dropped].bytes
      dropped += 1
    }
    past.removeFirst(dropped)
  }

  /// The session before the last `count` changes and the statements taken back, newest first.
  mutating func undo(_ count: Int, from session: Session) throws(Diagnostic)
    -> (session: Session, statements: [String])
  {
    try Timeline.move(count, from: session, &past, &future, "undo")
  }

  /// The session after the next `count` changes that were taken back, and their statements.
  mutating func redo(_ count: Int, from session: Session) throws(Diagnostic)
    -> (session: Session, statements: [String])
  {
    try Timeline.move(count, from: session, &future, &past, "redo")
  }

  private static func move(
    _ count: Int, from session: Session, _ source: inout [Moment], _ destination: inout [Moment],
    _ verb: String
  ) throws(Diagnostic) -> (session: Session, statements: [String]) {
    guard count <= source.count else {
      throw Diagnostic(
        .state,
        source.isEmpty
          ? "nothing to \(verb)"
          : "cannot \(verb) \(count) statements: \(source.count) that changed the session are kept")
    }
    var session = session
    var statements: [String] = []
    for _ in 0..<count {
      let moment = source.removeLast()
      destination.append(
        Moment(session: session, statement: moment.statement, bytes: moment.bytes))
      session = moment.session
      statements.append(moment.statement)
    }
    return (session, statements)
  }
}
