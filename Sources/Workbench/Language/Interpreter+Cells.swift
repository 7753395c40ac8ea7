import Experiment
import Language
import Reports

// The notebook of what was run, and going back to before one of its cells.

extension Interpreter {
  /// From now on a person sits at the prompt and may be asked; its cells count from 1.
  package func beginPrompt(asking confirm: @escaping (String) -> Bool = { _ in false }) {
    environment.isInteractive = true
    environment.confirm = confirm
    notebook = Notebook()
  }

  /// The number that the next cell will have.
  package var nextCell: Int { notebook.number + 1 }

  /// Opens the cell of a text; statements that run until `endCell` belong to it. With `edited` it
  /// takes the place of that cell, and starts from what was before that.
  ///
  /// - Parameter start: where the cell begins; comments may stand above it.
  package func beginCell(
    _ source: SourceText, from start: Int = 0, inPlaceOf edited: Int? = nil
  ) {
    openCell(source, SourceSpan(start, source.bytes.count))
    if let edited { goBack(before: edited) }
  }

  func openCell(_ source: SourceText, _ span: SourceSpan) {
    notebook.open(
      source, span, place: environment.isInteractive ? timeline.place(of: session) : nil)
    cellStart = environment.clock()
  }

  /// Says that the open cell has failed before a statement of it ran.
  package func failCell(_ diagnostic: Diagnostic) { notebook.end(.failed(diagnostic)) }

  /// Closes the open cell.
  package func endCell() {
    notebook.close(seconds: environment.clock() - cellStart, seed: session.seed)
    endEdit()
    goOnWithTour()
  }

  /// What the cells that are over ask the prompt to do.
  package func takeRequests() -> [CellRequest] {
    defer { requests = [] }
    return requests
  }

  /// Says that the last cell ran the text of another one again: a stale one is so no longer.
  ///
  /// - Returns: whether it ran to its end.
  package func endRerun(of number: Int) -> Bool {
    guard let cell = notebook.cells.last, cell.diagnostic == nil else { return false }
    if staleCells.contains(number) { notebook.mark([number], .replaced(by: cell.number)) }
    return true
  }

  /// Says that the running statement, when it is saved, must be written with other words.
  func rewrite(_ span: SourceSpan, _ replacement: Timeline.Edit.Replacement) {
    guard scripts.count == 1 else {
      needsItsPlace = true
      return
    }
    edits.append(Timeline.Edit(span: span, replacement: replacement))
  }

  func rewrite(_ span: SourceSpan, as value: Value) {
    if let text = value.sourceText { rewrite(span, .text(text)) }
  }

  /// A saved script is given no arguments: each is written down as the default that was in force.
  func rewrite(_ span: SourceSpan, asArgument value: Value, named name: String) {
    if let text = value.sourceText { rewrite(span, .text("\(name)=\(text)")) }
  }
}
