/// What goes wrong, how it is said, and where reading goes on.
extension Parser {
  mutating func report(_ diagnostic: Diagnostic) {
    guard !isAborted else { return }
    diagnostics.append(diagnostic)
    isAborted = depth > SyntaxLimit.depth || diagnostics.count >= SyntaxLimit.diagnostics
  }

  func fault(_ message: String, _ span: SourceSpan, suggestion: String? = nil) -> Diagnostic {
    Diagnostic(.syntax, message, at: span, in: source, suggestion: suggestion)
  }

  /// An error at the cursor; where the bracket around it is never closed, that is the error.
  mutating func unexpected(_ expected: String, suggestion: String? = nil) -> Diagnostic {
    lexer.skipBlanks()
    if let bracket = lexer.openBrackets.last, lexer.findClosingBracket(of: bracket) == nil {
      return unclosed(at: bracket)
    }
    let (found, span) = found()
    return fault("found \(found), expected \(expected)", span, suggestion: suggestion)
  }

  /// What stands at the cursor, in words, and its place.
  func found() -> (text: String, span: SourceSpan) {
    let start = lexer.cursor
    if lexer.isAtEnd {
      let place = lexer.isInterpolating ? start : lexer.lastEnd
      let text = lexer.isInterpolating ? "'}'" : "the end of the text"
      return (text, SourceSpan(place, place + (lexer.isInterpolating ? 1 : 0)))
    }
    switch lexer.byte {
    case .newline,
      .hash where !lexer.isInterpolating:
      return ("the end of the line", SourceSpan(lexer.lastEnd, lexer.lastEnd))
    case .quote, .apostrophe:
      return quoted(SourceSpan(start, lexer.pastString(from: start)))
    default:
      return quoted(isAtArrow ? SourceSpan(start, start + 2) : lexer.token(at: start).span)
    }
  }

  private func quoted(_ span: SourceSpan) -> (text: String, span: SourceSpan) {
    let text = source.text(span)
    return (text.count <= 40 ? "'\(text)'" : "'\(text.prefix(37))…'", span)
  }

  func unclosed(at offset: Int) -> Diagnostic {
    let bracket = lexer.bytes[offset]
    let closing = bracket.closingBracket.map { String(Unicode.Scalar($0)) } ?? ""
    return fault(
      "found '\(Unicode.Scalar(bracket))' without its '\(closing)'",
      SourceSpan(offset, offset + 1))
  }

  /// Counts one more bracket, brace or interpolation.
  mutating func enter(at offset: Int) throws(Diagnostic) {
    depth += 1
    guard depth > SyntaxLimit.depth else { return }
    throw Diagnostic(
      .limit, "brackets and blocks are nested more than \(SyntaxLimit.depth) deep",
      at: SourceSpan(offset, offset + 1), in: source)
  }

  /// Takes the `(` or `[` at the cursor; newlines are blanks until `closeBracket`.
  mutating func openBracket() throws(Diagnostic) {
    try enter(at: lexer.cursor)
    lexer.openBrackets.append(lexer.cursor)
    lexer.advance(to: lexer.cursor + 1)
  }

  /// Takes the closing bracket at the cursor.
  mutating func closeBracket() {
    lexer.openBrackets.removeLast()
    lexer.advance(to: lexer.cursor + 1)
    depth -= 1
  }

  mutating func countOperator(at span: SourceSpan) throws(Diagnostic) {
    operatorCount += 1
    guard operatorCount > SyntaxLimit.operators else { return }
    throw Diagnostic(
      .limit, "an expression has more than \(SyntaxLimit.operators) operators", at: span,
      in: source)
  }

  /// Passes over the rest of a statement that has an error. Blocks in it are read, so that what is
  /// wrong in them is reported too.
  mutating func recover(toDepth depth: Int) {
    self.depth = depth
    leaveBrackets()
    while !isAborted, !lexer.isAtEnd {
      switch lexer.byte {
      case .newline, .semicolon, .hash, .closeBrace: return
      case .quote, .apostrophe: lexer.advance(to: lexer.pastString(from: lexer.cursor))
      case .openParenthesis, .openBracket:
        lexer.advance(to: (lexer.findClosingBracket(of: lexer.cursor) ?? lexer.cursor) + 1)
      case .openBrace: passBraces()
      case .backslash:
        lexer.advance(to: lexer.continuation(at: lexer.cursor) ?? lexer.cursor + 1)
      default: lexer.advance(to: lexer.cursor + 1)
      }
    }
  }

  /// Goes on behind the string and the brackets that were open, or behind the first line of
  /// brackets that are not closed.
  private mutating func leaveBrackets() {
    lexer.end = lexer.bytes.count
    if let string = openString {
      lexer.isInterpolating = false
      lexer.advance(to: max(lexer.cursor, lexer.pastString(from: string)))
    }
    openString = nil
    lexer.isInterpolating = false
    operands.removeAll(keepingCapacity: true)
    operators.removeAll(keepingCapacity: true)
    guard let bracket = lexer.openBrackets.first else { return }
    lexer.openBrackets.removeAll(keepingCapacity: true)
    if let closing = lexer.findClosingBracket(of: bracket) {
      lexer.advance(to: max(lexer.cursor, closing + 1))
    } else {
      lexer.advance(to: lexer.lineEnd(from: bracket))
    }
  }

  private mutating func passBraces() {
    do {
      if lexer.opensTable(at: lexer.cursor) {
        _ = try parseTable()
      } else {
        _ = try parseBlock()
      }
    } catch {
      report(error)
    }
  }
}
