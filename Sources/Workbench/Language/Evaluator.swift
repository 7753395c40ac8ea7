import Experiment
import Language
import Reports

// Expressions to values.

extension Interpreter {
  func evaluate(_ expression: Expression) throws(Diagnostic) -> Value {
    switch expression.node {
    case .number(let literal): return .number(literal.value)
    case .string(let literal): return .text(try text(of: literal))
    case .boolean(let boolean): return .boolean(boolean)
    case .variable(let name): return try variable(name, at: expression.span)
    case .name(let name): return try quantity(name, at: expression.span)
    case .call(let name, let arguments):
      return try at(expression.span) { () throws(Diagnostic) in
        try call(name, arguments, at: expression.span)
      }
    case .index(let base, let indices):
      return try deeper { () throws(Diagnostic) in
        try element(of: base, indices, expression.span)
      }
    case .list(let items):
      var values: [Value] = []
      for item in items { values.append(try evaluate(item)) }
      return try at(expression.span) { () throws(Diagnostic) in try Value.collecting(values) }
    case .unary(let symbol, let operand):
      return try deeper { () throws(Diagnostic) in try apply(symbol, operand, expression.span) }
    case .binary(let symbol, let left, let right):
      return try deeper { () throws(Diagnostic) in
        try apply(symbol, left, right, expression.span)
      }
    case .approximately(let left, let right, let tolerance):
      return try compare(left, right, within: tolerance, expression.span)
    }
  }

  private func apply(_ symbol: UnaryOperator, _ operand: Expression, _ span: SourceSpan)
    throws(Diagnostic) -> Value
  {
    switch symbol {
    case .not: return .boolean(!(try boolean(operand, of: "not")))
    case .negate:
      let value = try evaluate(operand)
      return try at(span) { () throws(Diagnostic) in try Arithmetic.negate(value) }
    }
  }

  private func apply(
    _ symbol: BinaryOperator, _ left: Expression, _ right: Expression, _ span: SourceSpan
  ) throws(Diagnostic) -> Value {
    switch symbol {
    case .or:
      if try boolean(left, of: "or") { return .boolean(true) }
      return .boolean(try boolean(right, of: "or"))
    case .and:
      guard try boolean(left, of: "and") else { return .boolean(false) }
      return .boolean(try boolean(right, of: "and"))
    default:
      let operands = (try evaluate(left), try evaluate(right))
      return try at(span) { () throws(Diagnostic) in
        try Arithmetic.apply(symbol, operands.0, operands.1)
      }
    }
  }

  /// An operand of `not`, `and`, `or`: there is no truthiness.
  private func boolean(_ expression: Expression, of name: String) throws(Diagnostic) -> Bool {
    let value = try evaluate(expression)
    if case .boolean(let boolean) = value { return boolean }
    throw Diagnostic(
      .value, "'\(name)' needs true or false, found \(value.kindDescription)",
      at: expression.span)
  }

  private func compare(
    _ left: Expression, _ right: Expression, within tolerance: Expression?, _ span: SourceSpan
  ) throws(Diagnostic) -> Value {
    var allowed = 1e-6
    if let tolerance {
      let value = try evaluate(tolerance)
      guard case .number(let number) = value, number >= 0 else {
        throw Diagnostic(
          .value, "'within' needs a number of at least 0, found \(value.kindDescription)",
          at: tolerance.span)
      }
      allowed = number
    }
    let operands = (try evaluate(left), try evaluate(right))
    return try at(span) { () throws(Diagnostic) in
      try .boolean(Arithmetic.areClose(operands.0, operands.1, within: allowed))
    }
  }

  // MARK: Text

  func text(of literal: StringLiteral) throws(Diagnostic) -> String {
    var text = ""
    for piece in literal.pieces {
      switch piece {
      case .text(let part): text += part
      case .expression(let expression, let digits):
        text += try evaluate(expression).text(digits: digits ?? session.digits)
      }
    }
    return text
  }

  // MARK: Indices

  private func element(of base: Expression, _ indices: [Expression], _ span: SourceSpan)
    throws(Diagnostic) -> Value
  {
    let collection = try evaluate(base)
    var places: [(Value, SourceSpan)] = []
    for index in indices { places.append((try evaluate(index), index.span)) }
    return try element(of: collection, at: places, span)
  }

  /// An entry of a list or matrix; indices count from 1, one index of a matrix is a row.
  func element(of collection: Value, at places: [(Value, SourceSpan)], _ span: SourceSpan)
    throws(Diagnostic) -> Value
  {
    switch (collection, places.count) {
    case (.list(let items), 1):
      return items[try index(places[0], in: items.count, "element")]
    case (.matrix(let matrix), 1):
      return .numbers(matrix.row(try index(places[0], in: matrix.rows, "row")))
    case (.matrix(let matrix), 2):
      let row = try index(places[0], in: matrix.rows, "row")
      return .number(matrix[row, try index(places[1], in: matrix.columns, "column")])
    case (.text(let text), 1):
      let characters = Array(text)
      return .text(String(characters[try index(places[0], in: characters.count, "character")]))
    default:
      throw Diagnostic(
        .shape, "\(collection.kindDescription) does not take \(places.count) indices", at: span)
    }
  }

  private func index(_ place: (Value, SourceSpan), in count: Int, _ noun: String)
    throws(Diagnostic) -> Int
  {
    try at(place.1) { () throws(Diagnostic) in
      let index = try Arithmetic.whole(place.0, "an index")
      guard index >= 1, index <= count else {
        throw Diagnostic(
          .shape,
          count == 0
            ? "\(noun) \(index) is out of range: there are none"
            : "\(noun) \(index) is out of range: expected 1 to \(count)")
      }
      return index - 1
    }
  }
}
