import Experiment
import Language
import Reports

extension Command {
  static let check: Command = {
    let batch = Slot.batch
    let shuffle = Slot.boolean("shuffle", fallback: true, "as the training is to have it")
    return Command(
      "check", shelf: .looking, summary: "look for what will go wrong, before training",
      parameters: [batch.parameter, shuffle.parameter],
      details: [
        "One line a finding: code, place, what and why, and what mends it; 'fix CODE' does that.",
        "It never fails. 'check grads' is another command.",
      ],
      examples: [
        "data wine; layer dense 3 softmax; check", "data moons; layer dense 1 sigmoid; check",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      Answer(
        .findings(
          Checkup.findings(
            interpreter.session, batch: call.batch(batch), shuffles: call[shuffle] ?? true)))
    }
  }()

  static let fix: Command = {
    let code = Slot.word("code", .first, FindingCode.self, "a finding of 'check'")
    return Command(
      "fix", shelf: .looking, summary: "run the statements that mend a finding of 'check'",
      parameters: [code.parameter],
      examples: ["data wine; layer dense 3 softmax; fix NN002"]
    ) { (call, interpreter) throws(Diagnostic) in
      let code = try call.required(code)
      // How rows are taken is said where 'train' is: for this finding as it is found.
      let findings = Checkup.findings(
        interpreter.session, batch: 32, shuffles: code != .sorted
      ).filter { $0.code == code.rawValue }
      guard !findings.isEmpty else {
        throw Diagnostic(
          .state, "'check' finds no \(code.rawValue) now: \(code.summary)",
          at: call.span(of: "code"))
      }
      let statements = findings.compactMap(\.mend)
      guard !statements.isEmpty else {
        throw Diagnostic(
          .state, "no statement mends \(code.rawValue): \(findings[0].text)",
          at: call.span(of: "code"))
      }
      var done = Set<String>()
      for statement in statements where done.insert(statement).inserted {
        interpreter.show(.note("fix \(code.rawValue): \(statement)"))
        try interpreter.execute(text: statement)
      }
      return .nothing
    }
  }()
}

extension Interpreter {
  /// Runs statements of our own making in the present scope.
  func execute(text: String) throws(Diagnostic) {
    let source = SourceText(name: "fix", text)
    let parsed = parse(source)
    if let first = parsed.diagnostics.first { throw first.located(in: source) }
    scripts.append(RunningScript(source: source, arguments: []))
    defer { scripts.removeLast() }
    try finish(execute(parsed.script))
  }
}
