/// The values of commands.
extension Parser {
  // values := value { "," value }     blanks may follow a comma
  mutating func parseValues() throws(Diagnostic) -> CommandValue {
    let first = try parseValue()
    guard lexer.byte == .comma else { return first }
    var elements = [first]
    while lexer.byte == .comma {
      lexer.advance(to: lexer.cursor + 1)
      guard !isAtStatementEnd() else { throw unexpected("a value behind ','") }
      let end = lexer.wordEnd(from: lexer.cursor)
      if lexer.byte(at: end) == .equals, lexer.isName(lexer.cursor, end) {
        throw fault(
          "found ',' before '\(lexer.text(lexer.cursor, end))=', a blank separates arguments",
          SourceSpan(lexer.cursor, end))
      }
      elements.append(try parseValue())
    }
    let span = SourceSpan(first.span.start, lexer.lastEnd)
    return CommandValue(.list(elements, isBracketed: false), span)
  }

  // value := NUMBER | WORD | STRING | list | range | "$" NAME | target | "(" expression ")"
  mutating func parseValue() throws(Diagnostic) -> CommandValue {
    let start = lexer.cursor
    let value = try parseUnchecked()
    switch lexer.byte {
    case .newline, .semicolon, .hash, .comma, .closeParenthesis, .closeBracket, .openBrace,
      .closeBrace:
      return value
    case .minus where lexer.byte(at: lexer.cursor + 1) == .greater: return value
    default:
      guard lexer.endsWord(at: lexer.cursor) else { throw glued(from: start) }
      return value
    }
  }

  private mutating func parseUnchecked() throws(Diagnostic) -> CommandValue {
    let start = lexer.cursor
    switch lexer.byte {
    case .quote, .apostrophe:
      operatorCount = 0
      return CommandValue(.string(try parseString()), SourceSpan(start, lexer.lastEnd))
    case .openBracket:
      let elements = try parseElements("a value")
      return CommandValue(
        .list(elements, isBracketed: true), SourceSpan(start, lexer.lastEnd))
    case .openParenthesis, .dollar:
      let base = try parseSimple()
      if lexer.byte == .openBracket, case .variable = base.node {
        return try parseTarget(base)
      }
      return try parseRange(from: base)
    default: return try parseWord()
    }
  }

  // "$" NAME | "(" expression ")"
  private mutating func parseSimple() throws(Diagnostic) -> CommandValue {
    let start = lexer.cursor
    if lexer.byte == .openParenthesis {
      operatorCount = 0
      let inner = try parseParentheses()
      return CommandValue(.expression(inner), SourceSpan(start, lexer.lastEnd))
    }
    let end = lexer.nameEnd(from: start + 1)
    guard end > start + 1 else {
      let isBraced = lexer.byte(at: start + 1) == .openBrace
      let found = lexer.text(start, start + (isBraced ? 2 : 1))
      throw fault(
        "found '\(found)', expected a name directly behind '$'", SourceSpan(start, start + 1),
        suggestion: isBraced ? "write `(…)`: `${…}` belongs inside a string" : nil)
    }
    lexer.advance(to: end)
    return CommandValue(.variable(lexer.text(start + 1, end)), SourceSpan(start, end))
  }

  /// A number, a word, or a range or target that begins with one.
  private mutating func parseWord() throws(Diagnostic) -> CommandValue {
    let start = lexer.cursor
    let end = lexer.wordEnd(from: start)
    guard end > start else { throw unexpected("a value") }
    let span = SourceSpan(start, end)
    if end == start + 2, lexer.bytes[start] == .minus, lexer.bytes[start + 1] == .greater {
      throw fault("found '->' outside a table `{ inputs -> targets; … }`", span)
    }
    if let numeral = Numeral(lexer.bytes, start, end) {
      let value = CommandValue(.number(try literal(numeral, span)), span)
      lexer.advance(to: end)
      return value
    }
    if let range = try parseNumberedRange(span) { return range }
    try checkCharacters(span)
    lexer.advance(to: end)
    let word = CommandValue(.word(lexer.text(start, end)), span)
    return lexer.byte == .openBracket ? try parseTarget(word) : word
  }

