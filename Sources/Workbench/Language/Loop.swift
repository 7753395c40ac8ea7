import Language
import Reports

/// The body of a loop, with what leads to its next turn.
struct Loop: Sendable {
  private let body: PreparedBlock

  init(_ body: Block) { self.body = PreparedBlock(body) }

  // MARK: For

  func over(_ value: CommandValue, _ name: Name) -> Action {
    if case .range(let first, let last) = value.node {
      return Action { (it) throws(Diagnostic) in
        let bounds = (try it.bound(first), try it.bound(last))
        guard bounds.0 <= bounds.1 else { return .normal }
        return try run(
          it, over: (bounds.0...bounds.1).lazy.map { .number(Double($0)) }, name)
      }
    }
    return Action { (it) throws(Diagnostic) in
      let items = try it.evaluate(value)
      switch items {
      case .list(let list): return try run(it, over: list, name)
      case .matrix(let matrix):
        let rows = (0..<matrix.rows).lazy.map { Value.numbers(matrix.row($0)) }
        return try run(it, over: rows, name)
      case .number, .text, .boolean: throw Interpreter.noList(items, name, at: value.span)
      }
    }
  }

  private func run(
    _ it: Interpreter, over items: some Sequence<Value>, _ name: Name
  ) throws(Diagnostic) -> Interpreter.Flow {
    var count = 0
    for item in items {
      var hasBegun = false
      do throws(Diagnostic) {
        try it.checkInterrupt()
        hasBegun = true
        it.assign(item, to: name)
        if let flow = try turn(it) { return flow }
      } catch {
        throw it.unwind(
          error, behind: items.prefix(count), at: hasBegun ? item : nil, name, body.block)
      }
      count += 1
    }
    return .normal
  }

  // MARK: While and repeat

  func `while`(_ condition: Expression) -> Action {
    let holds = condition.decision()
    return Action { (it) throws(Diagnostic) in
      var count = 0
      while try holds(it) {
        if let flow = try turn(it, after: count) { return flow }
        count += 1
      }
      return .normal
    }
  }

  func times(_ count: CommandValue) -> Action {
    return Action { (it) throws(Diagnostic) in
      for index in 0..<(try Interpreter.times(it.evaluate(count), at: count.span)) {
        if let flow = try turn(it, after: index) { return flow }
      }
      return .normal
    }
  }

  private func turn(_ it: Interpreter, after count: Int) throws(Diagnostic) -> Interpreter.Flow? {
    do throws(Diagnostic) {
      try it.checkInterrupt()
      return try turn(it)
    } catch {
      throw it.unwind(error, behind: count, of: body.block)
    }
  }

  // MARK: A turn

  /// Goes through the body once; returns how control goes on where the loop ends with it.
  @inline(__always)
  private func turn(_ it: Interpreter) throws(Diagnostic) -> Interpreter.Flow? {
    let flow = try it.execute(body)
    switch flow {
    case .normal, .next: return nil
    case .break: return .normal
    case .return, .quit: return flow
    }
  }
}

extension Interpreter {
  static func noList(_ value: Value, _ name: Name, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .value, "'for' needs a range or a list, found \(value.kindDescription)", at: span,
      suggestion: "write for \(name.text) in 1..10 { … }")
  }

  fileprivate func bound(_ value: CommandValue) throws(Diagnostic) -> Int {
    let bound = try evaluate(value)
    do throws(Diagnostic) {
      return try Arithmetic.whole(bound, "a range")
    } catch {
      throw error.located(at: value.span)
    }
  }

  static func times(_ count: Value, at span: SourceSpan) throws(Diagnostic) -> Int {
    guard case .number(let number) = count, let times = Int(exactly: number), times >= 0 else {
      throw Diagnostic(
        .argument, "'repeat' needs a whole number of at least 0, found \(count.kindDescription)",
        at: span)
    }
    return times
  }
}
