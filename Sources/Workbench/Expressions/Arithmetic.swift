import Engine
import Glibc
import Language
import Reports

/// The operators of the language on values. Errors carry no place; the evaluator adds it.
///
/// Arithmetic is elementwise. A number goes with anything; a list beside a matrix is a column, and
/// a column beside a matrix stands beside each of its columns: `W1 @ x + b1`.
enum Arithmetic {
  static func apply(_ symbol: BinaryOperator, _ a: Value, _ b: Value) throws(Diagnostic) -> Value {
    switch symbol {
    case .add: try elementwise(symbol, a, b) { $0 + $1 }
    case .subtract: try elementwise(symbol, a, b) { $0 - $1 }
    case .multiply: try elementwise(symbol, a, b) { $0 * $1 }
    case .divide: try elementwise(symbol, a, b) { $0 / $1 }
    case .remainder: try elementwise(symbol, a, b, remainder)
    case .power: try elementwise(symbol, a, b) { pow($0, $1) }
    case .equal: try .boolean(areEqual(a, b))
    case .notEqual: try .boolean(!areEqual(a, b))
    case .less: try .boolean(all(symbol, a, b) { $0 < $1 })
    case .lessOrEqual: try .boolean(all(symbol, a, b) { $0 <= $1 })
    case .greater: try .boolean(all(symbol, a, b) { $0 > $1 })
    case .greaterOrEqual: try .boolean(all(symbol, a, b) { $0 >= $1 })
    case .range: try range(a, b)
    case .and, .or, .matrixProduct:
      throw Diagnostic(.value, "'\(symbol.rawValue)' is decided by the evaluator")
    }
  }

  /// An operator with a number for two numbers, on those that two calculations give; nil for others.
  static func calculation(
    _ symbol: BinaryOperator, _ a: @escaping Calculation, _ b: @escaping Calculation
  ) -> Calculation? {
    switch symbol {
    case .add: calculation(a, b) { $0 + $1 }
    case .subtract: calculation(a, b) { $0 - $1 }
    case .multiply: calculation(a, b) { $0 * $1 }
    case .divide: calculation(a, b) { $0 / $1 }
    case .remainder: calculation(a, b, remainder)
    case .power: calculation(a, b) { pow($0, $1) }
    default: nil
    }
  }

  /// Inlined, so that each operator has a closure of its own.
  @inline(__always)
  private static func calculation(
    _ a: @escaping Calculation, _ b: @escaping Calculation,
    _ function: @escaping @Sendable (Double, Double) -> Double
  ) -> Calculation {
    { it in
      guard let x = a(it), let y = b(it) else { return nil }
      return function(x, y)
    }
  }

  /// |a − b| ≤ t · max(1, |a|, |b|) for every element; never for NaN.
  static func areClose(_ a: Value, _ b: Value, within tolerance: Double) throws(Diagnostic)
    -> Bool
  {
    try all(nil, a, b) { abs($0 - $1) <= tolerance * max(1, abs($0), abs($1)) }
  }

  static func negate(_ value: Value) throws(Diagnostic) -> Value {
    try map(value, of: "-") { -$0 }
  }

  /// A function of one number applied to every element.
  static func map(_ value: Value, of name: String, _ function: (Double) -> Double)
    throws(Diagnostic) -> Value
  {
    try checkRoom(for: value)
    switch value {
    case .number(let number): return .number(function(number))
    case .matrix(let matrix):
      return .matrix(
        Matrix(
          rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map(function)))
    case .list:
      if let numbers = value.numbers { return .numbers(numbers.map(function)) }
      throw Diagnostic(.value, "'\(name)' needs numbers, found \(value.kindDescription)")
    case .text, .boolean:
      throw Diagnostic(.value, "'\(name)' needs a number, found \(value.kindDescription)")
    }
  }

  /// The remainder with the sign of the divisor.
  private static func remainder(_ a: Double, _ b: Double) -> Double {
    let rest = fmod(a, b)
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
  }

  private static func elementwise(
    _ symbol: BinaryOperator, _ a: Value, _ b: Value, _ function: (Double, Double) -> Double
  ) throws(Diagnostic) -> Value {
    if case .number(let x) = a, case .number(let y) = b { return .number(function(x, y)) }
    let (left, right) = try operands(symbol, a, b)
    switch (a, b) {
    case (.number(let x), _): return rewrap(right.elements.map { function(x, $0) }, as: b, right)
    case (_, .number(let y)): return rewrap(left.elements.map { function($0, y) }, as: a, left)
    case (.list, .matrix) where left.rows == right.rows:
      return .matrix(beside(right) { row, element in function(left.elements[row], element) })
    case (.matrix, .list) where left.rows == right.rows:
      return .matrix(beside(left) { row, element in function(element, right.elements[row]) })
    default:
      guard left.rows == right.rows, left.columns == right.columns else {
        throw mismatch(symbol.rawValue, a, b)
      }
      return rewrap(zip(left.elements, right.elements).map(function), as: a, left)
    }
  }

