import Language
import Prompt
import Reports
import Workbench

/// Reads cells at a terminal and runs them, until the person leaves.
final class PromptLoop {
  private let runner: Runner
  private let history = History(path: History.defaultPath)
  private var cell = 1

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
    while true {
      runner.streams.flush()
      let assistant = LanguageAssistant(interpreter: interpreter)
      let input = editor.readBlock(
        prompt: "nn[\(cell)]> ", continuation: "... ", assistant: assistant)
      switch input {
      case .endOfFile: return ExitStatus.done
      case .interrupted: continue
      case .block(let text): if let status = run(text) { return status }
      }
    }
  }

  /// Runs a cell; the exit status where it leaves.
  private func run(_ text: String) -> Int32? {
    let source = SourceText(name: "nn[\(cell)]", text)
    let parsed = parse(source)
    guard !parsed.script.items.isEmpty || !parsed.diagnostics.isEmpty else { return nil }
    defer { cell += 1 }
    guard parsed.diagnostics.isEmpty else {
      for diagnostic in parsed.diagnostics { runner.report(diagnostic.located(in: source)) }
      return nil
    }
    Interrupt.clear()
    interpreter.cell = cell
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
