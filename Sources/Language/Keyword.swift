/// The words that begin a statement of their own.
package enum Keyword: String, CaseIterable, Sendable {
  case `let`
  case `if`
  case `else`
  case `for`
  case `while`
  case `repeat`
  case def
  case `return`
  case `break`
  case next
}

/// The words that are operators or literals in an expression, so never names.
enum ExpressionWord: String, CaseIterable {
  case and, or, not, within
  case `true`
  case `false`
}
