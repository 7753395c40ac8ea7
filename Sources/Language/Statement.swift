/// A statement and the place where it stands. Two statements are equal when their trees are.
package struct Statement: Equatable, Sendable {
  package indirect enum Node: Equatable, Sendable {
    case command(Call)
    /// An expression alone prints its value.
    case expression(Expression)
    case `let`(Name, Expression)
    case `if`([Branch], otherwise: Block?)
    case `for`(Name, CommandValue, Block)
    case `while`(Expression, Block)
    case `repeat`(CommandValue, Block)
    case def(Definition)
    case `return`(Expression?)
    case `break`
    case next
  }

  package let node: Node
  package let span: SourceSpan

  package init(_ node: Node, _ span: SourceSpan) {
    self.node = node
    self.span = span
  }

  package static func == (a: Statement, b: Statement) -> Bool { a.node == b.node }
}

/// A name that the user makes up, with its place.
package struct Name: Equatable, Sendable {
  package let text: String
  package let span: SourceSpan

  package init(_ text: String, _ span: SourceSpan) {
    self.text = text
    self.span = span
  }

  package static func == (a: Name, b: Name) -> Bool { a.text == b.text }
}

/// One `if e {…}` of a chain.
package struct Branch: Equatable, Sendable {
  package let condition: Expression
  package let body: Block

  package init(condition: Expression, body: Block) {
    self.condition = condition
    self.body = body
  }
}

/// `def NAME param… ⟨param=default⟩ {…}`
package struct Definition: Equatable, Sendable {
  package struct Parameter: Equatable, Sendable {
    package let name: Name
    /// A parameter with a default is a key only, one without is positional only.
    package let fallback: CommandValue?

    package init(name: Name, fallback: CommandValue?) {
      self.name = name
      self.fallback = fallback
    }
  }

  package let name: Name
  package let parameters: [Parameter]
  package let body: Block

  package init(name: Name, parameters: [Parameter], body: Block) {
    self.name = name
    self.parameters = parameters
    self.body = body
  }
}

/// Statements in braces, or those of a whole script, with the comments among them.
package struct Block: Equatable, Sendable {
  package struct Item: Equatable, Sendable {
    /// The comments on the lines above, each from its `#`, and those inside the statement.
    package let comments: [String]
    /// Whether an empty line stands above the comments or the statement.
    package let isSpaced: Bool
    package let statement: Statement
    /// The comment behind the statement on its last line.
    package let trailingComment: String?

    package init(
      comments: [String] = [], isSpaced: Bool = false, statement: Statement,
      trailingComment: String? = nil
    ) {
      self.comments = comments
      self.isSpaced = isSpaced
      self.statement = statement
      self.trailingComment = trailingComment
    }
  }

  package let items: [Item]
  /// The comments after the last statement.
  package let closingComments: [String]
  package let span: SourceSpan

  package init(items: [Item], closingComments: [String] = [], span: SourceSpan) {
    self.items = items
    self.closingComments = closingComments
    self.span = span
  }

  package var statements: [Statement] { items.map(\.statement) }

  package static func == (a: Block, b: Block) -> Bool {
    a.items == b.items && a.closingComments == b.closingComments
  }
}

/// A command as it was written: a verb, its values by place and its values by key.
package struct Call: Equatable, Sendable {
  /// Positional and keyed arguments in the order in which they stand.
  package struct Argument: Equatable, Sendable {
    package let key: Name?
    package let value: CommandValue

    package init(key: Name? = nil, value: CommandValue) {
      self.key = key
      self.value = value
    }
  }

  package let verb: Name
  package let arguments: [Argument]

  package init(verb: Name, arguments: [Argument]) {
    self.verb = verb
    self.arguments = arguments
  }
}

/// A value in a command. `print` and `assert` hold their expressions as `.expression`.
package struct CommandValue: Equatable, Sendable {
  /// What most values are stands in the value itself, the rest in a box of its own.
  package enum Node: Equatable, Sendable {
    case number(NumberLiteral)
    case word(String)
    case string(StringLiteral)
    /// `$name`
    case variable(String)
    /// `[v, v]`, or `v,v` without brackets; a list in a list is a row of a matrix.
    case list([CommandValue], isBracketed: Bool)
    /// `a..b`
    indirect case range(CommandValue, CommandValue)
    /// `W2[1,2]`, `$name[1]`: the base is a word or a variable.
    indirect case target(CommandValue, [CommandValue])
    /// `(e)`, and every argument of `print` and `assert`.
    case expression(Expression)
    case table([TableRow])
    case block(Block)
  }

  package let node: Node
  package let span: SourceSpan

  package init(_ node: Node, _ span: SourceSpan) {
    self.node = node
    self.span = span
  }

  package static func == (a: CommandValue, b: CommandValue) -> Bool { a.node == b.node }
}

/// `value… -> value…`
package struct TableRow: Equatable, Sendable {
  package let inputs: [CommandValue]
  package let targets: [CommandValue]
  package let span: SourceSpan
  package let comments: [String]
  package let trailingComment: String?

  package init(
    inputs: [CommandValue], targets: [CommandValue], span: SourceSpan, comments: [String] = [],
    trailingComment: String? = nil
  ) {
    self.inputs = inputs
    self.targets = targets
    self.span = span
    self.comments = comments
    self.trailingComment = trailingComment
  }

  package static func == (a: TableRow, b: TableRow) -> Bool {
    a.inputs == b.inputs && a.targets == b.targets && a.comments == b.comments
      && a.trailingComment == b.trailingComment
  }
}
