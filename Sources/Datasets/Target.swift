import Catalog
import Engine
import Formats

/// What is to be predicted for each sample.
package enum Target: Equatable, Sendable, CustomStringConvertible {
  /// One label for each sample, from 0, into `names`.
  case classes(labels: Labels, names: [String])
  /// [samples, outputs], and a name for each output.
  case values(Matrix, names: [String])
  case none

  /// The most classes that a target may have.
  static let classLimit = 1000
  /// The most distinct values of a whole-number target that is taken for classes unasked.
  static let detectionLimit = 20

  /// Classes named by text, in the order of the text; by number where all are numbers.
  ///
  /// - Parameter texts: the class of each sample.
  /// - Throws: where there are more than 1000 classes.
  package static func classes(texts: [String]) throws(DataError) -> Target {
    let names = sortedClasses(Array(Set(texts)))
    guard names.count <= classLimit else { throw tooManyClasses(names.count) }
    let index = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    return .classes(labels: Labels(texts.map { index[$0] ?? 0 }), names: names)
  }

  /// Number of samples, nil where there is no target.
  package var rows: Int? {
    switch self {
    case .classes(let labels, _): labels.count
    case .values(let matrix, _): matrix.rows
    case .none: nil
    }
  }

  /// What the columns that are predicted are called; none where they are classes.
  package var names: [String] {
    if case .values(_, let names) = self { return names }
    return []
  }

  package var description: String {
    switch self {
    case .classes(_, let names): counted(names.count, "class")
    case .values(let matrix, _): counted(matrix.columns, "output")
    case .none: "no target"
    }
  }

  /// - Parameter count: of the classes, where they were counted to the end.
  static func tooManyClasses(_ count: Int?) -> DataError {
    DataError(
      count.map { "the target has \($0) classes, expected at most \(classLimit)" }
        ?? "the target has more than \(classLimit) classes",
      suggestion: "name another column with target=")
  }
}

/// Class names in order: by number where all are numbers, else by their Unicode scalars.
func sortedClasses(_ names: [String]) -> [String] {
  let numbers = names.map { DecimalNumber.parse($0).value }
  if !numbers.contains(nil) {
    return zip(numbers, names).sorted { ($0.0 ?? 0, $0.1) < ($1.0 ?? 0, $1.1) }.map(\.1)
  }
  return names.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
}

/// A number as a class is called: whole numbers without a point.
func className(_ value: Double) -> String {
  Int(exactly: value).map(String.init) ?? value.description
}
