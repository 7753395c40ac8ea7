import Datasets
import Experiment
import Language
import Reports

/// Runs statements on a session.
///
/// The one interpreter behind the prompt, scripts, pipes and `-c`. It is a machine, so it is a
/// class; the session that it works on is a value.
package final class Interpreter {
  package internal(set) var session = Session()
  package internal(set) var environment: Environment
  var timeline: Timeline
  var notebook = Notebook()
  /// When the open cell began, by the clock.
  var cellStart = 0.0
  /// What a saved session must write otherwise of the running statement.
  var edits: [Timeline.Edit] = []
  /// Where a statement was interrupted: others that lead to where it had come, as far as known.
  var partial: String?
  /// Whether a definition or file that it called has a statement which does the same only there: it
  /// names a file beside its own, say.
  var needsItsPlace = false
  /// What the prompt is to do when the open cell is over.
  var requests: [CellRequest] = []
  /// The cell that the open one takes the place of.
  var editing: Editing?
  /// The lesson, while one is given.
  var tour: Tour?
  /// The session that `undo` or `redo` in the running statement went to; nil where there was none.
  var movedTo: Session?
  /// The variables of the `def` calls that are running; empty outside.
  var scopes: [Variables] = []
  /// The body of each `def` that was called, with where its name stands.
  var bodies: [String: (source: SourceText, span: SourceSpan, body: PreparedBlock)] = [:]
  /// The files that are running, the innermost last, with the arguments they were given.
  var scripts: [RunningScript] = []
  /// The last value that was shown, for `_`.
  var lastValue: Value?
  /// What was found where training last failed. No part of the session, which goes back.
  var autopsy: Autopsy?
  /// What training has warned of in the running statement, of the network as it was drawn.
  var warned: Set<Warning> = []
  /// Whether the statement that runs has been asked to leave, and with which status.
  package private(set) var exitStatus: Int32?
  /// Whether the last statement was interrupted after it had changed the session.
  private var hasInterruptedChange = false
  /// How control leaves the block of a command, for the statements around the command.
  var leaving: Flow?
  /// The data whose columns `col` gives while a feature is computed; else it is the session's.
  var columnSource: Dataset?
  /// Where recursion has to end.
  private var stack = StackRoom()
  /// Where the variables that are named in the text were found last, by the places of their names:
  /// in a loop they are there again.
  var places = InlineArray<64, Int>(repeating: 0)

  struct RunningScript {
    let source: SourceText
    var arguments: [(name: Name, value: Value)]
  }

  package init(environment: Environment) {
    self.environment = environment
    timeline = Timeline(budget: environment.memoryForUndo)
  }

  /// How a statement ended.
  package enum Outcome: Sendable {
    case done
    case failed(Diagnostic)
    /// Stopped by the person; what was reached is kept.
    case interrupted(Diagnostic)
    /// `quit` with this status.
    case quit(Int32)
  }

  /// Runs one statement of the top level, in the open cell or in one of its own. A failure leaves
  /// the session as it was.
  package func run(_ statement: Statement, of source: SourceText) -> Outcome {
    let hasOwnCell = !notebook.isOpen
    if hasOwnCell { openCell(source, statement.span) }
    defer { if hasOwnCell { endCell() } }
    let outcome = perform(statement, of: source)
    notebook.end(Cell.Status(outcome))
    return outcome
  }

  private func perform(_ statement: Statement, of source: SourceText) -> Outcome {
    let before = session
    // Given up before the timeline grows: a second owner would make it copy all that it holds.
    var timelineBefore: Timeline? = timeline
    movedTo = nil
    leaving = nil
    edits = []
    warned = []
    partial = nil
    needsItsPlace = false
    hasInterruptedChange = false
    scopes = []
    stack.update()
    if scripts.isEmpty { scripts = [RunningScript(source: source, arguments: [])] }
    do throws(Diagnostic) {
      try finish(execute(statement))
    } catch {
      let located = error.located(at: statement.span, in: source)
      let isInterrupted = error.code == .interrupted
      guard isInterrupted, !environment.isAbandoned() else {
        session = before
        if let timelineBefore { timeline = timelineBefore }
        return isInterrupted ? .interrupted(located.abandoned) : .failed(located)
      }
      timelineBefore = nil
      hasInterruptedChange = session != before
      rememberChange(from: before, statement, source, isInterrupted: true)
      return .interrupted(located)
    }
    timelineBefore = nil
    rememberChange(from: before, statement, source)
    if let exitStatus { return .quit(exitStatus) }
    return .done
  }

  /// A loop's words need a loop around them.
  func finish(_ flow: Flow) throws(Diagnostic) {
    switch flow {
    case .normal, .return, .quit: return
    case .break(let place):
      throw Diagnostic(.syntax, "'break' outside a loop", at: place.span, in: place.source)
    case .next(let place):
      throw Diagnostic(.syntax, "'next' outside a loop", at: place.span, in: place.source)
    }
  }

  /// Hands on how control left the block of a command such as `time`, as if the block's statements
  /// stood in the command's place.
  func passOn(_ flow: Flow) {
    if case .normal = flow { return }
    leaving = flow
  }

  private func rememberChange(
    from before: Session, _ statement: Statement, _ source: SourceText, isInterrupted: Bool = false
  ) {
    var ran = Timeline.Statement(
      source: source, span: statement.span, cell: environment.isInteractive ? notebook.number : 0)
    ran.moves = movedTo != nil
    let standing = Commands.standing(of: statement)
    ran.isMove = ran.moves && standing == .aboutSession
    ran.isRepeated = standing == .ordinary
    ran.edits = edits.filter { ran.span.contains($0.span) }
    if isInterrupted {
      ran.isPartial = partial == nil
      ran.edits = partial.map { [.init(span: ran.span, replacement: .text($0))] } ?? []
    }
    timeline.record(ran, from: movedTo ?? before, to: session)
    movedTo = nil
  }

  /// Takes back what the statement that was interrupted last had changed; nil where that is
  /// nothing.
  package func abandonInterrupted() -> Answer? {
    guard hasInterruptedChange, let moved = try? timeline.undo(1, from: session) else { return nil }
    hasInterruptedChange = false
    let before = session
    session = moved.session
    return note("took back", moved.statements, since: before)
  }

  /// Starts a script from outside: its name for errors and the arguments from the command line.
  package func begin(_ source: SourceText, arguments: [(name: Name, value: Value)] = []) {
    scripts = [RunningScript(source: source, arguments: arguments)]
  }

  var source: SourceText? { scripts.last?.source }

  func quit(_ status: Int32) { exitStatus = status }

  func show(_ answer: Answer) {
    guard answer != .nothing else { return }
    if let result = answer.result { notebook.add(result, digits: session.digits) }
    environment.output.show(answer, digits: session.digits)
  }

  func checkInterrupt() throws(Diagnostic) {
    if environment.isInterrupted() { throw interruption() }
  }

  /// The error of a statement that was interrupted and has done nothing.
  func interruption() -> Diagnostic {
    partial = ""
    return Diagnostic(.interrupted, "interrupted")
  }

  /// Runs something one block or operator deeper. A hundred calls of two hundred blocks or ten thousand
  /// operators each, one inside the other, may be more than the stack takes.
  @inline(__always)
  func deeper<Result>(_ body: () throws(Diagnostic) -> Result) throws(Diagnostic) -> Result {
    guard !stack.isShort else { throw Interpreter.tooDeep }
    return try body()
  }

  private static var tooDeep: Diagnostic {
    Diagnostic(.limit, "more calls, blocks and operators are open at once than the stack takes")
  }
}

