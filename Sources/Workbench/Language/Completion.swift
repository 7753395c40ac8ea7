import Catalog
import Engine
import Formats
import Language

/// What could stand at one place of a text, with a line about each.
package struct Completion: Equatable, Sendable {
  package struct Candidate: Equatable, Sendable {
    /// The text, with the blank, `=` or `(` that belongs behind it.
    package let text: String
    package let summary: String
  }

  /// The bytes that a candidate replaces.
  package let range: Range<Int>
  package let candidates: [Candidate]
}

extension Interpreter {
  /// What could stand where the cursor is, a byte offset: never what the binder would refuse.
  package func completion(of text: String, at cursor: Int) -> Completion {
    let bytes = Array(text.utf8.prefix(cursor))
    let place = CompletionPlace(bytes)
    let candidates = candidates(at: place).filter { $0.text.hasPrefix(place.prefix) }
    var seen = Set<String>()
    return Completion(
      range: place.start..<bytes.count,
      candidates: candidates.filter { seen.insert($0.text).inserted })
  }

  private func candidates(at place: CompletionPlace) -> [Completion.Candidate] {
    if place.isInText { return [] }
    if place.prefix.hasPrefix("$") { return variableCandidates }
    if place.isInExpression { return expressionCandidates }
    guard let verb = place.words.first else { return statementCandidates }
    if let definition = session.definitions[verb] {
      return keyCandidates(of: definition.definition)
    }
    return commandCandidates(verb, place)
  }
}

// MARK: Statements and expressions

extension Interpreter {
  private var variableCandidates: [Completion.Candidate] {
    session.variables.keys.sorted().map { name in
      .init(text: "$\(name)", summary: session.variables[name]?.kindDescription ?? "")
    }
  }

  private var statementCandidates: [Completion.Candidate] {
    let verbs = Commands.verbs.map { verb in
      let forms = Commands.forms(of: verb) ?? []
      let summary =
        forms.count == 1
        ? forms[0].summary : "with " + forms.compactMap(\.noun).joined(separator: ", ")
      return Completion.Candidate(text: verb + " ", summary: summary)
    }
    let keywords = Keyword.allCases.filter { $0 != .else }.map {
      Completion.Candidate(text: $0.rawValue + " ", summary: $0.summary)
    }
    let definitions = session.definitions.keys.sorted().map {
      Completion.Candidate(text: $0 + " ", summary: "a def of this session")
    }
    return verbs + keywords + definitions + quantityCandidates
  }

  private var quantityCandidates: [Completion.Candidate] {
    let plain = Quantity.allCases.map {
      Completion.Candidate(text: $0.rawValue, summary: $0.summary)
    }
    let count = min(session.network.layers.count, 99)
    guard count > 0 else { return plain }
    let layered = LayerQuantity.allCases.flatMap { quantity in
      (1...count).filter { session.exists(quantity, layer: $0) }.map {
        Completion.Candidate(text: "\(quantity.rawValue)\($0)", summary: quantity.summary)
      }
    }
    return plain + layered
  }

  private var expressionCandidates: [Completion.Candidate] {
    let functions =
      Manual.functions.map { Completion.Candidate(text: $0.word + "(", summary: $0.summary) }
      + Activation.terms.map { Completion.Candidate(text: $0.word + "(", summary: $0.summary) }
    let definitions = session.definitions.keys.sorted().map {
      Completion.Candidate(text: $0 + "(", summary: "a def of this session")
    }
    return quantityCandidates + functions + definitions
      + ["true", "false"].map { .init(text: $0, summary: "a boolean") }
  }

  private func keyCandidates(of definition: Definition) -> [Completion.Candidate] {
    definition.parameters.filter { $0.fallback != nil }.map {
      .init(text: "\($0.name.text)=", summary: "a parameter of \(definition.name.text)")
    }
  }
}

extension Session {
  /// Whether a layer has this quantity, now or after a pass.
  fileprivate func exists(_ quantity: LayerQuantity, layer: Int) -> Bool {
    switch (network.layers[layer - 1].kind, quantity.role) {
    case (_, nil): true
    case (.dense, .weights): true
    case (.dense(let dense), .bias): dense.hasBias
    case (.batchnorm, .gamma), (.batchnorm, .beta): true
    default: false
    }
  }
}

// MARK: Commands

extension Interpreter {
  private func commandCandidates(_ verb: String, _ place: CompletionPlace)
    -> [Completion.Candidate]
  {
    guard let forms = Commands.forms(of: verb) else { return [] }
    var candidates: [Completion.Candidate] = []
    if place.words.count == 1 {
      candidates = forms.compactMap { form in
        form.noun.map { .init(text: $0 + " ", summary: form.summary) }
      }
    }
    let noun = place.words.dropFirst().first
    guard
      let form = forms.first(where: { $0.noun != nil && $0.noun == noun })
        ?? forms.first(where: { $0.noun == nil })
    else { return candidates }
    let given = place.words.dropFirst(form.noun == nil ? 1 : 2)
    return candidates + argumentCandidates(of: form, given: Array(given), place)
  }

