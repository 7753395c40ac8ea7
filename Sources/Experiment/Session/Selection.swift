import Engine
import Language

/// Some rows of a matrix, in that order.
package func select(_ rows: Rows, of matrix: Matrix) -> Matrix {
  if rows == Rows(allOf: matrix.rows) { return matrix }
  var elements: [Double] = []
  elements.reserveCapacity(rows.count * matrix.columns)
  for row in rows { elements += matrix.entries(inRow: row) }
  return Matrix(rows: rows.count, columns: matrix.columns, elements: elements)
}

/// The same of numbers that may be too many for the memory.
func selected(_ rows: Rows, of matrix: Matrix) throws(Diagnostic) -> Matrix {
  try checkRoom(rows: rows.count, columns: matrix.columns)
  return select(rows, of: matrix)
}

/// - Throws: where a matrix does not fit in memory, and some copies of it on its way to a page.
func checkRoom(rows: Int, columns: Int) throws(Diagnostic) {
  try Diagnostic.wrapping { try Memory.check(bytes: 96 * Double(rows) * Double(columns)) }
}
