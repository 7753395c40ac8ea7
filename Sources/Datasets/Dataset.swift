import Catalog
import Engine

/// Samples to learn from: the inputs as they are written, and what is to be predicted.
package struct Dataset: Equatable, Sendable, CustomStringConvertible {
  package let name: String
  /// [samples, features], not scaled; at least one row.
  package let inputs: Matrix
  /// One name for each column of `inputs`.
  package let inputNames: [String]
  /// As many rows as `inputs`.
  package let target: Target
  /// Why the target is what it is: "text in column species". Empty where nothing was chosen.
  package let remark: String

  /// - Throws: where there are no samples or inputs, names do not fit or rows differ.
  package init(
    name: String, inputs: Matrix, inputNames: [String]? = nil, target: Target, remark: String = ""
  ) throws(DataError) {
    guard inputs.rows > 0 else { throw DataError("the data has no samples") }
    guard inputs.columns > 0 else { throw DataError("the data has no inputs") }
    let names = inputNames ?? (1...inputs.columns).map { "x\($0)" }
    guard names.count == inputs.columns else {
      throw DataError("\(names.count) names for \(inputs.columns) inputs")
    }
    guard target.rows == nil || target.rows == inputs.rows else {
      throw DataError("\(inputs.rows) rows of inputs, but \(target.rows ?? 0) of targets")
    }
    self.name = name
    self.inputs = inputs
    self.inputNames = names
    self.target = target
    self.remark = remark
  }

  package var samples: Int { inputs.rows }

  /// "150 samples, 4 inputs, 3 classes (text in column species)".
  package var description: String {
    let parts = [
      counted(samples, "sample"), counted(inputs.columns, "input"), target.description,
    ]
    return parts.joined(separator: ", ") + (remark.isEmpty ? "" : " (\(remark))")
  }
}