// MARK: Values in commands

extension Interpreter {
  /// The value of an argument, a list element or a loop's range.
  func evaluate(_ value: CommandValue) throws(Diagnostic) -> Value {
    switch value.node {
    case .number(let literal): return .number(literal.value)
    case .word("true"): return .boolean(true)
    case .word("false"): return .boolean(false)
    case .word(let word): return .text(word)
    case .string(let literal): return .text(try literal.prepared()(self))
    case .variable(let name): return try self.value(of: Name(name, value.span))
    case .list(let items, _):
      var values: [Value] = []
      for item in items { values.append(try evaluate(item)) }
      return try at(value.span) { () throws(Diagnostic) in try Value.collecting(values) }
    case .range(let first, let last):
      let bounds = (try evaluate(first), try evaluate(last))
      return try at(value.span) { () throws(Diagnostic) in
        try Arithmetic.apply(.range, bounds.0, bounds.1)
      }
    case .target(let base, let indices): return try entry(of: base, indices, at: value.span)
    case .expression(let expression): return try evaluate(expression)
    case .table, .block:
      throw Diagnostic(.argument, "a block or table has no place here", at: value.span)
    }
  }

  /// `W1[1,2]` and `$list[2]` as values.
  private func entry(of base: CommandValue, _ indices: [CommandValue], at span: SourceSpan)
    throws(Diagnostic) -> Value
  {
    var collection: Value
    if case .word(let name) = base.node {
      collection = try quantity(name, at: base.span)
    } else {
      collection = try evaluate(base)
    }
    var places: [(Value, SourceSpan)] = []
    for index in indices { places.append((try evaluate(index), index.span)) }
    collection = try element(of: collection, at: places, span)
    return collection
  }

  func at<Result>(
    _ span: SourceSpan, in source: SourceText? = nil, _ body: () throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    do throws(Diagnostic) { return try body() } catch { throw error.located(at: span, in: source) }
  }
}
