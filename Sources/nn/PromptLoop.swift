import Language
import Prompt
import Workbench

/// Reads cells at a terminal and runs them, until the person leaves.
struct PromptLoop {
  private let runner: Runner
  private let history = History(path: History.defaultPath)

  /// Nil where there is no terminal, or results are to be JSON.
  init?(runner: Runner) {
    guard !runner.options.isJSON, StandardStreams.isTerminal else { return nil }
    self.runner = runner
  }

  func run() -> Int32 {
    runner.runPipe()
  }
}
