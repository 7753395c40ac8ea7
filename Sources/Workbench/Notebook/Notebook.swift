import Language
import Reports

/// What was run, cell by cell, with what came of it. At a prompt a cell is what was typed until
/// Enter ran it, in a script it is a statement of the top level.
struct Notebook: Sendable {
  private(set) var cells: [Cell] = []
  /// Whether the last cell is still running.
  private(set) var isOpen = false
  /// What the results and the earlier sessions of all cells take, in bytes.
  private var bytes = 0
  /// The most that they may take. Older cells give theirs up.
  private let budget: Int

  init(budget: Int = 1 << 27) { self.budget = budget }

  var number: Int { cells.last?.number ?? 0 }

  subscript(number: Int) -> Cell? {
    cells.indices.contains(number - 1) ? cells[number - 1] : nil
  }

  /// Opens a cell. `place` is kept where somebody may want to go back to it.
  mutating func open(_ source: SourceText, _ span: SourceSpan, place: Timeline.Place?) {
    cells.append(Cell(number: cells.count + 1, source: source, span: span))
    isOpen = true
    guard let place else { return }
    if let before = cells.dropLast().last?.place {
      bytes += before.session.bytes(beside: place.session)
    }
    cells[cells.count - 1].place = place
  }

  mutating func close(seconds: Double, seed: UInt64) {
    guard isOpen else { return }
    isOpen = false
    cells[cells.count - 1].hasRun = true
    cells[cells.count - 1].seconds = seconds
    cells[cells.count - 1].seed = seed
    if bytes > budget { giveUp() }
  }

  /// Adds to the open cell what it showed.
  mutating func add(_ report: Report, digits: Int) {
    guard isOpen else { return }
    bytes += cells[cells.count - 1].add(Cell.Result(report: report, digits: digits))
  }

  mutating func add(_ picture: Cell.Picture) {
    guard isOpen else { return }
    cells[cells.count - 1].pictures.append(picture)
  }

  mutating func add(_ value: Value) {
    guard isOpen else { return }
    cells[cells.count - 1].value = value
  }

  mutating func end(_ status: Cell.Status) {
    guard isOpen else { return }
    cells[cells.count - 1].status = status
  }

  /// Says that a cell is about cells, and so is not to be run again.
  mutating func markAsAboutCells() {
    guard isOpen else { return }
    cells[cells.count - 1].isAboutCells = true
  }

  /// Says what has become of cells.
  mutating func mark(_ numbers: some Sequence<Int>, _ fate: Cell.Fate) {
    for number in numbers where cells.indices.contains(number - 1) {
      cells[number - 1].fates.append(fate)
    }
  }

  /// Drops results and earlier sessions, the oldest first.
  private mutating func giveUp() {
    for index in cells.indices.dropLast() {
      guard bytes > budget / 2 else { return }
      if let place = cells[index].place, let next = cells[index + 1].place {
        bytes -= place.session.bytes(beside: next.session)
      }
      bytes -= cells[index].giveUp()
    }
  }
}
