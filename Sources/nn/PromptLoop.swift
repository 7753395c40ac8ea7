import Catalog
import Experiment
import Formats
import Language
import Prompt
import Reports
import Workbench

/// Reads cells at a terminal and runs them, until the person leaves.
final class PromptLoop {
  private let runner: Runner
  private let pager = Pager()
  private let history = History(path: UserFolder.state.path(of: "history"))
  /// What the next line begins as: the rest of a block whose statement failed, or a cell.
  private var draft = ""
  /// The cell whose place the next one takes.
  private var edited: Int?
  /// Comments that were typed by themselves: they stand above what is typed next, until it runs.
  private var comments = ""
  /// How many bytes of them a cell shows already, whose statement failed.
  private var shownComments = 0
  /// When Ctrl-C stopped a statement, in seconds of the monotonic clock.
  private var interruption: Double?

  private var interpreter: Interpreter { runner.interpreter }

  /// Nil where there is no terminal, or results are to be JSON.
  init?(runner: Runner) {
    guard !runner.options.isJSON, StandardStreams.isTerminal else { return nil }
    self.runner = runner
  }

  /// The exit status; nil where the editor does not work here.
  func run(readsUserScript: Bool) -> Int32? {
    let usesColours = runner.options.palette.isColoured
    guard var editor = LineEditor(history: history, usesColors: usesColours) else { return nil }
    if !runner.options.isQuiet {
      runner.streams.writeError(
        "nn \(Program.version), neural networks at a prompt: type help, tour or data xor; "
          + "Ctrl-D ends")
    }
    if readsUserScript { runUserScript() }
    interpreter.beginPrompt(asking: confirm)
    while true {
      runner.streams.flush()
      if Interrupt.isDouble { abandonInterrupted() }
      (runner.presenter as? TextOutput)?.pager = interpreter.usesPager ? pager : nil
      let assistant = LanguageAssistant(interpreter: interpreter)
      let input = editor.readBlock(
        prompt: prompt, continuation: continuation, initial: draft, assistant: assistant)
      draft = ""
      switch input {
      case .endOfFile: return ExitStatus.done
      case .interrupted:
        edited = nil
        abandonInterrupted()
      case .block(let text): if let status = run(text) ?? runRequests() { return status }
      }
    }
  }

  /// What the user wants at the start of each prompt; its errors do not keep the prompt from
  /// opening.
  private func runUserScript() {
    guard let path = UserFolder.configuration.path(of: "init.nn"), fileExists(path) else { return }
    do throws(Options.Misuse) {
      _ = try runner.runFile(path, arguments: [])
    } catch {
      runner.streams.writeError("nn: \(error.message)")
    }
  }

  // MARK: Cells

  private var prompt: String { "nn[\(interpreter.nextCell)]> " }
  private let continuation = "... "

  /// Does what the last cell asked for: runs cells again, or brings one into the line.
  private func runRequests() -> Int32? {
    let requests = interpreter.takeRequests()
    for (index, request) in requests.enumerated() {
      switch request {
      case .edit(let text, let cell): if let status = edit(text, of: cell) { return status }
      case .run(let text, let cell):
        show(text)
        if let status = run(text) { return status }
        guard interpreter.endRerun(of: cell) else {
          let left = requests.count - index - 1
          if left > 0 { runner.streams.writeError("\(counted(left, "cell")) not run again") }
          return nil
        }
      }
    }
    return nil
  }

  /// Has the text of a cell changed: in the person's own editor where one is named, and then runs
  /// it; else in the line.
  private func edit(_ text: String, of cell: Int) -> Int32? {
    edited = cell
    guard ExternalEditor.isNamed else {
      draft = text
      runner.streams.writeError(
        "Enter runs it where cell \(cell) stood; Ctrl-C leaves everything as it is")
      return nil
    }
    guard let changed = ExternalEditor.edit(text), changed != text else {
      edited = nil
      runner.streams.writeError("cell \(cell) is as it was")
      return nil
    }
    show(changed)
    return run(changed)
  }

  /// Shows the text of a cell as if it had been typed.
  private func show(_ text: String) {
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    runner.streams.write(prompt + rows.joined(separator: "\n" + continuation))
  }

  /// Asks for yes or no.
  private func confirm(_ question: String) -> Bool {
    runner.streams.writeError("\(question) [y/N] ", terminator: "")
    guard let answer = runner.readMore() else { return false }
    return [UInt8(ascii: "y"), UInt8(ascii: "Y")].contains(answer.first)
  }

