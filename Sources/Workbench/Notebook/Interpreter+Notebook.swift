import Experiment
import Formats
import Language
import Rendering
import Reports

// What the cells are to the session as it is now.

/// What a command asks the prompt to do when its cell is over.
package enum CellRequest: Equatable, Sendable {
  /// Runs the text of a cell as a new one.
  case run(text: String, cell: Int)
  /// Lets the person change the text of a cell, and runs it where that stood.
  case edit(text: String, cell: Int)
}

extension Interpreter {
  /// The numbers of the cells of which a statement is in effect.
  private var cellsInEffect: Set<Int> { Set(timeline.statementsInEffect.map(\.cell)) }

  /// What has become of each cell that is not in effect any more: nothing more is known of one
  /// that was taken back.
  private var fates: [(cell: Int, fate: Cell.Fate?)] {
    let (inEffect, recorded) = (cellsInEffect, timeline.cells)
    func isInEffect(_ number: Int) -> Bool {
      inEffect.contains(number) || !recorded.contains(number)
    }
    // An edit, or what ran again, may have been taken back or edited in its turn.
    func counts(_ fate: Cell.Fate) -> Bool {
      isInEffect(fate.cause)
        || notebook[fate.cause]?.fates.contains { $0.isReplacement && counts($0) } == true
    }
    return notebook.cells.filter { !isInEffect($0.number) }
      .map { ($0.number, $0.fates.last(where: counts)) }
  }

  /// The word for the state of each cell that is not in effect.
  private var remarks: [Int: String] {
    Dictionary(uniqueKeysWithValues: fates.map { ($0.cell, $0.fate?.word ?? "undone") })
  }

  package var staleCells: [Int] { fates.filter { $0.fate?.isReplacement == false }.map(\.cell) }

  // MARK: Reports

  var cellsReport: Report {
    let remarks = remarks
    let rows = notebook.cells.dropLast().map { cell -> [Value?] in
      [
        .number(Double(cell.number)), .text(remarks[cell.number] ?? cell.status.word),
        .text(formatDuration(cell.seconds)), .number(Double(cell.seed)), .text(cell.title),
      ]
    }
    guard !rows.isEmpty else { return .text("this is the first cell") }
    return .table(Table(columns: ["cell", "status", "time", "seed", "input"], rows: rows))
  }

  var failuresReport: Report {
    let rows = notebook.cells.dropLast().compactMap { cell -> [Value?]? in
      guard case .failed(let error) = cell.status else { return nil }
      return [.number(Double(cell.number)), .text(error.message), .text(cell.title)]
    }
    guard !rows.isEmpty else { return .text("no cell has failed") }
    return .table(Table(columns: ["cell", "error", "input"], rows: rows))
  }

  /// All that is known of a cell, with what it showed.
  func report(of cell: Cell) -> Report {
    var fields = [
      Field("status", .text(remarks[cell.number] ?? cell.status.word)),
      Field("time", .text(formatDuration(cell.seconds))),
      Field("seed", .number(Double(cell.seed))),
    ]
    if let error = cell.diagnostic { fields.append(Field("error", .text(error.message))) }
    return .group([.fields(fields), .text(cell.input)] + cell.results.map(\.report))
  }

  /// The cells as a page shows them that is to be written to a file, without those about cells.
  func notebookPage(at path: String) -> [MarkdownRenderer.Cell] {
    let remarks = remarks
    let folder = parentFolder(of: path)
    return notebook.cells.filter { !$0.isAboutCells && $0.hasRun }.map { cell in
      MarkdownRenderer.Cell(
        number: cell.number, comments: cell.comments(behind: notebook[cell.number - 1]),
        input: cell.input, results: cell.results.map { ($0.report, $0.digits) },
        lost: cell.lostResults,
        pictures: cell.pictures.map { ($0.title, relativePath($0.path, from: folder)) },
        error: cell.diagnostic, remark: remarks[cell.number])
    }
  }

  // MARK: Editing

  /// Goes back to before a cell, as the first step of the open cell.
  func goBack(before number: Int) {
    guard let place = notebook[number]?.place else { return }
    editing = Editing(
      cell: number, session: session, timeline: timeline, inEffect: cellsInEffect)
    if place.session != session { go(to: place, by: "edit \(number)") }
  }

  /// Goes to an earlier place, a way that 'undo' takes back.
  func go(to place: Timeline.Place, by statement: String) {
    let source = SourceText(name: "", statement)
    timeline.go(
      to: place, from: session,
      by: Timeline.Statement(
        source: source, span: SourceSpan(0, source.bytes.count), cell: notebook.number))
    session = place.session
    movedTo = session
  }

  /// Ends what `goBack` began: where the cell failed, everything is as it was before.
  func endEdit() {
    guard let edit = editing, let cell = notebook.cells.last else { return }
    editing = nil
    guard cell.diagnostic == nil else {
      (session, timeline) = (edit.session, edit.timeline)
      return
    }
    let later = notebook.cells.dropLast().filter {
      $0.number > edit.cell && edit.inEffect.contains($0.number) && !$0.isAboutCells
    }
    notebook.mark(later.map(\.number), .stale(by: cell.number))
    notebook.mark([edit.cell], .replaced(by: cell.number))
  }

  /// A cell that is being changed, and what was before.
  struct Editing {
    let cell: Int
    let session: Session
    let timeline: Timeline
    let inEffect: Set<Int>
  }
}

extension Cell.Fate {
  fileprivate var isReplacement: Bool {
    if case .replaced = self { true } else { false }
  }

  fileprivate var word: String {
    switch self {
    case .stale: "stale"
    case .replaced(let cell): "now \(cell)"
    }
  }
}

extension Cell.Status {
  fileprivate var word: String {
    switch self {
    case .done: "done"
    case .failed: "failed"
    case .interrupted: "interrupted"
    }
  }
}
