import Catalog
import Experiment
import Language
import Reports

// Arguments as values of the kinds that parameters have.

extension Binder {
  /// Evaluates and converts every argument.
  func bind(with evaluate: (CommandValue) throws(Diagnostic) -> Value) throws(Diagnostic)
    -> BoundCall
  {
    var bound = BoundCall(call: call, values: [:], otherKeys: [])
    let matches = try match()
    for match in matches {
      let value = match.argument.value
      guard let parameter = match.parameter else {
        guard let key = match.argument.key else { continue }
        bound.otherKeys.append((key, try evaluate(value)))
        continue
      }
      let content = try convert(value, to: parameter, with: evaluate)
      bound.values[parameter.name, default: []].append(content)
      if bound.spans[parameter.name] == nil { bound.spans[parameter.name] = value.span }
    }
    // Those behind a `$name` too.
    try Binder.checkKeys(
      of: call,
      matches.compactMap(\.parameter).compactMap {
        Choice(bound.values[$0.name]?.first?.text, of: $0)
      })
    return bound
  }

  func convert(
    _ value: CommandValue, to parameter: Parameter,
    with evaluate: (CommandValue) throws(Diagnostic) -> Value
  ) throws(Diagnostic) -> BoundValue {
    if let unevaluated = Binder.convertUnevaluated(value, to: parameter.kind) { return unevaluated }
    if parameter.kind.isTarget(for: value) {
      return .target(try Binder.target(value, with: evaluate))
    }
    if let found = value.bracesFound {
      throw Diagnostic(
        .argument, "'\(parameter.name)' must be \(parameter.kind.expectation), found \(found)",
        at: value.span)
    }
    let found = try evaluate(value)
    if let content = Binder.convert(found, of: value, to: parameter.kind) { return content }
    var error = Binder.mismatch(found, of: value, parameter)
    if parameter.role == .positional, parameter.kind.isOneWord, let keyed = keyed(value, found) {
      error.suggestion = keyed
    }
    throw error
  }

  /// The keys that take a value for which there is no place: `clip norm=1` for `clip 1`.
  private func keyed(_ value: CommandValue, _ content: Value) -> String? {
    let calls = command.keys.filter { key in
      Binder.convertUnevaluated(value, to: key.kind) != nil
        || Binder.convert(content, of: value, to: key.kind) != nil
    }.map { "`\(command.name) \($0.name)=\(format(value))`" }
    return calls.isEmpty ? nil : "write " + calls.joined(separator: " or ")
  }

  /// Blocks, tables, conditions and expressions are taken as they stand.
  private static func convertUnevaluated(_ value: CommandValue, to kind: Kind) -> BoundValue? {
    switch (kind, value.node) {
    case (.block, .block(let block)): .block(block)
    case (.table, .table(let rows)): .table(rows)
    case (.condition, .expression(let condition)): .condition(condition)
    case (.expression, .word), (.expression, .target), (.expression, .expression):
      .expression(value)
    case (.either(let kinds), _):
      kinds.lazy.compactMap { convertUnevaluated(value, to: $0) }.first
    default: nil
    }
  }

  private static func target(
    _ value: CommandValue, with evaluate: (CommandValue) throws(Diagnostic) -> Value
  ) throws(Diagnostic) -> Reference {
    guard case .target(let base, let subscripts) = value.node else {
      guard case .text(let name) = try evaluate(value) else {
        throw Diagnostic(.argument, "expected \(Kind.targetExpectation)", at: value.span)
      }
      return Reference(name: name, indices: [])
    }
    guard case .text(let name) = try evaluate(base) else {
      throw Diagnostic(.argument, "expected \(Kind.targetExpectation)", at: value.span)
    }
    var indices: [Int] = []
    for subscript_ in subscripts {
      do throws(Diagnostic) {
        indices.append(try Arithmetic.whole(try evaluate(subscript_), "an index"))
      } catch {
        throw error.located(at: subscript_.span)
      }
    }
    return Reference(name: name, indices: indices)
  }

  /// Whether a parameter of this kind takes the value of a variable.
  static func accepts(_ value: Value, _ kind: Kind) -> Bool {
    convert(value, of: CommandValue(.variable(""), SourceSpan(0, 0)), to: kind) != nil
  }

