import Catalog
import Engine
import Formats
import Language
import Reports

/// Finds mistakes in a script without running it: unknown words, keys, names and functions, wrong
/// kinds and ranges of what is written literally.
package struct Checker {
  private var diagnostics: [Diagnostic] = []
  /// The `def`s of the script and of the files that it runs.
  private var definitions: [String: Definition] = [:]
  /// The variables that are set anywhere.
  private var variables: Set<String> = []
  /// Whether a file that it runs cannot be read now, so that nothing is known of its names.
  private var runsUnknown = false
  private var loops = 0
  private var isInDefinition = false

  /// Evaluates what needs no session.
  private final class Silence: Output {
    func show(_ answer: Answer, digits: Int) {}
    func show(_ progress: Progress?, digits: Int) {}
  }
  private let scratch = Interpreter(environment: Environment(output: Silence()))

  /// All mistakes, in the order of their places.
  package static func check(_ source: SourceText) -> [Diagnostic] {
    let parsed = parse(source)
    guard parsed.diagnostics.isEmpty else { return parsed.diagnostics }
    var checker = Checker()
    checker.collect(parsed.script, in: source, depth: 0)
    checker.check(parsed.script)
    return checker.diagnostics.sorted { ($0.span?.start ?? 0) < ($1.span?.start ?? 0) }
  }

  private mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  private mutating func report(
    at span: SourceSpan, _ body: () throws(Diagnostic) -> Void
  ) {
    do throws(Diagnostic) { try body() } catch { report(error.located(at: span)) }
  }
}

// MARK: Names

extension Checker {
  /// Collects the names that statements make, wherever they stand.
  private mutating func collect(_ block: Block, in source: SourceText, depth: Int) {
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

  private mutating func collect(_ call: Call, in source: SourceText, depth: Int) {
    for argument in call.arguments {
      if case .block(let block) = argument.value.node { collect(block, in: source, depth: depth) }
    }
    switch call.verb.text {
    case "arg": variables.formUnion(Interpreter.declaredArguments(of: call))
    case "run":
      guard depth < 10, case .word(let name)? = call.arguments.first?.value.node,
        let bytes = try? readFile(resolve(name, in: source))
      else {
        runsUnknown = true
        return
      }
      let path = resolve(name, in: source)
      let file = SourceText(name: name, path: path, bytes: bytes)
      collect(parse(file).script, in: file, depth: depth + 1)
    default: break
    }
  }

  private func resolve(_ name: String, in source: SourceText) -> String {
    Interpreter.resolve(name, in: source)
  }
}

// MARK: Statements

extension Checker {
  private mutating func check(_ block: Block) {
    for statement in block.statements { check(statement) }
  }

