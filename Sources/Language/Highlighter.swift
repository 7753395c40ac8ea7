/// Follows statements, words and expressions without building a tree.
struct Highlighter {
  enum Mode {
    /// A statement begins.
    case statement
    case words, expression
  }

  /// A bracket that is open, and what its closing goes back to.
  struct Bracket {
    let closing: UInt8
    let outer: Mode
    let outerStatement: Int
    /// Which of the pieces it is.
    let piece: Int
    let isTable: Bool
  }

  var lexer: Lexer
  var pieces: [(span: SourceSpan, kind: TokenClass)] = []
  private(set) var mode = Mode.statement
  private(set) var open: [Bracket] = []
  /// Which piece the present statement begins with, once it is there.
  private(set) var statement = 0
  /// How many strings with `${…}` are around this text.
  private var depth = 0
  /// Whether `else` or `if` may follow: behind a `}` or an `else`.
  private var mayGoOn = false

  init(_ lexer: Lexer) {
    self.lexer = lexer
  }

  init(inside lexer: Lexer, from start: Int, to end: Int, depth: Int) {
    self.lexer = lexer
    self.lexer.cursor = start
    self.lexer.end = end
    self.lexer.isInterpolating = true
    self.depth = depth
    mode = .expression
  }

  mutating func run() {
    while lexer.cursor < lexer.end {
      let start = lexer.cursor
      step()
      if lexer.cursor <= start { lexer.cursor = start + 1 }
    }
  }

  private mutating func add(_ end: Int, _ kind: TokenClass) {
    pieces.append((SourceSpan(lexer.cursor, end), kind))
    lexer.cursor = end
  }

  /// Passes one piece.
  private mutating func step() {
    let start = lexer.cursor
    let byte = lexer.byte
    switch byte {
    case .newline, .semicolon:
      if byte == .semicolon { add(start + 1, .operator) } else { lexer.cursor += 1 }
      if open.last?.closing ?? .closeBrace == .closeBrace {
        mode = open.last?.isTable == true ? .words : .statement
        statement = pieces.count
      }
      mayGoOn = false
    case .hash where !lexer.isInterpolating: add(lexer.lineEnd(from: start), .comment)
    case .backslash where lexer.continuation(at: start) != nil: add(start + 1, .operator)
    case .quote, .apostrophe:
      addString()
      leaveStart(for: .expression)
    case .openParenthesis, .openBracket, .openBrace: addOpening(byte)
    case .closeParenthesis, .closeBracket, .closeBrace: addClosing(byte)
    case _ where byte.isBlank: repeat { lexer.cursor += 1 } while lexer.byte.isBlank
    default: addContent()
    }
  }

  private mutating func leaveStart(for next: Mode) {
    if mode == .statement { mode = next }
    mayGoOn = false
  }

  private mutating func addOpening(_ byte: UInt8) {
    leaveStart(for: .expression)
    let isTable = byte == .openBrace && lexer.opensTable(at: lexer.cursor)
    open.append(
      Bracket(
        closing: byte.closingBracket!, outer: mode, outerStatement: statement,
        piece: pieces.count, isTable: isTable))
    add(lexer.cursor + 1, .bracket)
    if byte == .openParenthesis { mode = .expression }
    guard byte == .openBrace else { return }
    mode = isTable ? .words : .statement
    statement = pieces.count
  }

  private mutating func addClosing(_ byte: UInt8) {
    guard let last = open.last, last.closing == byte else {
      return add(lexer.cursor + 1, .error)
    }
    open.removeLast()
    mode = last.outer
    statement = last.outerStatement
    mayGoOn = byte == .closeBrace
    add(lexer.cursor + 1, .bracket)
  }

  private mutating func addContent() {
    if mayGoOn, let keyword = takeContinuation() {
      mode = .expression
      mayGoOn = keyword == .else
      return
    }
    switch mode {
    case .statement: addStart()
    case .words: addWord()
    case .expression: addToken()
    }
    mayGoOn = false
  }

  private mutating func takeContinuation() -> Keyword? {
    let end = lexer.nameEnd(from: lexer.cursor)
    guard let keyword = Keyword.table[lexer.bytes[lexer.cursor..<end]],
      keyword == .else || keyword == .if
    else { return nil }
    add(end, .keyword)
    return keyword
  }

