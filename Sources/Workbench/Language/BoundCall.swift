import Catalog
import Language
import Reports

/// A value that fits its parameter's kind.
enum BoundValue: Equatable, Sendable {
  case number(Double)
  case integer(Int)
  case boolean(Bool)
  /// A word of a vocabulary, a name, a text or a file.
  case text(String)
  case value(Value)
  case condition(Expression)
  case expression(CommandValue)
  case target(Reference)
  case table([TableRow])
  case block(Block)
}

extension BoundValue {
  var number: Double? {
    switch self {
    case .number(let number): number
    case .integer(let integer): Double(integer)
    default: nil
    }
  }

  var integer: Int? { if case .integer(let integer) = self { integer } else { nil } }
  var boolean: Bool? { if case .boolean(let boolean) = self { boolean } else { nil } }
  var text: String? { if case .text(let text) = self { text } else { nil } }
  var value: Value? { if case .value(let value) = self { value } else { nil } }
  var condition: Expression? { if case .condition(let condition) = self { condition } else { nil } }
  var expression: CommandValue? {
    if case .expression(let expression) = self { expression } else { nil }
  }
  var target: Reference? { if case .target(let target) = self { target } else { nil } }
  var table: [TableRow]? { if case .table(let table) = self { table } else { nil } }
  var block: Block? { if case .block(let block) = self { block } else { nil } }
}

/// A quantity or one of its entries: `W2`, `W2[1,2]`; the indices count from 1.
struct Reference: Equatable, Sendable {
  let name: String
  let indices: [Int]
}

/// A call whose arguments fit the command's parameters.
package struct BoundCall: Sendable {
  let call: Call
  /// By parameter: as many values as were given.
  var values: [String: [BoundValue]]
  /// The keys that the user made up, in order (`run`, `arg`).
  var otherKeys: [(name: Name, value: Value)]

  /// The value of an optional parameter.
  subscript<Content>(slot: Slot<Content>) -> Content? {
    values[slot.parameter.name]?.first.flatMap(slot.read)
  }

  /// The values of a repeated parameter.
  func all<Content>(_ slot: Slot<Content>) -> [Content] {
    (values[slot.parameter.name] ?? []).compactMap(slot.read)
  }

  /// The value of a required parameter; the binder has seen to it that it is there.
  func required<Content>(_ slot: Slot<Content>) throws(Diagnostic) -> Content {
    if let content = self[slot] { return content }
    throw Diagnostic(.argument, "'\(call.verb.text)' needs \(slot.parameter.name)")
  }

  /// The number given for an option of a vocabulary's word.
  func number(_ option: String) -> Double? {
    guard let value = values[option]?.first else { return nil }
    return value.number ?? value.boolean.map { $0 ? 1 : 0 }
  }

  /// Whether there is an argument for a parameter.
  func gives(_ parameter: Parameter) -> Bool { values[parameter.name] != nil }

  /// The place of an argument's value, for an error that the command itself finds.
  func span(of parameter: String) -> SourceSpan {
    spans[parameter] ?? call.verb.span
  }

  /// The place of a key, where the mistake is that it is there at all.
  func span(ofKey key: String) -> SourceSpan {
    call.arguments.lazy.compactMap(\.key).first { $0.text == key }?.span ?? call.verb.span
  }

  /// - Throws: at the first key, where all go with something that the call lacks.
  func refuseKeys(without owner: String) throws(Diagnostic) {
    guard let key = call.arguments.lazy.compactMap(\.key).first else { return }
    throw Diagnostic(.argument, "'\(key.text)' goes with \(owner)", at: key.span)
  }

  var spans: [String: SourceSpan] = [:]
}
