import Catalog
import Engine
import Experiment
import Language

/// What helps while a text is being typed, before anybody asks.
package struct Guidance: Equatable, Sendable {
  /// The rest of the only word that fits what is typed of it.
  package var completion: String?
  /// What the session wants next, where that begins as the statement does: its rest.
  package var nextStep: String?
  /// How the command or function that is being typed is used.
  package var signature: Signature?
}

/// A usage in its parts, and a line about the one that is being typed.
package struct Signature: Equatable, Sendable {
  package let parts: [String]
  /// Which of the parts is being typed.
  package let current: Int?
  /// What the current part takes; what the command does where there is none.
  package let note: String
}

extension Interpreter {
  /// The hint at the end of a text: from its grammar and this session.
  package func guidance(for text: String) -> Guidance {
    let place = CursorPlace(in: text, at: text.utf8.count)
    return Guidance(
      completion: completion(at: place), nextStep: nextStep(after: place.statement),
      signature: signature(at: place))
  }

  private func completion(at place: CursorPlace) -> String? {
    guard !place.prefix.isEmpty else { return nil }
    let found = candidates(at: place)
    guard found.count == 1, found[0].text.hasPrefix(place.prefix) else { return nil }
    let rest = found[0].text.dropFirst(place.prefix.count)
    return rest.contains { $0 != " " } ? String(rest) : nil
  }

  private func nextStep(after statement: String) -> String? {
    guard !statement.isEmpty else { return nil }
    return session.nextSteps.first { $0.hasPrefix(statement) && $0 != statement }
      .map { String($0.dropFirst(statement.count)) }
  }

  // MARK: Signatures

  private func signature(at place: CursorPlace) -> Signature? {
    if let function = place.function { return signature(ofFunction: function) }
    guard let verb = place.statement.split(whereSeparator: { !$0.isLetter && $0 != "_" }).first
    else { return nil }
    if let called = session.definitions[String(verb)] {
      let usage = self.usage(of: called).split(separator: " ").map(String.init)
      return Signature(parts: usage, current: nil, note: "a def of this session")
    }
    guard let forms = Commands.forms(of: String(verb)) else { return nil }
    guard case .argument(let before, let key, _) = place.kind,
      case .command(let call)? = parse(SourceText(name: "", before)).script.statements.last?.node,
      let command = forms.count == 1 ? forms[0] : try? Commands.command(for: call)
    else { return forms.count == 1 ? forms[0].signature(current: nil) : choice(of: forms) }
    // The noun itself may still be on its way.
    if call.arguments.isEmpty, forms.contains(where: { $0.noun != nil }) {
      return choice(of: forms)
    }
    let openings = Binder(command: command, call: call).openings()
    return command.signature(current: openings.flatMap { current(in: $0, key, place.prefix) })
  }

  /// The parameter whose value is being typed, or the only key that begins as the word does.
  private func current(
    in openings: (positionals: [Parameter], keys: [Parameter]), _ key: String?, _ prefix: String
  ) -> Parameter? {
    if let key { return openings.keys.first { $0.name == key } }
    let begun = prefix.isEmpty ? [] : openings.keys.filter { $0.name.hasPrefix(prefix) }
    return begun.count == 1 ? begun[0] : openings.positionals.first
  }

  private func choice(of forms: [Command]) -> Signature {
    let nouns =
      forms.compactMap(\.noun)
      + forms.filter { $0.noun == nil }.flatMap {
        $0.positionals.prefix(1).map(\.usage)
      }
    return Signature(
      parts: [forms[0].verb, nouns.joined(separator: "|")], current: 1,
      note: forms.first { $0.noun == nil }?.summary ?? "")
  }

  private func signature(ofFunction name: String) -> Signature? {
    if let called = session.definitions[name] {
      let usage = self.usage(of: called).split(separator: " ").dropFirst()
      return Signature(
        parts: ["\(name)(\(usage.joined(separator: ", ")))"], current: nil,
        note: "a def of this session")
    }
    guard let term = (Manual.functions + Activation.terms).first(where: { $0.word == name }) else {
      return nil
    }
    let usage = Activation(rawValue: name) == nil ? term.formula : nil
    return Signature(parts: [usage ?? "\(name)(x)"], current: nil, note: term.summary)
  }
}

extension Command {
  fileprivate func signature(current: Parameter?) -> Signature {
    let all = positionals + keys
    return Signature(
      parts: [name] + all.map(\.usage),
      current: all.firstIndex { $0.name == current?.name }.map { $0 + 1 },
      note: current.map(Manual.describe) ?? summary)
  }
}

extension Session {
  /// What a person may want to do now, the likeliest first.
  var nextSteps: [String] {
    guard let data else {
      return network.layers.isEmpty ? ["data xor", "data load "] : ["data xor"]
    }
    guard let outputs = (try? blueprint())?.outputs, data.hasTarget else {
      return ["layer dense 8 relu", output(for: data)]
    }
    guard (try? targets(for: outputs))?.columns == outputs else { return [output(for: data)] }
    let isTrained = (model?.steps ?? 0) > 0
    return isTrained ? ["show grads", "evaluate", "train 100"] : ["train 100", "show network"]
  }

  /// The last layer that fits the targets.
  private func output(for data: SessionData) -> String {
    if data.binaryTargets != nil { return "layer dense 1 sigmoid" }
    let activation = data.classNames == nil ? "linear" : "softmax"
    return "layer dense \(data.targets.columns) \(activation)"
  }
}
