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
  /// Whether it is a number that was measured, which is never written in full.
  package let isMeasure: Bool

  package init(_ name: String, _ value: Value) {
    (self.name, self.value, isMeasure) = (name, value, false)
  }

  package init(_ name: String, measure: Double) {
    (self.name, value, isMeasure) = (name, .number(measure), true)
  }

  package func text(digits: Int) -> String {
    guard case .number(let number) = value else { return value.text(digits: digits) }
    return isMeasure
      ? format(measure: number, digits: digits) : format(column: [number], digits: digits)[0]
  }
}

package struct Table: Equatable, Sendable {
  package let title: String?
  package let columns: [String]
  package let rows: [[Value?]]
  /// Those of the columns whose numbers were measured, such as losses.
  package let measures: Set<String>
  /// What a screen shows of rows that are many; nil is all.
  package let excerpt: Excerpt?

  package struct Excerpt: Equatable, Sendable {
    package let rows: [Int]
    /// What is said below them: how to see all.
    package let remark: String

    package init(rows: [Int], remark: String) { (self.rows, self.remark) = (rows, remark) }
  }

  package init(
    title: String? = nil, columns: [String], rows: [[Value?]], measures: Set<String> = [],
    excerpt: Excerpt? = nil
  ) {
    self.title = title
    self.columns = columns
    self.rows = rows
    self.measures = measures
    self.excerpt = excerpt
  }

  /// Some of the rows as a table of their own.
  package func selecting(_ rows: [Int]) -> Table {
    Table(title: title, columns: columns, rows: rows.map { self.rows[$0] }, measures: measures)
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
