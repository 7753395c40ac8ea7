/// A rectangular array of doubles, `[rows, columns]`, stored row after row.
///
/// This is how numbers cross the border of the engine: inside, arrays have the precision of the
/// network. A copy costs nothing until one of the two is written.
package struct Matrix: Equatable, Sendable {
  package let rows: Int
  package let columns: Int
  package private(set) var elements: [Double]

  /// `elements` holds `rows * columns` numbers, row after row.
  package init(rows: Int, columns: Int, elements: [Double]) {
    precondition(elements.count == rows * columns, "a matrix of another size")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  package init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(
      rows: rows, columns: columns, elements: [Double](repeating: value, count: rows * columns))
  }

  /// The entry in a row and a column, both from 0.
  package subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  package func row(_ index: Int) -> [Double] {
    Array(elements[index * columns..<(index + 1) * columns])
  }

  /// A row without a copy of it.
  package func entries(inRow index: Int) -> ArraySlice<Double> {
    elements[index * columns..<(index + 1) * columns]
  }

  package func column(_ index: Int) -> [Double] {
    stride(from: index, to: elements.count, by: max(1, columns)).map { elements[$0] }
  }

  package var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for i in 0..<rows {
      for j in 0..<columns { result.elements[j * rows + i] = elements[i * columns + j] }
    }
    return result
  }
}
