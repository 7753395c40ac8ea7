import Catalog
import Engine
import Experiment
import Glibc
import Language
import Reports

/// The functions of the language that need nothing but their arguments.
///
/// One case is one function; its name, its arity and its summary stand here, its value in `apply`.
package enum Function: String, Vocabulary {
  case abs, sign, sqrt, exp, log, erf, sin, cos
  case min, max, sum, mean, std, norm, argmax
  case round, floor
  case len, rows, cols, row, col, transpose, append, zeros
  case isnan, isfinite

  package static let noun = "function"

  package var summary: String {
    switch self {
    case .abs: "absolute value"
    case .sign: "1 for what is positive, -1 for what is negative, 0 for 0"
    case .sqrt: "square root"
    case .exp: "e to the power of x"
    case .log: "natural logarithm"
    case .erf: "error function"
    case .sin: "sine of an angle in radians"
    case .cos: "cosine of an angle in radians"
    case .min: "smallest element, or smallest argument"
    case .max: "largest element, or largest argument"
    case .sum: "sum of all elements"
    case .mean: "mean of all elements"
    case .std: "standard deviation of all elements (divides by n)"
    case .norm: "square root of the sum of squares"
    case .argmax: "place of the largest element, from 1; of a matrix, one for each column"
    case .round: "nearest whole number, halves away from zero"
    case .floor: "largest whole number that is not above x"
    case .len: "elements of a list, characters of a text, rows of a matrix"
    case .rows: "number of rows"
    case .cols: "number of columns"
    case .row: "row i of a matrix"
    case .col: "column j of a matrix; col(\"name\") is a column of raw inputs"
    case .transpose: "rows become columns"
    case .append: "the list with one more element"
    case .zeros: "zeros(r, c) is a matrix, zeros(n) a list of zeros"
    case .isnan: "whether any element is not a number"
    case .isfinite: "whether all elements are finite"
    }
  }

  package var formula: String? { "\(rawValue)(\(parameters))" }

  private var parameters: String {
    switch self {
    case .row: "M, i"
    case .col: "M, j"
    case .append: "list, value"
    case .zeros: "r, c"
    case .min, .max: "x, …"
    default: "x"
    }
  }

  private var arity: ClosedRange<Int> {
    switch self {
    case .row, .append: 2...2
    case .col: 1...2
    case .zeros: 1...2
    case .min, .max: 1...1000
    default: 1...1
    }
  }

  func checkArity(_ count: Int) throws(Diagnostic) {
    guard !arity.contains(count) else { return }
    let expected =
      arity.lowerBound == arity.upperBound
      ? counted(arity.lowerBound, "argument")
      : "\(arity.lowerBound) to \(arity.upperBound) arguments"
    throw Diagnostic(
      .argument, "'\(rawValue)' takes \(expected), found \(count)",
      suggestion: "write \(rawValue)(\(parameters))")
  }

  func apply(_ arguments: [Value]) throws(Diagnostic) -> Value {
    try checkArity(arguments.count)
    let x = arguments[0]
    switch self {
    case .abs: return try Arithmetic.map(x, of: rawValue) { Swift.abs($0) }
    case .sign:
      return try Arithmetic.map(x, of: rawValue) { $0 > 0 ? 1 : ($0 < 0 ? -1 : $0) }
    case .sqrt: return try Arithmetic.map(x, of: rawValue) { $0.squareRoot() }
    case .exp: return try Arithmetic.map(x, of: rawValue) { Glibc.exp($0) }
    case .log: return try Arithmetic.map(x, of: rawValue) { Glibc.log($0) }
    case .erf: return try Arithmetic.map(x, of: rawValue) { Glibc.erf($0) }
    case .sin: return try Arithmetic.map(x, of: rawValue) { Glibc.sin($0) }
    case .cos: return try Arithmetic.map(x, of: rawValue) { Glibc.cos($0) }
    case .round:
      return try Arithmetic.map(x, of: rawValue) { $0.rounded(.toNearestOrAwayFromZero) }
    case .floor: return try Arithmetic.map(x, of: rawValue) { $0.rounded(.down) }
    case .min: return try .number(extreme(arguments) { $0.min() })
    case .max: return try .number(extreme(arguments) { $0.max() })
    case .sum: return try .number(elements(x).reduce(0, +))
    case .mean: return try .number(moments(x).mean)
    case .std: return try .number(moments(x).deviation)
    case .norm:
      return try .number(elements(x).reduce(0) { $0 + $1 * $1 }.squareRoot())
    case .argmax: return try argmax(x)
    case .len: return try length(x)
    case .rows: return try .number(Double(matrix(x).rows))
    case .cols: return try .number(Double(matrix(x).columns))
    case .row:
      return try .numbers(matrix(x).row(index(arguments[1], of: matrix(x).rows, "row")))
    case .col:
      guard arguments.count == 2 else {
        throw Diagnostic(
          .value,
          "'col' needs the name of a column in quotes, or a matrix and j, found "
            + x.kindDescription)
      }
      return try .numbers(matrix(x).column(index(arguments[1], of: matrix(x).columns, "column")))
    case .transpose: return try .matrix(matrix(x).transposed)
    case .append: return try append(x, arguments[1])
    case .zeros: return try zeros(arguments)
    case .isnan: return try .boolean(elements(x).contains { $0.isNaN })
    case .isfinite: return try .boolean(elements(x).allSatisfy { $0.isFinite })
    }
  }
}

