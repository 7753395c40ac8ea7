import Formats
import Glibc
import Language
import Prompt
import Workbench

/// Runs texts on one interpreter: whole scripts, or a pipe statement by statement.
final class Runner {
  let interpreter: Interpreter
  let presenter: any Presenter
  let streams: StandardStreams
  let options: Options
  /// The number of the statement of the top level that runs, from 1.
  private var cell = 0

  init(options: Options, streams: StandardStreams, presenter: (any Presenter)? = nil) {
    self.options = options
    self.streams = streams
    let presenter = presenter ?? options.presenter(streams)
    self.presenter = presenter
    Interrupt.install()
    var environment = Environment(output: presenter)
    environment.isInterrupted = { Interrupt.isRaised }
    environment.isAbandoned = { Interrupt.isDouble }
    interpreter = Interpreter(environment: environment)
  }

  // MARK: Whole texts

  /// Runs texts that are parsed first, all of them: a mistake in the grammar anywhere and nothing
  /// runs.
  func run(_ sources: [SourceText]) -> Int32 {
    let scripts = sources.map { ($0, Commands.parse($0)) }
    let diagnostics = scripts.flatMap { source, parsed in
      parsed.diagnostics.map { $0.located(in: source) }
    }
    guard diagnostics.isEmpty else {
      for diagnostic in diagnostics { report(diagnostic) }
      return ExitStatus.failed
    }
    var status = ExitStatus.done
    for (source, parsed) in scripts {
      interpreter.begin(source)
      let ending = run(parsed.script, of: source)
      status = max(status, ending.status)
      if ending.isFinal { return ending.status }
    }
    return status
  }

  func runFile(_ path: String, arguments: [String]) throws(Options.Misuse) -> Int32 {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try readFile(path)
    } catch {
      throw Options.Misuse(message: error.message, showsUsage: false)
    }
    return try run(SourceText(name: path, path: path, bytes: bytes), arguments: arguments)
  }

  /// Runs a script, its arguments filled from the command line.
  private func run(_ source: SourceText, arguments: [String]) throws(Options.Misuse) -> Int32 {
    let parsed = Commands.parse(source)
    guard parsed.diagnostics.isEmpty else {
      for diagnostic in parsed.diagnostics { report(diagnostic.located(in: source)) }
      return ExitStatus.failed
    }
    do throws(Diagnostic) {
      let values = try interpreter.arguments(arguments)
      try Interpreter.checkArguments(values, of: parsed.script, named: source.name)
      interpreter.begin(source, arguments: values)
    } catch {
      let hint = error.suggestion.map { "; \($0)" } ?? ""
      throw Options.Misuse(message: error.message + hint, showsUsage: false)
    }
    return run(parsed.script, of: source).status
  }

  private struct Ending {
    var status = ExitStatus.done
    /// Whether nothing that stands behind may run.
    var isFinal = false
  }

  private func run(_ script: Block, of source: SourceText) -> Ending {
    var ending = Ending()
    for statement in script.statements {
      let outcome = run(statement, of: source)
      if let next = status(after: outcome) {
        ending.status = max(ending.status, next)
        if outcome.endsRun || !options.keepsGoing {
          if case .quit(let status) = outcome { ending.status = status }
          ending.isFinal = true
          return ending
        }
      }
    }
    return ending
  }

  /// Runs one statement and shows how it ended.
  @discardableResult
  func run(_ statement: Statement, of source: SourceText) -> Interpreter.Outcome {
    cell += 1
    let outcome = interpreter.run(statement, of: source)
    presenter.finish(
      cell: cell, source: source, statement: source.text(statement.span), outcome)
    return outcome
  }

  /// The exit status that an outcome leads to; nil where the run goes on.
  private func status(after outcome: Interpreter.Outcome) -> Int32? {
    switch outcome {
    case .done: nil
    case .failed: ExitStatus.failed
    case .interrupted: ExitStatus.interrupted
    case .quit(let status): status
    }
  }

  /// Shows an error that no statement made.
  func report(_ diagnostic: Diagnostic) {
    cell += 1
    let source = diagnostic.source ?? SourceText(name: "", "")
    presenter.finish(cell: cell, source: source, statement: nil, .failed(diagnostic))
  }

  // MARK: Pipes

  /// Runs standard input with arguments: whether it declares them only shows when all of it is read.
  func runPipe(arguments: [String]) throws(Options.Misuse) -> Int32 {
    guard !arguments.isEmpty else { return runPipe() }
    var bytes: [UInt8] = []
    while true {
      guard let more = readMore() else { return ExitStatus.interrupted }
      guard !more.isEmpty else { break }
      bytes += more
    }
    return try run(SourceText(name: "stdin", bytes: bytes), arguments: arguments)
  }

  /// Runs each statement of standard input as soon as it is complete.
  func runPipe() -> Int32 {
    var reader = StatementReader()
    var failed = false
    var isAtEnd = false
    while true {
      let next = isAtEnd ? reader.finish() : reader.next()
      guard let chunk = next else {
        if isAtEnd { return failed ? ExitStatus.failed : ExitStatus.done }
        streams.flush()
        guard let more = readMore() else { return ExitStatus.interrupted }
        if more.isEmpty { isAtEnd = true } else { reader.append(more) }
        continue
      }
      let ending = run(chunk)
      failed = failed || ending.status != ExitStatus.done
      if ending.isFinal { return ending.status }
    }
  }

  private func run(_ chunk: StatementReader.Chunk) -> Ending {
    let source = SourceText(name: "stdin", bytes: chunk.bytes, firstLine: chunk.firstLine)
    let parsed = Commands.parse(source)
    guard parsed.diagnostics.isEmpty else {
      for diagnostic in parsed.diagnostics { report(diagnostic.located(in: source)) }
      return Ending(status: ExitStatus.failed, isFinal: !options.keepsGoing)
    }
    interpreter.begin(source)
    return run(parsed.script, of: source)
  }

  /// What standard input has now; empty at its end, nil where Ctrl-C came while waiting.
  func readMore() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while Interrupt.waitForInput() {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count >= 0 { return Array(buffer.prefix(count)) }
      guard errno == EINTR || errno == EAGAIN else { return [] }
    }
    return nil
  }
}

extension Interpreter.Outcome {
  /// Whether nothing can follow, whatever the options say.
  fileprivate var endsRun: Bool {
    switch self {
    case .done, .failed: false
    case .interrupted, .quit: true
    }
  }
}
