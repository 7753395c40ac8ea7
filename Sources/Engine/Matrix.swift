/// A rectangular array of doubles, `[rows, columns]`, stored row after row.
///
/// This is how numbers cross the border of the engine: inside, arrays have the precision of the
/// network. A copy costs nothing until one of the two is written. The numbers may be lent, those of
/// a file that is larger than the memory; then rows and single entries are to be asked for, since
/// `elements` copies them all.
package struct Matrix: Equatable, Sendable {
  package let rows: Int
  package let columns: Int
  /// Empty where the numbers are lent.
  private var array: [Double]
  private var lent: Lent?

  private struct Lent: Equatable {
    let numbers: LentNumbers
    /// Whether they are the column of each row's 1, all other entries being 0.
    let isOneHot: Bool
  }

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
    lent = Lent(numbers: numbers, isOneHot: false)
  }

  /// `[labels, classes]`: a 1 in each row, in the column of its label, which is below `classes`.
  package init(oneHot labels: LentNumbers, classes: Int) {
    rows = labels.count
    columns = classes
    array = []
    lent = Lent(numbers: labels, isOneHot: true)
  }

  /// The numbers where they are lent, row after row: more of them, perhaps, than there is memory for.
  package var lentNumbers: LentNumbers? { lent.flatMap { $0.isOneHot ? nil : $0.numbers } }

  /// Whether each row is known to have one 1 among zeros.
  package var isOneHot: Bool { lent?.isOneHot ?? false }

  /// The memory that is this matrix's own, in bytes.
  package var bytes: Int { array.count * MemoryLayout<Double>.stride }

  /// All numbers, row after row.
  package var elements: [Double] {
    guard let lent else { return array }
    guard lent.isOneHot else { return lent.numbers.withNumbers { Array($0) } }
    return (0..<rows).flatMap(row)
  }

  /// The entry in a row and a column, both from 0.
  package subscript(row: Int, column: Int) -> Double {
    get {
      guard let lent else { return array[row * columns + column] }
      guard lent.isOneHot else { return lent.numbers[row * columns + column] }
      return lent.numbers[row] == Double(column) ? 1 : 0
    }
    set {
      if lent != nil { (array, lent) = (elements, nil) }
      array[row * columns + column] = newValue
    }
  }

  package func row(_ index: Int) -> [Double] { Array(entries(inRow: index)) }

  /// A row without a copy of it, where it is not lent.
  package func entries(inRow index: Int) -> ArraySlice<Double> {
    guard lent != nil else { return array[index * columns..<(index + 1) * columns] }
    return (0..<columns).map { self[index, $0] }[...]
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
    guard let lent else {
      return try array.withUnsafeBufferPointer { (numbers) throws(EngineError) in
        try body(numbers.baseAddress.map(Place.numbers))
      }
    }
    return try lent.numbers.withNumbers { (_) throws(EngineError) in
      try body(lent.isOneHot ? .labels(lent.numbers.place) : .numbers(lent.numbers.place))
    }
  }

  /// The first number for which something holds.
  package func first(where holds: (Double) -> Bool) -> Double? {
    guard let lent else { return array.first(where: holds) }
    guard lent.isOneHot else { return lent.numbers.withNumbers { $0.first(where: holds) } }
    return [0, 1].first(where: holds)
  }
}
