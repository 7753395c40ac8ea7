import Engine
import Formats

/// Samples of a file to predict for.
package struct InputFile: Sendable {
  /// The columns that a network takes, in its order; without a target.
  package let dataset: Dataset
  /// How many missing cells were filled in.
  package let filled: Int
}

/// Reads the inputs of a network from a file, each column found by its name, or by its place where
/// the file has no names. Other columns do not matter.
///
/// - Parameter columns: what the network was trained on, without what is computed.
/// - Throws: where a column is missing, or a cell is missing, of another kind or a text that the
///   network has not seen; the error says which row.
package func loadInputs(
  path: String, columns: [InputColumn], options: LoadOptions = LoadOptions(),
  watch: LoadWatch = .nobody
) throws(DataError) -> InputFile {
  try reading {
    var options = options
    options.columns = columns.map(\.name)
    options.isForPrediction = true
    if columns.contains(where: { $0.filling != nil }) { options.missing = .mean }
    let source = try watch.open(path)
    let loaded = try DatasetLoading(name: path, options: options, watch: watch).table(source)
    var encoding = InputEncoding(table: loaded.table, columns: columns)
    let inputs = try encoding.inputs()
    return InputFile(
      dataset: try Dataset(name: path, inputs: inputs, columns: columns, target: .none),
      filled: encoding.filled)
  }
}

/// Cells of a table as inputs of a network that knows its columns.
private struct InputEncoding {
  let table: Table
  let columns: [InputColumn]
  private(set) var filled = 0

  mutating func inputs() throws(DataError) -> Matrix {
    let width = columns.reduce(0) { $0 + $1.width }
    try checkRoom(bytes: 8 * Double(table.rows) * Double(width))
    var inputs = Matrix(rows: table.rows, columns: width)
    let places = try table.places(of: columns.map(\.name))
    for (index, offset) in columns.offsets.enumerated() {
      try fill(&inputs, columns[index], from: places[index], at: offset)
    }
    return inputs
  }

  private mutating func fill(
    _ inputs: inout Matrix, _ column: InputColumn, from place: Int, at offset: Int
  )
    throws(DataError)
  {
    let texts = table.texts[place]
    let categories = texts.map { texts in texts.map { column.categories?.firstIndex(of: $0) } }
    for row in 0..<table.rows {
      let cell = table[row, place]
      if cell.isNaN {
        guard let filling = column.filling else { throw missingCell(row, place) }
        inputs[row, offset] = filling
        filled += 1
        continue
      }
      switch (column.categories, texts) {
      case (nil, nil): inputs[row, offset] = cell
      case (let known?, let texts?):
        guard let category = categories?[Int(cell)] else {
          let shown = known.prefix(7).joined(separator: ", ") + (known.count > 7 ? " …" : "")
          throw failure(
            row, place, "found '\(texts[Int(cell)])', which the network has not seen",
            suggestion: "it knows \(shown)")
        }
        inputs[row, offset + category] = 1
      case (nil, let texts?):
        throw failure(row, place, "found '\(texts[Int(cell)].prefix(40))', expected a number")
      case (_?, nil):
        throw failure(row, place, "found the number \(cell), expected one of the network's texts")
      }
    }
  }

  private func missingCell(_ row: Int, _ place: Int) -> DataError {
    failure(
      row, place, "found a missing value",
      suggestion: MissingPolicy.suggestion(isForPrediction: true))
  }

  private func failure(
    _ row: Int, _ place: Int, _ found: String, suggestion: String? = nil
  ) -> DataError {
    DataError(
      "\(table.place(row)), \(table.title(place)): \(found)", suggestion: suggestion,
      line: table.line(row), column: table.numbers[place])
  }
}
