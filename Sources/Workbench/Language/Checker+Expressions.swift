import Catalog
import Experiment
import Language
import Reports

// What shows of expressions without running them.

extension Checker {
  mutating func checkVariable(_ name: String, at span: SourceSpan) {
    guard !variables.contains(name), !missesNames else { return }
    report(Interpreter.unknownVariable(name, known: variables.sorted(), at: span))
  }

  mutating func check(_ literal: StringLiteral) {
    for piece in literal.pieces { if case .expression(let e, _) = piece { check(e) } }
  }

  /// A loop over what is left, as ten thousand operators in a row make a deep tree.
  mutating func check(_ expression: Expression) {
    var rest = checkHead(of: expression)
    while let part = rest.popLast() { rest += checkHead(of: part) }
  }

  /// Checks the outermost part of an expression and gives back the parts that it is made of.
  private mutating func checkHead(of expression: Expression) -> [Expression] {
    switch expression.node {
    case .number, .boolean: return []
    case .string(let literal): check(literal)
    case .variable(let name): checkVariable(name, at: expression.span)
    case .name(let name): checkName(name, at: expression.span)
    case _ where expression.isConstant: checkConstant(expression)
    case .call(let name, let arguments):
      checkCall(name, arguments, at: expression.span)
      let isSlope = name == "slope"
      return (isSlope ? arguments.dropFirst() : arguments[...]).map(\.value)
    case .index(let base, let indices):
      for index in indices {
        if let place = Checker.literal(index) { checkIndex(place, at: index.span) }
      }
      return [base] + indices
    case .list(let items): return items
    case .unary(_, let operand): return [operand]
    case .binary(_, let left, let right): return [left, right]
    case .approximately(let left, let right, let tolerance):
      return [left, right] + (tolerance.map { [$0] } ?? [])
    }
    return []
  }

  mutating func checkIndex(_ place: Value, at span: SourceSpan) {
    report(at: span) { () throws(Diagnostic) in
      let index = try Arithmetic.whole(place, "an index")
      guard index >= 1 else {
        throw Diagnostic(.shape, "index \(index) is out of range: indices count from 1")
      }
    }
  }

  /// What is wrong with an expression that has the same value wherever it stands.
  mutating func checkConstant(_ expression: Expression) {
    let scratch = scratch
    report(at: expression.span) { () throws(Diagnostic) in _ = try scratch.evaluate(expression) }
  }

  mutating func checkName(_ name: String, at span: SourceSpan) {
    guard !Quantity.isKnown(name), !name.hasPrefix("_") else { return }
    report(
      Quantity.unknown(
        name, at: span, isVariable: variables.contains(name),
        isDefinition: definitions[name] != nil))
  }

  mutating func checkCall(
    _ name: String, _ arguments: [Expression.Argument], at span: SourceSpan
  ) {
    if let definition = definitions[name] {
      checkKeys(arguments.compactMap(\.key), of: definition)
      return checkCount(arguments.count { $0.key == nil }, of: definition, at: span)
    }
    guard !Interpreter.isFunction(name) else {
      return report(at: span) { () throws(Diagnostic) in
        try Interpreter.checkShape(of: name, arguments, at: span)
      }
    }
    guard !missesNames else { return }
    report(Interpreter.unknownFunction(name, known: definitions.keys.sorted(), at: span))
  }
}

extension Expression {
  /// Whether the value may be true or false, as far as its outermost part shows.
  var canBeBoolean: Bool {
    switch node {
    case .number, .string, .list, .unary(.negate, _): false
    case .binary(.range, _, _), .binary(.add, _, _), .binary(.subtract, _, _),
      .binary(.multiply, _, _), .binary(.divide, _, _), .binary(.remainder, _, _),
      .binary(.matrixProduct, _, _), .binary(.power, _, _):
      false
    case .binary: true
    case .boolean, .variable, .name, .call, .index, .unary(.not, _), .approximately: true
    }
  }

  /// Whether the value hangs on nothing but the text; a long expression is taken as one that does.
  var isConstant: Bool {
    var parts = 200
    return isConstant(within: &parts)
  }

  fileprivate func isConstant(within parts: inout Int) -> Bool {
    parts -= 1
    guard parts >= 0 else { return false }
    switch node {
    case .number, .boolean: return true
    case .string(let literal): return literal.plainText != nil
    case .variable, .name, .call, .binary(.range, _, _): return false
    case .index(let base, let indices): return ([base] + indices).areConstant(within: &parts)
    case .list(let items): return items.areConstant(within: &parts)
    case .unary(_, let operand): return operand.isConstant(within: &parts)
    case .binary(_, let left, let right):
      return left.isConstant(within: &parts) && right.isConstant(within: &parts)
    case .approximately(let left, let right, let tolerance):
      let others = [right] + (tolerance.map { [$0] } ?? [])
      return left.isConstant(within: &parts) && others.areConstant(within: &parts)
    }
  }
}

extension [Expression] {
  fileprivate func areConstant(within parts: inout Int) -> Bool {
    for part in self where !part.isConstant(within: &parts) { return false }
    return true
  }
}
