import Catalog

/// A computation, equation by equation.
package struct Derivation: Equatable, Sendable {
  /// Equations that belong together, under the rule that they follow.
  package struct Section: Equatable, Sendable {
    /// "layer 1, dense 4 tanh: z = W a + b, a = f(z)".
    package let heading: String
    package let equations: [Equation]
    /// What is not shown, and how to see it.
    package let omitted: String?

    package init(_ heading: String, _ equations: [Equation], omitted: String? = nil) {
      self.heading = heading
      self.equations = equations
      self.omitted = omitted
    }
  }

  package let sections: [Section]

  package init(_ sections: [Section]) { self.sections = sections }
}

/// How a formula is written down.
package struct FormulaStyle: Equatable, Sendable {
  package enum Notation: Sendable {
    /// As the language reads it.
    case text
    /// LaTeX with amsmath.
    case latex
  }

  package let notation: Notation
  /// Whether quantities stand as their numbers.
  package let hasNumbers: Bool
  package let digits: Int

  package init(_ notation: Notation, hasNumbers: Bool, digits: Int) {
    self.notation = notation
    self.hasNumbers = hasNumbers
    self.digits = digits
  }
}

extension Formula {
  /// How tightly the outermost operation binds.
  private enum Binding: Int, Comparable {
    case sum, product, prefix, power, atom

    static func < (a: Binding, b: Binding) -> Bool { a.rawValue < b.rawValue }
  }

  package func written(_ style: FormulaStyle) -> String {
    switch self {
    case .quantity(let symbol, let number):
      style.hasNumbers ? style.written(number) : style.written(symbol)
    case .number(let number): style.written(number)
    case .rest(let count, let number): style.written(rest: count, number)
    case .sum(let terms): written(terms, style)
    case .product(let factors): written(factors: factors, style)
    case .quotient(let above, let below):
      style.isLatex
        ? "\\frac{\(above.written(style))}{\(below.written(style))}"
        : "\(above.operand(.product, style)) / \(below.operand(.prefix, style))"
    case .negative(let operand): "-" + operand.operand(.prefix, style)
    case .power(let base, let exponent): written(base, exponent, style)
    case .call(let function, let arguments): function.written(arguments, style)
    }
  }

  private func written(factors: [Formula], _ style: FormulaStyle) -> String {
    factors.dropFirst().reduce(factors.first?.operand(.prefix, style) ?? "") { text, factor in
      let next = factor.operand(.prefix, style)
      return text + style.times(before: next) + next
    }
  }

  private func written(_ terms: [Formula], _ style: FormulaStyle) -> String {
    var text = ""
    for (index, term) in terms.enumerated() {
      switch term {
      case .negative(let operand) where index > 0:
        text += " - " + operand.operand(.product, style)
      case _ where index > 0: text += " + " + term.operand(.product, style)
      default: text = term.written(style)
      }
    }
    return text
  }

  private func written(_ base: Formula, _ exponent: Formula, _ style: FormulaStyle) -> String {
    guard style.isLatex else {
      return "\(base.operand(.atom, style))^\(exponent.operand(.atom, style))"
    }
    // LaTeX has no second superscript: a layer's number stands there already.
    var isRaised = false
    if case .quantity(let symbol, _) = base { isRaised = !style.hasNumbers && symbol.isRaised }
    let text = isRaised ? style.bracketed(base.written(style)) : base.operand(.atom, style)
    return "\(text)^{\(exponent.written(style))}"
  }

  /// The text as a part of something that binds as tightly as `binding`: in brackets where needed.
  private func operand(_ least: Binding, _ style: FormulaStyle) -> String {
    let text = written(style)
    if binding(style) >= least, !text.hasPrefix("-") { return text }
    return style.bracketed(text)
  }

  private func binding(_ style: FormulaStyle) -> Binding {
    switch self {
    case .sum: .sum
    case .product: .product
    case .quotient: style.isLatex ? .prefix : .product
    case .negative: .prefix
    case .power: .power
    case .call(.exp, _): style.isLatex ? .power : .atom
    case .quantity, .number, .rest, .call: .atom
    }
  }
}

extension Symbol {
  /// Whether it has a superscript in LaTeX.
  fileprivate var isRaised: Bool { latex.utf8.contains(UInt8(ascii: "^")) }
}