  private mutating func check(_ statement: Statement) {
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

  private mutating func checkLoop(_ body: Block) {
    loops += 1
    check(body)
    loops -= 1
  }

  private mutating func check(_ definition: Definition) {
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

  private mutating func checkCondition(_ expression: Expression) {
    check(expression)
    if !expression.canBeBoolean { report(Checker.noCondition(expression)) }
  }

  private static func noCondition(_ expression: Expression) -> Diagnostic {
    Diagnostic(.value, "a condition must be true or false", at: expression.span)
  }
}

extension Expression {
  /// Whether the value may be true or false, as far as its outermost part shows.
  fileprivate var canBeBoolean: Bool {
    switch node {
    case .number, .string, .list, .unary(.negate, _): false
    case .binary(.range, _, _), .binary(.add, _, _), .binary(.subtract, _, _),
      .binary(.multiply, _, _), .binary(.divide, _, _), .binary(.remainder, _, _),
      .binary(.matrixProduct, _, _), .binary(.power, _, _):
      false
    case .binary: true
    case .boolean, .variable, .name, .call, .index, .unary(.not, _), .approximately: true
    }
  }

  /// Whether the value hangs on nothing but the text; a long expression is taken as one that does.
  fileprivate var isConstant: Bool {
    var rest = [self]
    for _ in 0..<200 {
      guard let next = rest.popLast() else { return true }
      switch next.node {
      case .number, .boolean: break
      case .string(let literal): guard literal.plainText != nil else { return false }
      case .variable, .name, .call, .binary(.range, _, _): return false
      case .index(let base, let indices): rest += [base] + indices
      case .list(let items): rest += items
      case .unary(_, let operand): rest.append(operand)
      case .binary(_, let left, let right): rest += [left, right]
      case .approximately(let left, let right, let tolerance):
        rest += [left, right] + (tolerance.map { [$0] } ?? [])
      }
    }
    return rest.isEmpty
  }
}

// MARK: Commands

extension Checker {
  private mutating func check(_ call: Call) {
    // Mistakes that are expected are none.
    let isExpected = call.verb.text == Command.expectError.verb
    for argument in call.arguments {
      if isExpected, case .block = argument.value.node { continue }
      check(argument.value)
    }
    if call.verb.text == Command.assert.verb,
      case .expression(let condition)? = call.arguments.first?.value.node, !condition.canBeBoolean
    {
      report(Checker.noCondition(condition))
    }
    if let definition = definitions[call.verb.text] { return check(call, against: definition) }
    guard Commands.forms(of: call.verb.text) != nil else {
      let isQuantity = call.arguments.isEmpty && Quantity.isKnown(call.verb.text)
      if !isQuantity, !runsUnknown { report(Commands.unknownVerb(call)) }
      return
    }
    report(at: call.verb.span) { () throws(Diagnostic) in
      let command = try Commands.command(for: call)
      for match in try Binder(command: command, call: call).match() {
        guard let parameter = match.parameter else { continue }
        let value = match.argument.value
        if case .expression(let condition) = value.node, parameter.kind == .condition {
          guard condition.canBeBoolean else { throw Checker.noCondition(condition) }
        }
        guard let literal = Checker.literal(value) else { continue }
        _ = try Binder.convert(value, to: parameter) { (_) throws(Diagnostic) in literal }
      }
    }
  }

  private mutating func check(_ call: Call, against definition: Definition) {
    checkKeys(call.arguments.compactMap(\.key), of: definition)
    checkCount(
      call.arguments.count { $0.key == nil }, of: definition, at: call.verb.span)
  }

  private mutating func checkKeys(_ keys: [Name], of definition: Definition) {
    let known = definition.parameters.filter { $0.fallback != nil }.map(\.name)
    for key in keys where !known.contains(key) {
      report(
        Diagnostic(
          .unknown, "unknown key '\(key.text)' of '\(definition.name.text)'", at: key.span,
          suggestion: nearest(to: key.text, in: known.map(\.text)).map { "did you mean '\($0)'?" }))
    }
  }

  private mutating func checkCount(_ given: Int, of definition: Definition, at span: SourceSpan) {
    let wanted = definition.parameters.count { $0.fallback == nil }
    guard given != wanted else { return }
    report(
      Diagnostic(
        .argument, "'\(definition.name.text)' takes \(wanted) values, found \(given)", at: span))
  }

  /// What a value is where that is known without running.
  private static func literal(_ value: CommandValue) -> Value? {
    switch value.node {
    case .number(let literal): return .number(literal.value)
    case .word("true"): return .boolean(true)
    case .word("false"): return .boolean(false)
    case .word(let word): return .text(word)
    case .string(let literal): return literal.plainText.map { .text($0) }
    case .list(let items, _):
      let values = items.compactMap(literal)
      guard values.count == items.count else { return nil }
      return try? Value.collecting(values)
    case .expression(let expression): return literal(expression)
    case .block, .table: return .boolean(true)
    case .variable, .range, .target: return nil
    }
  }

  private static func literal(_ expression: Expression) -> Value? {
    switch expression.node {
    case .number(let literal): .number(literal.value)
    case .boolean(let boolean): .boolean(boolean)
    case .string(let literal): literal.plainText.map { .text($0) }
    case .unary(.negate, let operand):
      if case .number(let number)? = literal(operand) { .number(-number) } else { nil }
    default: nil
    }
  }

  private mutating func check(_ value: CommandValue) {
    switch value.node {
    case .variable(let name): checkVariable(name, at: value.span)
    case .string(let literal): check(literal)
    case .list(let items, _):
      for item in items { check(item) }
      let values = items.compactMap(Checker.literal)
      guard values.count == items.count else { break }
      report(at: value.span) { () throws(Diagnostic) in _ = try Value.collecting(values) }
    case .range(let first, let last):
      check(first)
      check(last)
    case .target(let base, let indices):
      check(base)
      for index in indices {
        check(index)
        if let place = Checker.literal(index) { checkIndex(place, at: index.span) }
      }
    case .expression(let expression): check(expression)
    case .table(let rows):
      for row in rows { for cell in row.inputs + row.targets { check(cell) } }
    case .block(let block): check(block)
    case .number, .word: break
    }
  }
}

// MARK: Expressions

extension Checker {
  private mutating func checkVariable(_ name: String, at span: SourceSpan) {
    guard !variables.contains(name), !runsUnknown else { return }
    report(
      Diagnostic(
        .unknown, "unknown variable '$\(name)'", at: span,
        suggestion: nearest(to: name, in: variables.sorted()).map { "did you mean '$\($0)'?" }
          ?? "set it with `let \(name) = …`"))
  }

  private mutating func check(_ literal: StringLiteral) {
    for piece in literal.pieces { if case .expression(let e, _) = piece { check(e) } }
  }

  /// A loop over what is left, as ten thousand operators in a row make a deep tree.
  private mutating func check(_ expression: Expression) {
    var rest = [expression]
    while let expression = rest.popLast() {
      if expression.isConstant {
        checkConstant(expression)
        continue
      }
      switch expression.node {
      case .number, .boolean: break
      case .string(let literal): check(literal)
      case .variable(let name): checkVariable(name, at: expression.span)
      case .name(let name): checkName(name, at: expression.span)
      case .call(let name, let arguments):
        checkCall(name, arguments, at: expression.span)
        let isSlope = name == "slope"
        rest += (isSlope ? arguments.dropFirst() : arguments[...]).map(\.value)
      case .index(let base, let indices):
        rest += [base] + indices
        for index in indices {
          if let place = Checker.literal(index) { checkIndex(place, at: index.span) }
        }
      case .list(let items): rest += items
      case .unary(_, let operand): rest.append(operand)
      case .binary(_, let left, let right): rest += [left, right]
      case .approximately(let left, let right, let tolerance):
        rest += [left, right] + (tolerance.map { [$0] } ?? [])
      }
    }
  }

  private mutating func checkIndex(_ place: Value, at span: SourceSpan) {
    report(at: span) { () throws(Diagnostic) in
      let index = try Arithmetic.whole(place, "an index")
      guard index >= 1 else {
        throw Diagnostic(.shape, "index \(index) is out of range: indices count from 1")
      }
    }
  }

  /// What is wrong with an expression that has the same value wherever it stands.
  private mutating func checkConstant(_ expression: Expression) {
    let scratch = scratch
    report(at: expression.span) { () throws(Diagnostic) in _ = try scratch.evaluate(expression) }
  }

  private mutating func checkName(_ name: String, at span: SourceSpan) {
    guard !Quantity.isKnown(name), !name.hasPrefix("_") else { return }
    report(Quantity.unknown(name, at: span, isVariable: variables.contains(name)))
  }

  private mutating func checkCall(
    _ name: String, _ arguments: [Expression.Argument], at span: SourceSpan
  ) {
    if let definition = definitions[name] {
      checkKeys(arguments.compactMap(\.key), of: definition)
      return checkCount(arguments.count { $0.key == nil }, of: definition, at: span)
    }
    guard !Interpreter.isFunction(name) else {
      return report(at: span) { () throws(Diagnostic) in
        try Interpreter.checkShape(of: name, arguments, at: span)
      }
    }
    guard !runsUnknown else { return }
    report(Interpreter.unknownFunction(name, known: definitions.keys.sorted(), at: span))
  }
}
