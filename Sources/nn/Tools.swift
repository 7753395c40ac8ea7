import Formats
import Language
import Rendering
import Reports
import Workbench

/// `nn fmt`: scripts in their canonical form.
struct FormatTool {
  let options: Options
  let streams: StandardStreams

  func run(_ paths: [String], writes: Bool) -> Int32 {
    var status = ExitStatus.done
    for path in paths.flatMap(scripts(at:)) {
      guard let source = SourceText.read(path, streams) else {
        status = ExitStatus.misuse
        continue
      }
      let parsed = Commands.parse(source)
      leaveToTheEnd(parsed)
      guard parsed.diagnostics.isEmpty else {
        streams.report(parsed.diagnostics, of: source, options.palette)
        status = max(status, ExitStatus.failed)
        continue
      }
      let text = format(parsed.script)
      guard writes else {
        streams.writeText(text)
        continue
      }
      guard Array(text.utf8) != source.bytes else { continue }
      do throws(FileError) {
        try writeFileAtomically(path, Array(text.utf8))
      } catch {
        streams.writeError("nn: \(error.message)")
        status = max(status, ExitStatus.failed)
      }
    }
    return status
  }
}

/// `nn check`: every mistake that can be found without running.
struct CheckTool {
  let options: Options
  let streams: StandardStreams

  func run(_ paths: [String]) -> Int32 {
    let presenter = options.presenter(streams)
    var status = ExitStatus.done
    var count = 0
    for path in paths.flatMap(scripts(at:)) {
      guard let source = SourceText.read(path, streams) else {
        status = ExitStatus.misuse
        continue
      }
      let parsed = Commands.parse(source)
      leaveToTheEnd(parsed)
      for diagnostic in Checker.check(parsed, of: source) {
        count += 1
        presenter.finish(
          cell: count, source: source, statement: nil, .failed(diagnostic.located(in: source)))
        status = max(status, ExitStatus.failed)
      }
    }
    // Of a file that cannot be read nothing is known.
    if !options.isQuiet, count > 0 || status == ExitStatus.done {
      streams.writeError(
        count == 0 ? "no mistakes found" : "\(count) \(count == 1 ? "mistake" : "mistakes") found")
    }
    return status
  }
}

/// `nn test`: every script is a test that passes when it runs to its end.
struct TestTool {
  let options: Options
  let streams: StandardStreams

  func run(_ paths: [String]) -> Int32 {
    var tests: [String] = []
    for path in paths {
      let found = scripts(at: path).filter { $0.hasSuffix(".nn") && fileExists($0) }
      guard !found.isEmpty else {
        streams.writeError("nn: there is no script in '\(path)'")
        return ExitStatus.misuse
      }
      tests += found
    }
    var passed = 0
    for script in tests {
      let status = run(script)
      if status == ExitStatus.interrupted { return status }
      if status == ExitStatus.done { passed += 1 }
      say("\(status == ExitStatus.done ? "passed" : "failed")  \(script)")
    }
    say("\(passed) passed, \(tests.count - passed) failed")
    return passed == tests.count ? ExitStatus.done : ExitStatus.failed
  }

  /// A verdict. As JSON the results are those of the statements, and standard output holds no other.
  private func say(_ text: String) {
    if options.isJSON { streams.writeError(text) } else { streams.write(text) }
  }

  /// Runs a script on an interpreter of its own; as text only its errors are shown.
  private func run(_ script: String) -> Int32 {
    let output: any Presenter =
      options.isJSON
      ? JSONOutput(streams: streams, isQuiet: true, palette: options.palette)
      : FailureOutput(streams: streams, palette: options.palette)
    let runner = Runner(options: options, streams: streams, presenter: output)
    do throws(Options.Misuse) {
      return try runner.runFile(script, arguments: [])
    } catch {
      streams.writeError("nn: \(error.message)")
      return ExitStatus.failed
    }
  }
}

/// The scripts in a folder and the folders in it, in order of name; else the path itself.
private func scripts(at path: String) -> [String] {
  let found = scripts(in: path)
  return found.isEmpty ? [path] : found
}

private func scripts(in folder: String) -> [String] {
  let prefix = folder.hasSuffix("/") ? folder : folder + "/"
  return namesInFolder(folder).map { prefix + $0 }
    .flatMap { $0.hasSuffix(".nn") ? [$0] : scripts(in: $0) }
}

/// Shows errors and nothing else.
private final class FailureOutput: Presenter {
  private let text: TextOutput

  init(streams: StandardStreams, palette: Palette) {
    text = TextOutput(streams: streams, isQuiet: true, palette: palette)
  }

  func show(_ answer: Answer, digits: Int) {}
  func show(_ progress: Progress?, digits: Int) {}

  func finish(cell: Int, source: SourceText, statement: String?, _ outcome: Interpreter.Outcome) {
    text.finish(cell: cell, source: source, statement: statement, outcome)
  }
}

/// Keeps a tree until the process ends: to give a long script's back piece by piece takes a fifth as
/// long as to read it.
private func leaveToTheEnd(_ parsed: Parsed) {
  final class Shelf {
    let parsed: Parsed
    init(_ parsed: Parsed) { self.parsed = parsed }
  }
  _ = Unmanaged.passRetained(Shelf(parsed))
}

extension SourceText {
  /// The text of a file, or nil after saying why there is none.
  fileprivate static func read(_ path: String, _ streams: StandardStreams) -> SourceText? {
    do throws(FileError) {
      return SourceText(name: path, path: path, bytes: try readFile(path))
    } catch {
      streams.writeError("nn: \(error.message)")
      return nil
    }
  }
}

extension StandardStreams {
  fileprivate func report(_ diagnostics: [Diagnostic], of source: SourceText, _ palette: Palette) {
    let renderer = DiagnosticRenderer(palette: palette)
    for diagnostic in diagnostics { writeError(renderer.render(diagnostic.located(in: source))) }
  }
}
