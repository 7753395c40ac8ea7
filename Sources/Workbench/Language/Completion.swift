import Engine
import Experiment
import Language
import Reports

/// What could stand at one place of a text, with a line about each.
package struct Completion: Equatable, Sendable {
  package struct Candidate: Equatable, Sendable {
    /// The text, with the blank, `=` or `(` that belongs behind it.
    package let text: String
    package let summary: String
    /// What has to begin with the letters that are typed.
    let name: String

    init(_ text: String, _ summary: String = "", named name: String? = nil) {
      self.text = text
      self.summary = summary
      self.name = name ?? text
    }

    /// The text without the blank behind it.
    var word: Substring { text.last == " " ? text.dropLast() : text[...] }
  }

  /// The bytes that a candidate replaces.
  package let range: Range<Int>
  package let candidates: [Candidate]
}

extension Interpreter {
  /// What could stand where the cursor is, a byte offset: never what the binder would refuse.
  package func completion(of text: String, at cursor: Int) -> Completion {
    let place = CursorPlace(in: text, at: cursor)
    return Completion(
      range: place.start..<min(cursor, text.utf8.count), candidates: candidates(at: place))
  }

  /// What begins with the letters that are typed, each once.
  func candidates(at place: CursorPlace) -> [Completion.Candidate] {
    var seen = Set<String>()
    return all(at: place).filter {
      $0.name.hasPrefix(place.prefix) && seen.insert($0.text).inserted
    }
  }

  private func all(at place: CursorPlace) -> [Completion.Candidate] {
    switch place.kind {
    case .statement: statements(at: place)
    case .argument(let before, let key, let quote):
      arguments(behind: before, key: key, at: place, isOpenString: quote != nil)
    case .value, .variable: variables(at: place) { _ in true }
    case .operand: operands(at: place)
    case .firstArgument(of: "slope"): Activation.terms.map { .init("\($0.word), ", $0.summary) }
    case .firstArgument(let function): operands(at: place) + keys(ofCall: function)
    case .operator:
      [.init("and ", "both hold"), .init("or ", "one of them holds")]
    case .only(let text): [.init(text)]
    case .free: []
    }
  }

  // MARK: Statements

  private func statements(at place: CursorPlace) -> [Completion.Candidate] {
    let verbs = Commands.verbs.filter { $0.hasPrefix(place.prefix) }.map { verb in
      let forms = Commands.forms(of: verb) ?? []
      let nouns = forms.compactMap(\.noun).joined(separator: ", ")
      return Completion.Candidate(
        "\(verb) ", forms.count == 1 ? forms[0].summary : "with \(nouns)")
    }
    let keywords = Keyword.allCases.filter { $0.canBegin(inside: place.enclosing) }.map {
      Completion.Candidate("\($0.rawValue) ", $0.summary)
    }
    let definitions = session.definitions.keys.sorted().map {
      Completion.Candidate("\($0) ", "a def of this session")
    }
    // Where nothing is typed yet the list is long enough.
    return verbs + keywords + definitions + (place.prefix.isEmpty ? [] : operands(at: place))
  }

  // MARK: Arguments

  private func arguments(
    behind before: String, key: String?, at place: CursorPlace, isOpenString: Bool
  ) -> [Completion.Candidate] {
    guard
      case .command(let call)? = parse(SourceText(name: "", before)).script.statements.last?.node
    else { return [] }
    if let definition = session.definitions[call.verb.text] {
      return arguments(of: definition, call, key: key, at: place)
    }
    let context = ArgumentContext(call: call, isOpenString: isOpenString, place: place)
    if let layer = LayerForm.inserted(by: call) {
      return arguments(of: layer, LayerForm.all.map(\.command), key: key, context)
    }
    return arguments(of: call, Commands.forms(of: call.verb.text) ?? [], key: key, context)
  }

  /// What may follow in a call of one of some commands with the same verb.
  private func arguments(
    of call: Call, _ forms: [Command], key: String?, _ context: ArgumentContext
  ) -> [Completion.Candidate] {
    let isFirst = call.arguments.isEmpty && key == nil
    let nouns = isFirst ? forms.filter { $0.noun != nil } : []
    let named = nouns.map { Completion.Candidate("\($0.noun ?? "") ", $0.summary) }
    let command = isFirst ? forms.first { $0.noun == nil } : try? Commands.command(for: call)
    guard let command, forms.contains(where: { $0.name == command.name }),
      let openings = Binder(command: command, call: call).openings()
    else { return named }
    if let key {
      let parameter = openings.keys.first { $0.name == key }
      return parameter.map { values(of: $0, context) } ?? []
    }
    return named + openings.positionals.flatMap { values(of: $0, context) }
      + openings.keys.map { Completion.Candidate("\($0.name)=", Manual.describe($0)) }
  }

  private func arguments(
    of called: SessionDefinition, _ call: Call, key: String?, at place: CursorPlace
  ) -> [Completion.Candidate] {
    let variables = variables(at: place) { _ in true }
    guard key == nil else { return variables }
    let given = call.arguments.compactMap(\.key)
    return variables
      + called.definition.parameters.filter { $0.fallback != nil && !given.contains($0.name) }.map {
        .init("\($0.name.text)=", "a parameter of \(called.definition.name.text)")
      }
  }

  /// `epochs=` of `tryout(4, epochs=50)`.
  private func keys(ofCall function: String) -> [Completion.Candidate] {
    let parameters = session.definitions[function]?.definition.parameters ?? []
    return parameters.filter { $0.fallback != nil }.map {
      .init("\($0.name.text)=", "a parameter of \(function)")
    }
  }

  // MARK: Variables

  /// The variables whose value is fit, and those that only the text sets.
  func variables(at place: CursorPlace, where isFit: (Value) -> Bool) -> [Completion.Candidate] {
    let known = Set(session.variables.names).union(scopes.last?.names ?? [])
    let fit = known.sorted().compactMap { name -> Completion.Candidate? in
      guard let value = scopes.last?[name] ?? session.variables[name], isFit(value) else {
        return nil
      }
      return .init("$\(name)", value.kindDescription)
    }
    let unknown = place.names.filter { !known.contains($0) }
    return fit + unknown.map { .init("$\($0)", "a variable of this text") }
  }
}

extension Keyword {
  /// Whether a statement may begin with the word, inside statements that begin with others.
  fileprivate func canBegin(inside enclosing: [String]) -> Bool {
    switch self {
    case .else: false
    case .break, .next: enclosing.contains { ["for", "while", "repeat"].contains($0) }
    case .return: enclosing.contains("def")
    case .let, .if, .for, .while, .repeat, .def: true
    }
  }

  var summary: String {
    switch self {
    case .let: "set a variable: let h = 4"
    case .if: "if e { … } else { … }"
    case .else: "else { … }"
    case .for: "for i in 1..10 { … }"
    case .while: "while e { … }"
    case .repeat: "repeat 10 { … }"
    case .def: "a command of one's own: def tryout h lr=0.1 { … }"
    case .return: "leave a def with a value"
    case .break: "leave the loop"
    case .next: "go on with the next pass of the loop"
    }
  }
}
