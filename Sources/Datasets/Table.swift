import Catalog

/// The rows of a file, before it is known what is to be predicted from what.
struct Table {
  /// One for each column.
  var names: [String]
  /// For a column of text its distinct texts; nil for a column of numbers.
  var texts: [[String]?]
  /// Row after row: the number, the index into `texts`, or NaN where a cell is missing.
  var cells: [Double] = []
  /// The line that each row began on; empty where the rows are those of an array.
  var lines = RowLines()
  /// How the file was read, and why so: one sentence each.
  var choices: [String] = []
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

  /// The columns that are read: those named by `columns=` and the target, without the dropped.
  func kept(by options: LoadOptions) throws(DataError) -> [Int] {
    if options.isForPrediction { return try places(of: options.columns).sorted() }
    let dropped = Set(try choice.indices(of: options.drop, option: "drop"))
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

  /// The table of some of its columns, in this order.
  func selected(_ kept: [Int]) -> Table {
    var table = Table(
      names: kept.map { names[$0] }, numbers: kept.map { numbers[$0] }, isNamed: isNamed)
    table.texts = kept.map { texts[$0] }
    table.cells = selecting(kept)
    table.lines = lines
    table.choices = choices
    return table
  }

  /// The table without the columns that `options` leave out.
  func keeping(_ options: LoadOptions) throws(DataError) -> Table {
    let kept = try kept(by: options)
    guard !kept.isEmpty else { throw DataError("no column is left") }
    return kept.count == columns ? self : selected(kept)
  }

  /// Takes columns out, within the memory that the cells have.
  mutating func remove(_ removed: Set<Int>) {
    guard !removed.isEmpty else { return }
    let kept = (0..<columns).filter { !removed.contains($0) }
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
    cells.removeLast(rows * removed.count)
    names = kept.map { names[$0] }
    numbers = kept.map { numbers[$0] }
    texts = kept.map { texts[$0] }
  }
}

extension LoadOptions {
  /// Whether the target is none, or the inputs.
  var hasNoTargetColumn: Bool { target == ["none"] || target == ["inputs"] }
}
