/// Inputs with their targets, one row a sample, as they were loaded.
package struct Samples: Equatable, Sendable {
  /// `[samples × inputs]`, before scaling.
  package var inputs: Matrix
  /// `[samples × outputs]`; nil where only outputs are wanted.
  package var targets: Matrix?
  /// Which rows, in this order; nil is all.
  package var rows: Rows?
  package var scaling: Scaling?
  /// `[samples]`: what the loss of each is multiplied with; nil is 1 for all.
  package var weights: [Double]?
  /// How many rows are shuffled together, where the data lies in a file that is larger than the
  /// memory; nil is all.
  package var buffer: Int?

  package init(
    inputs: Matrix, targets: Matrix? = nil, rows: Rows? = nil, scaling: Scaling? = nil,
    weights: [Double]? = nil, buffer: Int? = nil
  ) {
    self.inputs = inputs
    self.targets = targets
    self.rows = rows
    self.scaling = scaling
    self.weights = weights
    self.buffer = buffer
  }

  package var count: Int { rows?.count ?? inputs.rows }

  /// The rows of the data in the order of these samples.
  package var allRows: Rows { rows ?? Rows(allOf: inputs.rows) }

  /// At most so many of the samples, evenly spaced.
  package func evenly(_ limit: Int) -> Samples {
    var some = self
    some.rows = allRows.evenly(limit)
    return some
  }

  /// The rows that are looked at where one has to look at the numbers of each.
  package var examinedRows: Rows { allRows.examined(buffer: buffer) }

  /// Whether these fit a network, and each other.
  package func check(against blueprint: Blueprint) throws(EngineError) {
    guard count > 0 else { throw .noSamples }
    guard inputs.columns == blueprint.inputs else {
      throw .inputWidth(found: inputs.columns, expected: blueprint.inputs)
    }
    if let scaling, scaling.shift.count != inputs.columns || scaling.factor.count != inputs.columns
    {
      throw .inputWidth(found: scaling.shift.count, expected: inputs.columns)
    }
    if let targets {
      guard targets.columns == blueprint.outputs else {
        throw .targetWidth(found: targets.columns, expected: blueprint.outputs)
      }
      guard targets.rows == inputs.rows else {
        throw .sampleCount(inputs: inputs.rows, targets: targets.rows)
      }
    }
    if let weights, weights.count != inputs.rows {
      throw .sampleCount(inputs: inputs.rows, targets: weights.count)
    }
    for row in rows ?? [] where !(0..<inputs.rows).contains(row) {
      throw .rowOutOfRange(found: row + 1, count: inputs.rows)
    }
  }
}

/// What is done to each column of the inputs: (x − shift) · factor.
package struct Scaling: Equatable, Sendable {
  package var shift: [Double]
  package var factor: [Double]

  package init(shift: [Double], factor: [Double]) {
    self.shift = shift
    self.factor = factor
  }
}

extension Scaling {
  /// `[samples × inputs]` before scaling → the same shape, scaled.
  package func applied(to inputs: Matrix) -> Matrix {
    var elements = inputs.elements
    for index in elements.indices {
      let column = index % inputs.columns
      elements[index] = (elements[index] - shift[column]) * factor[column]
    }
    return Matrix(rows: inputs.rows, columns: inputs.columns, elements: elements)
  }

  /// What scaling makes these numbers of; a column that was constant is what it was.
  package func undone(in scaled: Matrix) -> Matrix {
    var elements = scaled.elements
    for index in elements.indices {
      let column = index % scaled.columns
      elements[index] =
        shift[column] + (factor[column] == 0 ? 0 : elements[index] / factor[column])
    }
    return Matrix(rows: scaled.rows, columns: scaled.columns, elements: elements)
  }
}
