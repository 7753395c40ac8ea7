import Catalog
import Experiment
import Language
import Reports

/// Fits the arguments of a call to the parameters of a command.
///
/// First by shape alone (`match`), which `nn check` can do without running anything; then value by
/// value (`Binder.convert`).
struct Binder {
  let command: Command
  let call: Call

  /// An argument and the parameter that takes it; nil where the user made the key up.
  struct Match {
    let parameter: Parameter?
    let argument: Call.Argument
  }

  /// The arguments after the noun that picked the form.
  var arguments: ArraySlice<Call.Argument> {
    call.arguments.dropFirst(command.noun == nil ? 0 : 1)
  }

  /// Which parameter takes which argument.
  ///
  /// The keys of a vocabulary's word (`alpha` of `leaky_relu`) are known once that word is, so
  /// positional words are looked at first.
  func match() throws(Diagnostic) -> [Match] {
    let fit = try fit()
    try checkRequired(fit.matches)
    try Binder.checkKeys(of: call, Binder.choices(in: fit.matches))
    return fit.matches
  }

  /// Which parameter takes which argument, and what is left for more of them.
  private struct Fit {
    var matches: [Match] = []
    var positionals: ArraySlice<Parameter>
    var options: [Parameter] = []
  }

  /// What may stand behind the arguments that are there: the next parameters by place, and the keys
  /// that are not given yet; nil where an argument is wrong.
  func openings() -> (positionals: [Parameter], keys: [Parameter])? {
    guard let fit = try? fit() else { return nil }
    var next = Array(fit.positionals.prefix(1))
    // A block shows by its brace that an optional value before it is left out.
    if let first = next.first, !first.isRequired, let second = fit.positionals.dropFirst().first {
      switch second.kind {
      case .block, .table: next.append(second)
      default: break
      }
    }
    let choices = Binder.choices(in: fit.matches)
    var passed = Set(fit.matches.compactMap(\.argument.key?.text))
    let keys = (command.keys + fit.options).filter {
      Binder.stranger($0.name, to: choices) == nil && passed.insert($0.name).inserted
    }
    return (next, keys)
  }

  private func fit() throws(Diagnostic) -> Fit {
    var matches: [Match] = []
    matches.reserveCapacity(arguments.count)
    var positionals = command.positionals[...]
    var options: [Parameter] = []
    for argument in arguments where argument.key == nil {
      positionals = positionals.drop { !$0.isRequired && !Binder.fits(argument.value, $0) }
      guard let parameter = positionals.first else { throw tooMany(argument.value) }
      if !parameter.isRepeated { positionals = positionals.dropFirst() }
      options += Binder.options(of: argument.value, for: parameter)
      matches.append(Match(parameter: parameter, argument: argument))
    }
    for argument in arguments {
      guard let key = argument.key,
        let parameter = command.keys.first(where: { $0.name == key.text })
      else { continue }
      options += Binder.options(of: argument.value, for: parameter)
    }
    for argument in arguments {
      guard let key = argument.key else { continue }
      let known =
        command.keys.first { $0.name == key.text } ?? options.first { $0.name == key.text }
      guard known != nil || command.takesAnyKey else { throw unknownKey(key, options) }
      if matches.contains(where: { $0.argument.key?.text == key.text }) {
        throw Diagnostic(.argument, "'\(key.text)=' is given twice", at: key.span)
      }
      matches.append(Match(parameter: known, argument: argument))
    }
    return Fit(matches: matches, positionals: positionals, options: options)
  }

  /// Whether a block stands where a block belongs, and a table where a table does: what tells an
  /// optional value that is left out from one that is there.
  private static func fits(_ value: CommandValue, _ parameter: Parameter) -> Bool {
    switch (value.node, parameter.kind) {
    case (.block, .block), (.table, .table): true
    case (.block, _), (.table, _), (_, .block), (_, .table): false
    default: true
    }
  }

