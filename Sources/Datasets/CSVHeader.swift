import Formats

/// What the first line of delimited text is: the names of the columns, or data.
struct CSVHeader {
  let isNamed: Bool
  /// As they are written, or made up.
  let names: [String]
  /// Why, in a sentence.
  let reason: String
  /// Whether the line was taken for data: the error of a later line may be its.
  let mayBeNames: Bool

  /// - Parameter cells: those of the first line, which `scanner` has read.
  /// - Throws: where two columns have the same name, or a name is no text.
  init(_ cells: [CSVCell], _ scanner: CSVScanner, _ options: LoadOptions) throws(DataError) {
    isNamed =
      switch options.header {
      case .on: true
      case .off: false
      case .auto: CSVHeader.areNames(cells, scanner, options)
      }
    names = isNamed ? try CSVHeader.names(cells, scanner) : Table.madeUpNames(cells.count)
    mayBeNames = !isNamed
    reason =
      switch (options.header, isNamed) {
      case (.auto, true): "the first line holds names, as none of its cells is a number"
      case (.auto, false): "the first line is data, as it holds numbers"
      case (_, true): "the first line holds names (header=on)"
      case (_, false): "the first line is data (header=off)"
      }
  }

  /// Names are text: a line with a number, `NA`, `NaN`, `null` or `?` among its cells is data.
  private static func areNames(
    _ cells: [CSVCell], _ scanner: CSVScanner, _ options: LoadOptions
  ) -> Bool {
    let written = cells.filter { !$0.range.isEmpty }
    return !written.isEmpty
      && written.allSatisfy {
        !scanner.isMissing($0) && scanner.number($0, options.decimal) == .notANumber
      }
  }

  private static func names(_ cells: [CSVCell], _ scanner: CSVScanner) throws(DataError)
    -> [String]
  {
    var names: [String] = []
    var places: [String: Int] = [:]
    for (index, cell) in cells.enumerated() {
      let text = try scanner.text(cell, column: index + 1)
      let name = text.isEmpty ? "column\(index + 1)" : text
      if let first = places.updateValue(index, forKey: name) {
        throw DataError(
          "columns \(first + 1) and \(index + 1) are both named '\(name)'",
          suggestion: "rename one of them; header=off, if the first line is data",
          line: scanner.recordLine, column: index + 1)
      }
      names.append(name)
    }
    return names
  }
}
