extension Expression {
  /// How tightly the outermost part of the text binds.
  var precedence: Precedence {
    switch node {
    case .binary(let symbol, _, _): symbol.precedence
    case .unary(let symbol, _): symbol.precedence
    case .approximately: .comparison
    case .number(let number):
      // Behind `5%` an operator would make it a remainder.
      number.text.last == "%" ? .whole : number.text.first == "-" ? .negation : .primary
    case .string, .boolean, .variable, .name, .call, .index, .list: .primary
    }
  }
}

extension Precedence {
  /// What the operands of a binary operator must bind as tightly as, to need no parentheses.
  fileprivate var operands: (left: Precedence, right: Precedence) {
    switch self {
    case .whole: (.whole, .whole)
    case .or: (.or, .and)
    case .and: (.and, .not)
    case .not, .comparison: (.range, .range)
    case .range: (.sum, .sum)
    case .sum: (.sum, .product)
    case .product: (.product, .negation)
    case .negation: (.negation, .negation)
    // To the right, and a minus may follow: `2^-x`.
    case .power: (.primary, .negation)
    case .primary: (.primary, .primary)
    }
  }
}

extension Printer {
  /// What is still to be written of an expression.
  private enum Work {
    case text(String)
    /// With parentheses where it binds more loosely than the limit.
    case expression(Expression, Precedence)
    case indices([Expression])
  }

  /// Operators in a row make deep trees, so what is left to do lies on a stack of its own.
  mutating func write(_ expression: Expression) {
    var work = write(head: expression)
    while let next = work.popLast() {
      switch next {
      case .text(let text): write(text)
      case .indices(let indices): writeExpressions(indices, "[", "]")
      case .expression(let part, let limit) where part.precedence < limit:
        write("(")
        work += [.text(")"), .expression(part, .whole)]
      case .expression(let part, _): work += write(head: part)
      }
    }
  }

  /// Writes what has no operators and gives back the work for the rest, last part first.
  private mutating func write(head expression: Expression) -> [Work] {
    switch expression.node {
    case .number(let number): write(number.text)
    case .string(let string): write(string.source)
    case .boolean(let value): write(value ? "true" : "false")
    case .variable(let name):
      write("$")
      write(name)
    case .name(let name): write(name)
    case .list(let elements): writeExpressions(elements, "[", "]")
    case .call(let name, let arguments):
      write(name)
      writeList(arguments, "(", ")") { printer, argument in
        if let key = argument.key { printer.write("\(key.text)=") }
        printer.write(argument.value)
      }
    case .index(let base, let indices):
      return [.indices(indices), .expression(base, .primary)]
    case .unary(let symbol, let operand):
      write(symbol == .not ? "not " : "-")
      return [.expression(operand, symbol.precedence)]
    case .binary(let symbol, let left, let right):
      let limits = symbol.precedence.operands
      return [
        .expression(right, limits.right), .text(spaced(symbol, left, right)),
        .expression(left, limits.left),
      ]
    case .approximately(let left, let right, let tolerance):
      let parts: [Work] = [.expression(right, .range), .text(" ~= "), .expression(left, .range)]
      guard let tolerance else { return parts }
      return [.expression(tolerance, .range), .text(" within ")] + parts
    }
    return []
  }

  private mutating func writeExpressions(_ elements: [Expression], _ open: String, _ close: String)
  {
    writeList(elements, open, close) { printer, element in printer.write(element) }
  }

  /// Blanks around an operator, but `x^2` and `1..5`.
  private func spaced(_ symbol: BinaryOperator, _ left: Expression, _ right: Expression) -> String {
    let isTight: Bool
    switch symbol {
    case .power: isTight = true
    case .range: isTight = left.precedence == .primary && right.precedence == .primary
    case .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .add,
      .subtract, .multiply, .divide, .remainder, .matrixProduct:
      isTight = false
    }
    return isTight ? symbol.rawValue : " \(symbol.rawValue) "
  }
}
