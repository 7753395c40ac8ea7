import Catalog
import Engine
import Language
import Reports

// Expressions to values.

extension Interpreter {
  func evaluate(_ expression: Expression) throws(Diagnostic) -> Value {
    switch expression.node {
    case .number(let literal): return .number(literal.value)
    case .string(let literal): return .text(try text(of: literal))
    case .boolean(let boolean): return .boolean(boolean)
    case .variable(let name): return try variable(name, at: expression.span)
    case .name(let name): return try quantity(name, at: expression.span)
    case .call(let name, let arguments):
      return try at(expression.span) { () throws(Diagnostic) in
        try call(name, arguments, at: expression.span)
      }
    case .index(let base, let indices):
      return try deeper { () throws(Diagnostic) in
        try element(of: base, indices, expression.span)
      }
    case .list(let items):
      var values: [Value] = []
      for item in items { values.append(try evaluate(item)) }
      return try at(expression.span) { () throws(Diagnostic) in try Value.collecting(values) }
    case .unary(let symbol, let operand):
      return try deeper { () throws(Diagnostic) in try apply(symbol, operand, expression.span) }
    case .binary(let symbol, let left, let right):
      return try deeper { () throws(Diagnostic) in
        try apply(symbol, left, right, expression.span)
      }
    case .approximately(let left, let right, let tolerance):
      return try compare(left, right, within: tolerance, expression.span)
    }
  }

  private func apply(_ symbol: UnaryOperator, _ operand: Expression, _ span: SourceSpan)
    throws(Diagnostic) -> Value
  {
    switch symbol {
    case .not: return .boolean(!(try boolean(operand, of: "not")))
    case .negate:
      let value = try evaluate(operand)
      return try at(span) { () throws(Diagnostic) in try Arithmetic.negate(value) }
    }
  }

  private func apply(
    _ symbol: BinaryOperator, _ left: Expression, _ right: Expression, _ span: SourceSpan
  ) throws(Diagnostic) -> Value {
    switch symbol {
    case .or:
      if try boolean(left, of: "or") { return .boolean(true) }
      return .boolean(try boolean(right, of: "or"))
    case .and:
      guard try boolean(left, of: "and") else { return .boolean(false) }
      return .boolean(try boolean(right, of: "and"))
    default:
      let operands = (try evaluate(left), try evaluate(right))
      return try at(span) { () throws(Diagnostic) in
        try Arithmetic.apply(symbol, operands.0, operands.1)
      }
    }
  }

  /// An operand of `not`, `and`, `or`: there is no truthiness.
  private func boolean(_ expression: Expression, of name: String) throws(Diagnostic) -> Bool {
    let value = try evaluate(expression)
    if case .boolean(let boolean) = value { return boolean }
    throw Diagnostic(
      .value, "'\(name)' needs true or false, found \(value.kindDescription)",
      at: expression.span)
  }

  private func compare(
    _ left: Expression, _ right: Expression, within tolerance: Expression?, _ span: SourceSpan
  ) throws(Diagnostic) -> Value {
    var allowed = 1e-6
    if let tolerance {
      let value = try evaluate(tolerance)
      guard case .number(let number) = value, number >= 0 else {
        throw Diagnostic(
          .value, "'within' needs a number of at least 0, found \(value.kindDescription)",
          at: tolerance.span)
      }
      allowed = number
    }
    let operands = (try evaluate(left), try evaluate(right))
    return try at(span) { () throws(Diagnostic) in
      try .boolean(Arithmetic.areClose(operands.0, operands.1, within: allowed))
    }
  }

  // MARK: Text

  func text(of literal: StringLiteral) throws(Diagnostic) -> String {
    var text = ""
    for piece in literal.pieces {
      switch piece {
      case .text(let part): text += part
      case .expression(let expression, let digits):
        text += try evaluate(expression).text(digits: digits ?? session.digits)
      }
    }
    return text
  }

  // MARK: Indices

  private func element(of base: Expression, _ indices: [Expression], _ span: SourceSpan)
    throws(Diagnostic) -> Value
  {
    let collection = try evaluate(base)
    var places: [(Value, SourceSpan)] = []
    for index in indices { places.append((try evaluate(index), index.span)) }
    return try element(of: collection, at: places, span)
  }

