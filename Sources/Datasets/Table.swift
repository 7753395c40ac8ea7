import Catalog
import Engine

/// The rows of a file, before it is known what is to be predicted from what.
struct Table {
  /// One for each column.
  var names: [String]
  /// For a column of text its distinct texts; nil for a column of numbers.
  var texts: [[String]?]
  /// Row after row: the number, the index into `texts`, or NaN where a cell is missing.
  var cells = Cells()
  /// Whether no cell can be missing.
  var isComplete = false
  /// The line that each row began on; empty where the rows are those of an array.
  var lines = RowLines()
  /// How the file was read, and why so: one sentence each.
  var choices: [String] = []
  /// How many of the last rows the file itself keeps for testing.
  var tests = 0
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
    self.cells = Cells(cells)
  }

  static func madeUpNames(_ count: Int) -> [String] {
    (0..<count).map { "column\($0 + 1)" }
  }

  /// "line 7" or "row 7".
  func place(_ row: Int) -> String {
    lines[row].map { "line \($0)" } ?? "row \(row + 1)"
  }

  func line(_ row: Int) -> Int? { lines[row] }

  /// "column 3 'age'", or "column 3" where it has no name.
  func title(_ column: Int) -> String {
    isNamed ? "column \(numbers[column]) '\(names[column])'" : "column \(numbers[column])"
  }

  /// The column as it is called in a report: its name, or its number.
  func label(_ column: Int) -> String {
    isNamed ? names[column] : String(numbers[column])
  }

  /// The column as it is written behind `drop=`.
  func key(_ column: Int) -> String {
    let label = label(column)
    let isWord = label.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0 == "_" || "0"..."9" ~= $0
    }
    return isWord ? label : quoted(label)
  }

  var choice: ColumnChoice { ColumnChoice(names: names, numbers: numbers, isNamed: isNamed) }

  /// A cell as it is in `cells`.
  subscript(row: Int, column: Int) -> Double {
    get { cells[row * columns + column] }
    set { cells[row * columns + column] = newValue }
  }

  /// [rows, chosen columns], row after row; of cells that are only read the columns are neighbours.
  func selecting(_ chosen: [Int]) throws(DataError) -> Cells {
    if let lent = cells.lent { return Cells(lent: lent.selecting(neighbours: chosen)) }
    var result = try cells.another()
    try result.reserve(rows: rows, columns: chosen.count)
    for row in 0..<rows {
      for column in chosen { try result.append(self[row, column]) }
    }
    return result
  }

  /// The columns that are read: those named by `columns=` and the target, without the dropped.
  func kept(by options: LoadOptions) throws(DataError) -> [Int] {
    if options.isForPrediction { return try places(of: options.columns).sorted() }
    let dropped = Set(try choice.indices(of: options.drop, option: "drop"))
    let targets = options.hasNoTargetColumn ? [] : options.target
    let target = try choice.indices(of: targets, option: "target").first(where: dropped.contains)
    if let target {
      throw DataError("\(title(target)) is the target and cannot be left out", option: "drop")
    }
    let left = names.indices.filter { !dropped.contains($0) }
    guard !options.columns.isEmpty else { return left }
    var wanted = Set(try choice.indices(of: options.columns, option: "columns"))
    if options.target.isEmpty {
      if let last = left.last { wanted.insert(last) }
    } else if !options.hasNoTargetColumn {
      wanted.formUnion(try choice.indices(of: options.target, option: "target"))
    }
    return left.filter(wanted.contains)
  }

  /// Where the columns are that a network takes, in its order.
  func places(of wanted: [String]) throws(DataError) -> [Int] {
    guard isNamed else {
      guard columns == wanted.count else {
        throw DataError(
          "the file has \(counted(columns, "column")) without names, the network takes "
            + "\(wanted.count)", suggestion: "a first line with their names tells which is which")
      }
      return Array(0..<columns)
    }
    var found: [Int] = []
    for name in wanted {
      guard let place = names.firstIndex(of: name) else {
        throw DataError(
          "there is no column '\(name)', which the network takes",
          suggestion: nearest(to: name, in: names).map { "did you mean it by '\($0)'?" }
            ?? "the columns are \(names.prefix(20).joined(separator: ", "))")
      }
      found.append(place)
    }
    return found
  }

  /// Leaves the columns out that `options` do not keep.
  mutating func keep(_ options: LoadOptions) throws(DataError) {
    let kept = try kept(by: options)
    guard !kept.isEmpty else { throw DataError("no column is left") }
    keep(kept)
  }

  /// - Throws: where a number is infinite.
  func checkFinite() throws(DataError) {
    guard let index = cells.firstIndex(where: \.isInfinite) else { return }
    let (row, column) = index.quotientAndRemainder(dividingBy: columns)
    throw DataError(
      "\(place(row)), \(title(column)): found \(cells[index]), expected a finite number",
      line: line(row), column: numbers[column])
  }

  /// Takes all other columns out, within the memory that the cells have.
  ///
  /// - Parameter kept: in ascending order; neighbours, where the cells are only read.
  mutating func keep(_ kept: [Int]) {
    guard kept.count < columns else { return }
    if let lent = cells.lent {
      cells = Cells(lent: lent.selecting(neighbours: kept))
    } else {
      close(up: kept)
    }
    names = kept.map { names[$0] }
    numbers = kept.map { numbers[$0] }
    texts = kept.map { texts[$0] }
  }

  /// Moves the cells of the kept columns together.
  private mutating func close(up kept: [Int]) {
    let (rows, columns) = (rows, columns)
    cells.withUnsafeMutableBufferPointer { cells in
      var place = 0
      for row in 0..<rows {
        for column in kept {
          cells[place] = cells[row * columns + column]
          place += 1
        }
      }
    }
    cells.removeLast(rows * (columns - kept.count))
  }
}

extension LentNumbers {
  fileprivate func selecting(neighbours columns: [Int]) -> LentNumbers {
    selecting(columns: (columns.first ?? 0)..<(columns.last ?? -1) + 1)
  }
}

extension LoadOptions {
  /// Whether the target is none, or the inputs.
  var hasNoTargetColumn: Bool { target == ["none"] || target == ["inputs"] }
}
