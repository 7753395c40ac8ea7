/// One piece of an expression.
struct Token: Equatable {
  enum Kind: Equatable {
    case number, string, name, variable
    case infix(BinaryOperator)
    /// `~=`
    case approximately
    case assign, colon, comma, semicolon
    case openParenthesis, closeParenthesis, openBracket, closeBracket, openBrace, closeBrace
    /// The end of a line, where no bracket is open, or of the text.
    case end
    /// A character or a run of characters that has no meaning here.
    case unknown
  }

  var kind: Kind
  var start: Int
  var end: Int

  var span: SourceSpan { SourceSpan(start, end) }
}

extension Lexer {
  /// The token of an expression at the cursor, blanks passed over; it is not taken yet.
  mutating func token() -> Token {
    skipBlanks()
    if let ahead, ahead.start == cursor { return ahead }
    let token = token(at: cursor)
    ahead = token
    return token
  }

  /// The token of an expression that starts at an offset.
  func token(at start: Int) -> Token {
    guard start < end else { return Token(kind: .end, start: start, end: start) }
    let byte = bytes[start]
    if byte.isDigit || (byte == .dot && self.byte(at: start + 1).isDigit) {
      return number(at: start)
    }
    let name = nameEnd(from: start)
    if name > start { return Token(kind: .name, start: start, end: name) }
    if byte == .dollar {
      let name = nameEnd(from: start + 1)
      return Token(kind: name > start + 1 ? .variable : .unknown, start: start, end: name)
    }
    if byte == .newline || (byte == .hash && !isInterpolating) {
      return Token(kind: .end, start: start, end: start)
    }
    if byte == .quote || byte == .apostrophe {
      return Token(kind: .string, start: start, end: pastString(from: start))
    }
    if let (kind, length) = symbol(at: start) {
      return Token(kind: kind, start: start, end: start + length)
    }
    return Token(kind: .unknown, start: start, end: characterEnd(from: start))
  }

  /// Operators and punctuation; a longer one wins.
  func symbol(at start: Int) -> (Token.Kind, length: Int)? {
    let next = byte(at: start + 1)
    switch bytes[start] {
    case .openParenthesis: return (.openParenthesis, 1)
    case .closeParenthesis: return (.closeParenthesis, 1)
    case .openBracket: return (.openBracket, 1)
    case .closeBracket: return (.closeBracket, 1)
    case .openBrace: return (.openBrace, 1)
    case .closeBrace: return (.closeBrace, 1)
    case .comma: return (.comma, 1)
    case .semicolon: return (.semicolon, 1)
    case UInt8(ascii: ":"): return (.colon, 1)
    case .equals: return next == .equals ? (.infix(.equal), 2) : (.assign, 1)
    case UInt8(ascii: "!"): return next == .equals ? (.infix(.notEqual), 2) : nil
    case UInt8(ascii: "~"): return next == .equals ? (.approximately, 2) : nil
    case UInt8(ascii: "<"):
      return next == .equals ? (.infix(.lessOrEqual), 2) : (.infix(.less), 1)
    case .greater: return next == .equals ? (.infix(.greaterOrEqual), 2) : (.infix(.greater), 1)
    case .dot: return next == .dot ? (.infix(.range), 2) : nil
    case UInt8(ascii: "+"): return (.infix(.add), 1)
    case .minus: return (.infix(.subtract), 1)
    case UInt8(ascii: "*"): return (.infix(.multiply), 1)
    case UInt8(ascii: "/"): return (.infix(.divide), 1)
    case UInt8(ascii: "%"): return (.infix(.remainder), 1)
    case UInt8(ascii: "@"): return (.infix(.matrixProduct), 1)
    case UInt8(ascii: "^"): return (.infix(.power), 1)
    default: return nil
    }
  }

  /// A number with its suffix. `%` belongs to it where no operand can follow: `5 % 3` and `5%3`
  /// are remainders, `let p = 5%` is 0.05. Digits that letters or a lone point follow are unknown.
  private func number(at start: Int) -> Token {
    var stop = Numeral.end(in: bytes, from: start, to: end) ?? start + 1
    let letters = nameEnd(from: stop)
    if letters > stop {
      guard let suffix = Numeral.Suffix(bytes, stop, letters), suffix.isDuration else {
        return Token(kind: .unknown, start: start, end: wordLikeEnd(from: letters))
      }
      return Token(kind: .number, start: start, end: letters)
    }
    if byte(at: stop) == .dot, byte(at: stop + 1) != .dot {
      return Token(kind: .unknown, start: start, end: wordLikeEnd(from: stop + 1))
    }
    if byte(at: stop) == UInt8(ascii: "%"), endsOperand(at: stop + 1) { stop += 1 }
    return Token(kind: .number, start: start, end: stop)
  }

  private func wordLikeEnd(from start: Int) -> Int {
    var offset = start
    while offset < end, bytes[offset].isDigit || bytes[offset].isASCIINameStart { offset += 1 }
    return offset
  }

  private func endsOperand(at start: Int) -> Bool {
    var offset = start
    while offset < end, bytes[offset].isBlank { offset += 1 }
    guard offset < end else { return true }
    switch bytes[offset] {
    case .closeParenthesis, .closeBracket, .closeBrace, .openBrace, .comma, .semicolon, .newline,
      .hash, UInt8(ascii: ":"):
      return true
    default: return false
    }
  }
}