  /// An entry of a list or matrix; indices count from 1, one index of a matrix is a row.
  func element(of collection: Value, at places: [(Value, SourceSpan)], _ span: SourceSpan)
    throws(Diagnostic) -> Value
  {
    switch (collection, places.count) {
    case (.list(let items), 1):
      return items[try index(places[0], in: items.count, "element")]
    case (.matrix(let matrix), 1):
      return .numbers(matrix.row(try index(places[0], in: matrix.rows, "row")))
    case (.matrix(let matrix), 2):
      let row = try index(places[0], in: matrix.rows, "row")
      return .number(matrix[row, try index(places[1], in: matrix.columns, "column")])
    case (.text(let text), 1):
      let characters = Array(text)
      return .text(String(characters[try index(places[0], in: characters.count, "character")]))
    default:
      throw Diagnostic(
        .shape, "\(collection.kindDescription) does not take \(places.count) indices", at: span)
    }
  }

  private func index(_ place: (Value, SourceSpan), in count: Int, _ noun: String)
    throws(Diagnostic) -> Int
  {
    try at(place.1) { () throws(Diagnostic) in
      let index = try Arithmetic.whole(place.0, "an index")
      guard index >= 1, index <= count else {
        throw Diagnostic(
          .shape,
          count == 0
            ? "\(noun) \(index) is out of range: there are none"
            : "\(noun) \(index) is out of range: expected 1 to \(count)")
      }
      return index - 1
    }
  }

  // MARK: Calls

  private func call(_ name: String, _ arguments: [Expression.Argument], at span: SourceSpan)
    throws(Diagnostic) -> Value
  {
    if let definition = session.definitions[name] {
      return try call(definition, arguments, at: span)
    }
    try Interpreter.checkShape(of: name, arguments, at: span)
    if name == "slope" { return try slope(arguments, at: span) }
    var values: [Value] = []
    for argument in arguments { values.append(try evaluate(argument.value)) }
    if let function = Function(rawValue: name) { return try function.apply(values) }
    if let activation = Activation(rawValue: name) { return try activate(activation, values) }
    switch name {
    case "predict": return try predict(values)
    case "rand", "randn": return random(name)
    default: break
    }
    if Quantity.isLayered(name) { return try layered(name, values, at: span) }
    throw Interpreter.unknownFunction(name, known: session.definitions.keys.sorted(), at: span)
  }

  /// What shows of a call to a function of the language before its arguments are evaluated.
  static func checkShape(
    of name: String, _ arguments: [Expression.Argument], at span: SourceSpan
  ) throws(Diagnostic) {
    if let key = arguments.lazy.compactMap(\.key).first {
      throw Diagnostic(
        .argument, "'\(name)' takes no keys, found '\(key.text)='", at: key.span)
    }
    let count = arguments.count
    if let function = Function(rawValue: name) {
      try function.checkArity(count)
    } else if let activation = Activation(rawValue: name) {
      try checkArity(of: activation, count, name)
    } else if name == "slope" {
      try checkArity(of: slopeActivation(arguments, at: span), count - 1, name)
    } else if name == "rand" || name == "randn" {
      guard count == 0 else {
        throw Diagnostic(.argument, "'\(name)' takes no arguments, found \(count)", at: span)
      }
    } else if Quantity.isLayered(name), count != 1 {
      throw Diagnostic(
        .argument, "'\(name)' takes the number of a layer, found \(count) values", at: span,
        suggestion: "write \(name)(1)")
    }
  }

  private static func checkArity(of activation: Activation, _ count: Int, _ name: String)
    throws(Diagnostic)
  {
    let takesAlpha = !activation.options.isEmpty
    guard count != 1, count != 2 || !takesAlpha else { return }
    throw Diagnostic(
      .argument,
      "'\(name)' takes \(takesAlpha ? "x and perhaps alpha" : "one argument"), found \(count)")
  }

