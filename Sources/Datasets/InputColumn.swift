import Catalog

/// A column of raw inputs, and how it becomes inputs of a network.
package struct InputColumn: Equatable, Sendable {
  package let name: String
  /// The texts of a column of text, in order, each an input that is 0 or 1; nil for numbers.
  package let categories: [String]?
  /// The expression that computes it from the other columns, for a feature.
  package let formula: String?

  /// How many of its cells were missing in the file, and were filled in or left out.
  package let missing: Int
  /// What stands for a missing cell, also of samples to predict for: the mean of a column of numbers,
  /// 0 in every input of a column of text; nil where a missing cell is an error.
  package let filling: Double?

  package init(
    _ name: String, categories: [String]? = nil, formula: String? = nil, missing: Int = 0,
    filling: Double? = nil
  ) {
    self.name = name
    self.categories = categories
    self.formula = formula
    self.missing = missing
    self.filling = filling
  }

  /// How many inputs it is.
  package var width: Int { categories?.count ?? 1 }

  /// What these inputs are called: "length", or "color=red", "color=green".
  package var inputNames: [String] {
    categories.map { $0.map { "\(name)=\($0)" } } ?? [name]
  }

  /// Whether it is a feature whose formula takes another column.
  func isComputed(from name: String) -> Bool {
    formula?.contains("col(\(quoted(name)))") ?? false
  }

  /// The most texts that a column of inputs may have.
  package static let categoryLimit = 100
}

extension [InputColumn] {
  /// The first input of each column.
  package var offsets: [Int] {
    var offset = 0
    return map { column in
      defer { offset += column.width }
      return offset
    }
  }
}
