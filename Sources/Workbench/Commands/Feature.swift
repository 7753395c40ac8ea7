import Catalog
import Datasets
import Engine
import Experiment
import Language
import Reports

extension Command {
  static let dataFeature = Command(
    "data feature", shelf: .data, summary: "compute one more input from the others",
    takesAnyKey: true,
    details: [
      "NAME=(expression) with one number for each sample; col(\"length\") is a column of inputs.",
      "Predictions compute it too: files and samples have the other columns only.",
    ],
    examples: ["data iris; data feature area=(col(\"petal_length\") * col(\"petal_width\"))"]
  ) { (call, interpreter) throws(Diagnostic) in
    guard !call.otherKeys.isEmpty else {
      throw Diagnostic(
        .argument, "'data feature' needs NAME=(expression)", at: call.call.verb.span,
        suggestion: "write data feature area=(col(\"length\") * col(\"width\"))")
    }
    var dataset = try interpreter.session.loadedData().dataset
    for argument in call.call.arguments {
      guard let key = argument.key else { continue }
      guard case .expression(let expression) = argument.value.node else {
        throw Diagnostic(
          .argument, "'\(key.text)' must be an expression in parentheses", at: argument.value.span)
      }
      let column = InputColumn(key.text, formula: format(expression))
      dataset = try at(argument.value.span) { () throws(Diagnostic) in
        try interpreter.adding(column, expression, to: dataset)
      }
    }
    return try interpreter.use(dataset)
  }
}

extension Interpreter {
  /// The data with a computed column; the expression sees the columns of `dataset`.
  fileprivate func adding(_ column: InputColumn, _ expression: Expression, to dataset: Dataset)
    throws(Diagnostic) -> Dataset
  {
    try FeatureFormula.check(expression)
    guard dataset.buffer == nil else {
      throw Diagnostic(
        .data, "a feature would take all samples of 'data stream' into memory",
        suggestion: "compute the column in the file, or take 'data load'")
    }
    let before = columnSource
    columnSource = dataset
    defer { columnSource = before }
    let value = try evaluate(expression)
    let numbers: [Double]
    switch value {
    case .number(let number) where dataset.samples == 1: numbers = [number]
    default:
      guard let found = value.numbers else {
        throw Diagnostic(
          .value, "'\(column.name)' needs a number for each sample, found \(value.kindDescription)")
      }
      numbers = found
    }
    return try Diagnostic.wrapping { try dataset.adding(column, numbers) }
  }

  /// Samples of a file or of a call with the columns that are computed.
  func withFeatures(_ dataset: Dataset, of columns: [InputColumn]) throws(Diagnostic) -> Dataset {
    var dataset = dataset
    for column in columns {
      guard let formula = column.formula else { continue }
      // In parentheses it is an expression, whatever it begins with.
      let parsed = parse(SourceText(name: "feature \(column.name)", "(\(formula))"))
      guard let statement = parsed.script.statements.first,
        case .expression(let expression) = statement.node
      else { throw Diagnostic(.data, "the formula of '\(column.name)' cannot be read: \(formula)") }
      dataset = try adding(column, expression, to: dataset)
    }
    return dataset
  }

  /// `col("length")`: a column of raw inputs, one number for each sample.
  func column(named name: String) throws(Diagnostic) -> Value {
    let dataset: Dataset
    if let columnSource {
      dataset = columnSource
    } else {
      dataset = try session.loadedData().dataset
    }
    if let numbers = dataset.numbers(named: name) { return .numbers(numbers) }
    if dataset.columns.contains(where: { $0.name == name }) {
      throw Diagnostic(.value, "column '\(name)' holds texts, expected numbers")
    }
    throw Diagnostic(
      .unknown, "there is no column '\(name)' among the inputs",
      suggestion: nearest(to: name, in: dataset.columns.map(\.name)).map { "did you mean '\($0)'?" }
    )
  }
}

/// What an expression of a feature may hold: it is computed sample by sample, now and for every
/// later prediction, so it sees columns and numbers and nothing else.
private enum FeatureFormula {
  private static let functions: Set = [
    "abs", "sqrt", "exp", "log", "sin", "cos", "round", "floor", "col",
  ]

  static func check(_ expression: Expression) throws(Diagnostic) {
    switch expression.node {
    case .number, .boolean: break
    case .string(let literal) where literal.plainText != nil: break
    case .name("pi"): break
    case .call(let name, let arguments) where isElementwise(name):
      for argument in arguments { try check(argument.value) }
    case .unary(_, let operand): try check(operand)
    case .binary(let symbol, let left, let right) where symbol != .matrixProduct:
      try check(left)
      try check(right)
    default:
      throw Diagnostic(
        .argument, "'\(format(expression))' is no number of one sample", at: expression.span,
        suggestion: "a feature takes columns, numbers, arithmetic and "
          + "\(functions.sorted().joined(separator: ", "))")
    }
  }

  private static func isElementwise(_ name: String) -> Bool {
    functions.contains(name) || (Activation(rawValue: name).map { $0 != .softmax } ?? false)
  }
}
