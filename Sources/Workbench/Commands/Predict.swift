import Catalog
import Datasets
import Engine
import Experiment
import Formats
import Language
import Reports
import Scores

extension Command {
  static let predict: Command = {
    let inputs = Slot.either(
      "x", .first, [.numbers, .file, .any], "the inputs of one sample, raw; or a file of samples")
    let to = FileSlots(.file("to", .key, "write the predictions to this CSV file"), replaces: true)
    let options = LoadSlots()
    return Command(
      "predict", shelf: .training, summary: "show what the network says to given inputs",
      parameters: [inputs.parameter] + to.parameters + options.parametersOfText,
      details: [
        "Columns of a file are found by their names, those that are no inputs do not matter.",
        "After 'data load' with missing=mean a missing number is the mean of its column, a missing "
          + "text none of its texts.",
        "to= holds the inputs, the prediction, and the probability of each class; of several "
          + "targets the prediction of each.",
      ],
      examples: [
        "data xor; layer dense 1 sigmoid; predict 1,0",
        "data load examples/iris.csv target=species; layer dense 3 softmax; train 5; "
          + "predict examples/iris.csv to=/tmp/nn-example.csv",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      switch try call.required(inputs) {
      case .text(let path):
        let output = try to.path(in: call).map { (target) throws(Diagnostic) in
          guard target != path else {
            throw Diagnostic(
              .argument, "to= is the file that is read, '\(path)'", at: call.span(of: "to"))
          }
          return try to.output(target, of: call, interpreter)
        }
        let (samples, filled) = try interpreter.samples(
          of: path, options.read(call), at: call.span(of: "x"))
        let predictions = try FilePredictions(samples, interpreter.session)
        let notes =
          filled == 0
          ? [] : ["\(counted(filled, "missing cell")) filled in as in the data"]
        guard let output else { return Answer(.table(try predictions.table), notes: notes) }
        let rest = try output.write(try predictions.csv)
        let count = counted(predictions.outputs.rows, "prediction")
        return Answer(notes: notes + ["wrote \(count) to \(output.path)\(rest)"])
      case let bound:
        try call.refuseKeys(without: "a file")
        let value = bound.value ?? .text("")
        let outputs = try interpreter.outputs(for: value, at: call.span(of: "x"))
        return Answer(interpreter.session.prediction(outputs))
      }
    }
  }()
}

extension Session {
  /// What outputs mean: the class and what was said for each, or values.
  fileprivate func prediction(_ outputs: [Double]) -> Report {
    if let names = classNames, names.count == outputs.count {
      return .fields(
        [Field("class", .text(names[largest(outputs)]))]
          + zip(names, outputs).map { Field($0, .number($1)) })
    }
    if let names = classNames, names.count == 2, outputs.count == 1 {
      let winner = largest(ClassProbabilities.of(outputs, classes: 2))
      return .fields([Field("class", .text(names[winner])), Field("output", .number(outputs[0]))])
    }
    return .value(outputs.count == 1 ? .number(outputs[0]) : .numbers(outputs))
  }

  /// The raw columns that the network takes.
  func inputColumns(_ model: Model) -> [InputColumn] {
    if let data, data.dataset.inputs.columns == model.blueprint.inputs {
      return data.dataset.columns
    }
    if let columns = names?.columns, columns.reduce(0, { $0 + $1.width }) == model.blueprint.inputs
    {
      return columns
    }
    return (0..<model.blueprint.inputs).map { InputColumn("x\($0 + 1)") }
  }
}

extension Interpreter {
  /// The outputs for one raw sample: a number for each column, or one of its texts.
  func outputs(for value: Value, at span: SourceSpan? = nil) throws(Diagnostic) -> [Double] {
    let model = try session.currentModel()
    let inputs = try row(value, of: session.inputColumns(model), at: span)
    let scaling = session.scaling(of: session.data)
    let outputs = try Diagnostic.wrapping { try model.predict(inputs, scaling: scaling) }
    return session.inUnitsOfTargets(outputs).elements
  }

  /// `predict(x, …)`: a number, or a list where there are several outputs.
  func predict(_ arguments: [Value]) throws(Diagnostic) -> Value {
    let outputs = try outputs(for: arguments.count == 1 ? arguments[0] : .list(arguments))
    return outputs.count == 1 ? .number(outputs[0]) : .numbers(outputs)
  }

  /// One sample as inputs of the network: its raw columns, or the inputs themselves.
  private func row(_ value: Value, of columns: [InputColumn], at span: SourceSpan?)
    throws(Diagnostic) -> Matrix
  {
    let width = columns.reduce(0) { $0 + $1.width }
    let given = columns.filter { $0.formula == nil }
    guard width != given.count, case .list(let cells) = value, cells.count == given.count else {
      return try session.row(value, columns: width, "input", at: span)
    }
    var inputs: [Double] = []
    for (column, cell) in zip(given, cells) {
      inputs += try numbers(cell, of: column, at: span)
    }
    let matrix = Matrix(rows: 1, columns: inputs.count, elements: inputs)
    return try withFeatures(
      Diagnostic.wrapping {
        try Dataset(name: "sample", inputs: matrix, columns: given, target: .none)
      }, of: columns
    ).inputs
  }