  private func checkRequired(_ matches: [Match]) throws(Diagnostic) {
    for parameter in command.parameters where parameter.isRequired {
      guard !matches.contains(where: { $0.parameter?.name == parameter.name }) else { continue }
      throw Diagnostic(
        .argument,
        "'\(command.name)' needs \(parameter.name.uppercased()): \(parameter.kind.expectation)",
        at: call.verb.span, suggestion: "usage: \(shortUsage)")
    }
  }

  /// The options that a literal word brings along.
  static func options(of value: CommandValue, for parameter: Parameter) -> [Parameter] {
    let terms = parameter.wordsWithKeys
    // A `$name` may stand for any of the words.
    guard case .word(let word) = value.node else { return terms.flatMap(\.options) }
    return terms.first { $0.word == word }?.options ?? []
  }

  /// The usage on one line of a terminal.
  private var shortUsage: String {
    let usage = command.usage
    guard usage.count > 90 else { return usage }
    return ([command.name] + command.positionals.map(\.usage) + ["⟨key=value …⟩"])
      .joined(separator: " ")
  }

  private func tooMany(_ value: CommandValue) -> Diagnostic {
    let count = command.positionals.count
    let takes = count == 0 ? "no values" : count == 1 ? "one value" : "\(count) values"
    return Diagnostic(
      .argument, "'\(command.name)' takes \(takes) by place; this one is too many", at: value.span,
      suggestion: meant(by: value).map { "write `\($0)`" } ?? "usage: \(shortUsage)")
  }

  /// What a value too many may belong to: a key that lacks its '=', or a list that lacks its commas.
  private func meant(by value: CommandValue) -> String? {
    let values = arguments.filter { $0.key == nil }.map(\.value)
    guard let place = values.firstIndex(where: { $0.span == value.span }) else { return nil }
    for index in [place, place - 1] where index >= 0 {
      guard case .word(let word) = values[index].node,
        command.keys.contains(where: { $0.name == word })
      else { continue }
      let content = index + 1 < values.count ? format(values[index + 1]) : "…"
      return "\(word)=\(content)"
    }
    guard command.positionals.first.map({ $0.kind.takesList }) ?? false,
      values.allSatisfy(\.isNumber)
    else { return nil }
    return "\(command.name) \(values.map { format($0) }.joined(separator: ","))"
  }

  private func unknownKey(_ key: Name, _ options: [Parameter]) -> Diagnostic {
    let keys = (command.keys + options).map(\.name)
    let owners = command.positionals.compactMap { parameter -> String? in
      guard case .word(_, let terms) = parameter.kind else { return nil }
      let words = terms.filter { $0.options.contains { $0.name == key.text } }.map(\.word)
      return words.isEmpty ? nil : words.joined(separator: ", ")
    }
    var suggestion: String?
    if let owner = owners.first {
      suggestion = "'\(key.text)' goes with \(owner)"
    } else if let ours = Synonyms.ours(for: key.text) {
      suggestion = "nn says '\(ours)'"
    } else if command.positionals.contains(where: { $0.name == key.text }) {
      suggestion = "it is given by its place: \(shortUsage)"
    } else if let near = nearest(to: key.text, in: keys) {
      suggestion = "did you mean '\(near)'?"
    } else {
      suggestion =
        keys.isEmpty
        ? "it takes no keys"
        : keys.count <= 7
          ? "it takes \(keys.joined(separator: ", "))" : "'help \(command.verb)' lists its keys"
    }
    return Diagnostic(
      .unknown, "unknown key '\(key.text)' of '\(command.name)'", at: key.span,
      suggestion: suggestion)
  }
}

extension Kind {
  /// Whether several numbers may be one value.
  fileprivate var takesList: Bool {
    switch self {
    case .numbers: true
    case .either(let kinds): kinds.contains(where: \.takesList)
    default: false
    }
  }
}

extension CommandValue {
  fileprivate var isNumber: Bool { if case .number = node { true } else { false } }
}
