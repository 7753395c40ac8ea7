import Experiment
import Language
import Reports

// Expressions to values.

extension Interpreter {
  func evaluate(_ expression: Expression) throws(Diagnostic) -> Value {
    try expression.computation()(self)
  }

  /// Whether a condition holds; anything but true and false is an error.
  func condition(_ expression: Expression) throws(Diagnostic) -> Bool {
    try expression.decision()(self)
  }
}

extension Expression {
  func computation() -> Computation { prepared().computation }

  private func prepared() -> PreparedExpression {
    let span = span
    switch node {
    case .number(let literal):
      let number = literal.value
      return PreparedExpression { (_) throws(Diagnostic) in
        .number(number)
      } calculate: { _ in
        number
      }
    case .boolean(let boolean):
      return PreparedExpression { (_) throws(Diagnostic) in .boolean(boolean) }
    case .string(let literal):
      let text = literal.prepared()
      return PreparedExpression { (it) throws(Diagnostic) in .text(try text(it)) }
    case .variable(let name):
      let name = Name(name, span)
      return PreparedExpression { (it) throws(Diagnostic) in
        try it.value(of: name)
      } calculate: { it in
        it.number(of: name)
      }
    case .name(let name):
      return PreparedExpression { (it) throws(Diagnostic) in try it.quantity(name, at: span) }
    case .call(let name, let arguments):
      return PreparedExpression(evaluate: computation(name, arguments))
    case .index(let base, let indices):
      return PreparedExpression(evaluate: computation(base, indices))
    case .list(let items):
      let items = items.map { $0.computation() }
      return PreparedExpression { (it) throws(Diagnostic) in
        var values: [Value] = []
        for item in items { values.append(try item(it)) }
        return try it.at(span) { () throws(Diagnostic) in try Value.collecting(values) }
      }
    case .unary(let symbol, let operand): return prepared(symbol, operand)
    case .binary(let symbol, let left, let right): return prepared(symbol, left, right)
    case .approximately(let left, let right, let tolerance):
      return PreparedExpression(evaluate: computation(left, isNear: right, within: tolerance))
    }
  }

  // MARK: Operators

  private func prepared(_ symbol: UnaryOperator, _ operand: Expression) -> PreparedExpression {
    let span = span
    switch symbol {
    case .not:
      let holds = operand.operand(of: "not")
      return PreparedExpression { (it) throws(Diagnostic) in
        try it.deeper { () throws(Diagnostic) in .boolean(!(try holds(it))) }
      }
    case .negate:
      let operand = operand.prepared()
      let evaluate = operand.evaluate
      var prepared = PreparedExpression { (it) throws(Diagnostic) in
        try it.deeper { () throws(Diagnostic) in
          let value = try evaluate(it)
          return try it.at(span) { () throws(Diagnostic) in try Arithmetic.negate(value) }
        }
      }
      if let calculate = operand.calculate {
        prepared.calculate = { it in calculate(it).map { -$0 } }
      }
      return prepared
    }
  }

  private func prepared(
    _ symbol: BinaryOperator, _ left: Expression, _ right: Expression
  ) -> PreparedExpression {
    if symbol == .and || symbol == .or {
      return PreparedExpression(evaluate: computation(left, right, isEither: symbol == .or))
    }
    let (left, right) = (left.prepared(), right.prepared())
    guard let a = left.calculate, let b = right.calculate,
      let calculate = Arithmetic.calculation(symbol, a, b)
    else {
      return PreparedExpression(evaluate: computation(symbol, left.computation, right.computation))
    }
    return PreparedExpression(
      evaluate: computation(symbol, left.evaluate, right.evaluate), calculate: calculate)
  }

  private func computation(
    _ symbol: BinaryOperator, _ left: @escaping Computation, _ right: @escaping Computation
  ) -> Computation {
    let span = span
    return { (it) throws(Diagnostic) in
      try it.deeper { () throws(Diagnostic) in
        let (a, b) = (try left(it), try right(it))
        return try it.at(span) { () throws(Diagnostic) in
          guard symbol == .matrixProduct else { return try Arithmetic.apply(symbol, a, b) }
          return try Arithmetic.product(a, b) { () throws(Diagnostic) in try it.checkInterrupt() }
        }
      }
    }
  }