  /// A part of a cell that can be run: whole lines, as a pipe gives them out.
  private struct Part {
    let source: SourceText
    let parsed: Parsed

    var isBlank: Bool { parsed.script.items.isEmpty && parsed.diagnostics.isEmpty }
    /// Whether it is one statement, or nothing of it can run.
    var isSingle: Bool { parsed.script.items.count == 1 || !parsed.diagnostics.isEmpty }

    func text(from offset: Int) -> String {
      source.text(SourceSpan(offset, source.bytes.count))
    }
  }

  private enum Ending {
    case done
    /// A statement failed or was stopped; what is left of the part from this byte on.
    case stopped(at: Int)
    case quit(Int32)
  }

  /// Runs a cell part by part, up to the first error; the exit status where it leaves.
  private func run(_ text: String) -> Int32? {
    let name = "nn[\(interpreter.nextCell)]"
    let parts = parts(of: comments + text, named: name)
    guard !parts.isEmpty else {
      if text.contains("#") { comments += text + "\n" }
      return nil
    }
    let start = comments.utf8.count
    let above = String(comments.utf8.dropFirst(shownComments)) ?? ""
    shownComments = start
    interpreter.beginCell(
      SourceText(name: name, above + text), from: above.utf8.count, inPlaceOf: edited)
    defer { interpreter.endCell() }
    edited = nil
    Interrupt.clear()
    interruption = nil
    let time = monotonicSeconds() - (pager?.seconds ?? 0)
    defer { showDuration(since: time) }
    for (index, part) in parts.enumerated() {
      switch run(part) {
      case .done: continue
      case .quit(let status): return status
      case .stopped(let offset):
        // A statement on its own comes back with Up.
        guard parts.count > 1 || !part.isSingle else { return nil }
        let later = parts[(index + 1)...].map { $0.text(from: 0) }
        draft = (part.text(from: index == 0 ? max(offset, start) : offset) + later.joined()).trimmed
        return nil
      }
    }
    return nil
  }

  private func parts(of text: String, named name: String) -> [Part] {
    var reader = StatementReader()
    reader.append(text.utf8)
    // Those above are no lines of the cell.
    let linesAbove = comments.utf8.count { $0 == UInt8(ascii: "\n") }
    var parts: [Part] = []
    while let chunk = reader.next() ?? reader.finish() {
      let source = SourceText(
        name: name, bytes: chunk.bytes, firstLine: chunk.firstLine - linesAbove)
      parts.append(Part(source: source, parsed: Commands.parse(source)))
    }
    return parts.filter { !$0.isBlank }
  }

  private func run(_ part: Part) -> Ending {
    guard part.parsed.diagnostics.isEmpty else {
      for diagnostic in part.parsed.diagnostics {
        runner.report(diagnostic.located(in: part.source))
        interpreter.failCell(diagnostic.located(in: part.source))
      }
      return .stopped(at: 0)
    }
    for statement in part.parsed.script.statements {
      interpreter.begin(part.source)
      switch runner.run(statement, of: part.source) {
      case .done: forgetComments()
      case .quit(let status): return .quit(status)
      case .failed: return .stopped(at: statement.span.start)
      case .interrupted:
        forgetComments()
        interruption = monotonicSeconds()
        return .stopped(at: statement.span.end)
      }
    }
    return .done
  }

  private func forgetComments() { (comments, shownComments) = ("", 0) }

  /// Ctrl-C a second time within a second of the one that stopped a statement.
  private func abandonInterrupted() {
    guard let interruption, monotonicSeconds() - interruption < 1 else { return }
    self.interruption = nil
    guard let answer = interpreter.abandonInterrupted() else { return }
    runner.presenter.show(answer, digits: 6)
  }

  /// What takes longer than a second says so.
  private func showDuration(since start: Double) {
    let seconds = monotonicSeconds() - (pager?.seconds ?? 0) - start
    guard seconds >= 1, !runner.options.isQuiet else { return }
    runner.presenter.show(.note(formatDuration(seconds)), digits: 6)
  }
}

extension String {
  /// Without the blanks, ends of lines and `;` around it.
  fileprivate var trimmed: String {
    let isOutside: (Character) -> Bool = { $0.isWhitespace || $0 == ";" }
    return String(drop(while: isOutside).reversed().drop(while: isOutside).reversed())
  }
}
