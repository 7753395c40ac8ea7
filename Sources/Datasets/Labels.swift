import Engine

/// The class of each sample, from 0.
package struct Labels: RandomAccessCollection, Equatable, Sendable, ExpressibleByArrayLiteral {
  private let array: [Int]
  /// Where they lie in a file that is larger than the memory.
  package let lent: LentNumbers?

  package init(_ labels: [Int]) {
    array = labels
    lent = nil
  }

  package init(arrayLiteral elements: Int...) { self.init(elements) }

  /// Whole numbers from 0 on, few enough for a count.
  package init(lent numbers: LentNumbers) {
    array = []
    lent = numbers
  }

  /// `[labels, 1]`, whole numbers from 0 on.
  package init(column: Matrix) {
    if let numbers = column.lentNumbers {
      self.init(lent: numbers)
    } else {
      self.init(column.elements.map { Int($0) })
    }
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { lent?.count ?? array.count }

  package subscript(position: Int) -> Int { lent.map { Int($0[position]) } ?? array[position] }

  /// `[labels, classes]`: a 1 in each row, in the column of its label.
  package func oneHot(classes: Int) -> Matrix {
    if let lent { return Matrix(oneHot: lent, classes: classes) }
    return Matrix(oneHot: array.map(Double.init), classes: classes)
  }

  /// `[labels, 1]`
  package var column: Matrix {
    if let lent { return Matrix(rows: count, columns: 1, lent: lent) }
    return Matrix(rows: count, columns: 1, elements: array.map(Double.init))
  }
}
