/// An operator whose right side is not read yet.
struct PendingOperator {
  enum Kind: Equatable {
    case unary(UnaryOperator)
    case binary(BinaryOperator)
    case approximately
    /// `~=` whose tolerance follows.
    case within
  }

  var kind: Kind
  let span: SourceSpan
  var precedence: Precedence
}

/// How tightly operators bind, loosest first.
enum Precedence: Int, Comparable {
  /// What is no operand at all without parentheses.
  case whole
  case or, and, not, comparison, range, sum, product, negation, power
  /// What needs no parentheses anywhere: names, numbers, calls, lists.
  case primary

  static func < (a: Precedence, b: Precedence) -> Bool { a.rawValue < b.rawValue }
}

extension BinaryOperator {
  var precedence: Precedence {
    switch self {
    case .or: .or
    case .and: .and
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
    case .range: .range
    case .add, .subtract: .sum
    case .multiply, .divide, .remainder, .matrixProduct: .product
    case .power: .power
    }
  }
}

extension UnaryOperator {
  var precedence: Precedence {
    switch self {
    case .not: .not
    case .negate: .negation
    }
  }
}

/// Operator precedence parsing with explicit stacks (Dijkstra's shunting yard).
extension Parser {
  /// An expression that is not part of another.
  mutating func parseWhole() throws(Diagnostic) -> Expression {
    operatorCount = 0
    return try parseExpression()
  }

  // expression := { "-" | "not" } operand { infix { "-" | "not" } operand }
  mutating func parseExpression() throws(Diagnostic) -> Expression {
    let base = operators.count
    while true {
      try parsePrefixes(above: base)
      let operand = try parseOperand()
      guard let infix = infix(lexer.token()) else {
        guard operators.count > base else { return operand }
        operands.append(operand)
        break
      }
      operands.append(operand)
      try push(infix, above: base)
    }
    while operators.count > base { reduce() }
    return operands.removeLast()
  }

  private mutating func parsePrefixes(above base: Int) throws(Diagnostic) {
    while true {
      let token = lexer.token()
      let prefix: UnaryOperator
      if token.kind == .infix(.subtract) {
        prefix = .negate
      } else if token.kind == .name, lexer.spells(token.start, token.end, "not") {
        prefix = .not
        if operators.count > base, operators.last!.precedence > .not {
          throw fault(
            "found 'not' behind an operator that binds more tightly", token.span,
            suggestion: "write `(not …)`")
        }
      } else {
        return
      }
      try countOperator(at: token.span)
      operators.append(
        PendingOperator(kind: .unary(prefix), span: token.span, precedence: prefix.precedence))
      lexer.advance(to: token.end)
    }
  }

  /// The infix operator that a token is.
  private mutating func infix(_ token: Token) -> PendingOperator? {
    switch token.kind {
    case .infix(let symbol):
      return PendingOperator(
        kind: .binary(symbol), span: token.span, precedence: symbol.precedence)
    case .approximately:
      return PendingOperator(kind: .approximately, span: token.span, precedence: .comparison)
    case .name:
      switch ExpressionWord.table[lexer.bytes[token.start..<token.end]] {
      case .and: return PendingOperator(kind: .binary(.and), span: token.span, precedence: .and)
      case .or: return PendingOperator(kind: .binary(.or), span: token.span, precedence: .or)
      case .within:
        return PendingOperator(kind: .within, span: token.span, precedence: .comparison)
      case .not, .true, .false, nil: return nil
      }
    default: return nil
    }
  }

  private mutating func push(_ infix: PendingOperator, above base: Int) throws(Diagnostic) {
    if infix.kind != .within { try countOperator(at: infix.span) }
    while operators.count > base, let last = operators.last,
      last.precedence > infix.precedence
        || (last.precedence == infix.precedence && infix.precedence.groupsToTheLeft)
    {
      reduce()
    }
    let last = operators.count > base ? operators.last : nil
    lexer.advance(to: infix.span.end)
    if infix.kind == .within {
      guard last?.kind == .approximately else {
        throw fault("found 'within' without the '~=' before it", infix.span)
      }
      operators[operators.count - 1].kind = .within
      return
    }
    if let last, last.precedence == infix.precedence, infix.precedence != .power {
      throw chained(last, infix)
    }
    operators.append(infix)
  }

  /// `a < b < c` or `a..b..c`; the operands `a` and `b` lie on the stack.
  private func chained(_ first: PendingOperator, _ second: PendingOperator) -> Diagnostic {
    let symbol = source.text(second.span)
    guard second.precedence == .comparison else {
      return fault("found a second '\(symbol)', a range has one", second.span)
    }
    let whole = source.text(SourceSpan(operands[operands.count - 2].span.start, second.span.start))
    let middle = source.text(operands.last!.span)
    let isShort = whole.count + middle.count < 60 && first.kind != .within
    return fault(
      "found a second comparison '\(symbol)', comparisons do not chain", second.span,
      suggestion: isShort
        ? "write `\(whole.trimmingBlanks)\u{20}and \(middle) \(symbol) …`"
        : "join two comparisons with `and`")
  }

  /// Makes one expression of the last operator and its operands.
  private mutating func reduce() {
    let last = operators.removeLast()
    let right = operands.removeLast()
    switch last.kind {
    case .unary(let symbol):
      operands.append(Expression(.unary(symbol, right), last.span.union(right.span)))
    case .binary(let symbol):
      let left = operands.removeLast()
      operands.append(Expression(.binary(symbol, left, right), left.span.union(right.span)))
    case .approximately:
      let left = operands.removeLast()
      let span = left.span.union(right.span)
      operands.append(Expression(.approximately(left, right, within: nil), span))
    case .within:
      let middle = operands.removeLast()
      let left = operands.removeLast()
      let span = left.span.union(right.span)
      operands.append(Expression(.approximately(left, middle, within: right), span))
    }
  }
}

extension Precedence {
  fileprivate var groupsToTheLeft: Bool {
    switch self {
    case .or, .and, .sum, .product: true
    case .whole, .not, .comparison, .range, .negation, .power, .primary: false
    }
  }
}

extension String {
  /// The text without the blanks around it.
  var trimmingBlanks: String {
    var bytes = utf8[...]
    while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    return String(Substring(bytes))
  }
}
