/// Keeps the rows of the screen that belong to the block as they should be, writing only what
/// changed. It says what to write and writes nothing itself.
package struct Painter {
  package init() {}

  /// What stands on the screen now, from the block's first visible row.
  private var shown: [String] = []
  private var shownWidths: [Int] = []
  private var cursorRow = 0
  private var cursorColumn = 0
  /// The first row of the block that is visible, where it is taller than the screen.
  private var top = 0

  /// Makes the screen show the layout, with more rows below it as far as there is room, and gives
  /// what to write.
  package mutating func paint(
    _ layout: Layout, below: [String], columns: Int, height: Int
  ) -> String {
    let height = max(1, height)
    let extra = below.prefix(max(0, height - layout.rows.count))
    scroll(toShow: layout.cursorRow, of: layout.rows.count, height: height)
    let visible = top..<min(layout.rows.count, top + height)
    let rows = layout.rows[visible] + extra
    let widths = layout.widths[visible] + extra.map(\.columns)
    return update(
      rows: Array(rows), widths: Array(widths), screenColumns: columns,
      cursor: (layout.cursorRow - top, layout.cursorColumn))
  }

  /// Shows the whole block for good, `mark` at its end, and leaves the cursor on a row below it.
  package mutating func finish(
    _ layout: Layout, mark: String, columns: Int, height: Int
  ) -> String {
    var output = ""
    if layout.rows.count > height {
      output = erase() + layout.rows.joined(separator: "\r\n")
    } else {
      output = paint(layout, below: [], columns: columns, height: height)
      output += moveTo(row: layout.rows.count - 1, column: layout.widths.last ?? 0)
    }
    self = Painter()
    return output + mark + "\r\n"
  }

  /// Takes the block off the screen; the next `paint` draws all of it, from the same row.
  package mutating func erase() -> String {
    let output = moveTo(row: 0, column: 0) + "\u{1B}[J"
    self = Painter()
    return output
  }

  /// Moves below the block, which stays; the next `paint` draws a new one.
  package mutating func leave() -> String {
    let output = moveTo(row: max(0, shown.count - 1), column: 0) + "\r\n"
    self = Painter()
    return output
  }

  /// Takes the block off a screen that has become `columns` wide, where the terminal has broken
  /// the rows that are longer.
  package mutating func erase(afterResizeTo columns: Int) -> String {
    let columns = max(1, columns)
    let broken = shownWidths.prefix(cursorRow).reduce(0) { $0 + max(0, $1 - 1) / columns }
    cursorRow += broken + cursorColumn / columns
    return erase()
  }

  // MARK: Rows

  private mutating func scroll(toShow row: Int, of count: Int, height: Int) {
    top = min(top, max(0, count - height))
    if row < top { top = row }
    if row >= top + height { top = row - height + 1 }
  }

  private mutating func update(
    rows: [String], widths: [Int], screenColumns: Int, cursor: (row: Int, column: Int)
  ) -> String {
    var output = ""
    for (index, row) in rows.enumerated() where index >= shown.count || shown[index] != row {
      let change = RowChange(from: index < shown.count ? shown[index] : "", to: row)
      output += moveTo(row: index, column: change.column) + change.text
      // Clearing after a full row would take its last character away.
      if change.leavesRemains && widths[index] < screenColumns { output += "\u{1B}[K" }
      cursorColumn = widths[index]
      if index >= shown.count { shown.append(row) } else { shown[index] = row }
    }
    if rows.count < shown.count {
      output += moveTo(row: rows.count, column: 0) + "\u{1B}[J"
      shown.removeLast(shown.count - rows.count)
    }
    shownWidths = widths
    output += moveTo(row: cursor.row, column: cursor.column)
    return output.utf8.count > 40 ? "\u{1B}[?25l" + output + "\u{1B}[?25h" : output
  }

  /// Moves the cursor within the block; rows that are not on the screen yet are made by newlines.
  private mutating func moveTo(row: Int, column: Int) -> String {
    guard row != cursorRow || column != cursorColumn else { return "" }
    var output = "\r"
    if row < cursorRow { output += "\u{1B}[\(cursorRow - row)A" }
    if row > cursorRow {
      let reachable = min(row, max(cursorRow, shown.count - 1))
      if reachable > cursorRow { output += "\u{1B}[\(reachable - cursorRow)B" }
      output += String(repeating: "\n", count: row - reachable)
    }
    if column > 0 { output += "\u{1B}[\(column)C" }
    cursorRow = row
    cursorColumn = column
    return output
  }
}

/// The part of a row that has to be written to turn it into another.
package struct RowChange: Equatable {
  /// Where the rows begin to differ, or a little before: colours are never cut in two.
  package private(set) var column = 0
  package private(set) var text: String
  /// Whether something of the old row may stand behind the new one.
  package let leavesRemains: Bool

  package init(from old: String, to new: String) {
    let (old, new) = (Array(old.unicodeScalars), Array(new.unicodeScalars))
    var (index, safe, width) = (0, 0, 0)
    var isStyled = false
    while index < min(old.count, new.count), old[index] == new[index] {
      if new[index] == "\u{1B}" {
        guard let end = new[index...].firstIndex(of: "m"), end < old.count,
          old[index...end] == new[index...end]
        else { break }
        isStyled = new[index...end] != Self.reset
        index = end + 1
      } else {
        width += new[index].columns
        index += 1
      }
      // What has no columns belongs to the character before it.
      let joins = [old, new].contains { index < $0.count && $0[index].columns == 0 }
      let isEscape = [old, new].contains { index < $0.count && $0[index] == "\u{1B}" }
      if !isStyled && (!joins || isEscape) { (safe, column) = (index, width) }
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: new[safe...])
    text = String(view)
    leavesRemains = safe < old.count
  }

  private static let reset: ArraySlice<Unicode.Scalar> = ["\u{1B}", "[", "0", "m"]
}