  private func argumentCandidates(of form: Command, given: [String], _ place: CompletionPlace)
    -> [Completion.Candidate]
  {
    let values = given.filter { !$0.contains("=") }
    let keysGiven = Set(given.compactMap { $0.split(separator: "=").first.map(String.init) })
    var options: [Parameter] = []
    for (parameter, value) in zip(form.positionals, values) {
      if case .word(_, let terms) = parameter.kind {
        options += terms.first { $0.word == value }?.options ?? []
      }
    }
    let keys = form.keys + options
    if let equals = place.prefix.firstIndex(of: "=") {
      let name = String(place.prefix[..<equals])
      guard let parameter = keys.first(where: { $0.name == name }) else { return [] }
      return valueCandidates(of: parameter, after: place.prefix[...equals]).map {
        .init(text: "\(name)=\($0.text)", summary: $0.summary)
      }
    }
    var candidates: [Completion.Candidate] = []
    let positionals = form.positionals
    if let next = positionals.dropFirst(values.count).first ?? positionals.last(where: \.isRepeated)
    {
      candidates = valueCandidates(of: next, after: "")
    }
    let isComplete = positionals.prefix { $0.isRequired }.count <= values.count
    guard isComplete || positionals.isEmpty else { return candidates }
    return candidates
      + keys.filter { !keysGiven.contains($0.name) }.map {
        .init(text: "\($0.name)=", summary: $0.summary)
      }
  }

  private func valueCandidates(of parameter: Parameter, after lead: Substring)
    -> [Completion.Candidate]
  {
    if case .integer = parameter.kind, parameter.name == "layer" { return layerCandidates }
    return candidates(of: parameter.kind)
  }

  private func candidates(of kind: Kind) -> [Completion.Candidate] {
    switch kind {
    case .word(_, let terms): terms.map { .init(text: $0.word + " ", summary: $0.summary) }
    case .boolean: ["on", "off"].map { .init(text: $0 + " ", summary: "") }
    case .either(let kinds): kinds.flatMap { candidates(of: $0) }
    case .topic: Manual.topics.map { .init(text: $0, summary: "") }
    case .expression: quantityCandidates
    case .target: quantityCandidates.filter { $0.text.last?.isNumber == true }
    case .file: []
    case .number, .integer, .duration, .text, .name, .numbers, .any, .condition, .table, .block: []
    }
  }

  private var layerCandidates: [Completion.Candidate] {
    session.network.layers.indices.map {
      .init(text: "\($0 + 1) ", summary: session.network.layers[$0].title)
    }
  }
}

/// Where in a statement a text ends.
struct CompletionPlace {
  /// The whole words of the statement before the one that is being typed.
  private(set) var words: [String] = []
  /// What is typed of the word, and where that starts.
  private(set) var prefix = ""
  private(set) var start = 0
  /// Whether it is inside a string or a comment.
  private(set) var isInText = false
  private(set) var isInExpression = false

  private static let expressionVerbs: Set = ["print", "assert", "return", "if", "while", "let"]

  init(_ bytes: [UInt8]) {
    var wordStart: Int?
    var depth = 0
    var offset = 0
    func word(to end: Int) -> String? {
      wordStart.map { String(decoding: bytes[$0..<end], as: UTF8.self) }
    }
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "#"):
        offset = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        isInText = offset == bytes.count
        continue
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard let end = CompletionPlace.endOfString(bytes, from: offset) else {
          isInText = true
          return
        }
        if wordStart == nil { wordStart = offset }
        offset = end
        continue
      case UInt8(ascii: "("), UInt8(ascii: "["):
        depth += 1
        wordStart = nil
      case UInt8(ascii: ")"), UInt8(ascii: "]"):
        depth = max(0, depth - 1)
        if depth == 0 { words.append("()") }
        wordStart = nil
      case UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}"):
        words = []
        depth = 0
        wordStart = nil
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ","):
        if depth == 0, let word = word(to: offset) { words.append(word) }
        wordStart = nil
      case let byte where depth > 0 && !CompletionPlace.isNamePart(byte): wordStart = nil
      default: if wordStart == nil { wordStart = offset }
      }
      offset += 1
    }
    isInExpression = depth > 0 || words.first.map(CompletionPlace.expressionVerbs.contains) == true
    start = wordStart ?? bytes.count
    if isInExpression {
      let tail = bytes[start...].reversed().prefix(while: CompletionPlace.isNamePart)
      start = bytes.count - tail.count
    }
    prefix = String(decoding: bytes[start...], as: UTF8.self)
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")) ~= byte | 0x20
      || (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= byte || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "$")
  }

  /// Behind the closing quote; nil where the string is still open.
  private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int? {
    let quote = bytes[start]
    var offset = start + 1
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") {
      if bytes[offset] == quote { return offset + 1 }
      if bytes[offset] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { offset += 1 }
      offset += 1
    }
    return nil
  }
}

extension Keyword {
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