  /// `and`, or else `or`.
  private func computation(
    _ left: Expression, _ right: Expression, isEither: Bool
  ) -> Computation {
    let name = isEither ? "or" : "and"
    let (first, second) = (left.operand(of: name), right.operand(of: name))
    return { (it) throws(Diagnostic) in
      try it.deeper { () throws(Diagnostic) in
        if try first(it) == isEither { return .boolean(isEither) }
        return .boolean(try second(it))
      }
    }
  }

  private func computation(
    _ left: Expression, isNear right: Expression, within tolerance: Expression?
  ) -> Computation {
    let (span, place) = (span, tolerance?.span)
    let (left, right, tolerance) = (
      left.computation(), right.computation(), tolerance?.computation()
    )
    return { (it) throws(Diagnostic) in
      var allowed = 1e-6
      if let tolerance {
        let value = try tolerance(it)
        guard case .number(let number) = value, number >= 0 else {
          throw Diagnostic(
            .value, "'within' needs a number of at least 0, found \(value.kindDescription)",
            at: place)
        }
        allowed = number
      }
      let (a, b) = (try left(it), try right(it))
      return try it.at(span) { () throws(Diagnostic) in
        try .boolean(Arithmetic.areClose(a, b, within: allowed))
      }
    }
  }

  // MARK: True or false

  /// Whether it holds; anything but true and false is an error.
  func decision() -> Decision {
    let span = span
    return decision { .noCondition($0, at: span) }
  }

  /// An operand of `not`, `and`, `or`: there is no truthiness.
  private func operand(of name: String) -> Decision {
    let span = span
    return decision {
      Diagnostic(.value, "'\(name)' needs true or false, found \($0.kindDescription)", at: span)
    }
  }

  private func decision(_ mistake: @escaping @Sendable (Value) -> Diagnostic) -> Decision {
    let value = computation()
    return { (it) throws(Diagnostic) in
      let value = try value(it)
      guard case .boolean(let holds) = value else { throw mistake(value) }
      return holds
    }
  }

  // MARK: Indices

  private func computation(_ base: Expression, _ indices: [Expression]) -> Computation {
    let (span, base) = (span, base.computation())
    let indices = indices.map { (value: $0.computation(), span: $0.span) }
    return { (it) throws(Diagnostic) in
      try it.deeper { () throws(Diagnostic) in
        let collection = try base(it)
        var places: [(Value, SourceSpan)] = []
        for index in indices { places.append((try index.value(it), index.span)) }
        return try it.element(of: collection, at: places, span)
      }
    }
  }
}

extension StringLiteral {
  func prepared() -> @Sendable (Interpreter) throws(Diagnostic) -> String {
    if let plainText { return { (_) throws(Diagnostic) in plainText } }
    let pieces = pieces.map { piece in
      switch piece {
      case .text(let text): (text: text, value: Computation?.none, digits: Int?.none)
      case .expression(let expression, let digits): ("", expression.computation(), digits)
      }
    }
    return { (it) throws(Diagnostic) in
      var text = ""
      for piece in pieces {
        try text.add(piece.text)
        guard let value = piece.value else { continue }
        try text.add(value(it).text(digits: piece.digits ?? it.session.digits))
      }
      return text
    }
  }
}

extension Interpreter {
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

extension Diagnostic {
  /// - Parameter value: what stands where a condition belongs; nil where that is not known.
  static func noCondition(_ value: Value?, at span: SourceSpan) -> Diagnostic {
    let found = value.map { ", found \($0.kindDescription)" } ?? ""
    let isText = if case .text? = value { true } else { false }
    return Diagnostic(
      .value, "a condition must be true or false\(found)", at: span,
      suggestion: "compare it: a \(isText ? "== \"…\"" : "> 0")")
  }
}
