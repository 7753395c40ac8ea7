import Catalog
import Experiment
import Language
import Reports

// Variables: those of the innermost `def` call that runs, and those of the session.

extension Interpreter {
  func assign(_ value: consuming Value, to name: Name) {
    if scopes.isEmpty {
      assign(value, to: name, in: &session.variables)
    } else {
      assign(value, to: name, in: &scopes[scopes.count - 1])
    }
  }

  @inline(__always)
  private func assign(_ value: consuming Value, to name: Name, in variables: inout Variables) {
    if let place = place(of: name, in: variables) {
      variables.set(at: place, to: value)
    } else {
      variables.set(name.text, to: value)
    }
  }

  func value(of name: Name) throws(Diagnostic) -> Value {
    if let locals = scopes.last, let place = place(of: name, in: locals) {
      return locals[place]
    }
    if let place = place(of: name, in: session.variables) {
      return session.variables[place]
    }
    throw unknown(name)
  }

  /// The value of a variable that is there and a number, else nil.
  func number(of name: Name) -> Double? {
    if let locals = scopes.last, let place = place(of: name, in: locals) {
      return locals.number(at: place)
    }
    guard let place = place(of: name, in: session.variables) else { return nil }
    return session.variables.number(at: place)
  }

  private func unknown(_ name: Name) -> Diagnostic {
    let known = Set(session.variables.names).union(scopes.last?.names ?? []).sorted()
    return Interpreter.unknownVariable(name.text, known: known, at: name.span)
  }

  static func unknownVariable(_ name: String, known: [String], at span: SourceSpan) -> Diagnostic {
    let suggestion: String
    if let near = nearest(to: name, in: known) {
      suggestion = "did you mean '$\(near)'?"
    } else if Quantity.isKnown(name) {
      suggestion = "'\(name)' is a quantity: write `\(name)`, in a text `${\(name)}`"
    } else {
      suggestion = "set it with `let \(name) = …`"
    }
    return Diagnostic(.unknown, "unknown variable '$\(name)'", at: span, suggestion: suggestion)
  }

  @inline(__always)
  private func place(of name: Name, in variables: Variables) -> Int? {
    let hint = name.span.start & (places.count - 1)
    guard let place = variables.place(of: name.text, near: places[hint]) else { return nil }
    places[hint] = place
    return place
  }
}
