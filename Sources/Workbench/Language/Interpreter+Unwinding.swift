import Experiment
import Language
import Reports

// An interrupted block keeps what it has reached. So that a saved session reaches it, too, the
// statements that lead there are put together on the way out: the innermost says what it did, and
// each block and loop around it what it had done before.

extension Interpreter {
  /// Hands on an error out of a statement behind which others of the block had run.
  func unwind(_ error: Diagnostic, behind items: ArraySlice<Block.Item>) -> Diagnostic {
    unwind(error) { source in items.map { source.text($0.statement.span) } }
  }

  /// Hands on an error out of a loop's body that had run `count` times.
  func unwind(_ error: Diagnostic, behind count: Int, of body: Block) -> Diagnostic {
    unwind(error) { source in count == 0 ? [] : ["repeat \(count) \(source.text(body.span))"] }
  }

  /// Hands on an error out of a `for` at an item, which nil says was not begun yet.
  func unwind(
    _ error: Diagnostic, behind items: some Sequence<Value>, at item: Value?, _ name: Name,
    _ body: Block
  ) -> Diagnostic {
    unwind(error) { source in
      let done = Value.list(Array(items))
      guard case .list(let list) = done else { return nil }
      var lines: [String] = []
      if let first = list.first, let last = list.last {
        guard let text = rangeText(first, last, list.count) ?? done.sourceText else { return nil }
        lines.append("for \(name.text) in \(text) \(source.text(body.span))")
      }
      guard let item else { return lines }
      return item.sourceText.map { lines + ["let \(name.text) = \($0)"] }
    }
  }

  /// Hands on an error out of a definition, which has variables of its own: what had run of it is
  /// another one.
  func unwind(
    _ error: Diagnostic, outOf called: SessionDefinition, with arguments: Variables
  ) -> Diagnostic {
    guard error.code == .interrupted, let body = partial, !body.isEmpty else { return error }
    let definition = called.definition
    let names = definition.parameters.map(\.name.text)
    let values = names.compactMap { arguments[$0]?.sourceText }
    let name = unusedName(like: definition.name.text)
    partial =
      values.count == names.count
      ? """
      \((["def", name] + names).joined(separator: " ")) {
      \(body)
      }
      \(([name] + values).joined(separator: " "))
      """ : nil
    return error
  }

  private func unusedName(like name: String) -> String {
    var unused = "\(name)_begun"
    while session.definitions[unused] != nil || NameRegistry.meaning(of: unused) != nil {
      unused += "_"
    }
    return unused
  }

  private func unwind(_ error: Diagnostic, behind lines: (SourceText) -> [String]?) -> Diagnostic {
    guard error.code == .interrupted, let rest = partial else { return error }
    guard !needsItsPlace, let source, let lines = lines(source) else {
      partial = nil
      return error
    }
    partial = (lines + [rest]).filter { !$0.isEmpty }.joined(separator: "\n")
    return error
  }

  /// A list of whole numbers in a row as a range.
  private func rangeText(_ first: Value, _ last: Value, _ count: Int) -> String? {
    guard case .number(let low) = first, case .number(let high) = last, count > 1,
      low == low.rounded(), low >= 0, high - low == Double(count - 1)
    else { return nil }
    return "\(format(low, digits: 17))..\(format(high, digits: 17))"
  }
}
