import Catalog
import Experiment
import Language
import Reports

// Commands, and the commands and functions that users define.

extension Interpreter {
  func perform(_ call: Call) throws(Diagnostic) -> Flow {
    if let definition = session.definitions[call.verb.text] {
      _ = try self.call(definition, with: bind(call, to: definition), at: call.verb.span)
      return .normal
    }
    guard let command = try Commands.command(for: call) else { return try performUnknown(call) }
    guard command.standing != .prompt || environment.isInteractive else {
      throw Diagnostic(
        .state, "'\(command.name)' is for the prompt: a script has no cells", at: call.verb.span)
    }
    let bound = try Binder(command: command, call: call).bind { (value) throws(Diagnostic) in
      try evaluate(value)
    }
    show(try command.body(bound, self))
    guard exitStatus == nil else { return .quit }
    defer { leaving = nil }
    return leaving ?? .normal
  }

  /// A lone name that is no verb prints its quantity.
  private func performUnknown(_ call: Call) throws(Diagnostic) -> Flow {
    let name = call.verb
    guard call.arguments.isEmpty, Quantity.isKnown(name.text) || name.text.hasPrefix("_") else {
      throw Commands.unknownVerb(
        call, definitions: session.definitions.keys.sorted(), isVariable: isVariable(name.text))
    }
    let value = try quantity(name.text, at: name.span)
    remember(value)
    show(Answer(.value(value)))
    return .normal
  }

  // MARK: Definitions

  func define(_ definition: Definition) throws(Diagnostic) {
    let name = definition.name
    if let taken = NameRegistry.meaning(of: name.text) {
      throw Diagnostic(
        .argument, "'\(name.text)' is \(taken); a def needs another name", at: name.span)
    }
    guard let source else { return }
    session.definitions[name.text] = SessionDefinition(
      definition: definition, source: source)
  }

  /// The variables that the arguments of a command give a definition's parameters.
  private func bind(_ call: Call, to definition: SessionDefinition) throws(Diagnostic)
    -> Variables
  {
    var arguments: [(key: Name?, value: Value, span: SourceSpan)] = []
    for argument in call.arguments {
      arguments.append((argument.key, try evaluate(argument.value), argument.value.span))
    }
    return try bind(arguments, to: definition, at: call.verb.span)
  }

  private func bind(
    _ arguments: [(key: Name?, value: Value, span: SourceSpan)], to called: SessionDefinition,
    at span: SourceSpan
  ) throws(Diagnostic) -> Variables {
    let definition = called.definition
    var values = Variables()
    var positionals = definition.parameters.filter { $0.fallback == nil }[...]
    let keys = definition.parameters.filter { $0.fallback != nil }
    for argument in arguments {
      if let key = argument.key {
        guard keys.contains(where: { $0.name == key }) else {
          throw unknownKey(key, of: called)
        }
        guard values[key.text] == nil else {
          throw Diagnostic(.argument, "'\(key.text)=' is given twice", at: key.span)
        }
        values.set(key.text, to: argument.value)
      } else {
        guard let parameter = positionals.popFirst() else {
          throw Diagnostic(
            .argument, "too many values for '\(definition.name.text)'", at: argument.span,
            suggestion: "usage: \(usage(of: called))")
        }
        values.set(parameter.name.text, to: argument.value)
      }
    }
    if let missing = positionals.first {
      throw Diagnostic(
        .argument, "'\(definition.name.text)' needs \(missing.name.text)", at: span,
        suggestion: "usage: \(usage(of: called))")
    }
    for key in keys where values[key.name.text] == nil {
      guard let fallback = key.fallback else { continue }
      let value = try at(fallback.span, in: called.source) { () throws(Diagnostic) in
        try evaluate(fallback)
      }
      values.set(key.name.text, to: value)
    }
    return values
  }

  private func unknownKey(_ key: Name, of called: SessionDefinition) -> Diagnostic {
    let definition = called.definition
    let known = definition.parameters.filter { $0.fallback != nil }.map(\.name.text)
    let isPositional = definition.parameters.contains { $0.name == key && $0.fallback == nil }
    let suggestion =
      isPositional
      ? "it is given by its place: \(usage(of: called))"
      : nearest(to: key.text, in: known).map { "did you mean '\($0)'?" }
        ?? (known.isEmpty ? "it takes no keys" : "it takes \(known.joined(separator: ", "))")
    return Diagnostic(
      .unknown, "unknown key '\(key.text)' of '\(definition.name.text)'", at: key.span,
      suggestion: suggestion)
  }

  func usage(of called: SessionDefinition) -> String {
    let parameters = called.definition.parameters.map { parameter in
      guard let fallback = parameter.fallback else { return parameter.name.text.uppercased() }
      return "⟨\(parameter.name.text)=\(called.source.text(fallback.span))⟩"
    }
    return ([called.definition.name.text] + parameters).joined(separator: " ")
  }

  func call(_ definition: SessionDefinition, with arguments: Variables, at span: SourceSpan)
    throws(Diagnostic) -> Value?
  {
    guard scopes.count < 100 else {
      throw Diagnostic(.limit, "calls are nested deeper than 100", at: span)
    }
    let caller = scripts.last
    scripts.append(
      RunningScript(source: definition.source, arguments: caller?.arguments ?? []))
    scopes.append(arguments)
    defer {
      scripts.removeLast()
      scopes.removeLast()
    }
    let flow: Flow
    do throws(Diagnostic) {
      flow = try execute(body(of: definition))
    } catch {
      throw unwind(error, outOf: definition, with: arguments)
    }
    try finish(flow)
    if case .return(let value) = flow { return value }
    return nil
  }

  /// Prepared when it is first called.
  private func body(of called: SessionDefinition) -> PreparedBlock {
    let name = called.definition.name
    if let known = bodies[name.text], known.source === called.source, known.span == name.span {
      return known.body
    }
    let body = PreparedBlock(called.definition.body)
    bodies[name.text] = (called.source, name.span, body)
    return body
  }

  /// `tryout(4, epochs=50)` in an expression.
  func call(
    _ name: String, _ arguments: [(key: Name?, value: Computation, span: SourceSpan)],
    at span: SourceSpan
  ) throws(Diagnostic) -> Value {
    guard let definition = session.definitions[name] else {
      throw Interpreter.unknownFunction(
        name, known: session.definitions.keys.sorted(), at: span)
    }
    var values: [(key: Name?, value: Value, span: SourceSpan)] = []
    for argument in arguments {
      values.append((argument.key, try argument.value(self), argument.span))
    }
    let bound = try bind(values, to: definition, at: span)
    guard let value = try call(definition, with: bound, at: span) else {
      throw Diagnostic(
        .value, "'\(name)' returned nothing", at: span, suggestion: "end it with `return e`")
    }
    return value
  }
}
