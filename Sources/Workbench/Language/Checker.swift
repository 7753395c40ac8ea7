import Experiment
import Formats
import Language
import Reports

/// Finds mistakes in a script without running it: unknown words, keys, names and functions, wrong
/// kinds and ranges of what is written literally.
package struct Checker {
  var diagnostics: [Diagnostic] = []
  /// The `def`s of the script and of the files that it runs.
  var definitions: [String: Definition] = [:]
  /// The variables that are set anywhere.
  var variables: Set<String> = []
  /// Whether more names may be set than these: in a statement that cannot be parsed, or a file that
  /// cannot be read now.
  var missesNames = false
  var loops = 0
  var isInDefinition = false

  /// Evaluates what needs no session.
  private final class Silence: Output {
    func show(_ answer: Answer, digits: Int) {}
    func show(_ progress: Progress?, digits: Int) {}
  }
  let scratch = Interpreter(environment: Environment(output: Silence()))

  /// All mistakes, in the order of their places.
  package static func check(_ parsed: Parsed, of source: SourceText) -> [Diagnostic] {
    var checker = Checker()
    checker.missesNames = !parsed.diagnostics.isEmpty
    checker.collect(parsed.script, in: source, depth: 0)
    checker.check(parsed.script)
    return (parsed.diagnostics + checker.diagnostics)
      .sorted { ($0.span?.start ?? 0) < ($1.span?.start ?? 0) }
  }

  mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  mutating func report(
    at span: SourceSpan, _ body: () throws(Diagnostic) -> Void
  ) {
    do throws(Diagnostic) { try body() } catch { report(error.located(at: span)) }
  }
}

// MARK: Names

extension Checker {
  /// Collects the names that statements make, wherever they stand.
  mutating func collect(_ block: Block, in source: SourceText, depth: Int) {
    for statement in block.statements {
      switch statement.node {
      case .let(let name, _): variables.insert(name.text)
      case .for(let name, _, let body):
        variables.insert(name.text)
        collect(body, in: source, depth: depth)
      case .if(let branches, let otherwise):
        for branch in branches { collect(branch.body, in: source, depth: depth) }
        if let otherwise { collect(otherwise, in: source, depth: depth) }
      case .while(_, let body), .repeat(_, let body): collect(body, in: source, depth: depth)
      case .def(let definition):
        definitions[definition.name.text] = definition
        variables.formUnion(definition.parameters.map(\.name.text))
        collect(definition.body, in: source, depth: depth)
      case .command(let call): collect(call, in: source, depth: depth)
      case .expression, .return, .break, .next: break
      }
    }
  }

  mutating func collect(_ call: Call, in source: SourceText, depth: Int) {
    for argument in call.arguments {
      if case .block(let block) = argument.value.node { collect(block, in: source, depth: depth) }
    }
    switch call.verb.text {
    case "arg": variables.formUnion(Interpreter.declaredArguments(of: call))
    case "run":
      guard depth < 10, case .word(let name)? = call.arguments.first?.value.node,
        let bytes = try? readFile(resolve(name, in: source))
      else {
        missesNames = true
        return
      }
      let path = resolve(name, in: source)
      let file = SourceText(name: name, path: path, bytes: bytes)
      let parsed = parse(file)
      if !parsed.diagnostics.isEmpty { missesNames = true }
      collect(parsed.script, in: file, depth: depth + 1)
    default: break
    }
  }

  func resolve(_ name: String, in source: SourceText) -> String {
    Interpreter.resolve(name, in: source)
  }
}

// MARK: Statements

extension Checker {
  mutating func check(_ block: Block) {
    for statement in block.statements { check(statement) }
  }

  mutating func check(_ statement: Statement) {
    switch statement.node {
    case .command(let call): check(call)
    case .expression(let expression): check(expression)
    case .let(_, let expression): check(expression)
    case .if(let branches, let otherwise):
      for branch in branches {
        checkCondition(branch.condition)
        check(branch.body)
      }
      if let otherwise { check(otherwise) }
    case .for(let name, let value, let body):
      check(value)
      switch Checker.literal(value) {
      case .number?, .text?, .boolean?:
        guard let found = Checker.literal(value) else { break }
        report(Interpreter.noList(found, name, at: value.span))
      case .list?, .matrix?, nil: break
      }
      checkLoop(body)
    case .while(let condition, let body):
      checkCondition(condition)
      checkLoop(body)
    case .repeat(let count, let body):
      check(count)
      if let times = Checker.literal(count) {
        report(at: count.span) { () throws(Diagnostic) in
          _ = try Interpreter.times(times, at: count.span)
        }
      }
      checkLoop(body)
    case .def(let definition): check(definition)
    case .return(let expression):
      if !isInDefinition {
        report(Diagnostic(.syntax, "'return' outside a def", at: statement.span))
      }
      if let expression { check(expression) }
    case .break, .next:
      guard loops == 0 else { return }
      let word = statement.node == .break ? "break" : "next"
      report(Diagnostic(.syntax, "'\(word)' outside a loop", at: statement.span))
    }
  }

  mutating func checkLoop(_ body: Block) {
    loops += 1
    check(body)
    loops -= 1
  }

  mutating func check(_ definition: Definition) {
    let name = definition.name
    if let taken = NameRegistry.meaning(of: name.text) {
      report(
        Diagnostic(
          .argument, "'\(name.text)' is \(taken); a def needs another name", at: name.span))
    }
    for parameter in definition.parameters { if let value = parameter.fallback { check(value) } }
    let outside = (loops, isInDefinition)
    (loops, isInDefinition) = (0, true)
    check(definition.body)
    (loops, isInDefinition) = outside
  }

  mutating func checkCondition(_ expression: Expression) {
    check(expression)
    if !expression.canBeBoolean { report(scratch.noCondition(expression)) }
  }
}

extension Interpreter {
  /// An expression that cannot be true or false; where it is the same everywhere, with its value.
  func noCondition(_ expression: Expression) -> Diagnostic {
    .noCondition(expression.isConstant ? try? evaluate(expression) : nil, at: expression.span)
  }
}
