extension Parser {
  // statement := keyword statement | command | expression
  mutating func parseStatement() throws(Diagnostic) -> Statement {
    let start = lexer.cursor
    let (kind, nameEnd) = lexer.statementKind(at: start)
    let node: Statement.Node
    switch kind {
    case .keyword(let keyword):
      lexer.advance(to: nameEnd)
      node = try parseKeyword(keyword, SourceSpan(start, nameEnd))
    case .command: node = .command(try parseCommand(nameEnd))
    case .expression: node = .expression(try parseExpressionStatement())
    case .assignment: throw assignment(nameEnd)
    }
    return Statement(node, SourceSpan(start, lexer.lastEnd))
  }

  private mutating func parseKeyword(_ keyword: Keyword, _ span: SourceSpan)
    throws(Diagnostic) -> Statement.Node
  {
    switch keyword {
    case .let: return try parseLet(span)
    case .if: return try parseIf()
    case .for: return try parseFor()
    case .while: return .while(try parseWhole(), try parseBlock())
    case .repeat: return .repeat(try parseHeadValue("a count"), try parseBlock())
    case .def: return .def(try parseDefinition())
    case .return: return .return(isAtStatementEnd() ? nil : try parseWhole())
    case .break: return .break
    case .next: return .next
    case .else:
      throw fault(
        "found 'else' at the beginning of a statement, expected it on the line of the '}' before it",
        span, suggestion: "write `} else {`")
    }
  }

  // let := "let" NAME "=" expression
  private mutating func parseLet(_ keyword: SourceSpan) throws(Diagnostic) -> Statement.Node {
    lexer.skipBlanks()
    if lexer.byte == .dollar {
      let token = lexer.token()
      let rest = restOfStatement(from: min(token.start + 1, lexer.end))
      throw fault(
        "found '\(source.text(token.span))', expected a name without '$'", token.span,
        suggestion: "write `let \(rest)`")
    }
    let name = try parseName("a name")
    lexer.skipBlanks()
    guard lexer.token().kind == .assign else { throw unexpected("'=' behind the name") }
    lexer.advance(to: lexer.cursor + 1)
    return .let(name, try parseWhole())
  }

  // if := "if" expression block { "else" "if" expression block } [ "else" block ]
  private mutating func parseIf() throws(Diagnostic) -> Statement.Node {
    var branches = [Branch(condition: try parseWhole(), body: try parseBlock())]
    while takeWord("else") {
      if takeWord("if") {
        branches.append(Branch(condition: try parseWhole(), body: try parseBlock()))
      } else {
        lexer.skipBlanks()
        guard lexer.byte == .openBrace else { throw unexpected("'{' or 'if' behind 'else'") }
        return .if(branches, otherwise: try parseBlock())
      }
    }
    return .if(branches, otherwise: nil)
  }

  // for := "for" NAME "in" value block
  private mutating func parseFor() throws(Diagnostic) -> Statement.Node {
    lexer.skipBlanks()
    if lexer.byte == .dollar, lexer.nameEnd(from: lexer.cursor + 1) > lexer.cursor + 1 {
      let token = lexer.token()
      let name = source.text(SourceSpan(token.start + 1, token.end))
      throw fault(
        "found '$\(name)', expected a name without '$'", token.span,
        suggestion: "write `for \(name) in …`")
    }
    let name = try parseName("a name")
    guard takeWord("in") else { throw unexpected("'in' behind the name") }
    return .for(name, try parseHeadValue("a list or a range"), try parseBlock())
  }

  /// The value between a keyword and its block.
  private mutating func parseHeadValue(_ expected: String) throws(Diagnostic) -> CommandValue {
    lexer.skipBlanks()
    guard !isAtStatementEnd(), lexer.byte != .openBrace else { throw unexpected(expected) }
    return try parseValues()
  }

  // def := "def" NAME { NAME } { NAME "=" value } block
  private mutating func parseDefinition() throws(Diagnostic) -> Definition {
    let name = try parseName("a name")
    var parameters: [Definition.Parameter] = []
    while true {
      lexer.skipBlanks()
      guard lexer.byte != .openBrace else { break }
      let parameter = try parseName("a parameter or '{'")
      guard !parameters.contains(where: { $0.name == parameter }) else {
        throw fault("found the parameter '\(parameter.text)' twice", parameter.span)
      }
      var fallback: CommandValue?
      if lexer.byte == .equals {
        lexer.advance(to: lexer.cursor + 1)
        fallback = try parseKeyedValue(parameter)
      } else if lexer.byte(at: lexer.pastBlanks(from: lexer.cursor)) == .equals {
        throw spacedKey(parameter)
      }
      parameters.append(Definition.Parameter(name: parameter, fallback: fallback))
    }
    return Definition(name: name, parameters: parameters, body: try parseBlock())
  }

