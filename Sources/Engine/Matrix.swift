import CKernels

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
  private var lent: Lent?

  private enum Lent: Equatable {
    case numbers(LentNumbers)
    /// In each row a 1 among zeros, in the column of the label.
    case oneHot(LentLabels)
    /// The label of each row.
    case labels(LentLabels)
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

  package init(lent numbers: LentNumbers) {
    self.init(rows: numbers.rows, columns: numbers.columns, lent: .numbers(numbers))
  }

  /// `[labels, classes]`: a 1 in each row, in the column of its label.
  package init(oneHot labels: LentLabels) {
    self.init(rows: labels.count, columns: labels.values.count, lent: .oneHot(labels))
  }

  /// `[labels, 1]`
  package init(labels: LentLabels) {
    self.init(rows: labels.count, columns: 1, lent: .labels(labels))
  }

  private init(rows: Int, columns: Int, lent: Lent) {
    self.rows = rows
    self.columns = columns
    array = []
    self.lent = lent
  }

  /// The numbers where they are lent: more of them, perhaps, than there is memory for.
  package var lentNumbers: LentNumbers? {
    if case .numbers(let numbers) = lent { numbers } else { nil }
  }

  /// Whether the numbers are still what they were when they were lent.
  package var isUnchanged: Bool {
    switch lent {
    case nil: true
    case .numbers(let numbers): numbers.keeper.isUnchanged
    case .oneHot(let labels), .labels(let labels): labels.numbers.keeper.isUnchanged
    }
  }

  /// The memory that is this matrix's own, in bytes.
  package var bytes: Int { array.count * MemoryLayout<Double>.stride }

  /// All numbers, row after row.
  package var elements: [Double] {
    switch lent {
    case nil: array
    case .numbers(let numbers): numbers.elements(0..<rows)
    case .oneHot, .labels: (0..<rows).flatMap(row)
    }
  }

  /// The entry in a row and a column, both from 0.
  package subscript(row: Int, column: Int) -> Double {
    get {
      switch lent {
      case nil: array[row * columns + column]
      case .numbers(let numbers): numbers[row, column]
      case .oneHot(let labels): labels[row] == column ? 1 : 0
      case .labels(let labels): Double(labels[row])
      }
    }
    set {
      if lent != nil { (array, lent) = (elements, nil) }
      array[row * columns + column] = newValue
    }
  }

  package func row(_ index: Int) -> [Double] { Array(entries(inRow: index)) }

  /// A row, without a copy of it where the numbers are this matrix's own.
  package func entries(inRow index: Int) -> ArraySlice<Double> {
    guard lent != nil else { return array[index * columns..<(index + 1) * columns] }
    return (0..<columns).map { self[index, $0] }[...]
  }

  /// The column of the largest entry of a row, from 0; the first of equals.
  package func largestColumn(inRow row: Int) -> Int { largestColumns(inRows: [row])[0] }

  package var largestColumns: [Int] { largestColumns(inRows: Array(0..<rows)) }

  /// The same of some rows: what keeps the numbers is counted once for all of them.
  package func largestColumns(inRows rows: [Int]) -> [Int] {
    switch lent {
    case nil:
      array.withUnsafeBufferPointer { numbers in
        rows.map {
          largest(UnsafeBufferPointer(rebasing: numbers[$0 * columns..<($0 + 1) * columns]))
        }
      }
    case .oneHot(let labels): rows.map { labels[$0] }
    case .numbers, .labels: rows.map { largest(row($0)) }
    }
  }

  package func column(_ index: Int) -> [Double] { (0..<rows).map { self[$0, index] } }

  /// Σ w row, over some rows.
  ///
  /// - Parameter weights: w by row; nil where each is 1.
  func sums(over rows: Rows, weights: [Double]?) -> [Double] {
    var sums = [Double](repeating: 0, count: columns)
    for row in rows {
      let weight = weights?[row] ?? 1
      if case .oneHot(let labels) = lent {
        sums[labels[row]] += weight
      } else {
        for (column, entry) in entries(inRow: row).enumerated() { sums[column] += weight * entry }
      }
    }
    return sums
  }

  package var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for i in 0..<rows {
      for j in 0..<columns { result.array[j * rows + i] = self[i, j] }
    }
    return result
  }
}

extension Matrix {
  /// The numbers as they lie in memory: `columns` of them in each row, or what stands for its class.
  enum Place {
    case numbers(number_rows)
    case oneHot(LentLabels)
    case labels(LentLabels)
  }

  /// Calls `body` with the place of the numbers; nil where there are none.
  ///
  /// - Throws: what `body` throws, and where somebody has changed them meanwhile.
  func withPlace<R>(
    _ body: (Place?) throws(EngineError) -> R
  ) throws(EngineError) -> R {
    guard let lent else {
      return try array.withUnsafeBufferPointer { (numbers) throws(EngineError) in
        let stride = columns * MemoryLayout<Double>.stride
        return try body(
          numbers.baseAddress.map {
            .numbers(number_rows(start: $0, stride: stride, form: number_float64))
          })
      }
    }
    let result: R
    switch lent {
    case .numbers(let numbers): result = try body(.numbers(numbers.source))
    case .oneHot(let labels): result = try body(.oneHot(labels))
    case .labels(let labels): result = try body(.labels(labels))
    }
    guard isUnchanged else { throw .changedData }
    return result
  }

  /// The first number for which something holds.
  package func first(where holds: (Double) -> Bool) -> Double? {
    switch lent {
    case nil: array.first(where: holds)
    case .numbers(let numbers): numbers.first(where: holds)
    case .oneHot: [1, 0].prefix(columns).first(where: holds)
    case .labels(let labels): labels.values.indices.lazy.map(Double.init).first(where: holds)
    }
  }
}
