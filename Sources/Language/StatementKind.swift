/// What a statement is; its first words alone decide it.
enum StatementKind: Equatable {
  case keyword(Keyword)
  case command
  case expression
  /// `h = 4`, `h += 4`: a mistake that has an answer of its own.
  case assignment
}

extension Lexer {
  /// The kind of the statement that starts at an offset, and where its first name ends.
  ///
  /// A keyword: that statement. A name directly followed by `(` or `[`, or by a blank, a symbol
  /// operator and a blank, or by a blank and `and`, `or` or `within`: an expression. Any other
  /// name: a command. All else: an expression. `print` and `assert` are always commands, and so is
  /// `help`; `and` and `or` are words behind `data`, where they name toy data.
  func statementKind(at start: Int) -> (kind: StatementKind, nameEnd: Int) {
    let nameEnd = nameEnd(from: start)
    guard nameEnd > start, wordEnd(from: nameEnd) == nameEnd else { return (.expression, nameEnd) }
    let name = bytes[start..<nameEnd]
    if let keyword = Keyword.table[name] { return (.keyword(keyword), nameEnd) }
    if ExpressionWord.table[name] != nil { return (.expression, nameEnd) }
    let takesExpressions = takesExpressions(start, nameEnd)
    switch byte(at: nameEnd) {
    case .openParenthesis, .openBracket:
      return (takesExpressions ? .command : .expression, nameEnd)
    case .equals:
      return (byte(at: nameEnd + 1) == .equals ? .expression : .assignment, nameEnd)
    case .backslash: break
    case let byte where byte.isBlank: break
    default: return (.command, nameEnd)
    }
    let next = pastBlanks(from: nameEnd)
    if byte(at: next) == .equals, byte(at: next + 1) != .equals { return (.assignment, nameEnd) }
    if takesExpressions || spells(start, nameEnd, "help") { return (.command, nameEnd) }
    return (kindByOperator(at: next, isData: spells(start, nameEnd, "data")), nameEnd)
  }

  /// Whether the arguments of the verb that stands there are expressions.
  func takesExpressions(_ start: Int, _ end: Int) -> Bool {
    spells(start, end, "print") || spells(start, end, "assert")
  }

  /// The kind of a statement with a name and a blank before an offset.
  private func kindByOperator(at start: Int, isData: Bool) -> StatementKind {
    guard start < end else { return .command }
    let word = nameEnd(from: start)
    if word > start {
      guard wordEnd(from: word) == word else { return .command }
      switch ExpressionWord.table[bytes[start..<word]] {
      case .and, .or: return isData ? .command : .expression
      case .within: return .expression
      case .not, .true, .false, nil: return .command
      }
    }
    guard let (kind, length) = symbol(at: start) else { return .command }
    let stop = start + length
    switch kind {
    case .infix, .approximately:
      if bytes[start] == .minus, byte(at: stop) == .greater { return .command }
      if byte(at: stop) == .equals { return .assignment }
      let isBrace = byte(at: stop) == .openBrace || byte(at: stop) == .closeBrace
      return isBrace || endsWord(at: stop) ? .expression : .command
    default: return .command
    }
  }

  /// Whether a blank, a comment or the end of the statement stands at an offset.
  func endsWord(at offset: Int) -> Bool {
    switch byte(at: offset) {
    case .newline, .semicolon, .hash: true
    case .backslash: continuation(at: offset) != nil
    case let byte: byte.isBlank
    }
  }
}
