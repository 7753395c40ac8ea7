import Engine

/// The class of each sample, from 0.
package struct Labels: RandomAccessCollection, Equatable, Sendable, ExpressibleByArrayLiteral {
  private let array: [Int]
  /// Where they lie in a file that is larger than the memory.
  package let lent: LentLabels?

  package init(_ labels: [Int]) {
    array = labels
    lent = nil
  }

  package init(arrayLiteral elements: Int...) { self.init(elements) }

  package init(lent labels: LentLabels) {
    array = []
    lent = labels
  }

  /// `[labels, 1]`, whole numbers from 0 on.
  ///
  /// - Parameter classes: how many there are; the labels are below it.
  package init(column: Matrix, classes: Int) {
    if let numbers = column.lentNumbers {
      self.init(lent: LentLabels(numbers, values: (0..<classes).map(Double.init)))
    } else {
      self.init(column.elements.map { Int($0) })
    }
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { lent?.count ?? array.count }

  package subscript(position: Int) -> Int { lent?[position] ?? array[position] }

  /// `[labels, classes]`: a 1 in each row, in the column of its label.
  package func oneHot(classes: Int) -> Matrix {
    Matrix(oneHot: lent ?? LentLabels(array, classes: classes))
  }

  /// `[labels, 1]`
  package var column: Matrix {
    if let lent { return Matrix(labels: lent) }
    return Matrix(rows: count, columns: 1, elements: array.map(Double.init))
  }
}