  private func numbers(_ cell: Value, of column: InputColumn, at span: SourceSpan?)
    throws(Diagnostic) -> [Double]
  {
    guard let categories = column.categories else {
      if case .number(let number) = cell, number.isFinite { return [number] }
      throw Diagnostic(
        .value, "'\(column.name)' must be a number, found \(cell.kindDescription)", at: span)
    }
    guard let place = categories.firstIndex(where: cell.isWritten) else {
      throw Diagnostic(
        .value, "'\(column.name)' is never \(cell.kindDescription)", at: span,
        suggestion: "it is one of \(categories.prefix(7).joined(separator: ", "))")
    }
    return categories.indices.map { $0 == place ? 1 : 0 }
  }

  /// The samples of a file with every column that the network takes, and how many of their cells
  /// were missing and filled in.
  func samples(of path: String, _ options: LoadOptions, at span: SourceSpan)
    throws(Diagnostic) -> (Dataset, filled: Int)
  {
    let columns = session.inputColumns(try session.currentModel())
    let file: InputFile
    do throws(DataError) {
      file = try loadInputs(
        path: path, columns: columns.filter { $0.formula == nil }, options: options,
        watch: LoadWatch(of: self))
    } catch {
      throw Diagnostic(loading: path, error, at: span)
    }
    let samples = try at(span) { () throws(Diagnostic) in
      try withFeatures(file.dataset, of: columns)
    }
    return (samples, file.filled)
  }
}

extension Value {
  /// Whether this is what a text means in a list: `true` and `false` are no texts there.
  fileprivate func isWritten(_ text: String) -> Bool {
    switch self {
    case .text(let own): own == text
    case .boolean(let isTrue): text == (isTrue ? "true" : "false")
    default: false
    }
  }
}

/// What a network says to the samples of a file.
struct FilePredictions {
  let samples: Dataset
  let outputs: Matrix
  private let classes: [String]?
  private let targets: [String]

  init(_ samples: Dataset, _ session: Session) throws(Diagnostic) {
    self.samples = samples
    let model = try session.currentModel()
    let scaling = session.scaling(of: session.data)
    let threads = session.threads
    let outputs = try Diagnostic.wrapping {
      try model.predict(samples.inputs, scaling: scaling, threads: threads)
    }
    self.outputs = session.inUnitsOfTargets(outputs)
    let names = session.classNames
    classes = names.flatMap { names in
      names.count == outputs.columns || (names.count == 2 && outputs.columns == 1) ? names : nil
    }
    targets =
      session.targetNames(outputs.columns) ?? (0..<outputs.columns).map { "y\($0 + 1)" }
  }

  private var titles: [String] {
    if let classes { return ["prediction"] + classes.map { "p(\($0))" } }
    if outputs.columns == 1 { return ["prediction"] }
    return targets.map { "prediction(\($0))" }
  }

  /// The prediction, and what was said for each class.
  private func values(_ row: Int) -> [Value] {
    let said = outputs.row(row)
    guard let classes else { return said.map { .number($0) } }
    let shares = ClassProbabilities.of(said, classes: classes.count)
    return [.text(classes[largest(shares)])] + shares.map { .number($0) }
  }

  var table: Reports.Table {
    get throws(Diagnostic) {
      try checkRoom(columns: titles.count + 1, bytesOfCell: 200)
      return Reports.Table(
        columns: ["row"] + titles,
        rows: (0..<outputs.rows).map { [.number(Double($0 + 1))] + values($0) })
    }
  }

  /// - Throws: where so many columns as text, or on their way there, do not fit in memory.
  private func checkRoom(columns: Int, bytesOfCell: Int) throws(Diagnostic) {
    let bytes = Double(outputs.rows) * Double(columns * bytesOfCell)
    try Diagnostic.wrapping { try Memory.check(bytes: bytes) }
  }

  /// The inputs as they were, the prediction, the probability of each class.
  var csv: [UInt8] {
    get throws(Diagnostic) {
      try checkRoom(columns: samples.columns.count + titles.count, bytesOfCell: 60)
      return written
    }
  }

  private var written: [UInt8] {
    var writer = CSVWriter()
    for title in samples.columns.map(\.name) + titles { writer.add(title) }
    writer.endRow()
    for row in 0..<outputs.rows {
      for cell in samples.cells(row) {
        switch cell {
        case .number(let number): writer.add(number)
        case .text(let text): writer.add(text)
        }
      }
      for value in values(row) {
        switch value {
        case .number(let number): writer.add(number)
        case let other: writer.add(other.text(digits: 17))
        }
      }
      writer.endRow()
    }
    return writer.bytes
  }
}