  /// The activation that `slope` is asked about.
  private static func slopeActivation(_ arguments: [Expression.Argument], at span: SourceSpan)
    throws(Diagnostic) -> Activation
  {
    guard let first = arguments.first?.value, case .name(let name) = first.node else {
      throw Diagnostic(
        .argument, "'slope' needs an activation and x", at: span,
        suggestion: "write slope(relu, x)")
    }
    if let activation = Activation(rawValue: name) { return activation }
    throw Binder.unknownWord(
      name, noun: Activation.noun, words: Activation.allCases.map(\.rawValue), at: first.span)
  }

  /// Functions that need more than their arguments.
  static let specialFunctions = ["slope", "predict", "rand", "randn"]

  /// Whether a name can be called, apart from what users define.
  static func isFunction(_ name: String) -> Bool {
    Function(rawValue: name) != nil || Activation(rawValue: name) != nil
      || specialFunctions.contains(name) || Quantity.isLayered(name)
  }

  static func unknownFunction(_ name: String, known definitions: [String], at span: SourceSpan)
    -> Diagnostic
  {
    let known =
      Function.allCases.map(\.rawValue) + Activation.allCases.map(\.rawValue)
      + specialFunctions + definitions
    return Diagnostic(
      .unknown, "unknown function '\(name)'",
      at: SourceSpan(span.start, span.start + name.utf8.count),
      suggestion: nearest(to: name, in: known).map { "did you mean '\($0)'?" }
        ?? "'help functions' lists them")
  }

  /// `relu(x)`, `leaky_relu(x, 0.1)`, `softmax([…])`.
  private func activate(_ activation: Activation, _ arguments: [Value]) throws(Diagnostic)
    -> Value
  {
    let alpha = try alpha(of: activation, arguments)
    guard activation == .softmax else {
      return try Arithmetic.map(arguments[0], of: activation.rawValue) {
        activation.value($0, alpha: alpha)
      }
    }
    switch arguments[0] {
    case .matrix(let matrix):
      // One column per sample.
      let columns = (0..<matrix.columns).map { Activation.softmax(matrix.column($0)) }
      return .matrix(
        Matrix(rows: matrix.columns, columns: matrix.rows, elements: columns.flatMap { $0 })
          .transposed)
    default:
      guard let numbers = arguments[0].numbers, !numbers.isEmpty else {
        throw Diagnostic(
          .value, "'softmax' needs a list of numbers, found \(arguments[0].kindDescription)")
      }
      return .numbers(Activation.softmax(numbers))
    }
  }

  private func alpha(of activation: Activation, _ arguments: [Value])
    throws(Diagnostic) -> Double
  {
    guard arguments.count == 2 else { return activation.defaultAlpha }
    guard case .number(let alpha) = arguments[1] else {
      throw Diagnostic(.value, "alpha must be a number, found \(arguments[1].kindDescription)")
    }
    return alpha
  }

  /// `slope(relu, x)`, `slope(leaky_relu, x, 0.1)`: the derivative at z = x.
  private func slope(_ arguments: [Expression.Argument], at span: SourceSpan)
    throws(Diagnostic) -> Value
  {
    let activation = try Interpreter.slopeActivation(arguments, at: span)
    var values: [Value] = []
    for argument in arguments.dropFirst() { values.append(try evaluate(argument.value)) }
    let alpha = try alpha(of: activation, values)
    guard activation == .softmax else {
      return try Arithmetic.map(values[0], of: "slope") { activation.slope($0, alpha: alpha) }
    }
    guard let z = values[0].numbers, !z.isEmpty else {
      throw Diagnostic(.value, "the slope of softmax needs a list of numbers", at: span)
    }
    return .matrix(Interpreter.softmaxJacobian(z))
  }

  /// ∂aᵢ/∂zⱼ = aᵢ (δᵢⱼ − aⱼ).
  private static func softmaxJacobian(_ z: [Double]) -> Matrix {
    let a = Activation.softmax(z)
    var jacobian = Matrix(rows: a.count, columns: a.count)
    for i in a.indices {
      for j in a.indices { jacobian[i, j] = a[i] * ((i == j ? 1 : 0) - a[j]) }
    }
    return jacobian
  }

  private func random(_ name: String) -> Value {
    var stream = RandomStream(seed: session.seed, purpose: .expression, index: session.draws)
    session.draws += 1
    return .number(name == "rand" ? stream.uniform() : stream.normal())
  }
}
