import Experiment
import Language
import Reports

// The prompt's cells: looking at them, running them again, changing them.

extension Command {
  static let history: Command = {
    let which = Slot.either(
      "which", .optional,
      [.literally("failed", "the cells that failed"), .integer(1...1_000_000_000)],
      "the cells that failed, or the number of one to show whole")
    return Command(
      "history", shelf: .session, summary: "list the cells with status, time and seed",
      parameters: [which.parameter], standing: .prompt,
      details: [
        "Undone: taken back by 'undo'. Stale: behind a cell that was edited since.",
        "'_' is the last value that was shown, '_3' that of cell 3.",
      ],
      examples: ["history", "history failed", "history 3"]
    ) { (call, interpreter) throws(Diagnostic) in
      interpreter.notebook.markAsAboutCells()
      guard let chosen = call[which] else { return Answer(interpreter.cellsReport) }
      guard let number = chosen.integer else { return Answer(interpreter.failuresReport) }
      return try at(call.span(of: "which")) { () throws(Diagnostic) in
        Answer(interpreter.report(of: try interpreter.cell(number)))
      }
    }
  }()

  static let rerun: Command = {
    let cells = Slot.either(
      "cells", .repeated, [.numbers, .literally("stale", "the cells behind an edited one")],
      "numbers of cells, a range of them, or stale")
    return Command(
      "rerun", shelf: .session, summary: "run the text of cells again, as new cells",
      parameters: [cells.parameter], standing: .prompt,
      details: [
        "They run on the session as it is now, one after the other, up to the first failure.",
        "Cells that list, rerun or edit cells are left out.",
      ],
      examples: ["rerun 3", "rerun 3..5"]
    ) { (call, interpreter) throws(Diagnostic) in
      interpreter.notebook.markAsAboutCells()
      let span = call.span(of: "cells")
      var numbers: [Int] = []
      for value in call.all(cells) {
        numbers += try at(span) { () throws(Diagnostic) in try interpreter.cellNumbers(value) }
      }
      guard !call.all(cells).isEmpty else {
        throw Diagnostic(
          .argument, "'rerun' needs the numbers of cells", at: call.call.verb.span,
          suggestion: "write rerun 3, rerun 3..5 or rerun stale")
      }
      return interpreter.requestRerun(of: numbers)
    }
  }()

  static let edit: Command = {
    let cell = Slot.integer("cell", .first, 1...1_000_000_000, "the number of a cell")
    return Command(
      "edit", shelf: .session, summary: "change a cell and run it where it stood",
      parameters: [cell.parameter], standing: .prompt,
      details: [
        "Its text comes into the line, or into $EDITOR where that is set. The new text runs on the "
          + "session from before the cell; the cells behind it are then stale, and 'rerun stale' "
          + "runs them again.",
        "'undo' takes it back. Ctrl-C, or leaving the editor without a change, changes nothing.",
      ],
      examples: ["edit 3"]
    ) { (call, interpreter) throws(Diagnostic) in
      interpreter.notebook.markAsAboutCells()
      let number = try call.required(cell)
      try at(call.span(of: "cell")) { () throws(Diagnostic) in
        try interpreter.requestEdit(of: number)
      }
      return .nothing
    }
  }()
}

extension Interpreter {
  /// The cells that `3`, `3..5` or `stale` mean.
  fileprivate func cellNumbers(_ value: BoundValue) throws(Diagnostic) -> [Int] {
    if value.text != nil {
      let stale = staleCells
      guard !stale.isEmpty else { throw Diagnostic(.state, "no cell is stale") }
      return stale
    }
    guard let numbers = value.value?.asMatrix?.elements else { return [] }
    var found: [Int] = []
    for number in numbers { found.append(try cell(Int(exactly: number) ?? 0).number) }
    return found
  }

  func cell(_ number: Int) throws(Diagnostic) -> Cell {
    if let cell = notebook[number], number < notebook.number { return cell }
    let count = notebook.number - 1
    throw Diagnostic(
      .argument, "there is no cell \(number)",
      suggestion: count == 0 ? "this is the first cell" : "'history' lists cells 1 to \(count)")
  }

  fileprivate func requestRerun(of numbers: [Int]) -> Answer {
    let wanted = numbers.compactMap { notebook[$0] }
    requests += wanted.filter { !$0.isAboutCells }.map { .run(text: $0.input, cell: $0.number) }
    let left = wanted.filter(\.isAboutCells).map { "\($0.number)" }
    return left.isEmpty
      ? .nothing : .note("left out, since about cells: \(left.joined(separator: ", "))")
  }

  fileprivate func requestEdit(of number: Int) throws(Diagnostic) {
    let cell = try cell(number)
    guard cell.place != nil else {
      throw Diagnostic(
        .state, "what was before cell \(number) is no longer kept",
        suggestion: "'rerun \(number)' runs it on the session as it is now")
    }
    requests = [.edit(text: cell.input, cell: number)]
  }
}
