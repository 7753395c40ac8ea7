import Catalog
import Engine

package enum ScaleMethod: String, Vocabulary {
  case standard, minmax, none

  package static let noun = "scaling"

  package var summary: String {
    switch self {
    case .standard: "each input gets mean 0 and standard deviation 1"
    case .minmax: "each input gets the range 0 to 1"
    case .none: "inputs stay as they are"
    }
  }

  package var formula: String? {
    switch self {
    case .standard: "(x − mean) / std"
    case .minmax: "(x − min) / (max − min)"
    case .none: "x"
    }
  }
}

/// Brings every input to a like range: `(x − shift) · factor`, column by column.
package struct Scaler: Equatable, Sendable {
  package let method: ScaleMethod
  /// [features]
  package let shift: [Double]
  /// [features]; 0 for a column that was constant.
  package let factor: [Double]

  /// A scaler with known numbers, one for each column.
  package init(method: ScaleMethod, shift: [Double], factor: [Double]) {
    self.method = method
    self.shift = shift
    self.factor = factor
  }

  /// Takes mean and standard deviation (by n), or minimum and maximum, of some rows.
  ///
  /// - Parameters:
  ///   - inputs: [samples, features], finite.
  ///   - rows: indices into the samples, at least one.
  package init(_ method: ScaleMethod, fittedOn inputs: Matrix, rows: Rows) {
    guard method != .none else {
      self.init(
        method: method, shift: [Double](repeating: 0, count: inputs.columns),
        factor: [Double](repeating: 1, count: inputs.columns))
      return
    }
    let moments = columnMoments(inputs.columns, rows: rows) { inputs.entries(inRow: $0) }
    let numbers = moments.map(method.numbers)
    self.init(method: method, shift: numbers.map(\.shift), factor: numbers.map(\.factor))
  }

  package init(_ method: ScaleMethod, fittedOn inputs: Matrix) {
    self.init(method, fittedOn: inputs, rows: Rows(allOf: inputs.rows))
  }

  /// [samples, features] → the same shape; it has as many columns as the scaler.
  package func scaled(_ inputs: Matrix) -> Matrix {
    guard method != .none else { return inputs }
    var elements = inputs.elements
    for row in 0..<inputs.rows {
      let start = row * inputs.columns
      for column in 0..<inputs.columns {
        elements[start + column] = scaled(elements[start + column], column: column)
      }
    }
    return Matrix(rows: inputs.rows, columns: inputs.columns, elements: elements)
  }

  /// One sample, [features].
  package func scaled(_ sample: [Double]) -> [Double] {
    sample.indices.map { scaled(sample[$0], column: $0) }
  }

  private func scaled(_ value: Double, column: Int) -> Double {
    let (shift, factor) = (shift[column], factor[column])
    if factor == 0 { return 0 }
    let difference = value - shift
    // Two large numbers of unlike sign differ by more than the largest double.
    return difference.isFinite ? difference * factor : value * factor - shift * factor
  }
}

extension ScaleMethod {
  /// The shift and the factor of a column.
  fileprivate func numbers(_ moments: ColumnMoments) -> (shift: Double, factor: Double) {
    switch self {
    case .standard: (moments.mean, inverse(moments.deviation, moments))
    case .minmax: (moments.minimum, inverse(moments.range, moments))
    case .none: (0, 1)
    }
  }

  /// 1 / width, or 0 where the column is constant or varies by less than can be divided by.
  private func inverse(_ width: ScaledNumber, _ moments: ColumnMoments) -> Double {
    guard moments.minimum < moments.maximum else { return 0 }
    let inverse = width.inverse
    return inverse.isFinite ? inverse : 0
  }
}
