import Catalog
import Engine
import Experiment
import Language
import Reports

// Functions in expressions: those of the language and those that users define.

extension Expression {
  /// A call: the names of the language's functions are not free for those that users define.
  func computation(_ name: String, _ arguments: [Argument]) -> Computation {
    let span = span
    guard Interpreter.isFunction(name) else {
      let values = arguments.map {
        (key: $0.key, value: $0.value.computation(), span: $0.value.span)
      }
      return { (it) throws(Diagnostic) in
        try it.at(span) { () throws(Diagnostic) in try it.call(name, values, at: span) }
      }
    }
    let shape = Result { () throws(Diagnostic) in
      try Interpreter.checkShape(of: name, arguments, at: span)
    }
    let apply = name == "slope" ? slope(arguments) : function(name, arguments)
    return { (it) throws(Diagnostic) in
      try it.at(span) { () throws(Diagnostic) in
        try shape.get()
        return try apply(it)
      }
    }
  }

  /// A function of the values of its arguments.
  private func function(_ name: String, _ arguments: [Argument]) -> Computation {
    let arguments = arguments.map { $0.value.computation() }
    let (apply, span) = (Interpreter.function(name), span)
    return { (it) throws(Diagnostic) in
      var values: [Value] = []
      for argument in arguments { values.append(try argument(it)) }
      return try apply(it, values, span)
    }
  }

  /// `slope(relu, x)`, `slope(leaky_relu, x, 0.1)`: the derivative at z = x.
  private func slope(_ arguments: [Argument]) -> Computation {
    let span = span
    let found = Result { () throws(Diagnostic) in
      try Interpreter.slopeActivation(arguments, at: span)
    }
    let arguments = arguments.dropFirst().map { $0.value.computation() }
    return { (it) throws(Diagnostic) in
      let activation = try found.get()
      var values: [Value] = []
      for argument in arguments { values.append(try argument(it)) }
      return try it.slope(activation, values, at: span)
    }
  }
}

extension Interpreter {
  /// A function of the language as one of values.
  fileprivate static func function(
    _ name: String
  ) -> @Sendable (Interpreter, [Value], SourceSpan) throws(Diagnostic) -> Value {
    if name == "col" {
      return { (it, values, _) throws(Diagnostic) in
        if values.count == 1, case .text(let title) = values[0] {
          return try it.column(named: title)
        }
        return try Function.col.apply(values)
      }
    }
    if let function = Function(rawValue: name) {
      return { (_, values, _) throws(Diagnostic) in try function.apply(values) }
    }
    if let activation = Activation(rawValue: name) {
      return { (it, values, _) throws(Diagnostic) in try it.activate(activation, values) }
    }
    switch name {
    case "predict": return { (it, values, _) throws(Diagnostic) in try it.predict(values) }
    case "rand", "randn": return { (it, _, _) throws(Diagnostic) in it.random(name) }
    default:
      return { (it, values, span) throws(Diagnostic) in try it.layered(name, values, at: span) }
    }
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
  fileprivate static func slopeActivation(_ arguments: [Expression.Argument], at span: SourceSpan)
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
    let suggestion: String
    if Quantity.isKnown(name) || Commands.isVerb(name) {
      suggestion = "write `\(name)` without parentheses"
    } else if let ours = Synonyms.function(for: name) {
      suggestion = "write `\(ours)`"
    } else {
      suggestion =
        nearest(to: name, in: known).map { "did you mean '\($0)'?" }
        ?? "'help functions' lists them"
    }
    return Diagnostic(
      .unknown, "unknown function '\(name)'",
      at: SourceSpan(span.start, span.start + name.utf8.count), suggestion: suggestion)
  }

  /// `relu(x)`, `leaky_relu(x, 0.1)`, `softmax([…])`.
  fileprivate func activate(_ activation: Activation, _ arguments: [Value]) throws(Diagnostic)
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

  fileprivate func slope(_ activation: Activation, _ values: [Value], at span: SourceSpan)
    throws(Diagnostic) -> Value
  {
    let alpha = try alpha(of: activation, values)
    guard activation == .softmax else {
      return try Arithmetic.map(values[0], of: "slope") { activation.slope($0, alpha: alpha) }
    }
    guard let z = values[0].numbers, !z.isEmpty else {
      throw Diagnostic(.value, "the slope of softmax needs a list of numbers", at: span)
    }
    _ = try Arithmetic.size(z.count, z.count)
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

  fileprivate func random(_ name: String) -> Value {
    var stream = RandomStream(seed: session.seed, purpose: .expression, index: session.draws)
    session.draws += 1
    return .number(name == "rand" ? stream.uniform() : stream.normal())
  }
}