  /// Blanks that are not of the keyboard would be part of a word without being seen.
  private mutating func checkCharacters(_ span: SourceSpan) throws(Diagnostic) {
    var offset = span.start
    while offset < span.end {
      guard lexer.bytes[offset] >= 0x80 else {
        offset += 1
        continue
      }
      let (scalar, length) = decodeScalar(lexer.bytes, at: offset, end: span.end)
      if scalar.properties.isWhitespace {
        throw fault(
          "found the blank U+\(hexadecimal(scalar.value, 4))",
          SourceSpan(offset, offset + length), suggestion: "write an ordinary blank")
      }
      offset += length
    }
  }

  // MARK: Lists and targets

  // list := "[" [ value { "," value } ] "]"
  private mutating func parseElements(_ expected: String) throws(Diagnostic) -> [CommandValue] {
    var elements: [CommandValue] = []
    try openBracket()
    lexer.skipBlanks()
    while lexer.byte != .closeBracket || lexer.isAtEnd {
      if lexer.isAtEnd || lexer.byte == .comma { throw unexpected(expected) }
      elements.append(try parseValue())
      lexer.skipBlanks()
      if lexer.byte == .comma, !lexer.isAtEnd {
        lexer.advance(to: lexer.cursor + 1)
        lexer.skipBlanks()
      } else if lexer.byte != .closeBracket || lexer.isAtEnd {
        throw unexpected("',' or ']'")
      }
    }
    closeBracket()
    return elements
  }

  // target := ( WORD | "$" NAME ) directly followed by "[" value [ "," value ] "]"
  private mutating func parseTarget(_ base: CommandValue) throws(Diagnostic) -> CommandValue {
    let open = lexer.cursor
    let indices = try parseElements("an index")
    let span = SourceSpan(base.span.start, lexer.lastEnd)
    guard (1...2).contains(indices.count) else {
      throw fault(
        "found \(indices.isEmpty ? "no" : "\(indices.count)") indices, expected [i] or [i,j]",
        SourceSpan(open, lexer.lastEnd))
    }
    return CommandValue(.target(base, indices), span)
  }

  // MARK: Ranges

  /// `2..5`, `2..$n` or `2..(e)`; nil where the word is no range.
  private mutating func parseNumberedRange(_ word: SourceSpan)
    throws(Diagnostic) -> CommandValue?
  {
    guard let first = wholeNumberEnd(from: word.start), hasDots(at: first),
      first + 2 <= word.end
    else { return nil }
    let next = first + 2
    let isNumber = next < word.end && wholeNumberEnd(from: next) == word.end
    let isMore =
      next == word.end
      && (lexer.byte(at: next) == .dollar || lexer.byte(at: next) == .openParenthesis)
    guard isNumber || isMore else { return nil }
    let lower = try wholeNumber(SourceSpan(word.start, first))
    lexer.advance(to: first)
    return try parseRange(from: lower)
  }

  // range := bound ".." bound
  private mutating func parseRange(from lower: CommandValue) throws(Diagnostic) -> CommandValue {
    guard hasDots(at: lexer.cursor) else { return lower }
    let dots = SourceSpan(lexer.cursor, lexer.cursor + 2)
    let start = dots.end
    lexer.advance(to: start)
    let upper: CommandValue
    if let end = wholeNumberEnd(from: start) {
      upper = try wholeNumber(SourceSpan(start, end))
      lexer.advance(to: end)
    } else if lexer.byte == .dollar || lexer.byte == .openParenthesis {
      upper = try parseSimple()
    } else {
      throw fault(
        "found '..' without its end, expected a whole number, '$name' or '(…)' behind it", dots)
    }
    return CommandValue(.range(lower, upper), lower.span.union(upper.span))
  }

  private func hasDots(at offset: Int) -> Bool {
    lexer.byte(at: offset) == .dot && lexer.byte(at: offset + 1) == .dot
  }

  private func wholeNumberEnd(from start: Int) -> Int? {
    var offset = lexer.byte(at: start) == .minus ? start + 1 : start
    let first = offset
    while lexer.byte(at: offset).isDigit { offset += 1 }
    return offset > first ? offset : nil
  }

  private mutating func wholeNumber(_ span: SourceSpan) throws(Diagnostic) -> CommandValue {
    CommandValue(.number(try numberLiteral(span)), span)
  }
}
