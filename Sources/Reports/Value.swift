import Catalog
import Engine

/// What an expression yields and a variable holds.
package enum Value: Equatable, Sendable {
  case number(Double)
  case text(String)
  case boolean(Bool)
  /// Numbers, texts or booleans; a list of equally long lists of numbers is a matrix instead.
  case list([Value])
  /// In a box of its own, so that copying any value is counting one reference.
  indirect case matrix(Matrix)

  package static func numbers(_ numbers: [Double]) -> Value {
    .list(numbers.map { .number($0) })
  }

  /// The numbers of a list that holds nothing else.
  package var numbers: [Double]? {
    guard case .list(let items) = self else { return nil }
    var numbers: [Double] = []
    numbers.reserveCapacity(items.count)
    for item in items {
      guard case .number(let number) = item else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  /// A matrix as it stands, a list as a column, a number as one entry.
  package var asMatrix: Matrix? {
    switch self {
    case .number(let number): Matrix(rows: 1, columns: 1, elements: [number])
    case .matrix(let matrix): matrix
    case .list: numbers.map { Matrix(rows: $0.count, columns: 1, elements: $0) }
    case .text, .boolean: nil
    }
  }

  /// What it is, for errors: "a 2×3 matrix", "the text 'relu'", "a list of 2 texts".
  package var kindDescription: String {
    switch self {
    case .number(let number): "the number \(format(number, digits: 6))"
    case .text(let text): "the text '\(text)'"
    case .boolean(let boolean): boolean ? "true" : "false"
    case .list(let items):
      items.contains { if case .text = $0 { true } else { false } }
        ? "a list of \(items.count) with texts" : "a list of \(items.count)"
    case .matrix(let matrix): "a \(matrix.rows)×\(matrix.columns) matrix"
    }
  }

  /// The value as `print` writes it and the language reads it.
  package func text(digits: Int) -> String {
    switch self {
    case .number(let number): format(number, digits: digits)
    case .text(let text): text
    case .boolean(let boolean): boolean ? "true" : "false"
    case .list(let items):
      "[" + items.map { $0.quotedText(digits: digits) }.joined(separator: ", ") + "]"
    case .matrix(let matrix):
      "["
        + (0..<matrix.rows).map { Value.numbers(matrix.row($0)).text(digits: digits) }
        .joined(separator: ", ") + "]"
    }
  }

  /// A text inside a list stands in quotes.
  private func quotedText(digits: Int) -> String {
    guard case .text(let text) = self else { return self.text(digits: digits) }
    return quoted(text)
  }
}
