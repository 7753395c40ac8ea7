/// A script as a tree, with all that is wrong in its text.
package struct Parsed: Sendable {
  /// The statements that could be read; all of them where there are no diagnostics.
  package let script: Block
  /// The syntax errors in the order of their places; none when the text may run.
  package let diagnostics: [Diagnostic]
}

/// What to write for a name and the value that it is given, both as they stand in the text; nil
/// where the name can only be that of a variable.
package typealias Setting = (_ name: String, _ value: String) -> String?

/// Reads a whole text. Every syntax error is reported, at most a thousand; reading goes on at the
/// end of a statement that has one. The grammar knows no command, so that what `lr = 0.5` may mean
/// beside a variable comes from who knows them.
package func parse(_ source: SourceText, setting: @escaping Setting = { _, _ in nil }) -> Parsed {
  let faults = TextFaults(in: source)
  guard faults.isReadable else {
    let nothing = Block(items: [], span: SourceSpan(0, source.bytes.count))
    return Parsed(script: nothing, diagnostics: faults.diagnostics)
  }
  var parser = Parser(source, setting: setting)
  let script = parser.parseScript()
  let found = faults.diagnostics + parser.diagnostics
  let sorted =
    found.count < 2 ? found : found.sorted { ($0.span?.start ?? 0) < ($1.span?.start ?? 0) }
  return Parsed(script: script, diagnostics: sorted)
}

/// What the grammar allows at most.
package enum SyntaxLimit {
  /// Brackets, braces and `${…}` in one another.
  package static let depth = 200
  /// Operators and chained indices in one expression.
  package static let operators = 10_000
  static let diagnostics = 1_000
}

/// Recursive descent over statements, commands and brackets; operators are parsed with a stack of
/// their own (`Parser+Operators`), so that long expressions need no deep call stack.
struct Parser {
  let source: SourceText
  let setting: Setting
  var lexer: Lexer
  var diagnostics: [Diagnostic] = []
  /// How many brackets, braces and interpolations are open.
  var depth = 0
  /// The operators of the expression so far.
  var operatorCount = 0
  var operands: [Expression] = []
  var operators: [PendingOperator] = []
  /// The outermost string around the cursor while its `${…}` are read.
  var openString: Int?
  /// Set when nesting passes its limit or errors theirs, so that one does not become thousands.
  var isAborted = false

  init(_ source: SourceText, setting: @escaping Setting = { _, _ in nil }) {
    self.source = source
    self.setting = setting
    lexer = Lexer(source.bytes)
  }

  // script := items
  mutating func parseScript() -> Block {
    var items: [Block.Item] = []
    var closing: [String] = []
    while true {
      let part = parseItems()
      items = items.isEmpty ? part.items : items + part.items
      closing = part.closing
      guard !isAborted, !lexer.isAtEnd else { break }
      let span = SourceSpan(lexer.cursor, lexer.cursor + 1)
      report(Diagnostic(.syntax, "found '}', but no '{' is open", at: span, in: source))
      lexer.advance(to: lexer.cursor + 1)
    }
    let span = SourceSpan(0, source.bytes.count)
    return Block(items: items, closingComments: closing, span: span)
  }

  // block := "{" items "}"
  mutating func parseBlock() throws(Diagnostic) -> Block {
    lexer.skipBlanks()
    guard lexer.byte == .openBrace, !lexer.isAtEnd else {
      throw unexpected("'{'", suggestion: operatorSuggestion())
    }
    let start = lexer.cursor
    try enter(at: start)
    lexer.advance(to: start + 1)
    let (items, closing) = parseItems()
    closeBrace(from: start)
    return Block(
      items: items, closingComments: closing, span: SourceSpan(start, lexer.lastEnd))
  }

  /// Takes the `}` that ends what began at an offset, or reports that it is missing.
  mutating func closeBrace(from start: Int) {
    depth -= 1
    if !lexer.isAtEnd, lexer.byte == .closeBrace {
      lexer.advance(to: lexer.cursor + 1)
    } else if !isAborted {
      report(unclosed(at: start))
    }
  }

  // items := { newline | ";" | comment | statement }   up to a "}" or the end
  mutating func parseItems() -> (items: [Block.Item], closing: [String]) {
    let (items, margin) = parseSequence { parser, margin in parser.parseItem(margin) }
    return (items, margin.closingComments)
  }

  /// What stands between braces, with the comments among it: statements, or the rows of a table.
  mutating func parseSequence<Item: Annotated>(
    _ parseItem: (inout Parser, Margin) -> Item?
  ) -> (items: [Item], margin: Margin) {
    var items: [Item] = []
    var margin = Margin()
    while !isAborted {
      lexer.skipBlanks()
      guard !lexer.isAtEnd, lexer.byte != .closeBrace else { break }
      switch lexer.byte {
      case .newline:
        margin.addNewline()
        lexer.cursor += 1
      case .semicolon: lexer.cursor += 1
      case .hash:
        let comment = lexer.takeComment()
        if margin.isBehindContent, let last = items.popLast() {
          items.append(last.with(trailingComment: comment))
          margin = Margin(isBehindContent: false, isFirst: false)
        } else {
          margin.addComment(comment)
        }
      default:
        let item = parseItem(&self, margin)
        if let item { items.append(item) }
        margin = Margin(isBehindContent: item != nil, isFirst: items.isEmpty)
      }
    }
    return (items, margin)
  }

  /// One statement with the comments inside its brackets; nil, and an error noted, where it is
  /// none.
  private mutating func parseItem(_ margin: Margin) -> Block.Item? {
    let firstComment = lexer.comments.count
    defer { lexer.comments.removeSubrange(firstComment...) }
    let depth = depth
    do throws(Diagnostic) {
      let statement = try parseStatement()
      try expectStatementEnd()
      return Block.Item(
        comments: margin.comments + lexer.comments[firstComment...], isSpaced: margin.isSpaced,
        statement: statement)
    } catch {
      report(error)
      recover(toDepth: depth)
      return nil
    }
  }
}

/// What stands above a statement or a table row: blank lines and comments.
struct Margin {
  /// Comments from their `#`; an empty text for a blank line between two of them.
  private(set) var comments: [String] = []
  /// Whether a blank line comes first.
  private(set) var isSpaced = false
  /// Whether the last thing on this line is a statement or a row.
  private(set) var isBehindContent = false
  private var isFirst = true
  private var newlines = 0

  init() {}

  init(isBehindContent: Bool, isFirst: Bool) {
    self.isBehindContent = isBehindContent
    self.isFirst = isFirst
  }

  mutating func addNewline() {
    isBehindContent = false
    newlines += 1
    guard newlines == 2, !isFirst || !comments.isEmpty else { return }
    if comments.isEmpty { isSpaced = true } else { comments.append("") }
  }

  mutating func addComment(_ comment: String) {
    isBehindContent = false
    newlines = 0
    comments.append(comment)
  }

  /// The comments that nothing follows, a blank line before them as an empty text.
  var closingComments: [String] {
    var all = isSpaced ? [""] + comments : comments
    while all.last == "" { all.removeLast() }
    return all
  }

  /// All lines above a table row, blank ones as empty texts.
  var lines: [String] { isSpaced ? [""] + comments : comments }
}

/// What a comment can stand behind on the same line.
protocol Annotated {
  func with(trailingComment: String) -> Self
}

extension Block.Item: Annotated {
  func with(trailingComment: String) -> Block.Item {
    Block.Item(
      comments: comments, isSpaced: isSpaced, statement: statement,
      trailingComment: trailingComment)
  }
}
