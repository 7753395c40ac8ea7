/// An expression and the place where it stands. Two expressions are equal when their trees are.
package struct Expression: Equatable, Sendable {
  /// Leaves stand in the expression itself, the rest in a box of its own.
  package enum Node: Equatable, Sendable {
    case number(NumberLiteral)
    case string(StringLiteral)
    case boolean(Bool)
    /// `$name`
    case variable(String)
    /// A quantity or a bare word: `loss`, `W1`, `_3`, `relu` in `slope(relu, x)`.
    case name(String)
    case call(String, [Argument])
    indirect case index(Expression, [Expression])
    case list([Expression])
    indirect case unary(UnaryOperator, Expression)
    indirect case binary(BinaryOperator, Expression, Expression)
    /// `a ~= b within t`
    indirect case approximately(Expression, Expression, within: Expression?)
  }

  /// An argument of a call; with a key it is one of a `def`'s optional parameters.
  package struct Argument: Equatable, Sendable {
    package let key: Name?
    package let value: Expression

    package init(key: Name? = nil, value: Expression) {
      self.key = key
      self.value = value
    }
  }

  package let node: Node
  package let span: SourceSpan

  package init(_ node: Node, _ span: SourceSpan) {
    self.node = node
    self.span = span
  }

  /// A loop over what is left to compare: ten thousand operators in a row make a deep tree.
  package static func == (a: Expression, b: Expression) -> Bool {
    var pairs = [(a, b)]
    while let (a, b) = pairs.popLast() {
      switch (a.node, b.node) {
      case (
        .binary(let aSymbol, let aLeft, let aRight), .binary(let bSymbol, let bLeft, let bRight)
      ):
        guard aSymbol == bSymbol else { return false }
        pairs += [(aLeft, bLeft), (aRight, bRight)]
      case (.unary(let aSymbol, let aOperand), .unary(let bSymbol, let bOperand)):
        guard aSymbol == bSymbol else { return false }
        pairs.append((aOperand, bOperand))
      case (.index(let aBase, let aIndices), .index(let bBase, let bIndices)):
        guard aIndices == bIndices else { return false }
        pairs.append((aBase, bBase))
      default: guard a.node == b.node else { return false }
      }
    }
    return true
  }
}

/// A number and the text that it was written as, so that it prints back unchanged.
package struct NumberLiteral: Equatable, Sendable {
  /// What the text means, its suffix applied: 0.05 for `5%`, 90 for `1.5min`.
  package let value: Double
  package let text: String
  /// Whether the text ends in `ms`, `s`, `min` or `h`.
  package let isDuration: Bool

  package init(value: Double, text: String, isDuration: Bool = false) {
    self.value = value
    self.text = text
    self.isDuration = isDuration
  }
}

/// A quoted text: pieces as they stand and expressions between them.
package struct StringLiteral: Equatable, Sendable {
  package enum Piece: Equatable, Sendable {
    /// Text with its escapes resolved.
    case text(String)
    /// `$name`, `${e}` or `${e:6}`.
    case expression(Expression, digits: Int?)
  }

  package let pieces: [Piece]
  /// The literal with its quotes, as it was written.
  package let source: String

  package init(pieces: [Piece], source: String) {
    self.pieces = pieces
    self.source = source
  }

  /// The text where nothing is interpolated.
  package var plainText: String? {
    var text = ""
    for piece in pieces {
      guard case .text(let part) = piece else { return nil }
      text += part
    }
    return text
  }
}

package enum UnaryOperator: String, Equatable, Sendable {
  case not
  case negate = "-"
}

package enum BinaryOperator: String, Equatable, Sendable, CaseIterable {
  case or, and
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case range = ".."
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case matrixProduct = "@"
  case power = "^"
}