extension FormulaStyle {
  fileprivate var isLatex: Bool { notation == .latex }

  fileprivate func bracketed(_ text: String) -> String {
    isLatex ? "\\left(\(text)\\right)" : "(\(text))"
  }

  /// In LaTeX symbols stand side by side; a number does not.
  fileprivate func times(before next: String) -> String {
    guard isLatex else { return " * " }
    return hasNumbers || next.first?.isNumber == true ? " \\cdot " : " \\, "
  }

  fileprivate func written(_ symbol: Symbol) -> String {
    let indices = symbol.indices.map(String.init).joined(separator: ",")
    guard !indices.isEmpty else { return isLatex ? symbol.latex : symbol.name }
    return isLatex ? "\(symbol.latex)_{\(indices)}" : "\(symbol.name)[\(indices)]"
  }

  /// A number; in LaTeX powers of ten as people write them.
  fileprivate func written(_ number: Double) -> String {
    let text = format(number, digits: digits)
    guard isLatex else { return text }
    if !number.isFinite {
      return number.isNaN ? "\\mathrm{nan}" : number < 0 ? "-\\infty" : "\\infty"
    }
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
    return "\(parts[0]) \\times 10^{\(exponent)}"
  }

  fileprivate func written(rest count: Int, _ number: Double) -> String {
    switch (isLatex, hasNumbers) {
    case (false, false): "… \(count) more"
    case (false, true): written(number)
    case (true, false): "\\cdots"
    case (true, true): "\\underbrace{\(written(number))}_{\(count) \\text{ terms}}"
    }
  }
}

extension Formula.Function {
  fileprivate func written(_ arguments: [Formula], _ style: FormulaStyle) -> String {
    let texts = arguments.map { $0.written(style) }
    guard style.isLatex else { return "\(rawValue)(\(texts.joined(separator: ", ")))" }
    let inside = texts.joined(separator: ", ")
    return switch self {
    case .exp: "e^{\(inside)}"
    case .sqrt: "\\sqrt{\(inside)}"
    case .abs: "\\left|\(inside)\\right|"
    case .log: "\\ln\\left(\(inside)\\right)"
    case .max, .tanh: "\\\(rawValue)\\left(\(inside)\\right)"
    case .sigmoid: "\\sigma\\left(\(inside)\\right)"
    case .sign, .erf, .softplus: "\\operatorname{\(rawValue)}\\left(\(inside)\\right)"
    }
  }
}

// MARK: - Equations

extension Equation {
  /// The sides one after the other: left, in symbols, with numbers, the result. What would stand
  /// there twice stands there once.
  package func sides(_ notation: FormulaStyle.Notation, digits: Int) -> [String] {
    let symbols = FormulaStyle(notation, hasNumbers: false, digits: digits)
    let numbers = FormulaStyle(notation, hasNumbers: true, digits: digits)
    var sides = [symbols.written(left)]
    for side in [right.written(symbols), right.written(numbers), numbers.written(result)]
    where side != sides.last {
      sides.append(side)
    }
    return sides
  }
}

extension Derivation {
  /// One `align*` of amsmath for each section.
  package func latex(digits: Int) -> String {
    sections.filter { !$0.equations.isEmpty }.map { section in
      let lines = section.equations.flatMap { equation -> [String] in
        let sides = equation.sides(.latex, digits: digits)
        let note = equation.condition.map { condition in
          " \\quad \\text{for } \(condition.written(.latex, digits: digits))"
        }
        return sides.dropFirst().enumerated().map { index, side in
          index == 0
            ? "\(sides[0]) &\(equation.isAssignment ? "\\leftarrow" : "=") \(side)\(note ?? "")"
            : "&= \(side)"
        }
      }
      return """
        % \(section.heading)
        \\begin{align*}
        \(lines.joined(separator: " \\\\\n"))
        \\end{align*}
        """
    }.joined(separator: "\n")
  }
}

extension Comparison {
  package func written(_ notation: FormulaStyle.Notation, digits: Int) -> String {
    let symbols = FormulaStyle(notation, hasNumbers: false, digits: digits)
    let sign = notation == .latex && relation == .atMost ? "\\le" : relation.rawValue
    return "\(left.written(symbols)) \(sign) \(right.written(symbols))"
  }
}
