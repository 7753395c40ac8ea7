import Catalog

/// Finds columns by their names or their numbers from 1.
struct ColumnChoice {
  let names: [String]
  /// The columns' numbers in the file, from 1; those left out are not among them.
  let numbers: [Int]
  let isNamed: Bool

  /// The index of the column that `word` stands for.
  ///
  /// - Throws: where there is no such column, with the nearest name.
  func index(of word: String) throws(DataError) -> Int {
    if let index = names.firstIndex(of: word) { return index }
    guard let number = Int(word) else { throw unknown(word) }
    if let index = numbers.firstIndex(of: number) { return index }
    throw DataError("there is no column \(number), the last one is \(numbers.last ?? 0)")
  }

  /// Several columns, each once.
  ///
  /// - Parameter option: the option of `LoadOptions` that names them.
  func indices(of words: [String], option: String) throws(DataError) -> [Int] {
    var found: [Int] = []
    for word in words {
      do throws(DataError) {
        let index = try index(of: word)
        guard !found.contains(index) else { throw DataError("column '\(word)' is named twice") }
        found.append(index)
      } catch {
        throw DataError(error.message, suggestion: error.suggestion, option: option)
      }
    }
    return found
  }

  private func unknown(_ word: String) -> DataError {
    let message = "there is no column '\(word)'"
    guard isNamed else {
      return DataError(message, suggestion: "the columns have no names, give a number from 1")
    }
    if let near = nearest(to: word, in: names) {
      return DataError(message, suggestion: "did you mean '\(near)'?")
    }
    guard names.count <= 7 else { return DataError(message) }
    return DataError(message, suggestion: "the columns are \(names.joined(separator: ", "))")
  }
}
