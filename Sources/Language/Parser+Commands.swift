extension Parser {
  // command := VERB { value | NAME "=" value | table | block }
  mutating func parseCommand(_ nameEnd: Int) throws(Diagnostic) -> Call {
    let start = lexer.cursor
    let verb = Name(lexer.text(start, nameEnd), SourceSpan(start, nameEnd))
    lexer.advance(to: nameEnd)
    if lexer.spells(start, nameEnd, "print") { return try parsePrint(verb) }
    if lexer.spells(start, nameEnd, "assert") { return try parseAssert(verb) }
    guard lexer.endsWord(at: nameEnd) || lexer.byte == .openBrace || lexer.byte == .closeBrace
    else { throw glued(from: start) }
    var arguments: [Call.Argument] = []
    while !isAtStatementEnd() { arguments.append(try parseArgument()) }
    return Call(verb: verb, arguments: arguments)
  }

  // argument := value { "," value } | NAME "=" value { "," value } | table | block
  private mutating func parseArgument() throws(Diagnostic) -> Call.Argument {
    let start = lexer.cursor
    switch lexer.byte {
    case .openBrace: return Call.Argument(value: try parseBraces())
    case .comma:
      throw fault(
        "found ',' behind a blank, a comma stands directly behind a value",
        SourceSpan(start, start + 1))
    default: break
    }
    let end = lexer.wordEnd(from: start)
    if end > start {
      if lexer.byte(at: end) == .equals { return try parseKeyed(start, end) }
      let next = lexer.pastBlanks(from: end)
      if lexer.byte(at: next) == .equals {
        throw spacedKey(Name(lexer.text(start, end), SourceSpan(start, end)))
      }
    }
    return Call.Argument(value: try parseValues())
  }

  // NAME "=" value, no blanks around the "="
  private mutating func parseKeyed(_ start: Int, _ end: Int) throws(Diagnostic) -> Call.Argument {
    let key = Name(lexer.text(start, end), SourceSpan(start, end))
    if lexer.byte(at: end + 1) == .equals { throw glued(from: start) }
    guard lexer.isName(start, end) else {
      let name = key.text.drop { $0 == "-" }
      throw fault(
        "found '\(key.text)=', expected a name before '='", key.span,
        suggestion: key.text.hasPrefix("-") && !name.isEmpty ? "write `\(name)=…`" : nil)
    }
    lexer.advance(to: end + 1)
    return Call.Argument(key: key, value: try parseKeyedValue(key))
  }

  /// The value directly behind `key=`.
  mutating func parseKeyedValue(_ key: Name) throws(Diagnostic) -> CommandValue {
    if lexer.endsWord(at: lexer.cursor) || lexer.byte == .closeBrace {
      if isAtStatementEnd() {
        throw fault("found '\(key.text)=' without a value", key.span)
      }
      let value = lexer.text(lexer.cursor, max(lexer.cursor, lexer.wordEnd(from: lexer.cursor)))
      throw fault(
        "found a blank behind '\(key.text)='", key.span,
        suggestion: "write `\(key.text)=\(value.isEmpty ? "…" : value)`")
    }
    if lexer.byte == .openBrace {
      throw fault(
        "found '{' behind '\(key.text)=', expected a value",
        SourceSpan(lexer.cursor, lexer.cursor + 1))
    }
    return try parseValues()
  }

  /// The mistake `lr = 0.1`.
  func spacedKey(_ key: Name) -> Diagnostic {
    let equals = lexer.pastBlanks(from: key.span.end)
    let start = lexer.pastBlanks(from: equals + 1)
    let value = lexer.text(start, lexer.wordEnd(from: start))
    return fault(
      "found blanks around '=', a key and its value have none", key.span,
      suggestion: "write `\(key.text)=\(value.isEmpty ? "…" : value)`")
  }

  // MARK: print and assert

  // print := "print" [ expression { "," expression } ] | "print(" [ … ] ")"
  private mutating func parsePrint(_ verb: Name) throws(Diagnostic) -> Call {
    let isWrapped = try openWrapper()
    var arguments: [Call.Argument] = []
    if !isAtArgumentsEnd(isWrapped) {
      arguments.append(try parseExpressionArgument())
      while lexer.token().kind == .comma {
        lexer.advance(to: lexer.cursor + 1)
        arguments.append(try parseExpressionArgument())
      }
    }
    if !isAtArgumentsEnd(isWrapped) {
      throw unexpected(
        "an operator, ',' or \(isWrapped ? "')'" : "the end of the statement")",
        suggestion: operatorSuggestion())
    }
    if isWrapped { closeBracket() }
    return Call(verb: verb, arguments: arguments)
  }

  // assert := "assert" expression [ [ "," ] STRING ] | "assert(" … ")"
  private mutating func parseAssert(_ verb: Name) throws(Diagnostic) -> Call {
    let isWrapped = try openWrapper()
    if isAtArgumentsEnd(isWrapped) {
      throw fault("found 'assert' without its condition", verb.span)
    }
    var arguments = [try parseExpressionArgument()]
    if lexer.token().kind == .comma { lexer.advance(to: lexer.cursor + 1) }
    let message = lexer.token()
    if message.kind == .string {
      let literal = try parseString()
      let span = SourceSpan(message.start, lexer.lastEnd)
      arguments.append(Call.Argument(value: CommandValue(.string(literal), span)))
    }
    if !isAtArgumentsEnd(isWrapped) {
      throw unexpected(
        "an operator, a message in quotes or \(isWrapped ? "')'" : "the end of the statement")",
        suggestion: operatorSuggestion())
    }
    if isWrapped { closeBracket() }
    return Call(verb: verb, arguments: arguments)
  }

  private mutating func parseExpressionArgument() throws(Diagnostic) -> Call.Argument {
    let expression = try parseWhole()
    return Call.Argument(value: CommandValue(.expression(expression), expression.span))
  }

  /// Takes the `(` of `print(…)` where its `)` ends the statement.
  private mutating func openWrapper() throws(Diagnostic) -> Bool {
    lexer.skipBlanks()
    guard lexer.byte == .openParenthesis else { return false }
    if let closing = lexer.findClosingBracket(of: lexer.cursor) {
      switch lexer.byte(at: lexer.pastBlanks(from: closing + 1)) {
      case .newline, .semicolon, .hash, .closeBrace: break
      default: return false
      }
    }
    try openBracket()
    return true
  }

  private mutating func isAtArgumentsEnd(_ isWrapped: Bool) -> Bool {
    guard isWrapped else { return isAtStatementEnd() }
    return lexer.token().kind == .closeParenthesis
  }
}
