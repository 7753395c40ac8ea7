import Engine
import Experiment
import Language
import Reports

// What values may become: memory is asked about before it is taken, since a process that gets none
// ends.

extension Arithmetic {
  /// The most elements that a matrix made by an expression may have.
  static let maximumElements = 100_000_000
  /// The most that a list may have: each takes more room than a number in a matrix does.
  static let maximumItems = 10_000_000

  /// The number of elements of a matrix that is to be made, checked before memory is taken.
  static func size(_ rows: Int, _ columns: Int) throws(Diagnostic) -> Int {
    let size = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !size.overflow, size.partialValue <= maximumElements,
      (try? Memory.check(bytes: 16 * Double(size.partialValue))) != nil
    else { throw Diagnostic(.limit, "a matrix of \(rows)×\(columns) is too large") }
    return size.partialValue
  }

  /// The longest text that is put together, in bytes.
  static let longestText = 1 << 26

  /// Whether there is memory for a value of this size beside it, as what becomes of it and in
  /// between. Smaller ones than a million numbers are not asked about.
  static func checkRoom(for value: Value) throws(Diagnostic) {
    let bytes: Double
    switch value {
    case .number, .boolean, .text: return
    case .list(let items): bytes = 64 * Double(items.count)
    case .matrix(let matrix): bytes = 16 * Double(matrix.elements.count)
    }
    guard bytes > 0x1p24 else { return }
    try Diagnostic.wrapping { try Memory.check(bytes: bytes) }
  }
}

extension String {
  /// Takes in a piece of a text that is put together.
  ///
  /// - Throws: where it becomes longer than a text may be, or than there is memory for.
  mutating func add(_ piece: String) throws(Diagnostic) {
    let count = utf8.count + piece.utf8.count
    if count > 1 << 20 {
      guard count <= Arithmetic.longestText else {
        let limit = "\(Arithmetic.longestText >> 20) MiB"
        throw Diagnostic(.limit, "a text of more than \(limit) is too long")
      }
      try Diagnostic.wrapping { try Memory.check(bytes: 2 * Double(count)) }
    }
    self += piece
  }
}
