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

extension ScaleMethod {
  /// Takes mean and standard deviation (by n), or minimum and maximum, of some rows. The factor of a
  /// column that is constant in them is 0.
  ///
  /// - Parameters:
  ///   - inputs: [samples, features], finite.
  ///   - rows: indices into the samples, at least one.
  /// - Returns: what brings every column to a like range; nil where nothing is to be done.
  package func fitted(to inputs: Matrix, rows: Rows) -> Scaling? {
    guard self != .none else { return nil }
    let moments = columnMoments(inputs.columns, rows: rows) { inputs.entries(inRow: $0) }
    let numbers = moments.map(numbers)
    return Scaling(shift: numbers.map(\.shift), factor: numbers.map(\.factor))
  }

  /// The shift and the factor of a column.
  private func numbers(_ moments: ColumnMoments) -> (shift: Double, factor: Double) {
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
