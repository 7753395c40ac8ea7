/// Values that stand together without a blank: `$dir/a.csv`, `-$x`, `sqrt(2)`.
extension Parser {
  /// The error for the run of glued values that starts at an offset.
  mutating func glued(from start: Int) -> Diagnostic {
    let end = glueEnd(from: start)
    let span = SourceSpan(start, end)
    let text = source.text(span)
    let short = text.count <= 60 ? text : "\(text.prefix(57))…"
    let message = "found '\(short)', values stand apart by blanks"
    if isArithmetic(span) {
      return fault(message, span, suggestion: "write `(\(short))`")
    }
    if let quoted = interpolated(span) {
      return fault(message, span, suggestion: "write `\(quoted)`")
    }
    return fault(message, span)
  }

  /// Where the run ends: at a blank, a comma or the end of the statement, outside brackets.
  private func glueEnd(from start: Int) -> Int {
    var offset = start
    while !lexer.endsWord(at: offset) {
      switch lexer.byte(at: offset) {
      case .comma, .openBrace, .closeBrace, .closeParenthesis, .closeBracket: return offset
      case .quote, .apostrophe: offset = lexer.pastString(from: offset)
      case .openParenthesis, .openBracket:
        guard let closing = lexer.closingBracket(of: offset) else { return offset }
        offset = closing + 1
      default: offset += 1
      }
    }
    return offset
  }

  /// Whether a run reads as an expression of numbers, variables and calls.
  private func isArithmetic(_ span: SourceSpan) -> Bool {
    guard span.end - span.start <= 1000 else { return false }
    var reader = Parser(source)
    reader.lexer.advance(to: span.start)
    reader.lexer.end = span.end
    guard let expression = try? reader.parseWhole(), reader.lexer.token().kind == .end else {
      return false
    }
    return expression.holdsNoBareName
  }

  /// The run as one string: `"$dir/a.csv"`, `"out${n + 1}.csv"`.
  private func interpolated(_ span: SourceSpan) -> String? {
    guard span.end - span.start <= 100 else { return nil }
    var text = "\""
    var offset = span.start
    while offset < span.end {
      let byte = lexer.bytes[offset]
      switch byte {
      case .quote, .apostrophe, .backslash, .openBracket: return nil
      case .openParenthesis:
        guard let closing = lexer.closingBracket(of: offset) else { return nil }
        text += "${\(lexer.text(offset + 1, closing))}"
        offset = closing + 1
      default:
        let next = lexer.characterEnd(from: offset)
        text += lexer.text(offset, next)
        offset = next
      }
    }
    return text + "\""
  }
}

/// Whether a word reads as arithmetic on numbers, `1/2`, which a person who wants a number has to
/// put in parentheses. As a file name it may stand.
package func isArithmetic(word: String) -> Bool {
  guard !word.isEmpty, word.utf8.count <= 1000 else { return false }
  var reader = Parser(SourceText(name: "", word))
  guard let expression = try? reader.parseWhole(), reader.lexer.token().kind == .end else {
    return false
  }
  let bytes = reader.lexer.bytes
  return Numeral(bytes, 0, bytes.count) == nil && expression.holdsNoBareName
}

extension Expression {
  /// Whether the tree holds no bare name and no string outside the arguments of calls.
  fileprivate var holdsNoBareName: Bool {
    switch node {
    case .number, .boolean, .variable, .call: true
    case .string, .name, .list: false
    case .index(let base, _): base.holdsNoBareName
    case .unary(_, let operand): operand.holdsNoBareName
    case .binary(_, let left, let right): left.holdsNoBareName && right.holdsNoBareName
    case .approximately(let left, let right, _): left.holdsNoBareName && right.holdsNoBareName
    }
  }
}
