/// The parts of an expression between its operators.
extension Parser {
  // operand := primary { "[" expression { "," expression } "]" }
  mutating func parseOperand() throws(Diagnostic) -> Expression {
    var operand = try parsePrimary()
    var isChained = false
    while lexer.byte == .openBracket, lexer.cursor == lexer.lastEnd {
      let open = lexer.cursor
      // `m[1][2][3]…` makes the tree as deep as operators do.
      if isChained { try countOperator(at: SourceSpan(open, open + 1)) }
      isChained = true
      let indices = try parseExpressions(closing: .closeBracket, "an index")
      guard !indices.isEmpty else {
        throw fault("found '[]', expected an index", SourceSpan(open, lexer.lastEnd))
      }
      operand = Expression(
        .index(operand, indices), SourceSpan(operand.span.start, lexer.lastEnd))
    }
    return operand
  }

  // primary := NUMBER | STRING | "$" NAME | "true" | "false" | NAME | call | "(" expression ")"
  //          | "[" [ expression { "," expression } ] "]"
  private mutating func parsePrimary() throws(Diagnostic) -> Expression {
    let token = lexer.token()
    switch token.kind {
    case .number:
      lexer.advance(to: token.end)
      return Expression(.number(try numberLiteral(token.span)), token.span)
    case .string:
      let literal = try parseString()
      return Expression(.string(literal), SourceSpan(token.start, lexer.lastEnd))
    case .variable:
      lexer.advance(to: token.end)
      return Expression(.variable(lexer.text(token.start + 1, token.end)), token.span)
    case .name: return try parseNamed(token)
    case .openParenthesis:
      let inner = try parseParentheses()
      return Expression(inner.node, SourceSpan(token.start, lexer.lastEnd))
    case .openBracket:
      let elements = try parseExpressions(closing: .closeBracket, "a value")
      return Expression(.list(elements), SourceSpan(token.start, lexer.lastEnd))
    default: throw unexpected(expectedOperand, suggestion: operandSuggestion(token))
    }
  }

  // call := NAME directly followed by "(" [ argument { "," argument } ] ")"
  private mutating func parseNamed(_ token: Token) throws(Diagnostic) -> Expression {
    let word = ExpressionWord.table[lexer.bytes[token.start..<token.end]]
    switch word {
    case .true, .false:
      lexer.advance(to: token.end)
      return Expression(.boolean(word == .true), token.span)
    case .and, .or, .not, .within: throw unexpected(expectedOperand)
    case nil: break
    }
    let name = lexer.text(token.start, token.end)
    lexer.advance(to: token.end)
    guard lexer.byte == .openParenthesis else { return Expression(.name(name), token.span) }
    let arguments = try parseArguments()
    return Expression(.call(name, arguments), SourceSpan(token.start, lexer.lastEnd))
  }

  // argument := [ NAME "=" ] expression
  private mutating func parseArguments() throws(Diagnostic) -> [Expression.Argument] {
    var arguments: [Expression.Argument] = []
    try openBracket()
    while lexer.token().kind != .closeParenthesis {
      let key = takeArgumentKey()
      arguments.append(Expression.Argument(key: key, value: try parseExpression()))
      if lexer.token().kind == .comma {
        lexer.advance(to: lexer.cursor + 1)
      } else if lexer.token().kind != .closeParenthesis {
        throw unexpected("',' or ')'", suggestion: operatorSuggestion())
      }
    }
    closeBracket()
    return arguments
  }

  private mutating func takeArgumentKey() -> Name? {
    let token = lexer.token()
    guard token.kind == .name else { return nil }
    let assign = lexer.token(at: lexer.pastBlanks(from: token.end))
    guard assign.kind == .assign else { return nil }
    lexer.advance(to: assign.end)
    return Name(lexer.text(token.start, token.end), token.span)
  }

  // "(" expression ")"
  mutating func parseParentheses() throws(Diagnostic) -> Expression {
    try openBracket()
    let inner = try parseExpression()
    guard lexer.token().kind == .closeParenthesis else {
      throw unexpected("an operator or ')'", suggestion: operatorSuggestion())
    }
    closeBracket()
    return inner
  }

  /// Expressions between `[` and `]`; a comma may stand behind the last.
  private mutating func parseExpressions(closing: UInt8, _ noun: String)
    throws(Diagnostic) -> [Expression]
  {
    var elements: [Expression] = []
    try openBracket()
    while lexer.token().kind != .closeBracket {
      elements.append(try parseExpression())
      if lexer.token().kind == .comma {
        lexer.advance(to: lexer.cursor + 1)
      } else if lexer.token().kind != .closeBracket {
        throw unexpected("',' or ']'", suggestion: operatorSuggestion())
      }
    }
    closeBracket()
    return elements
  }

