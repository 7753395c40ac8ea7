import Catalog
import Engine

/// Samples to learn from: the inputs as they are written, and what is to be predicted.
package struct Dataset: Equatable, Sendable, CustomStringConvertible {
  package let name: String
  /// [samples, features], not scaled; at least one row.
  package let inputs: Matrix
  /// What the columns of `inputs` come from, in their order.
  package let columns: [InputColumn]
  /// As many rows as `inputs`.
  package let target: Target
  /// Why the target is what it is: "text in column species". Empty where nothing was chosen.
  package let remark: String
  /// How a file was read, and why so: a sentence each.
  package let choices: [String]
  /// How many rows are shuffled together, where they lie in a file that is larger than the memory;
  /// nil is all.
  package let buffer: Int?
  /// How many of the last rows are kept for testing by the data itself.
  package let tests: Int

  /// - Throws: where there are no samples or inputs, names do not fit or rows differ.
  package init(
    name: String, inputs: Matrix, inputNames: [String]? = nil, target: Target, remark: String = ""
  ) throws(DataError) {
    let names = inputNames ?? (0..<inputs.columns).map { "x\($0 + 1)" }
    try self.init(
      name: name, inputs: inputs, columns: names.map { InputColumn($0) }, target: target,
      remark: remark)
  }

  package init(
    name: String, inputs: Matrix, columns: [InputColumn], target: Target, remark: String = "",
    choices: [String] = [], buffer: Int? = nil, tests: Int = 0
  ) throws(DataError) {
    guard inputs.rows > 0 else { throw DataError("the data has no samples") }
    guard inputs.columns > 0 else { throw DataError("the data has no inputs") }
    let width = columns.reduce(0) { $0 + $1.width }
    guard width == inputs.columns else {
      throw DataError("\(width) names for \(inputs.columns) inputs")
    }
    guard target.rows == nil || target.rows == inputs.rows else {
      throw DataError("\(inputs.rows) rows of inputs, but \(target.rows ?? 0) of targets")
    }
    self.name = name
    self.inputs = inputs
    self.columns = columns
    self.target = target
    self.remark = remark
    self.choices = choices
    self.buffer = buffer
    self.tests = tests
  }

  /// As many rows as take 64 MiB.
  static func usualBuffer(rowBytes: Int) -> Int { max(1, (1 << 26) / max(1, rowBytes)) }

  /// The same data, of which so many rows are shuffled together.
  func shuffled(by buffer: Int) throws(DataError) -> Dataset {
    try Dataset(
      name: name, inputs: inputs, columns: columns, target: target, remark: remark,
      choices: choices, buffer: buffer)
  }

  /// One name for each column of `inputs`.
  package var inputNames: [String] { columns.flatMap(\.inputNames) }

  package var samples: Int { inputs.rows }

  /// The rows that are looked at where one has to look at the numbers of each.
  package var examinedRows: Rows { Rows(allOf: samples).examined(buffer: buffer) }

  /// "150 samples, 4 inputs, 3 classes (text in column species)".
  package var description: String {
    let parts = [
      counted(samples, "sample"), counted(inputs.columns, "input"), target.description,
    ]
    return parts.joined(separator: ", ") + (remark.isEmpty ? "" : " (\(remark))")
  }

  // MARK: - Columns of raw inputs

  /// What stands in a column of raw inputs: a number, or one of its texts, empty where it is missing.
  package enum Cell: Equatable, Sendable {
    case number(Double)
    case text(String)
  }

  package func cell(_ row: Int, _ column: Int, offset: Int) -> Cell {
    guard let categories = columns[column].categories else {
      return .number(inputs[row, offset])
    }
    let place = categories.indices.first { inputs[row, offset + $0] == 1 }
    return .text(place.map { categories[$0] } ?? "")
  }

  /// The cells of a row before texts became inputs.
  package func cells(_ row: Int) -> [Cell] {
    zip(columns.indices, columns.offsets).map { cell(row, $0, offset: $1) }
  }

  /// The numbers of a column by its name; nil for a column of texts, or where there is none.
  package func numbers(named name: String) -> [Double]? {
    guard let index = columns.firstIndex(where: { $0.name == name }),
      columns[index].categories == nil
    else { return nil }
    return inputs.column(columns.offsets[index])
  }

  /// The data with one more column of inputs.
  ///
  /// - Throws: where the name is taken or the numbers are not one finite number for each sample.
  package func adding(_ column: InputColumn, _ values: [Double]) throws(DataError) -> Dataset {
    guard !columns.contains(where: { $0.name == column.name }) else {
      throw DataError("there is a column '\(column.name)' already")
    }
    guard values.count == samples else {
      throw DataError(
        "'\(column.name)' has \(counted(values.count, "number")), expected \(samples), one for each "
          + "sample")
    }
    if let row = values.firstIndex(where: { !$0.isFinite }) {
      throw DataError(
        "'\(column.name)' is \(values[row]) in row \(row + 1), expected finite numbers")
    }
    try checkRoom(bytes: 8 * Double(samples) * Double(inputs.columns + 1))
    var elements: [Double] = []
    elements.reserveCapacity(samples * (inputs.columns + 1))
    for row in 0..<samples {
      elements += inputs.elements[row * inputs.columns..<(row + 1) * inputs.columns]
      elements.append(values[row])
    }
    return try Dataset(
      name: name, inputs: Matrix(rows: samples, columns: inputs.columns + 1, elements: elements),
      columns: columns + [column], target: target, remark: remark, choices: choices, tests: tests)
  }

  /// The data without some columns of inputs, by their indices.
  ///
  /// - Throws: where none is left, one that is left is computed from one of them, or the inputs lie in
  ///   a file.
  package func dropping(_ dropped: Set<Int>) throws(DataError) -> Dataset {
    guard buffer == nil else {
      throw DataError(
        "the inputs lie in a file: a copy of them would take them into memory",
        suggestion: "data stream FILE drop=… leaves columns out")
    }
    let kept = columns.indices.filter { !dropped.contains($0) }
    for column in kept.map({ columns[$0] }) {
      for name in dropped.map({ columns[$0].name }) where column.isComputed(from: name) {
        throw DataError(
          "'\(column.name)' is computed from '\(name)'", suggestion: "leave both out")
      }
    }
    let places = zip(columns, columns.offsets).enumerated().flatMap { index, column in
      dropped.contains(index) ? [] : Array(column.1..<column.1 + column.0.width)
    }
    try checkRoom(bytes: 8 * Double(samples) * Double(places.count))
    var rest = Matrix(rows: samples, columns: places.count)
    for row in 0..<samples {
      for (column, place) in places.enumerated() { rest[row, column] = inputs[row, place] }
    }
    return try Dataset(
      name: name, inputs: rest, columns: kept.map { columns[$0] }, target: target, remark: remark,
      choices: choices, tests: tests)
  }
}
