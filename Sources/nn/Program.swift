import Language
import Prompt
import Rendering
import Workbench

/// One call of `nn`: what the command line asks for, done, and the exit status.
struct Program {
  static let version = "0.1.0"

  private let arguments: [String]

  init(arguments: [String]) { self.arguments = arguments }

  func run() -> Int32 {
    let streams = StandardStreams()
    let status: Int32
    do throws(Options.Misuse) {
      status = try run(Options(arguments), streams)
    } catch {
      streams.writeError("nn: \(error.message)" + (error.showsUsage ? "\n\(Options.usage)" : ""))
      status = ExitStatus.misuse
    }
    streams.flush()
    guard let failure = streams.failure else { return status }
    streams.writeError("nn: cannot write to standard output: \(failure)")
    return status == ExitStatus.done ? ExitStatus.failed : status
  }

  private func run(_ options: Options, _ streams: StandardStreams) throws(Options.Misuse) -> Int32 {
    switch options.action {
    case .version:
      streams.write("nn \(Program.version)")
      return ExitStatus.done
    case .usage:
      streams.write(Options.usage)
      return ExitStatus.done
    case .test(let paths): return TestTool(options: options, streams: streams).run(paths)
    case .check(let paths): return CheckTool(options: options, streams: streams).run(paths)
    case .format(let paths, let writes):
      return FormatTool(options: options, streams: streams).run(paths, writes: writes)
    case .help(let topic):
      let runner = Runner(options: options, streams: streams)
      return runner.run([SourceText(name: "help", (["help"] + topic).joined(separator: " "))])
    case .runLines(let lines):
      let runner = Runner(options: options, streams: streams)
      return runner.run(lines.map { SourceText(name: "-c", $0) })
    case .runFile("-", let arguments, _):
      return try Runner(options: options, streams: streams).runPipe(arguments: arguments)
    case .runFile(let path, let arguments, let thenInteract):
      let runner = Runner(options: options, streams: streams)
      let status = try runner.runFile(path, arguments: arguments)
      return thenInteract ? interact(runner, readsUserScript: false) : status
    case .interact:
      return interact(Runner(options: options, streams: streams), readsUserScript: true)
    }
  }

  /// The prompt where there is a terminal, else what comes through the pipe.
  private func interact(_ runner: Runner, readsUserScript: Bool) -> Int32 {
    if let status = PromptLoop(runner: runner)?.run(readsUserScript: readsUserScript) {
      return status
    }
    return runner.runPipe()
  }
}

enum ExitStatus {
  static let done: Int32 = 0
  static let failed: Int32 = 1
  static let misuse: Int32 = 2
  static let interrupted: Int32 = 130
}
