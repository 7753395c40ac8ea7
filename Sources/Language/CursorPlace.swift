/// What the grammar says of the end of a text that is being typed: which kind of piece belongs
/// there, and what stands before it. Works on every text.
package struct CursorPlace: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    /// The first word of a statement.
    case statement
    /// A value of a command by place, or behind `key=`. `before` is the command up to this
    /// argument; the opening quote is given where the argument is an open string.
    case argument(before: String, key: String?, quote: Character?)
    /// What a loop runs over, how often it runs, how near is near enough.
    case value
    /// What an expression or one of its operators takes.
    case operand
    /// The first argument of this function.
    case firstArgument(of: String)
    /// An expression may end here or go on.
    case `operator`
    /// The name behind a `$`.
    case variable
    /// Nothing but this.
    case only(String)
    /// What only the user knows: a new name, a number, a text, a comment.
    case free
  }

  package var kind: Kind
  /// Where the piece that is being typed starts: a byte offset.
  package var start: Int
  /// What is typed of it. Of an open string: what it holds.
  package var prefix: String
  /// The statement up to the cursor.
  package var statement = ""
  /// The function whose arguments are being typed.
  package var function: String?
  /// The first words of the statements around, whose `{` is open; the outermost first.
  package var enclosing: [String] = []
  /// The names that the text gives to variables before this place.
  package var names: [String] = []
}

extension CursorPlace {
  /// The place at `cursor`, a byte offset into the text's UTF-8.
  package init(in text: String, at cursor: Int) {
    var bytes = Array(text.utf8)
    bytes.removeLast(max(0, bytes.count - cursor))
    var highlighter = Highlighter(Lexer(bytes))
    highlighter.run()
    self = PlaceFinder(highlighter).place
  }
}

/// Reads the pieces of a text from its end.
private struct PlaceFinder {
  private let lexer: Lexer
  private let pieces: [(span: SourceSpan, kind: TokenClass)]
  private let mode: Highlighter.Mode
  private let open: [Highlighter.Bracket]
  private let first: Int
  private let end: Int

  init(_ highlighter: Highlighter) {
    lexer = highlighter.lexer
    pieces = highlighter.pieces
    mode = highlighter.mode
    open = highlighter.open
    first = highlighter.statement
    end = highlighter.lexer.end
  }

  var place: CursorPlace {
    var place = found
    place.enclosing = open.compactMap { bracket in
      bracket.closing == .closeBrace ? text(bracket.outerStatement) : nil
    }
    place.names = names
    place.function = open.last.flatMap { function(calledAt: $0.piece) }
    if pieces.indices.contains(first) {
      place.statement = lexer.text(pieces[first].span.start, end)
    }
    return place
  }

  private var found: CursorPlace {
    if let last = pieces.last, last.span.end == end {
      if last.kind == .comment { return place(.free, from: end) }
      let byte = lexer.bytes[last.span.start]
      if last.kind == .error, byte == .quote || byte == .apostrophe {
        return placeInString(from: last.span.start)
      }
    }
    var start = end
    while start > 0, isPart(lexer.bytes[start - 1]) { start -= 1 }
    let isVariable = start > 0 && lexer.bytes[start - 1] == .dollar
    if isVariable { start -= 1 }
    let kind = kind(at: start)
    switch kind {
    case .argument, .value: return place(kind, from: start)
    default: return place(isVariable ? .variable : kind, from: start)
    }
  }

  /// Whether a byte belongs to what is being typed: in an expression a name, else a word.
  private func isPart(_ byte: UInt8) -> Bool {
    let isNamePart = byte.isASCIINameStart || byte.isDigit || byte >= 0x80
    return isNamePart || (mode == .words && byte.isWordByte)
  }

  private func place(_ kind: CursorPlace.Kind, from start: Int) -> CursorPlace {
    CursorPlace(kind: kind, start: start, prefix: lexer.text(start, end))
  }

  // MARK: Statements

  /// How many of the pieces end before the one that is being typed.
  private func count(before start: Int) -> Int {
    pieces.count - pieces.reversed().prefix { $0.span.start >= start }.count
  }

  private func kind(at start: Int) -> CursorPlace.Kind {
    let count = count(before: start)
    let isInBraces = open.last?.closing ?? .closeBrace == .closeBrace
    if isInBraces, open.last?.isTable == true { return .free }
    if isInBraces, count <= first { return .statement }
    guard first < count else { return .free }
    if isInBraces, pieces[first].kind == .keyword { return kind(inKeyword: start, count) }
    if mode == .words, pieces[first].kind == .verb {
      return argument(from: start, count, quote: nil)
    }
    return operand(start, count)
  }

