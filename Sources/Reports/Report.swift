import Engine

/// What a command answers. A renderer sees this and nothing else, so that a terminal, a pipe and
/// `--json` say the same.
package indirect enum Report: Equatable, Sendable {
  /// A value on its own: an expression, a quantity.
  case value(Value)
  /// Text as it stands, perhaps of several lines.
  case text(String)
  /// Names and what they are: one line each.
  case fields([Field])
  case table(Table)
  /// Named arrays of a network: `W1` with its shape and rows.
  case array(NamedArray)
  /// Equations in symbols and numbers.
  case derivation(Derivation)
  /// What was found amiss, one line each.
  case findings([Finding])
  case plot(Plot)
  case group([Report])
}

package struct Field: Equatable, Sendable {
  package let name: String
  package let value: Value

  package init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }
}

package struct Table: Equatable, Sendable {
  package let title: String?
  package let columns: [String]
  package let rows: [[Value?]]

  package init(title: String? = nil, columns: [String], rows: [[Value?]]) {
    self.title = title
    self.columns = columns
    self.rows = rows
  }
}

/// An array of the network with the names of its rows and columns.
package struct NamedArray: Equatable, Sendable {
  package let name: String
  /// What the rows and the columns count: "unit", "input".
  package let rowNoun: String
  package let columnNoun: String
  package let matrix: Matrix
  /// Whether the language calls it a list: biases and the like.
  package let isList: Bool

  package init(
    name: String, rowNoun: String, columnNoun: String, matrix: Matrix, isList: Bool = false
  ) {
    self.name = name
    self.rowNoun = rowNoun
    self.columnNoun = columnNoun
    self.matrix = matrix
    self.isList = isList
  }
}
