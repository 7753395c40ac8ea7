import Catalog
import Experiment
import Language
import Reports

// What shows of commands and their values without running them.

extension Checker {
  mutating func check(_ call: Call) {
    // Mistakes that are expected are none.
    let isExpected = call.verb.text == Command.expectError.verb
    for argument in call.arguments {
      if isExpected, case .block = argument.value.node { continue }
      check(argument.value)
    }
    if call.verb.text == Command.assert.verb,
      case .expression(let condition)? = call.arguments.first?.value.node, !condition.canBeBoolean
    {
      report(scratch.noCondition(condition))
    }
    if let definition = definitions[call.verb.text] { return check(call, against: definition) }
    let (isAllowed, scratch) = (missesNames, scratch)
    let (definitions, variables) = (definitions, variables)
    report(at: call.verb.span) { () throws(Diagnostic) in
      guard let command = try Commands.command(for: call) else {
        let isQuantity = call.arguments.isEmpty && Quantity.isKnown(call.verb.text)
        if isQuantity || isAllowed { return }
        throw Commands.unknownVerb(
          call, definitions: definitions.keys.sorted(),
          isVariable: variables.contains(call.verb.text))
      }
      let binder = Binder(command: command, call: call)
      for match in try binder.match() {
        guard let parameter = match.parameter else { continue }
        let value = match.argument.value
        if case .expression(let condition) = value.node, parameter.kind == .condition {
          guard condition.canBeBoolean else { throw scratch.noCondition(condition) }
        }
        guard let literal = Checker.literal(value) else { continue }
        _ = try binder.convert(value, to: parameter) { (_) throws(Diagnostic) in literal }
      }
    }
  }

  mutating func check(_ call: Call, against definition: Definition) {
    checkKeys(call.arguments.compactMap(\.key), of: definition)
    checkCount(
      call.arguments.count { $0.key == nil }, of: definition, at: call.verb.span)
  }

  mutating func checkKeys(_ keys: [Name], of definition: Definition) {
    let known = definition.parameters.filter { $0.fallback != nil }.map(\.name)
    for key in keys where !known.contains(key) {
      report(
        Diagnostic(
          .unknown, "unknown key '\(key.text)' of '\(definition.name.text)'", at: key.span,
          suggestion: nearest(to: key.text, in: known.map(\.text)).map { "did you mean '\($0)'?" }))
    }
  }

  mutating func checkCount(_ given: Int, of definition: Definition, at span: SourceSpan) {
    let wanted = definition.parameters.count { $0.fallback == nil }
    guard given != wanted else { return }
    report(
      Diagnostic(
        .argument, "'\(definition.name.text)' takes \(counted(wanted, "value")), found \(given)",
        at: span))
  }

  /// What a value is where that is known without running.
  static func literal(_ value: CommandValue) -> Value? {
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

  static func literal(_ expression: Expression) -> Value? {
    switch expression.node {
    case .number(let literal): .number(literal.value)
    case .boolean(let boolean): .boolean(boolean)
    case .string(let literal): literal.plainText.map { .text($0) }
    case .unary(.negate, let operand):
      if case .number(let number)? = literal(operand) { .number(-number) } else { nil }
    default: nil
    }
  }

  mutating func check(_ value: CommandValue) {
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