  private func kind(inKeyword start: Int, _ count: Int) -> CursorPlace.Kind {
    let words = (first..<count).map(text)
    switch Keyword(rawValue: words[0]) {
    case .let:
      return words.count == 1 ? .free : words.count == 2 ? .only("= ") : operand(start, count)
    case .for:
      if words.count == 2 { return .only("in ") }
      return words.last == "in" ? .value : .free
    case .repeat: return words.count == 1 ? .value : .free
    case .if where words.last == "}": return .only("else ")
    case .if, .while, .return: return words.last == "}" ? .free : operand(start, count)
    case .def, .else, .break, .next, nil: return .free
    }
  }

  // MARK: Arguments

  private func argument(from start: Int, _ count: Int, quote: Character?) -> CursorPlace.Kind {
    var (begin, index) = (start, count)
    while index > first + 1, isGlued(pieces[index - 1], to: begin) {
      index -= 1
      begin = pieces[index].span.start
    }
    let key = index < count && pieces[index].kind == .key ? text(index) : nil
    let before = lexer.text(pieces[first].span.start, begin)
    return .argument(before: before, key: key, quote: quote)
  }

  /// Whether a piece belongs to the same argument; behind a comma blanks may stand.
  private func isGlued(_ piece: (span: SourceSpan, kind: TokenClass), to start: Int) -> Bool {
    if piece.span.end == start { return true }
    return lexer.bytes[piece.span.start] == .comma
      && lexer.pastBlanks(from: piece.span.end) == start
  }

  private func placeInString(from start: Int) -> CursorPlace {
    let content = start + 1
    let isQuoted = lexer.bytes[start] == .quote
    if isQuoted, let dollar = lexer.bytes[content...].lastIndex(of: .dollar) {
      if lexer.nameEnd(from: dollar + 1) == end || dollar + 1 == end {
        return place(.variable, from: dollar)
      }
      if lexer.byte(at: dollar + 1) == .openBrace, !lexer.bytes[dollar...].contains(.closeBrace) {
        var inside = Highlighter(inside: lexer, from: dollar + 2, to: end, depth: 1)
        inside.run()
        return PlaceFinder(inside).found
      }
    }
    let count = count(before: start)
    guard mode == .words, first < count, pieces[first].kind == .verb else {
      return place(.free, from: end)
    }
    let quote: Character = isQuoted ? "\"" : "'"
    let kind = argument(from: start, count, quote: quote)
    return CursorPlace(kind: kind, start: start, prefix: lexer.text(content, end))
  }

  // MARK: Expressions

  private func operand(_ start: Int, _ count: Int) -> CursorPlace.Kind {
    guard count > first || !open.isEmpty, count > 0 else { return .operand }
    let last = pieces[count - 1]
    switch last.kind {
    case .number, .string, .variable, .word, .error:
      return last.span.end == start ? .free : .operator
    case .keyword where ["true", "false"].contains(text(count - 1)): return .operator
    case .bracket where [.closeParenthesis, .closeBracket].contains(lexer.bytes[last.span.start]):
      return last.span.end == start ? .free : .operator
    case .bracket: return function(calledAt: count - 1).map { .firstArgument(of: $0) } ?? .operand
    case .operator where text(count - 1) == "within": return .value
    case .keyword, .verb, .key, .operator, .comment: return .operand
    }
  }

  /// The name before an opening parenthesis.
  private func function(calledAt piece: Int) -> String? {
    guard piece > 0, lexer.bytes[pieces[piece].span.start] == .openParenthesis,
      pieces[piece - 1].kind == .word, pieces[piece - 1].span.end == pieces[piece].span.start
    else { return nil }
    return text(piece - 1)
  }

  // MARK: Names

  /// What `let`, `for` and `def` name.
  private var names: [String] {
    var names: [String] = []
    for (index, piece) in pieces.enumerated().dropLast() where piece.kind == .keyword {
      switch Keyword.table[lexer.bytes[piece.span.start..<piece.span.end]] {
      case .let, .for: if pieces[index + 1].kind == .word { names.append(text(index + 1)) }
      case .def:
        let parameters = pieces.indices[(index + 2)...].prefix { pieces[$0].kind != .bracket }
        names += parameters.filter { [.word, .key].contains(pieces[$0].kind) }.map(text)
      default: break
      }
    }
    return names
  }

  private func text(_ piece: Int) -> String {
    guard pieces.indices.contains(piece) else { return "" }
    return lexer.text(pieces[piece].span.start, pieces[piece].span.end)
  }
}
