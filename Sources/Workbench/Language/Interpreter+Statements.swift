import Engine
import Experiment
import Language
import Reports

// What each kind of statement does.

extension Interpreter {
  /// How control goes on after a statement.
  enum Flow {
    case normal
    case `break`(Place)
    case next(Place)
    case `return`(Value?)
    case quit
  }

  /// Where a statement stands, for an error found after it.
  struct Place {
    let span: SourceSpan
    let source: SourceText?
  }

  func execute(_ block: Block) throws(Diagnostic) -> Flow {
    try nested { () throws(Diagnostic) -> Flow in
      // By index: a copy of an item would keep its comments, too.
      for index in block.items.indices {
        let flow: Flow
        do throws(Diagnostic) {
          flow = try execute(block.items[index].statement)
        } catch {
          throw unwind(error, behind: block.items[..<index])
        }
        guard case .normal = flow else { return flow }
      }
      return .normal
    }
  }

  func execute(_ statement: Statement) throws(Diagnostic) -> Flow {
    do throws(Diagnostic) {
      return try perform(statement)
    } catch {
      throw error.located(at: statement.span, in: source)
    }
  }

  private func perform(_ statement: Statement) throws(Diagnostic) -> Flow {
    switch statement.node {
    case .command(let call): return try perform(call)
    case .expression(let expression):
      let value = try evaluate(expression)
      remember(value)
      show(Answer(.value(value)))
      return .normal
    case .let(let name, let expression):
      assign(try evaluate(expression), to: name)
      return .normal
    case .if(let branches, let otherwise):
      for branch in branches where try condition(branch.condition) {
        return try execute(branch.body)
      }
      return try otherwise.map { (block) throws(Diagnostic) in try execute(block) } ?? .normal
    case .for(let name, let value, let body): return try perform(for: name, in: value, body)
    case .while(let expression, let body): return try perform(while: expression, body)
    case .repeat(let count, let body): return try perform(repeat: count, body)
    case .def(let definition):
      try define(definition)
      return .normal
    case .return(let expression):
      guard !scopes.isEmpty else {
        throw Diagnostic(.syntax, "'return' outside a def", at: statement.span)
      }
      return .return(try expression.map { (e) throws(Diagnostic) in try evaluate(e) })
    case .break: return .break(Place(span: statement.span, source: source))
    case .next: return .next(Place(span: statement.span, source: source))
    }
  }

  func remember(_ value: Value) {
    lastValue = value
    notebook.add(value)
  }

  /// Whether a condition holds; anything but true and false is an error.
  func condition(_ expression: Expression) throws(Diagnostic) -> Bool {
    let value = try evaluate(expression)
    guard case .boolean(let holds) = value else {
      throw Diagnostic(
        .value, "a condition must be true or false, found \(value.kindDescription)",
        at: expression.span, suggestion: "compare it: \(expressionHint(value))")
    }
    return holds
  }

  private func expressionHint(_ value: Value) -> String {
    if case .text = value { return "a == \"…\"" }
    return "a > 0"
  }

  private func perform(for name: Name, in value: CommandValue, _ body: Block)
    throws(Diagnostic) -> Flow
  {
    if case .range(let first, let last) = value.node {
      let bounds = (try bound(first), try bound(last))
      guard bounds.0 <= bounds.1 else { return .normal }
      return try loop(over: (bounds.0...bounds.1).lazy.map { .number(Double($0)) }, name, body)
    }
    let items = try evaluate(value)
    switch items {
    case .list(let list): return try loop(over: list, name, body)
    case .matrix(let matrix):
      return try loop(over: (0..<matrix.rows).lazy.map { .numbers(matrix.row($0)) }, name, body)
    case .number, .text, .boolean: throw Interpreter.noList(items, name, at: value.span)
    }
  }

  static func noList(_ value: Value, _ name: Name, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .value, "'for' needs a range or a list, found \(value.kindDescription)", at: span,
      suggestion: "write for \(name.text) in 1..10 { … }")
  }

  private func bound(_ value: CommandValue) throws(Diagnostic) -> Int {
    let bound = try evaluate(value)
    do throws(Diagnostic) {
      return try Arithmetic.whole(bound, "a range")
    } catch {
      throw error.located(at: value.span)
    }
  }

  private func loop(over items: some Sequence<Value>, _ name: Name, _ body: Block)
    throws(Diagnostic) -> Flow
  {
    var count = 0
    for item in items {
      var hasBegun = false
      do throws(Diagnostic) {
        try checkInterrupt()
        hasBegun = true
        assign(item, to: name)
        if let leaving = try leave(after: execute(body)) { return leaving.flow }
      } catch {
        throw unwind(error, behind: items.prefix(count), at: hasBegun ? item : nil, name, body)
      }
      count += 1
    }
    return .normal
  }

  private func perform(while expression: Expression, _ body: Block) throws(Diagnostic) -> Flow {
    var count = 0
    while try condition(expression) {
      do throws(Diagnostic) {
        try checkInterrupt()
        if let leaving = try leave(after: execute(body)) { return leaving.flow }
      } catch {
        throw unwind(error, behind: count, of: body)
      }
      count += 1
    }
    return .normal
  }

  private func perform(repeat count: CommandValue, _ body: Block) throws(Diagnostic) -> Flow {
    for index in 0..<(try Interpreter.times(evaluate(count), at: count.span)) {
      do throws(Diagnostic) {
        try checkInterrupt()
        if let leaving = try leave(after: execute(body)) { return leaving.flow }
      } catch {
        throw unwind(error, behind: index, of: body)
      }
    }
    return .normal
  }

  static func times(_ count: Value, at span: SourceSpan) throws(Diagnostic) -> Int {
    guard case .number(let number) = count, let times = Int(exactly: number), times >= 0 else {
      throw Diagnostic(
        .argument, "'repeat' needs a whole number of at least 0, found \(count.kindDescription)",
        at: span)
    }
    return times
  }

  /// Whether a loop ends after a pass with this flow, and how control goes on behind it.
  private func leave(after flow: Flow) throws(Diagnostic) -> (flow: Flow, Void)? {
    switch flow {
    case .normal, .next: nil
    case .break: (.normal, ())
    case .return, .quit: (flow, ())
    }
  }
}
