import Catalog
import Engine
import Experiment
import Language
import Reports

extension Interpreter {
  /// The value behind a bare name in an expression.
  func quantity(_ name: String, at span: SourceSpan) throws(Diagnostic) -> Value {
    if let quantity = Quantity(rawValue: name) {
      return try at(span) { () throws(Diagnostic) in try session.value(of: quantity) }
    }
    if let (quantity, layer) = Quantity.layered(name) {
      return try at(span) { () throws(Diagnostic) in
        try session.value(of: quantity, layer: layer)
      }
    }
    if name.hasPrefix("_") { return try cell(name, at: span) }
    throw Quantity.unknown(
      name, at: span, isVariable: isVariable(name),
      isDefinition: session.definitions[name] != nil)
  }

  /// Whether a variable has this name, here or outside.
  func isVariable(_ name: String) -> Bool {
    session.variables[name] != nil || scopes.last?[name] != nil
  }

  /// `W(k)` with a computed layer.
  func layered(_ name: String, _ arguments: [Value], at span: SourceSpan) throws(Diagnostic)
    -> Value
  {
    guard let quantity = LayerQuantity(rawValue: name) else {
      throw Interpreter.unknownFunction(name, known: [], at: span)
    }
    let layer = try Arithmetic.whole(arguments[0], "a layer")
    return try session.value(of: quantity, layer: layer)
  }

  /// `_` and, at the prompt, `_3`. A saved session has other cells, so it is given the value.
  private func cell(_ name: String, at span: SourceSpan) throws(Diagnostic) -> Value {
    if name == "_" {
      guard let lastValue else {
        throw Diagnostic(.state, "no value has been shown yet", at: span)
      }
      if environment.isInteractive { rewrite(span, as: lastValue) }
      return lastValue
    }
    guard environment.isInteractive, let number = Int(name.dropFirst()),
      let value = notebook[number]?.value
    else { throw Diagnostic(.state, "cell \(name.dropFirst()) has no value", at: span) }
    rewrite(span, as: value)
    return value
  }
}

extension Quantity {
  static func unknown(
    _ name: String, at span: SourceSpan, isVariable: Bool, isDefinition: Bool
  ) -> Diagnostic {
    var suggestion: String?
    if isVariable {
      suggestion = "variables carry a $: write $\(name)"
    } else if isDefinition {
      suggestion = "a def has a value where it is called: \(name)(…)"
    } else if let near = nearest(to: name, in: Quantity.allCases.map(\.rawValue)) {
      suggestion = "did you mean '\(near)'?"
    } else if Activation(rawValue: name) != nil || Function(rawValue: name) != nil {
      suggestion = "a function needs its argument: \(name)(x); a text needs quotes"
    } else {
      suggestion = "a text needs quotes: \"\(name)\""
    }
    return Diagnostic(.unknown, "unknown quantity '\(name)'", at: span, suggestion: suggestion)
  }
}