  private static func convert(_ value: Value, of source: CommandValue, to kind: Kind)
    -> BoundValue?
  {
    switch (kind, value) {
    case (.number(let bounds), .number(let number)) where bounds.contains(number):
      return .number(number)
    case (.duration, .number(let number)) where number >= 0 && number.isFinite:
      return .number(number)
    case (.integer(let range), .number(let number)):
      guard let whole = Int(exactly: number), range.contains(whole) else { return nil }
      return .integer(whole)
    case (.boolean, .boolean(let boolean)): return .boolean(boolean)
    case (.boolean, .text(let text)):
      return ["on": true, "true": true, "off": false, "false": false][text].map { .boolean($0) }
    case (.word(_, let terms), .text(let text)):
      return terms.contains { $0.word == text } ? .text(text) : nil
    case (.text, .text(let text)), (.file, .text(let text)), (.topic, .text(let text)),
      (.parameters, .text(let text)):
      return .text(text)
    case (.text, .number), (.file, .number), (.parameters, .number):
      if case .number(let literal) = source.node { return .text(literal.text) }
      return .text(value.text(digits: 17))
    case (.name, .text(let text)): return isName(text) ? .text(text) : nil
    case (.target, .text(let text)):
      return Quantity.isKnown(text) ? .target(Reference(name: text, indices: [])) : nil
    case (.numbers, _):
      guard let matrix = value.asMatrix, matrix.elements.allSatisfy(\.isFinite) else { return nil }
      return .value(value)
    case (.any, _), (.columns, _): return .value(value)
    case (.either(let kinds), _):
      return kinds.lazy.compactMap { convert(value, of: source, to: $0) }.first
    default: return nil
    }
  }

  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")) ~= byte | 0x20 || byte == UInt8(ascii: "_")
  }

  private static func mismatch(_ value: Value, of source: CommandValue, _ parameter: Parameter)
    -> Diagnostic
  {
    if case .text(let text) = value, let (noun, words) = vocabulary(of: parameter.kind) {
      return Binder.unknownWord(text, noun: noun, words: words, at: source.span)
    }
    return Diagnostic(
      .argument, "\(expectation(of: value, for: parameter)), found \(found(value, source))",
      at: source.span, suggestion: arithmetic(source).map { "write `(\($0))`" })
  }

  /// "'epochs' must be a whole number".
  private static func expectation(of value: Value, for parameter: Parameter) -> String {
    let expected = parameter.kind.expectation
    // The value would have been right, were it not for its numbers.
    if parameter.kind == .numbers, value.asMatrix != nil {
      return "'\(parameter.name)' must hold finite numbers"
    }
    // A word that is its own name: 'off' must be 'off'.
    return expected == "'\(parameter.name)'"
      ? "expected \(expected)" : "'\(parameter.name)' must be \(expected)"
  }

  /// A word that was meant as arithmetic: `1/2`.
  private static func arithmetic(_ source: CommandValue) -> String? {
    guard case .word(let word) = source.node, isArithmetic(word: word) else { return nil }
    return word
  }

  /// A number as it was written, since a large one looks different when it is printed.
  private static func found(_ value: Value, _ source: CommandValue) -> String {
    guard case .number(let literal) = source.node else { return value.kindDescription }
    return "the number \(literal.text)"
  }

  /// The words that a kind accepts, where words are all or part of what it accepts.
  private static func vocabulary(of kind: Kind) -> (noun: String, words: [String])? {
    switch kind {
    case .word(let noun, let terms) where terms.count > 1: (noun, terms.map(\.word))
    case .either(let kinds):
      kinds.lazy.compactMap { vocabulary(of: $0) }.first
    default: nil
    }
  }

  /// - Parameter topic: where 'help' lists the words; nil is the noun itself.
  static func unknownWord(
    _ word: String, noun: String, topic: String? = nil, words: [String], at span: SourceSpan
  ) -> Diagnostic {
    let choices = words.count <= 7 ? "choose from \(words.joined(separator: ", "))" : nil
    let near: String?
    if let ours = Synonyms.ours(for: word), words.contains(ours) {
      near = "nn says '\(ours)'"
    } else {
      near =
        nearest(to: word, in: words).map { "did you mean '\($0)'?" }
        ?? Synonyms.ours(for: word).map { "nn says '\($0)'" }
    }
    let suggestion =
      switch (near, choices) {
      case (let near?, let choices?): near + (near.hasSuffix("?") ? " " : "; ") + choices
      case (nil, nil): "'help \(topic ?? noun)' lists them"
      default: near ?? choices
      }
    return Diagnostic(
      .unknown, "unknown \(noun) '\(word)'", at: span, suggestion: suggestion)
  }
}

extension CommandValue {
  /// What stands in braces, in words; nil where it is no braces.
  fileprivate var bracesFound: String? {
    switch node {
    case .block: "a block"
    case .table: "a table"
    default: nil
    }
  }
}

extension Kind {
  /// Whether a value is to be taken as a target rather than looked up: always where nothing else is
  /// accepted, else where it has indices.
  fileprivate func isTarget(for value: CommandValue) -> Bool {
    switch self {
    case .target: return true
    case .either(let kinds):
      guard case .target = value.node else { return false }
      return kinds.contains { if case .target = $0 { true } else { false } }
    default: return false
    }
  }
}
