import Catalog
import Language
import Prompt
import Reports
import Workbench

/// Reads cells at a terminal and runs them, until the person leaves.
final class PromptLoop {
  private let runner: Runner
  private let history = History(path: History.defaultPath)
  /// What the next line begins as.
  private var draft = ""
  /// The cell whose place the next one takes.
  private var edited: Int?

  private var interpreter: Interpreter { runner.interpreter }

  /// Nil where there is no terminal, or results are to be JSON.
  init?(runner: Runner) {
    guard !runner.options.isJSON, StandardStreams.isTerminal else { return nil }
    self.runner = runner
  }

  /// The exit status; nil where the editor does not work here.
  func run() -> Int32? {
    let usesColours = runner.options.palette.isColoured
    guard var editor = LineEditor(history: history, usesColors: usesColours) else { return nil }
    if !runner.options.isQuiet {
      runner.streams.writeError(
        "nn \(Program.version), neural networks at a prompt: type help, or data xor; Ctrl-D leaves")
    }
    interpreter.beginPrompt(asking: confirm)
    while true {
      runner.streams.flush()
      let assistant = LanguageAssistant(interpreter: interpreter)
      let input = editor.readBlock(
        prompt: prompt, continuation: continuation, initial: draft, assistant: assistant)
      draft = ""
      switch input {
      case .endOfFile: return ExitStatus.done
      case .interrupted: edited = nil
      case .block(let text): if let status = run(text) ?? runRequests() { return status }
      }
    }
  }

  private var prompt: String { "nn[\(interpreter.nextCell)]> " }
  private let continuation = "... "

  /// Does what the last cell asked for: runs cells again, or brings one into the line.
  private func runRequests() -> Int32? {
    let requests = interpreter.takeRequests()
    for (index, request) in requests.enumerated() {
      switch request {
      case .edit(let text, let cell): (draft, edited) = (text, cell)
      case .run(let text, let cell):
        runner.streams.write(
          prompt
            + text.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\n" + continuation))
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

  /// Asks for yes or no.
  private func confirm(_ question: String) -> Bool {
    runner.streams.writeError("\(question) [y/N] ", terminator: "")
    guard let answer = runner.readMore() else { return false }
    return [UInt8(ascii: "y"), UInt8(ascii: "Y")].contains(answer.first)
  }

  /// Runs a cell; the exit status where it leaves.
  private func run(_ text: String) -> Int32? {
    let source = SourceText(name: "nn[\(interpreter.nextCell)]", text)
    let parsed = parse(source)
    guard !parsed.script.items.isEmpty || !parsed.diagnostics.isEmpty else { return nil }
    interpreter.beginCell(source, inPlaceOf: edited)
    defer { interpreter.endCell() }
    edited = nil
    guard parsed.diagnostics.isEmpty else {
      for diagnostic in parsed.diagnostics {
        runner.report(diagnostic.located(in: source))
        interpreter.failCell(diagnostic.located(in: source))
      }
      return nil
    }
    Interrupt.clear()
    let start = monotonicSeconds()
    defer { showDuration(since: start) }
    for statement in parsed.script.statements {
      interpreter.begin(source)
      switch runner.run(statement, of: source) {
      case .done: continue
      case .failed, .interrupted: return nil
      case .quit(let status): return status
      }
    }
    return nil
  }

  /// What takes longer than a second says so.
  private func showDuration(since start: Double) {
    let seconds = monotonicSeconds() - start
    guard seconds >= 1, !runner.options.isQuiet else { return }
    runner.presenter.show(.note(formatDuration(seconds)), digits: 6)
  }
}