  /// Each element of a matrix together with its row.
  private static func beside(_ matrix: Matrix, _ function: (Int, Double) -> Double) -> Matrix {
    var elements = matrix.elements
    for row in 0..<matrix.rows {
      for index in row * matrix.columns..<(row + 1) * matrix.columns {
        elements[index] = function(row, elements[index])
      }
    }
    return Matrix(rows: matrix.rows, columns: matrix.columns, elements: elements)
  }

  private static func rewrap(_ elements: [Double], as value: Value, _ shape: Matrix) -> Value {
    if case .list = value { return .numbers(elements) }
    return .matrix(Matrix(rows: shape.rows, columns: shape.columns, elements: elements))
  }

  static func operands(_ symbol: BinaryOperator?, _ a: Value, _ b: Value)
    throws(Diagnostic) -> (Matrix, Matrix)
  {
    try checkRoom(for: a)
    try checkRoom(for: b)
    guard let left = a.asMatrix, let right = b.asMatrix else {
      let name = symbol?.rawValue ?? "~="
      let wrong = a.asMatrix == nil ? a : b
      var suggestion: String?
      if case .text = wrong, symbol == .add { suggestion = "texts are joined in one: \"$a, $b\"" }
      throw Diagnostic(
        .value, "'\(name)' needs numbers, found \(wrong.kindDescription)", suggestion: suggestion)
    }
    return (left, right)
  }

  static func mismatch(_ name: String, _ a: Value, _ b: Value) -> Diagnostic {
    Diagnostic(
      .shape, "'\(name)' does not fit \(a.kindDescription) and \(b.kindDescription)")
  }
}

// MARK: Comparison

extension Arithmetic {
  /// Whether a comparison holds for all elements.
  private static func all(
    _ symbol: BinaryOperator?, _ a: Value, _ b: Value, _ holds: (Double, Double) -> Bool
  ) throws(Diagnostic) -> Bool {
    if case .number(let x) = a, case .number(let y) = b { return holds(x, y) }
    if case .text(let x) = a, case .text(let y) = b, let symbol {
      return compareTexts(symbol, x, y)
    }
    let (left, right) = try operands(symbol, a, b)
    switch (a, b) {
    case (.number(let x), _): return right.elements.allSatisfy { holds(x, $0) }
    case (_, .number(let y)): return left.elements.allSatisfy { holds($0, y) }
    default:
      guard left.rows == right.rows, left.columns == right.columns else {
        throw mismatch(symbol?.rawValue ?? "~=", a, b)
      }
      return zip(left.elements, right.elements).allSatisfy(holds)
    }
  }

  private static func compareTexts(_ symbol: BinaryOperator, _ a: String, _ b: String) -> Bool {
    switch symbol {
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    default: a >= b
    }
  }

  private static func areEqual(_ a: Value, _ b: Value) throws(Diagnostic) -> Bool {
    switch (a, b) {
    case (.text(let x), .text(let y)): return x == y
    case (.boolean(let x), .boolean(let y)): return x == y
    case (.list(let x), .list(let y)) where a.numbers == nil || b.numbers == nil:
      guard x.count == y.count else { throw mismatch("==", a, b) }
      for (one, other) in zip(x, y) where try !areEqual(one, other) { return false }
      return true
    default:
      guard a.asMatrix != nil, b.asMatrix != nil else {
        throw Diagnostic(
          .value, "cannot compare \(a.kindDescription) with \(b.kindDescription)")
      }
      return try all(.equal, a, b) { $0 == $1 }
    }
  }
}

// MARK: Ranges

extension Arithmetic {
  private static func range(_ a: Value, _ b: Value) throws(Diagnostic) -> Value {
    let (first, last) = (try whole(a, "a range"), try whole(b, "a range"))
    guard first <= last else { return .list([]) }
    let width = last.subtractingReportingOverflow(first)
    guard !width.overflow, width.partialValue < maximumItems else {
      throw Diagnostic(.limit, "a list of more than \(maximumItems) numbers is too long")
    }
    return .list((first...last).map { .number(Double($0)) })
  }

  /// A whole number out of a value, for sizes, indices and counts.
  static func whole(_ value: Value, _ purpose: String) throws(Diagnostic) -> Int {
    guard case .number(let number) = value, let whole = Int(exactly: number) else {
      throw Diagnostic(.value, "\(purpose) needs a whole number, found \(value.kindDescription)")
    }
    return whole
  }
}
