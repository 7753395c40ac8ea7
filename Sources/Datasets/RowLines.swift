/// The lines that the rows of a file began on, kept as runs of rows with one line each.
struct RowLines: Equatable {
  /// The first row of each run, and its line.
  private var runs: [(row: Int, line: Int)] = []
  private(set) var count = 0

  /// `rows` more rows, on lines that follow one another from `line` on.
  mutating func append(line: Int, rows: Int = 1) {
    guard rows > 0 else { return }
    let next = runs.last.map { $0.line + count - $0.row }
    if next != line { runs.append((count, line)) }
    count += rows
  }

  /// The line of a row, both from 0 and from 1; nil where none is known.
  subscript(row: Int) -> Int? {
    guard row < count else { return nil }
    var low = 0
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].row <= row { low = middle } else { high = middle }
    }
    return runs[low].line + row - runs[low].row
  }

  static func == (a: RowLines, b: RowLines) -> Bool {
    a.count == b.count && a.runs.elementsEqual(b.runs, by: ==)
  }
}
