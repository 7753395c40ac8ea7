import Catalog
import Engine

// Cells that are missing: an error, rows that are left out, or what stands for them.

extension TargetChoice {
  mutating func fillMissing(inputs: [Int]) throws(DataError) {
    guard !table.isComplete, let index = table.cells.firstMissing else { return }
    for index in index..<table.cells.count where table.cells[index].isNaN {
      missing[index % table.columns] += 1
    }
    switch options.missing {
    case .error: throw missingCell(index)
    case .drop: try dropRows()
    case .mean: try fillMeans(inputs: inputs)
    }
  }

  private func missingCell(_ index: Int) -> DataError {
    let (row, column) = index.quotientAndRemainder(dividingBy: table.columns)
    return DataError(
      "\(table.place(row)), \(table.title(column)): found a missing value",
      // Of inputs none is missing then.
      suggestion: options.missing == .mean
        ? "a target cannot be made up; missing=drop leaves such rows out"
        : MissingPolicy.suggestion(isForPrediction: options.isForPrediction),
      line: table.line(row), column: table.numbers[column])
  }

  /// Leaves rows out, within the memory that the cells have.
  private mutating func dropRows() throws(DataError) {
    let (rows, columns) = (table.rows, table.columns)
    var lines = RowLines()
    var (kept, keptTests) = (0, 0)
    for row in 0..<rows {
      let start = row * columns
      if (start..<start + columns).contains(where: { table.cells[$0].isNaN }) { continue }
      for column in 0..<columns {
        table.cells[kept * columns + column] = table.cells[start + column]
      }
      if let line = table.line(row) { lines.append(line: line) }
      kept += 1
      if row >= rows - table.tests { keptTests += 1 }
    }
    guard kept > keptTests else { throw DataError("every row has a missing value") }
    table.cells.removeLast((rows - kept) * columns)
    table.lines = lines
    table.tests = keptTests
    table.choices.append("\(counted(rows - kept, "row")) with a missing cell left out")
  }

  /// Also where no cell is missing: samples to predict for may miss some.
  mutating func takeFillings(of inputs: [Int]) {
    for column in inputs { fillings[column] = 0 }
    let columns = inputs.filter { table.texts[$0] == nil }
    let moments = columnMoments(columns.count, rows: Rows(allOf: table.rows)) { row in
      columns.map { table[row, $0] }[...]
    }
    for (column, moments) in zip(columns, moments) { fillings[column] = moments.mean }
  }

  /// Fills numbers in; missing texts stay marked until they become inputs.
  private mutating func fillMeans(inputs: [Int]) throws(DataError) {
    let incomplete = inputs.filter { missing[$0] > 0 }
    let filled = incomplete.filter { table.texts[$0] == nil }
    for column in filled where missing[column] == table.rows {
      throw DataError("\(table.title(column)) has no values to take the mean of")
    }
    let isInput = (0..<table.columns).map { inputs.contains($0) }
    for index in 0..<table.cells.count where table.cells[index].isNaN {
      let column = index % table.columns
      guard isInput[column] else { throw missingCell(index) }
      if table.texts[column] == nil { table.cells[index] = fillings[column] ?? .nan }
    }
    note(filled, "cell", "filled with the mean of the column")
    note(incomplete.filter { table.texts[$0] != nil }, "text", "taken as none of its column")
  }

  private mutating func note(_ columns: [Int], _ noun: String, _ what: String) {
    guard !columns.isEmpty else { return }
    let count = columns.reduce(0) { $0 + missing[$1] }
    table.choices.append("\(counted(count, "missing \(noun)")) \(what)")
  }
}
