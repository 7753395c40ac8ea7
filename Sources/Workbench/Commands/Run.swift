import Catalog
import Experiment
import Formats
import Language
import Reports

extension Command {
  static let run: Command = {
    let file = Slot.file("file", .first, "a script")
    return Command(
      "run", shelf: .session, summary: "run a script as if its text stood here",
      parameters: [file.parameter], takesAnyKey: true,
      details: [
        "The keys fill the script's 'arg's. The file is relative to the one that says 'run'."
      ],
      examples: ["run examples/xor.nn lr=1"]
    ) { (call, interpreter) throws(Diagnostic) in
      try interpreter.runFile(
        try call.required(file), at: call.span(of: "file"), arguments: call.otherKeys)
      return .nothing
    }
  }()

  static let arg: Command = {
    let name = Slot.name("name", .optional, "an argument that must be given")
    return Command(
      "arg", shelf: .session, summary: "declare an argument of the script",
      parameters: [name.parameter], takesAnyKey: true,
      details: ["'arg lr=0.5' has a default, 'arg n' must be given: nn fit.nn n=3"],
      examples: ["arg lr=0.5; print $lr"]
    ) { (call, interpreter) throws(Diagnostic) in
      let given = interpreter.scripts.last?.arguments ?? []
      if let name = call[name] {
        guard let value = given.last(where: { $0.name.text == name })?.value else {
          throw Diagnostic(
            .argument, "the argument '\(name)' is required", at: call.span(of: "name"),
            suggestion: "give it behind the script's name: \(name)=…")
        }
        interpreter.assign(value, to: Name(name, call.span(of: "name")))
        interpreter.rewrite(call.span(of: "name"), asArgument: value, named: name)
      }
      for (key, fallback) in call.otherKeys {
        let value = given.last { $0.name == key }?.value
        interpreter.assign(value ?? fallback, to: key)
        guard let value, let argument = call.call.arguments.first(where: { $0.key == key }) else {
          continue
        }
        interpreter.rewrite(
          key.span.union(argument.value.span), asArgument: value, named: key.text)
      }
      guard call[name] != nil || !call.otherKeys.isEmpty else {
        throw Diagnostic(
          .argument, "'arg' needs a name", at: call.call.verb.span,
          suggestion: "write arg lr=0.5, or arg n")
      }
      return .nothing
    }
  }()
}

extension Interpreter {
  /// Runs a file's statements in the present scope.
  func runFile(
    _ name: String, at span: SourceSpan, arguments: [(name: Name, value: Value)]
  ) throws(Diagnostic) {
    let path = Interpreter.resolve(name, in: source)
    if scripts.contains(where: { $0.source.path.map(canonicalPath) == canonicalPath(path) }) {
      throw Diagnostic(
        .limit, "'\(name)' is already running: a run cannot include itself", at: span)
    }
    guard scripts.count < 100 else {
      throw Diagnostic(.limit, "calls are nested deeper than 100", at: span)
    }
    let bytes = try at(span) { () throws(Diagnostic) in
      try Diagnostic.wrapping { try readFile(path) }
    }
    rewrite(span, .script(path))
    let source = SourceText(name: path, path: path, bytes: bytes)
    let parsed = Commands.parse(source)
    if let first = parsed.diagnostics.first { throw first.located(in: source) }
    try Interpreter.checkArguments(arguments, of: parsed.script, named: name)
    scripts.append(RunningScript(source: source, arguments: arguments))
    defer { scripts.removeLast() }
    passOn(try execute(parsed.script))
  }

  /// A path beside the file that says `run`.
  static func resolve(_ name: String, in source: SourceText?) -> String {
    let name = expandHome(name)
    guard !name.hasPrefix("/"), let path = source?.path, let slash = path.lastIndex(of: "/") else {
      return name
    }
    return path[...slash] + name
  }

  /// Keys that no `arg` of the script declares are an error.
  package static func checkArguments(
    _ arguments: [(name: Name, value: Value)], of script: Block, named name: String
  ) throws(Diagnostic) {
    let declared = declaredArguments(in: script)
    for argument in arguments where !declared.contains(argument.name.text) {
      throw Diagnostic(
        .unknown, "'\(name)' has no argument '\(argument.name.text)'", at: argument.name.span,
        suggestion: nearest(to: argument.name.text, in: declared).map { "did you mean '\($0)'?" }
          ?? (declared.isEmpty
            ? "it takes none" : "it takes \(declared.joined(separator: ", "))"))
    }
  }

  /// The names behind an `arg`.
  static func declaredArguments(of call: Call) -> [String] {
    call.arguments.compactMap { argument in
      if let key = argument.key { return key.text }
      if case .word(let word) = argument.value.node { return word }
      return nil
    }
  }

  /// The names behind `arg` anywhere in a script.
  static func declaredArguments(in block: Block) -> [String] {
    block.statements.flatMap { statement -> [String] in
      switch statement.node {
      case .command(let call) where call.verb.text == "arg":
        declaredArguments(of: call)
      case .if(let branches, let otherwise):
        branches.flatMap { declaredArguments(in: $0.body) }
          + (otherwise.map(declaredArguments) ?? [])
      case .for(_, _, let body), .while(_, let body), .repeat(_, let body):
        declaredArguments(in: body)
      default: []
      }
    }
  }
}

extension Interpreter {
  /// The `key=value` of a command line as the language reads them; what it does not read is text.
  package func arguments(_ texts: [String]) throws(Diagnostic) -> [(name: Name, value: Value)] {
    var arguments: [(name: Name, value: Value)] = []
    for text in texts {
      guard let equals = text.firstIndex(of: "="), Binder.isName(String(text[..<equals])) else {
        throw Diagnostic(.argument, "an argument of a script is key=value, found '\(text)'")
      }
      let name = Name(String(text[..<equals]), SourceSpan(0, equals.utf16Offset(in: text)))
      let rest = String(text[text.index(after: equals)...])
      let parsed = parse(SourceText(name: "", "arg \(text)"))
      if parsed.diagnostics.isEmpty, parsed.script.statements.count == 1,
        case .command(let call)? = parsed.script.statements.first?.node,
        call.arguments.count == 1, call.arguments[0].key != nil
      {
        arguments.append((name, try evaluate(call.arguments[0].value)))
      } else {
        arguments.append((name, .text(rest)))
      }
    }
    return arguments
  }
}
