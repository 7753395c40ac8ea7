import Engine
import Experiment
import Language
import Reports

// What each kind of statement does.

extension Interpreter {
  /// How control goes on after a statement.
  indirect enum Flow {
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

  func execute(_ statement: Statement) throws(Diagnostic) -> Flow {
    do throws(Diagnostic) {
      return try statement.prepared().run(self)
    } catch {
      throw error.located(at: statement.span, in: source)
    }
  }

  /// Executes a block once: each statement is prepared when its turn comes.
  func execute(_ block: Block) throws(Diagnostic) -> Flow {
    try execute(block) { block.items[$0].statement.prepared() }
  }

  func execute(_ prepared: PreparedBlock) throws(Diagnostic) -> Flow {
    try execute(prepared.block) { prepared.actions[$0] }
  }

  @inline(__always)
  private func execute(_ block: Block, _ action: (Int) -> Action) throws(Diagnostic) -> Flow {
    try deeper { () throws(Diagnostic) -> Flow in
      // By index: a copy of an item would keep its comments, too.
      for index in block.items.indices {
        let flow: Flow
        do throws(Diagnostic) {
          flow = try action(index).run(self)
        } catch {
          let located = error.located(at: block.items[index].statement.span, in: source)
          throw unwind(located, behind: block.items[..<index])
        }
        guard case .normal = flow else { return flow }
      }
      return .normal
    }
  }

  func remember(_ value: Value) {
    lastValue = value
    notebook.add(value)
  }
}

extension Statement {
  /// Errors have no place where it is that of the statement.
  func prepared() -> Action {
    switch node {
    case .command(let call): return Action { (it) throws(Diagnostic) in try it.perform(call) }
    case .expression(let expression):
      let value = expression.computation()
      return Action { (it) throws(Diagnostic) in
        let value = try value(it)
        it.remember(value)
        it.show(Answer(.value(value)))
        return .normal
      }
    case .let(let name, let expression):
      let value = expression.computation()
      return Action { (it) throws(Diagnostic) in
        it.assign(try value(it), to: name)
        return .normal
      }
    case .if(let branches, let otherwise): return prepared(branches, otherwise)
    case .for(let name, let value, let body): return Loop(body).over(value, name)
    case .while(let condition, let body): return Loop(body).while(condition)
    case .repeat(let count, let body): return Loop(body).times(count)
    case .def(let definition):
      return Action { (it) throws(Diagnostic) in
        try it.define(definition)
        return .normal
      }
    case .return(let expression): return prepared(return: expression)
    case .break:
      let span = span
      return Action { (it) throws(Diagnostic) in .break(.init(span: span, source: it.source)) }
    case .next:
      let span = span
      return Action { (it) throws(Diagnostic) in .next(.init(span: span, source: it.source)) }
    }
  }

  private func prepared(_ branches: [Branch], _ otherwise: Block?) -> Action {
    let branches = branches.map { (holds: $0.condition.decision(), body: PreparedBlock($0.body)) }
    let otherwise = otherwise.map(PreparedBlock.init)
    return Action { (it) throws(Diagnostic) in
      for branch in branches where try branch.holds(it) { return try it.execute(branch.body) }
      guard let otherwise else { return .normal }
      return try it.execute(otherwise)
    }
  }

  private func prepared(return expression: Expression?) -> Action {
    let (value, span) = (expression?.computation(), span)
    return Action { (it) throws(Diagnostic) in
      guard !it.scopes.isEmpty else {
        throw Diagnostic(.syntax, "'return' outside a def", at: span)
      }
      guard let value else { return .return(nil) }
      return .return(try value(it))
    }
  }
}
