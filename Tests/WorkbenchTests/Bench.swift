import Language
import Reports
import Testing
import Workbench

/// An interpreter whose answers are kept.
final class Bench {
  final class Record: Output {
    var reports: [Report] = []
    var notes: [String] = []

    func show(_ answer: Answer, digits: Int) {
      if let result = answer.result { reports.append(result) }
      notes += answer.notes
    }

    func show(_ progress: Progress?, digits: Int) {}
  }

  let record = Record()
  let interpreter: Interpreter

  init(_ configure: (inout Environment) -> Void = { _ in }) {
    var environment = Environment(output: record)
    configure(&environment)
    interpreter = Interpreter(environment: environment)
  }

  /// Runs a text statement by statement up to the first failure, which it returns.
  @discardableResult
  func run(_ text: String) -> Diagnostic? {
    let source = SourceText(name: "test", text)
    let parsed = parse(source)
    if let first = parsed.diagnostics.first { return first }
    interpreter.begin(source)
    for statement in parsed.script.statements {
      if case .failed(let diagnostic) = interpreter.run(statement, of: source) { return diagnostic }
    }
    return nil
  }

  /// The value of an expression; nil where it is none or fails.
  func value(_ expression: String) -> Value? {
    guard run("(\(expression))") == nil, case .value(let value)? = record.reports.last else {
      return nil
    }
    return value
  }
}

extension Checker {
  /// The mistakes of a text.
  static func check(_ source: SourceText) -> [Diagnostic] {
    check(Commands.parse(source), of: source)
  }
}
