import Language
import Reports

// A tree of statements or expressions is walked once. What comes of it are closures around closures
// that do the same as often as one likes: in a loop all that shows in the text is decided already.

/// An expression, ready to be evaluated.
typealias Computation = @Sendable (Interpreter) throws(Diagnostic) -> Value

/// A condition, ready to be decided.
typealias Decision = @Sendable (Interpreter) throws(Diagnostic) -> Bool

/// An expression of numbers and variables alone: its value where all of these are numbers, else nil.
/// Nothing else comes of it, so it can be evaluated after that.
typealias Calculation = @Sendable (Interpreter) -> Double?

/// An expression, ready for either. A calculation makes no value that would have to be looked at,
/// counted and given up.
struct PreparedExpression: Sendable {
  let evaluate: Computation
  var calculate: Calculation?

  /// The quicker way where it leads to the end.
  var computation: Computation {
    guard let calculate else { return evaluate }
    let evaluate = evaluate
    return { (it) throws(Diagnostic) in
      if let number = calculate(it) { return .number(number) }
      return try evaluate(it)
    }
  }
}

/// A statement, ready to be executed. In a struct, as arrays call bare closures by a detour.
struct Action: Sendable {
  let run: @Sendable (Interpreter) throws(Diagnostic) -> Interpreter.Flow

  init(_ run: @escaping @Sendable (Interpreter) throws(Diagnostic) -> Interpreter.Flow) {
    self.run = run
  }
}

/// The statements of a block, ready to be executed.
struct PreparedBlock: Sendable {
  let block: Block
  let actions: [Action]

  init(_ block: Block) {
    self.block = block
    actions = block.items.map { $0.statement.prepared() }
  }
}
