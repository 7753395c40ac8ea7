import Catalog
import Datasets
import Engine
import Experiment
import Formats
import Language
import Reports

/// What is known of the argument that is being typed.
struct ArgumentContext {
  let call: Call
  let isOpenString: Bool
  let place: CursorPlace

  /// A text as an argument, in quotes where the text or the typing asks for them.
  func argument(_ text: String) -> String {
    let value = CommandValue(text: text)
    switch value.node {
    case .word(let word) where !isOpenString: return word
    case .string(let literal): return literal.source
    default: return quoted(text)
    }
  }
}

// The values that a parameter takes, as far as they can be counted.

extension Interpreter {
  func values(of parameter: Parameter, _ context: ArgumentContext) -> [Completion.Candidate] {
    let variables = variables(at: context.place) { isFit($0, for: parameter) }
    return values(of: parameter.kind, named: parameter.name, context)
      + (context.isOpenString ? [] : variables)
  }

  /// Whether the value of a variable makes sense here, not only to the binder.
  private func isFit(_ value: Value, for parameter: Parameter) -> Bool {
    guard Binder.accepts(value, parameter.kind) else { return false }
    switch (parameter.kind, value) {
    case (.topic, _): return false
    case (.text, .number), (.file, .number): return false
    case (.integer, .number(let number)) where parameter.name == "layer":
      return number <= Double(session.network.layers.count)
    default: return true
    }
  }

  private func values(of kind: Kind, named name: String, _ context: ArgumentContext)
    -> [Completion.Candidate]
  {
    switch kind {
    case .file: return files(context)
    case .columns: return columns(context) + (name == "target" ? targets(context) : [])
    case _ where context.isOpenString: return []
    case .word(_, let terms): return terms.map { .init("\($0.word) ", $0.summary) }
    case .text where name == "columns": return inputs(context)
    case .boolean: return [.init("on "), .init("off ")]
    case .integer(let range) where name == "layer": return layers(in: range)
    case .topic: return topics(context)
    case .expression: return quantities + [.init("(", "an expression")]
    case .target(let scope): return targets(scope)
    case .parameters: return targets(.parameters) + parameterGroups
    case .condition: return [.init("(", "a condition, looked at again and again")]
    case .block: return [.init("{ ", "statements")]
    case .table: return [.init("{ ", "rows")]
    case .either(let kinds):
      var seen = Set<Substring>()
      return kinds.flatMap { values(of: $0, named: name, context) }.filter {
        // `loss` as a view goes before the quantity.
        seen.insert($0.word).inserted
      }
    case .number, .integer, .duration, .text, .name, .numbers, .any: return []
    }
  }

  private func layers(in range: ClosedRange<Int>) -> [Completion.Candidate] {
    let layers = session.network.layers
    return (0...layers.count).filter(range.contains).map {
      .init("\($0) ", $0 == 0 ? "the input" : layers[$0 - 1].title)
    }
  }

  private var parameterGroups: [Completion.Candidate] {
    guard !session.network.layers.isEmpty else { return [] }
    return [.init("W ", "all weights"), .init("b ", "all biases"), .init("all ", "everything")]
      + layers(in: 1...Int.max)
  }

  /// What help has a page of, word by word.
  private func topics(_ context: ArgumentContext) -> [Completion.Candidate] {
    let given = context.call.arguments.compactMap { argument -> String? in
      if case .word(let word) = argument.value.node { return word }
      return nil
    }
    return Manual.topics.compactMap { topic in
      let words = topic.name.split(separator: " ").map(String.init)
      guard words.count == given.count + 1, words.starts(with: given) else { return nil }
      return .init("\(words[words.count - 1]) ", topic.summary)
    }
  }

  // MARK: Files and columns

  private func files(_ context: ArgumentContext) -> [Completion.Candidate] {
    let typed = context.place.prefix
    let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
    return namesInFolder(folder.isEmpty ? "." : folder).map { name in
      let path = folder + name
      guard isFolder(path) else {
        return .init("\(context.argument(path)) ", named: path)
      }
      var text = context.argument("\(path)/")
      // The string goes on.
      if text.last == "\"" { text.removeLast() }
      return .init(text, "folder", named: path)
    }
  }

  /// The columns of the file that the call names, else of the data that is loaded.
  private func columns(_ context: ArgumentContext) -> [Completion.Candidate] {
    let names = fileColumns(context.call) ?? loadedColumns
    return names.map { .init("\(context.argument($0)) ", "a column", named: $0) }
  }

  /// The inputs of the data that is loaded.
  private func inputs(_ context: ArgumentContext) -> [Completion.Candidate] {
    (session.data?.dataset.inputNames ?? []).map {
      .init("\(context.argument($0)) ", "an input", named: $0)
    }
  }

  /// What can be learned beside columns.
  private func targets(_ context: ArgumentContext) -> [Completion.Candidate] {
    guard !context.isOpenString else { return [] }
    return [.init("none ", "nothing is to be learned"), .init("inputs ", "the inputs themselves")]
  }

  private var loadedColumns: [String] {
    guard let dataset = session.data?.dataset else { return [] }
    return dataset.inputNames + dataset.target.names
  }

  private func fileColumns(_ call: Call) -> [String]? {
    let file = call.arguments.last { $0.key == nil }?.value
    guard let file, case .text(let path)? = try? evaluate(file) else { return nil }
    return columnNames(inFile: path)
  }
}