  /// The number that a span is, its value checked.
  mutating func numberLiteral(_ span: SourceSpan) throws(Diagnostic) -> NumberLiteral {
    guard let numeral = Numeral(lexer.bytes, span.start, span.end) else {
      throw fault("found '\(source.text(span))', expected a number", span)
    }
    return try literal(numeral, span)
  }

  mutating func literal(_ numeral: Numeral, _ span: SourceSpan) throws(Diagnostic) -> NumberLiteral
  {
    let text = lexer.text(span.start, span.end)
    guard numeral.value.isFinite else {
      let short = text.count <= 40 ? text : "\(text.prefix(37))…"
      throw Diagnostic(
        .number, "the number \(short) is not finite, the largest is about 1.8e308", at: span,
        in: source)
    }
    return NumberLiteral(value: numeral.value, text: text, isDuration: numeral.isDuration)
  }

  private var expectedOperand: String {
    guard let last = operators.last, last.span.end == lexer.lastEnd else { return "a value" }
    return "a value behind '\(source.text(last.span))'"
  }

  /// What a user of another language probably means where a value is expected.
  private func operandSuggestion(_ token: Token) -> String? {
    let start = token.start
    switch lexer.byte(at: start) {
    case UInt8(ascii: "!"): return "write `not`"
    case UInt8(ascii: "*"):
      return start > 0 && lexer.bytes[start - 1] == lexer.bytes[start]
        ? "write `^` for powers" : nil
    case UInt8(ascii: "/"):
      return start > 0 && lexer.bytes[start - 1] == lexer.bytes[start]
        ? "write `floor(a / b)`" : nil
    case UInt8(ascii: ":") where !lexer.openBrackets.isEmpty:
      return "write `row(M, i)` or `col(M, j)`"
    case .dollar: return "a name follows '$' directly: `$name`"
    case let byte where byte.isDigit: return numberSuggestion(token)
    default: return helpSuggestion ?? asciiSuggestion(token)
    }
  }

  private func numberSuggestion(_ token: Token) -> String? {
    let text = lexer.text(token.start, token.end)
    if text.last == "." { return "write `\(text)0`" }
    if text.contains("E"), text.allSatisfy({ $0.isNumber || "E.+-".contains($0) }) {
      return "write `\(text.lowercased())`"
    }
    guard let stop = Numeral.end(in: lexer.bytes, from: token.start, to: token.end),
      lexer.isName(stop, token.end)
    else { return nil }
    return "write `\(lexer.text(token.start, stop)) * \(lexer.text(stop, token.end))`"
  }

  /// What a user of another language probably means where an operator is expected.
  mutating func operatorSuggestion() -> String? {
    let token = lexer.token()
    switch lexer.byte {
    case _ where lexer.isAtEnd: return nil
    case .equals: return "write `==` to compare"
    case UInt8(ascii: "&"): return "write `and`"
    case UInt8(ascii: "|"): return "write `or`"
    case .openParenthesis:
      let start = lexer.lastEnd
      return start < token.start && start > 0 && lexer.bytes[start - 1].isASCIINameStart
        ? "a call has no blank before '('" : nil
    case .openBracket:
      return lexer.lastEnd < token.start ? "an index has no blank before '['" : nil
    case UInt8(ascii: "."): return "a function stands in front: `transpose(W1)`, `tanh(2)`"
    case UInt8(ascii: ":") where !lexer.openBrackets.isEmpty:
      return "write `row(M, i)` or `col(M, j)`"
    default: return helpSuggestion ?? asciiSuggestion(token)
    }
  }

  /// `train?` and `?train` ask for help in IPython and Julia.
  private var helpSuggestion: String? {
    lexer.byte == UInt8(ascii: "?") ? "`help train` explains a word" : nil
  }

  /// The character of the keyboard for one that a word processor put in its place.
  private func asciiSuggestion(_ token: Token) -> String? {
    guard token.kind == .unknown, lexer.byte(at: token.start) >= 0x80 else { return nil }
    let meant: String
    switch lexer.text(token.start, token.end) {
    case "−", "–", "—": meant = "-"
    case "×", "·", "∗": meant = "*"
    case "÷", "∕": meant = "/"
    case "≤": meant = "<="
    case "≥": meant = ">="
    case "≠": meant = "!="
    case "≈": meant = "~="
    case "“", "”", "„", "«", "»": meant = "\""
    case "‘", "’": meant = "'"
    case "\u{A0}", "\u{2007}", "\u{202F}": return "write an ordinary blank"
    default: return nil
    }
    return "write `\(meant)`"
  }
}
