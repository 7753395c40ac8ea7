/// A rectangular array of doubles, `[rows, columns]`, stored row after row.
///
/// This is how numbers cross the border of the engine: inside, arrays have the precision of the
/// network. A copy costs nothing until one of the two is written. The numbers may be lent, those of
/// a file that is larger than the memory; then rows and single entries are to be asked for, since
/// `elements` copies them all.
package struct Matrix: Equatable, Sendable {
  package let rows: Int
  package let columns: Int
  /// The numbers where they are this matrix's own, else empty.
  private var array: [Double]
  private var lent: LentNumbers?
  /// Whether each row is known to have one 1 among zeros. Then the numbers are the columns of the 1s.
  package private(set) var isOneHot = false

  /// `elements` holds `rows * columns` numbers, row after row.
  package init(rows: Int, columns: Int, elements: [Double]) {
    precondition(elements.count == rows * columns, "a matrix of another size")
    self.rows = rows
    self.columns = columns
    array = elements
  }

  package init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(
      rows: rows, columns: columns, elements: [Double](repeating: value, count: rows * columns))
  }

  /// `numbers` are `rows * columns`, row after row.
  package init(rows: Int, columns: Int, lent numbers: LentNumbers) {
    precondition(numbers.count == rows * columns, "a matrix of another size")
    self.rows = rows
    self.columns = columns
    array = []
    lent = numbers
  }

  /// `[labels, classes]`: a 1 in each row, in the column of its label, which is a whole number below
  /// `classes`.
  package init(oneHot labels: [Double], classes: Int) {
    (rows, columns) = (labels.count, classes)
    array = labels
    isOneHot = true
  }

  package init(oneHot labels: LentNumbers, classes: Int) {
    (rows, columns) = (labels.count, classes)
    (array, lent) = ([], labels)
    isOneHot = true
  }

  /// The numbers where they are lent, row after row: more of them, perhaps, than there is memory for.
  package var lentNumbers: LentNumbers? { isOneHot ? nil : lent }

  /// The memory that is this matrix's own, in bytes.
  package var bytes: Int { array.count * MemoryLayout<Double>.stride }

  /// All numbers, row after row.
  package var elements: [Double] {
    guard isOneHot else { return lent?.withNumbers { Array($0) } ?? array }
    var elements = [Double](repeating: 0, count: rows * columns)
    for row in 0..<rows { elements[row * columns + label(row)] = 1 }
    return elements
  }

  /// The entry in a row and a column, both from 0.
  package subscript(row: Int, column: Int) -> Double {
    get {
      if isOneHot { return label(row) == column ? 1 : 0 }
      return number(row * columns + column)
    }
    set {
      if isOneHot || lent != nil { self = Matrix(rows: rows, columns: columns, elements: elements) }
      array[row * columns + column] = newValue
    }
  }

  private func number(_ index: Int) -> Double {
    guard let lent else { return array[index] }
    return lent[index]
  }

  private func label(_ row: Int) -> Int { Int(number(row)) }

  package func row(_ index: Int) -> [Double] { Array(entries(inRow: index)) }

  /// A row, without a copy of it where the numbers are this matrix's own.
  package func entries(inRow index: Int) -> ArraySlice<Double> {
    guard isOneHot || lent != nil else { return array[index * columns..<(index + 1) * columns] }
    return (0..<columns).map { self[index, $0] }[...]
  }

  /// The column of the largest entry of a row, from 0; the first of equals.
  package func largestColumn(inRow row: Int) -> Int {
    if isOneHot { return label(row) }
    return withNumbers { numbers in
      let start = row * columns
      var (best, highest) = (0, numbers[start])
      for column in 1..<columns where numbers[start + column] > highest {
        (best, highest) = (column, numbers[start + column])
      }
      return best
    }
  }

  package func column(_ index: Int) -> [Double] { (0..<rows).map { self[$0, index] } }

  package var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for i in 0..<rows {
      for j in 0..<columns { result.array[j * rows + i] = self[i, j] }
    }
    return result
  }
}

extension Matrix {
  /// The numbers as they lie in memory: all of them row after row, or only the column of each 1.
  enum Place {
    case numbers(UnsafePointer<Double>)
    case labels(UnsafePointer<Double>)
  }

  /// Calls `body` with the place of the numbers; nil where there are none.
  func withPlace<R>(
    _ body: (Place?) throws(EngineError) -> R
  ) throws(EngineError) -> R {
    try withNumbers { (numbers) throws(EngineError) in
      try body(numbers.baseAddress.map { isOneHot ? .labels($0) : .numbers($0) })
    }
  }

  /// The first number for which something holds.
  package func first(where holds: (Double) -> Bool) -> Double? {
    if isOneHot { return [1, 0].prefix(columns).first(where: holds) }
    return withNumbers { $0.first(where: holds) }
  }

  private func withNumbers<R, Failure: Error>(
    _ body: (UnsafeBufferPointer<Double>) throws(Failure) -> R
  ) throws(Failure) -> R {
    guard let lent else { return try array.withUnsafeBufferPointer(body) }
    return try lent.withNumbers(body)
  }
}
