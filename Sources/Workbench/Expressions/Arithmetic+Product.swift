import Engine
import Language
import Reports

// The product of matrices, the one operator that may take long.

extension Arithmetic {
  /// - Parameter poll: is asked now and then; what it throws ends the work.
  static func product(
    _ a: Value, _ b: Value, poll: () throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Value {
    let (left, right) = try operands(.matrixProduct, a, b)
    if case .number = a { throw mismatch("@", a, b) }
    if case .number = b { throw mismatch("@", a, b) }
    if case .list = a, case .list = b {
      guard left.rows == right.rows else { throw mismatch("@", a, b) }
      return .number(zip(left.elements, right.elements).reduce(0) { $0 + $1.0 * $1.1 })
    }
    guard left.columns == right.rows else { throw mismatch("@", a, b) }
    var sums = [Double](repeating: 0, count: try size(left.rows, right.columns))
    let rows = max(1, workBetweenPolls / max(1, left.columns * right.columns))
    for start in stride(from: 0, to: left.rows, by: rows) {
      if start > 0 { try poll() }
      multiply(start..<min(start + rows, left.rows), of: left, right, into: &sums)
    }
    if case .list = b { return .numbers(sums) }
    return .matrix(Matrix(rows: left.rows, columns: right.columns, elements: sums))
  }

  /// In multiplications: some milliseconds.
  private static let workBetweenPolls = 1 << 22

  /// Row by row of both, so that the innermost loop is vectorised.
  private static func multiply(
    _ rows: Range<Int>, of a: Matrix, _ b: Matrix, into sums: inout [Double]
  ) {
    let (inner, columns) = (a.columns, b.columns)
    sums.withUnsafeMutableBufferPointer { sums in
      a.elements.withUnsafeBufferPointer { left in
        b.elements.withUnsafeBufferPointer { right in
          for i in rows {
            let row = UnsafeMutableBufferPointer(rebasing: sums[i * columns..<(i + 1) * columns])
            for k in 0..<inner {
              let factor = left[i * inner + k]
              let other = UnsafeBufferPointer(rebasing: right[k * columns..<(k + 1) * columns])
              for j in 0..<columns { row[j] += factor * other[j] }
            }
          }
        }
      }
    }
  }
}