  /// A name that the user makes up.
  mutating func parseName(_ expected: String) throws(Diagnostic) -> Name {
    lexer.skipBlanks()
    let start = lexer.cursor
    let end = lexer.nameEnd(from: start)
    guard end > start else { throw unexpected(expected) }
    lexer.advance(to: end)
    return Name(lexer.text(start, end), SourceSpan(start, end))
  }

  private mutating func takeWord(_ word: StaticString) -> Bool {
    lexer.skipBlanks()
    let end = lexer.nameEnd(from: lexer.cursor)
    guard lexer.spells(lexer.cursor, end, word) else { return false }
    lexer.advance(to: end)
    return true
  }

  private mutating func parseExpressionStatement() throws(Diagnostic) -> Expression {
    let start = lexer.cursor
    let expression = try parseWhole()
    if lexer.token().kind == .assign { throw assignment(to: expression, from: start) }
    return expression
  }

  // MARK: The ends of statements

  mutating func isAtStatementEnd() -> Bool {
    lexer.skipBlanks()
    switch lexer.byte {
    case .newline, .semicolon, .hash, .closeBrace: return true
    default: return false
    }
  }

  mutating func expectStatementEnd() throws(Diagnostic) {
    guard !isAtStatementEnd() else { return }
    throw unexpected(
      lexer.bytes[lexer.lastEnd - 1] == .closeBrace
        ? "a new line or ';' behind '}'" : "an operator or the end of the statement",
      suggestion: operatorSuggestion())
  }

  // MARK: Assignments without let

  /// The mistake `h = 4`, `lr = 0.5` or `h += 4` at the cursor.
  private func assignment(_ nameEnd: Int) -> Diagnostic {
    let span = SourceSpan(lexer.cursor, nameEnd)
    let name = source.text(span)
    let next = lexer.pastBlanks(from: nameEnd)
    guard lexer.byte(at: next) != .equals, let (_, length) = lexer.symbol(at: next) else {
      return assignment(of: restOfStatement(from: lexer.pastBlanks(from: next + 1)), to: name, span)
    }
    let value = restOfStatement(from: lexer.pastBlanks(from: next + length + 1))
    return fault(
      "found '\(name) \(lexer.text(next, next + length + 1))', a variable is set with 'let'", span,
      suggestion: "write `let \(name) = $\(name) \(lexer.text(next, next + length)) \(value)`")
  }

  private func assignment(of value: String, to name: String, _ span: SourceSpan) -> Diagnostic {
    if let suggestion = setting(name, value) {
      return fault(
        "found '\(name) =', a setting is made with its command", span, suggestion: suggestion)
    }
    return fault(
      "found '\(name) =', a variable is set with 'let'", span,
      suggestion: "write `let \(name) = \(value.isEmpty ? "…" : value)`")
  }

  /// The mistake `$h = 4` or `W1[1,2] = 4`; the cursor stands at the `=`.
  private func assignment(to target: Expression, from start: Int) -> Diagnostic {
    let value = restOfStatement(from: lexer.pastBlanks(from: lexer.cursor + 1))
    switch target.node {
    case .variable(let name):
      return fault(
        "found '$\(name) =', a variable is set with 'let'", target.span,
        suggestion: "write `let \(name) = \(value)`")
    case .index(let base, _):
      let text = source.text(target.span)
      guard case .name = base.node else { break }
      return fault(
        "found '=' behind '\(text)', a parameter is set with 'set'", target.span,
        suggestion: "write `set \(text) \(value)`")
    default: break
    }
    return fault(
      "found '=', expected an operator or the end of the statement",
      SourceSpan(lexer.cursor, lexer.cursor + 1), suggestion: "write `==` to compare")
  }

  /// The text from an offset up to the end of its statement, for a suggestion.
  func restOfStatement(from start: Int) -> String {
    var offset = start
    loop: while offset < lexer.end {
      switch lexer.bytes[offset] {
      case .newline, .semicolon, .hash, .closeBrace: break loop
      case .quote, .apostrophe: offset = lexer.pastString(from: offset)
      default: offset += 1
      }
    }
    while offset > start, lexer.bytes[offset - 1].isBlank { offset -= 1 }
    let text = lexer.text(min(start, offset), offset)
    return text.count <= 60 ? text : "\(text.prefix(57))…"
  }
}
