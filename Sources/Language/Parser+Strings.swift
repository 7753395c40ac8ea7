extension Parser {
  // string := "'" { character } "'" | '"' { character | escape | "$" NAME | interpolation } '"'
  mutating func parseString() throws(Diagnostic) -> StringLiteral {
    let start = lexer.cursor
    let end = try stringEnd(from: start)
    let inside = lexer.text(start + 1, end - 1)
    guard lexer.bytes[start] == .quote, needsReading(start + 1, end - 1) else {
      lexer.advance(to: end)
      return StringLiteral(
        pieces: inside.isEmpty ? [] : [.text(inside)], source: lexer.text(start, end))
    }
    let isOutermost = openString == nil
    if isOutermost { openString = start }
    let pieces = try parsePieces(start + 1, end - 1)
    if isOutermost { openString = nil }
    lexer.advance(to: end)
    return StringLiteral(pieces: pieces, source: lexer.text(start, end))
  }

  private func stringEnd(from start: Int) throws(Diagnostic) -> Int {
    switch lexer.stringEnd(from: start) {
    case .closed(let end): return end
    case .open(_, let interpolation?):
      throw fault(
        "found '${' without its '}'", SourceSpan(interpolation, interpolation + 2))
    case .open:
      let quote = lexer.text(start, start + 1)
      throw fault(
        "found \(quote) without its closing \(quote), a string ends on its line",
        SourceSpan(start, start + 1))
    }
  }

  private func needsReading(_ start: Int, _ end: Int) -> Bool {
    lexer.bytes[start..<end].contains { $0 == .backslash || $0 == .dollar }
  }

  private mutating func parsePieces(_ start: Int, _ end: Int)
    throws(Diagnostic) -> [StringLiteral.Piece]
  {
    var pieces: [StringLiteral.Piece] = []
    var text: [UInt8] = []
    func flush() {
      guard !text.isEmpty else { return }
      pieces.append(.text(String(decoding: text, as: UTF8.self)))
      text.removeAll()
    }
    var offset = start
    while offset < end {
      let byte = lexer.bytes[offset]
      if byte == .backslash {
        text.append(try escape(at: offset))
        offset += 2
      } else if byte == .dollar, lexer.byte(at: offset + 1) == .openBrace {
        flush()
        offset = try parseInterpolation(at: offset, into: &pieces)
      } else if byte == .dollar, case let name = lexer.nameEnd(from: offset + 1),
        name > offset + 1
      {
        flush()
        let span = SourceSpan(offset, name)
        let variable = Expression(.variable(lexer.text(offset + 1, name)), span)
        pieces.append(.expression(variable, digits: nil))
        offset = name
      } else {
        text.append(byte)
        offset += 1
      }
    }
    flush()
    return pieces
  }

  private func escape(at offset: Int) throws(Diagnostic) -> UInt8 {
    switch lexer.byte(at: offset + 1) {
    case UInt8(ascii: "n"): return .newline
    case UInt8(ascii: "t"): return 0x09
    case .quote, .backslash, .dollar: return lexer.bytes[offset + 1]
    default:
      let end = lexer.characterEnd(from: offset + 1)
      throw fault(
        "found the escape '\(lexer.text(offset, end))', expected \\n, \\t, \\\", \\\\ or \\$",
        SourceSpan(offset, end), suggestion: "write `\\\\` for a backslash, or use '…'")
    }
  }

  // interpolation := "${" expression [ ":" DIGITS ] "}"
  private mutating func parseInterpolation(
    at start: Int, into pieces: inout [StringLiteral.Piece]
  ) throws(Diagnostic) -> Int {
    guard let close = lexer.interpolationEnd(from: start) else {
      throw fault("found '${' without its '}'", SourceSpan(start, start + 2))
    }
    try enter(at: start)
    let (outerEnd, wasInterpolating) = (lexer.end, lexer.isInterpolating)
    lexer.end = close
    lexer.isInterpolating = true
    lexer.advance(to: start + 2)
    let expression = try parseExpression()
    let digits = try parseDigits()
    lexer.end = outerEnd
    lexer.isInterpolating = wasInterpolating
    depth -= 1
    pieces.append(.expression(expression, digits: digits))
    return close + 1
  }

  /// The number of significant digits behind `:`, nil where there is none.
  private mutating func parseDigits() throws(Diagnostic) -> Int? {
    let token = lexer.token()
    if token.kind == .end { return nil }
    guard token.kind == .colon else {
      throw unexpected("an operator, ':' or '}'", suggestion: operatorSuggestion())
    }
    let span = SourceSpan(token.end, lexer.end)
    let text = lexer.text(span.start, span.end).trimmingBlanks
    guard let digits = Int(text), (1...17).contains(digits) else {
      throw fault(
        "found '\(text.prefix(40))', expected the number of significant digits, 1 to 17", span,
        suggestion: "write `${…:6}`")
    }
    return digits
  }
}
