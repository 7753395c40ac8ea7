/// The rows of a file, before it is known what is to be predicted from what.
struct Table {
  /// One for each column.
  var names: [String]
  /// For a column of text its distinct texts; nil for a column of numbers.
  var texts: [[String]?]
  /// Row after row: the number, the index into `texts`, or NaN where a cell is missing.
  var cells: [Double] = []
  /// The line that each row began on; empty where the rows are those of an array.
  var lines: [Int] = []
  /// The columns' numbers in the file, from 1, which those left out still count in.
  var numbers: [Int]
  /// Whether a name was written in the file, not made up here.
  var isNamed: Bool

  var columns: Int { names.count }
  var rows: Int { columns == 0 ? 0 : cells.count / columns }

  init(names: [String], numbers: [Int], isNamed: Bool) {
    self.names = names
    self.numbers = numbers
    self.isNamed = isNamed
    texts = [[String]?](repeating: nil, count: names.count)
  }

  /// A table of numbers whose columns have no names.
  init(numbers cells: [Double], columns: Int) {
    self.init(
      names: Table.madeUpNames(columns), numbers: Array(1...max(1, columns)), isNamed: false)
    self.cells = cells
  }

  static func madeUpNames(_ count: Int) -> [String] {
    (0..<count).map { "column\($0 + 1)" }
  }

  /// "line 7" or "row 7".
  func place(_ row: Int) -> String {
    row < lines.count ? "line \(lines[row])" : "row \(row + 1)"
  }

  func line(_ row: Int) -> Int? { row < lines.count ? lines[row] : nil }

  /// "column 3 'age'", or "column 3" where it has no name.
  func title(_ column: Int) -> String {
    isNamed ? "column \(numbers[column]) '\(names[column])'" : "column \(numbers[column])"
  }

  /// The column as it is called in a report: its name, or its number.
  func label(_ column: Int) -> String {
    isNamed ? names[column] : String(numbers[column])
  }

  var choice: ColumnChoice { ColumnChoice(names: names, numbers: numbers, isNamed: isNamed) }

  /// The entries of one column, as they are in `cells`.
  func column(_ index: Int) -> [Double] {
    stride(from: index, to: cells.count, by: max(1, columns)).map { cells[$0] }
  }

  /// [rows, chosen columns], row after row.
  func selecting(_ chosen: [Int]) -> [Double] {
    if chosen == Array(0..<columns) { return cells }
    var result: [Double] = []
    result.reserveCapacity(rows * chosen.count)
    for row in 0..<rows {
      for column in chosen { result.append(cells[row * columns + column]) }
    }
    return result
  }
}