  private mutating func addStart() {
    let (kind, end) = lexer.statementKind(at: lexer.cursor)
    mode = .expression
    switch kind {
    case .keyword(let keyword):
      add(end, .keyword)
      mode = [.for, .repeat, .def].contains(keyword) ? .words : .expression
      // The name that is set is no quantity: `=` behind it is as it should be.
      guard keyword == .let else { return }
      lexer.cursor = lexer.pastBlanks(from: end)
      let name = lexer.nameEnd(from: lexer.cursor)
      guard name > lexer.cursor else { return }
      add(name, .word)
      lexer.cursor = lexer.pastBlanks(from: name)
      if lexer.byte == .equals { add(lexer.cursor + 1, .operator) }
    case .command:
      mode = lexer.takesExpressions(lexer.cursor, end) ? .expression : .words
      add(end, .verb)
    case .expression, .assignment: addToken()
    }
  }

  private mutating func addWord() {
    let start = lexer.cursor
    let end = lexer.wordEnd(from: start)
    if lexer.byte == .dollar {
      let name = lexer.nameEnd(from: start + 1)
      return add(max(name, start + 1), name > start + 1 ? .variable : .error)
    }
    guard end > start else { return add(start + 1, lexer.byte == .comma ? .operator : .error) }
    if lexer.byte(at: end) == .equals, lexer.isName(start, end) {
      add(end, .key)
      return add(end + 1, .operator)
    }
    switch lexer.text(start, end) {
    case "->", "..": add(end, .operator)
    case "in" where open.allSatisfy { $0.closing == .closeBrace } && pieces.count > 1:
      let isLoop = pieces[pieces.count - 2].kind == .keyword
      add(end, isLoop ? .keyword : .word)
    default:
      let isNumber = Numeral(lexer.bytes, start, end) != nil || isRange(start, end)
      add(end, isNumber ? .number : .word)
    }
  }

  /// `1..5`, or the `1..` and `..5` of one with a variable.
  private func isRange(_ start: Int, _ end: Int) -> Bool {
    let digits = lexer.bytes[start..<end].filter { $0.isDigit || $0 == .minus }.count
    let dots = lexer.bytes[start..<end].filter { $0 == .dot }.count
    return dots == 2 && digits > 0 && digits + dots == end - start
      && lexer.text(start, end).contains("..")
  }

  private mutating func addToken() {
    let token = lexer.token(at: lexer.cursor)
    let kind: TokenClass
    switch token.kind {
    case .number: kind = .number
    case .string: return addString()
    case .variable: kind = .variable
    case .name: kind = nameClass(token)
    case .infix, .approximately, .comma, .semicolon, .colon: kind = .operator
    case .assign: kind = pieces.last?.kind == .key ? .operator : .error
    case .openParenthesis, .closeParenthesis, .openBracket, .closeBracket, .openBrace, .closeBrace:
      kind = .bracket
    case .unknown: kind = .error
    case .end: return lexer.cursor += 1
    }
    add(max(token.end, token.start + 1), kind)
  }

  private func nameClass(_ token: Token) -> TokenClass {
    switch ExpressionWord.table[lexer.bytes[token.start..<token.end]] {
    case .and, .or, .not, .within: .operator
    case .true, .false: .keyword
    case nil:
      !open.isEmpty
        && lexer.token(at: lexer.pastBlanks(from: token.end)).kind == .assign ? .key : .word
    }
  }

  // MARK: Strings

  /// A string in its pieces: text, `$name`, and `${…}` with what is in it.
  private mutating func addString() {
    let quote = lexer.byte
    guard case .closed(let end) = lexer.stringEnd(from: lexer.cursor) else {
      return add(lexer.pastString(from: lexer.cursor), .error)
    }
    guard quote == .quote, depth < 8 else { return add(end, .string) }
    var offset = lexer.cursor + 1
    while offset < end - 1 {
      if lexer.bytes[offset] == .backslash {
        offset += 2
      } else if lexer.bytes[offset] == .dollar, let inner = interpolation(at: offset) {
        if offset > lexer.cursor { add(offset, .string) }
        if lexer.byte(at: offset + 1) == .openBrace {
          addInterpolation(upTo: inner)
        } else {
          add(inner, .variable)
        }
        offset = inner
      } else {
        offset += 1
      }
    }
    add(end, .string)
  }

  /// Where the `$name` or `${…}` at an offset ends.
  private func interpolation(at offset: Int) -> Int? {
    if lexer.byte(at: offset + 1) == .openBrace {
      return lexer.interpolationEnd(from: offset).map { $0 + 1 }
    }
    let name = lexer.nameEnd(from: offset + 1)
    return name > offset + 1 ? name : nil
  }

  private mutating func addInterpolation(upTo end: Int) {
    add(lexer.cursor + 2, .bracket)
    var inside = Highlighter(inside: lexer, from: lexer.cursor, to: end - 1, depth: depth + 1)
    inside.run()
    pieces += inside.pieces
    lexer.cursor = end - 1
    add(end, .bracket)
  }
}
