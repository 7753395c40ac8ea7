extension Parser {
  /// A `{` whose first row holds `->` is a table, any other a block.
  mutating func parseBraces() throws(Diagnostic) -> CommandValue {
    let start = lexer.cursor
    if lexer.opensTable(at: start) {
      let rows = try parseTable()
      return CommandValue(.table(rows), SourceSpan(start, lexer.lastEnd))
    }
    let block = try parseBlock()
    return CommandValue(.block(block), block.span)
  }

  // table := "{" { newline | ";" | comment | row } "}"
  mutating func parseTable() throws(Diagnostic) -> [TableRow] {
    let start = lexer.cursor
    try enter(at: start)
    lexer.advance(to: start + 1)
    let (rows, margin) = parseSequence { parser, margin in parser.parseRow(margin) }
    // What stands behind the last row has no row to go with: it goes above the statement.
    lexer.comments += margin.comments.filter { !$0.isEmpty }
    closeBrace(from: start)
    return rows
  }

  // row := value { value } "->" value { value }
  private mutating func parseRow(_ margin: Margin) -> TableRow? {
    let firstComment = lexer.comments.count
    defer { lexer.comments.removeSubrange(firstComment...) }
    let depth = depth
    let start = lexer.cursor
    do throws(Diagnostic) {
      let inputs = try parseSide("a value before '->'")
      guard isAtArrow else {
        throw unexpected("'->' and the targets of the row", suggestion: arrow(among: inputs))
      }
      let arrow = SourceSpan(lexer.cursor, lexer.cursor + 2)
      lexer.advance(to: arrow.end)
      let targets = try parseSide("a value behind '->'")
      guard isAtStatementEnd() else { throw unexpected("the end of the row") }
      return TableRow(
        inputs: inputs, targets: targets, span: SourceSpan(start, lexer.lastEnd),
        comments: margin.lines + lexer.comments[firstComment...])
    } catch {
      report(error)
      recover(toDepth: depth)
      return nil
    }
  }

  /// The row with its `->` where it mostly stands: before the last value.
  private func arrow(among values: [CommandValue]) -> String? {
    guard values.count > 1, let first = values.first, let last = values.last else { return nil }
    let inputs = SourceSpan(first.span.start, values[values.count - 2].span.end)
    return "write `\(source.text(inputs)) -> \(source.text(last.span))`"
  }

  var isAtArrow: Bool {
    lexer.byte == .minus && lexer.byte(at: lexer.cursor + 1) == .greater
  }

  /// The values on one side of `->`.
  private mutating func parseSide(_ expected: String) throws(Diagnostic) -> [CommandValue] {
    var values: [CommandValue] = []
    while !isAtStatementEnd(), !isAtArrow {
      let end = lexer.wordEnd(from: lexer.cursor)
      if end > lexer.cursor, lexer.byte(at: end) == .equals {
        throw fault(
          "found a key, a row of a table holds values only", SourceSpan(lexer.cursor, end))
      }
      guard lexer.byte != .openBrace else { throw unexpected("a value or the end of the row") }
      values.append(try parseValues())
    }
    guard !values.isEmpty else { throw unexpected(expected) }
    return values
  }
}

extension TableRow: Annotated {
  func with(trailingComment: String) -> TableRow {
    TableRow(
      inputs: inputs, targets: targets, span: span, comments: comments,
      trailingComment: trailingComment)
  }
}