extension Function {
  private func elements(_ value: Value) throws(Diagnostic) -> [Double] {
    try matrix(value).elements
  }

  private func matrix(_ value: Value) throws(Diagnostic) -> Matrix {
    try Arithmetic.checkRoom(for: value)
    if let matrix = value.asMatrix { return matrix }
    throw Diagnostic(.value, "'\(rawValue)' needs numbers, found \(value.kindDescription)")
  }

  private func extreme(_ arguments: [Value], _ pick: ([Double]) -> Double?) throws(Diagnostic)
    -> Double
  {
    var all: [Double] = []
    for argument in arguments { all += try elements(argument) }
    if let nan = all.first(where: \.isNaN) { return nan }
    if let found = pick(all) { return found }
    throw Diagnostic(.value, "'\(rawValue)' of an empty list")
  }

  private func moments(_ value: Value) throws(Diagnostic) -> (mean: Double, deviation: Double) {
    let numbers = try elements(value)
    guard !numbers.isEmpty else { throw Diagnostic(.value, "'\(rawValue)' of an empty list") }
    let count = Double(numbers.count)
    let mean = numbers.reduce(0, +) / count
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / count).squareRoot())
  }

  private func argmax(_ value: Value) throws(Diagnostic) -> Value {
    let matrix = try matrix(value)
    guard matrix.rows > 0, matrix.columns > 0 else {
      throw Diagnostic(.value, "'argmax' of an empty list")
    }
    let places = (0..<matrix.columns).map { Double(largest(matrix.column($0)) + 1) }
    if case .matrix = value { return .numbers(places) }
    return .number(places[0])
  }

  private func length(_ value: Value) throws(Diagnostic) -> Value {
    switch value {
    case .text(let text): return .number(Double(text.count))
    case .list(let items): return .number(Double(items.count))
    case .matrix(let matrix): return .number(Double(matrix.rows))
    case .number, .boolean:
      throw Diagnostic(.value, "'len' needs a list, found \(value.kindDescription)")
    }
  }

  private func index(_ value: Value, of count: Int, _ noun: String) throws(Diagnostic) -> Int {
    let index = try Arithmetic.whole(value, "'\(rawValue)'")
    guard (1...Swift.max(1, count)).contains(index), count > 0 else {
      throw Diagnostic(.shape, "\(noun) \(index) is out of range: there are \(count)")
    }
    return index - 1
  }

  private func append(_ list: Value, _ item: Value) throws(Diagnostic) -> Value {
    switch (list, item) {
    // Items of a list are never lists themselves, so one more keeps it one.
    case (.list(let items), .number), (.list(let items), .text), (.list(let items), .boolean):
      return .list(items + [item])
    default: break
    }
    switch list {
    case .list(let items): return try Value.collecting(items + [item])
    case .matrix(let matrix):
      return try Value.collecting((0..<matrix.rows).map { .numbers(matrix.row($0)) } + [item])
    case .number, .text, .boolean:
      throw Diagnostic(.value, "'append' needs a list, found \(list.kindDescription)")
    }
  }

  private func zeros(_ arguments: [Value]) throws(Diagnostic) -> Value {
    var sizes: [Int] = []
    for argument in arguments { sizes.append(try Arithmetic.whole(argument, "'zeros'")) }
    if let negative = sizes.first(where: { $0 < 0 }) {
      throw Diagnostic(.value, "'zeros' needs sizes of at least 0, found \(negative)")
    }
    guard sizes.count == 1 else {
      _ = try Arithmetic.size(sizes[0], sizes[1])
      return .matrix(Matrix(rows: sizes[0], columns: sizes[1]))
    }
    guard sizes[0] <= Arithmetic.maximumItems else {
      throw Diagnostic(.limit, "a list of \(sizes[0]) numbers is too long")
    }
    return .list([Value](repeating: .number(0), count: sizes[0]))
  }
}

extension Value {
  /// The list of these items; a matrix when they are lists of numbers of one length.
  package static func collecting(_ items: [Value]) throws(Diagnostic) -> Value {
    let rows = items.filter { if case .list = $0 { true } else { false } }
    guard !rows.isEmpty else {
      guard items.allSatisfy({ if case .matrix = $0 { false } else { true } }) else {
        throw Diagnostic(.shape, "a list cannot hold a matrix")
      }
      return .list(items)
    }
    if case .list(let first) = rows[0] { _ = try Arithmetic.size(rows.count, first.count) }
    var elements: [Double] = []
    var columns: Int?
    for (index, item) in items.enumerated() {
      guard let row = item.numbers else {
        throw Diagnostic(
          .shape, "row \(index + 1) of a matrix is \(item.kindDescription), not a list of numbers")
      }
      guard row.count == columns ?? row.count else {
        throw Diagnostic(
          .shape,
          "a ragged matrix: row \(index + 1) has \(counted(row.count, "number")), "
            + "row 1 has \(columns ?? 0)")
      }
      columns = row.count
      elements += row
    }
    return .matrix(Matrix(rows: items.count, columns: columns ?? 0, elements: elements))
  }
}
