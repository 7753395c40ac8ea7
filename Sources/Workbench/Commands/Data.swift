import Catalog
import Datasets
import Engine
import Experiment
import Language
import Reports

extension Command {
  static let dataNamed: Command = {
    let name = Slot<String>(
      Parameter(
        "name", role: .positional,
        kind: .word(noun: "data set", terms: ToyDataset.terms + BuiltinDataset.terms),
        isRequired: true, summary: "a toy data set, or a built-in one")
    ) { $0.text }
    let count = Slot.integer("samples", .optional, 1...10_000_000, "how many, of a toy data set")
    return Command(
      "data", shelf: .data, summary: "load a data set that comes with nn",
      parameters: [name.parameter, count.parameter],
      examples: ["data xor", "data iris", "data moons 200 noise=0.1 seed=3"]
    ) { (call, interpreter) throws(Diagnostic) in
      let word = try call.required(name)
      if let toy = ToyDataset(rawValue: word) {
        let seed = call.number("seed").flatMap { UInt64(exactly: $0) }
        let dataset = try Diagnostic.wrapping {
          try toy.make(
            count: call[count], noise: call.number("noise"),
            seed: seed ?? interpreter.session.seed)
        }
        return try interpreter.use(dataset)
      }
      if call[count] != nil {
        throw Diagnostic(
          .argument, "'\(word)' has its own samples; a number goes with toy data only",
          at: call.span(of: "samples"))
      }
      guard let builtin = BuiltinDataset(rawValue: word) else {
        throw Diagnostic(.unknown, "unknown data set '\(word)'")
      }
      return try interpreter.use(try Diagnostic.wrapping { try builtin.load() })
    }
  }()

  static let dataArrays: Command = {
    let inputs = Slot.numbers("x", .first, "inputs, one row a sample")
    let targets = Slot.numbers("y", .first, "targets, one row a sample")
    return Command(
      "data arrays", shelf: .data, summary: "use arrays as data",
      parameters: [inputs.parameter, targets.parameter],
      examples: ["data arrays [[0,0],[0,1],[1,0],[1,1]] [0,1,1,0]"]
    ) { (call, interpreter) throws(Diagnostic) in
      guard let x = try call.required(inputs).asMatrix, let y = try call.required(targets).asMatrix
      else { throw Diagnostic(.value, "'data arrays' needs arrays of numbers") }
      guard x.rows == y.rows else {
        throw Diagnostic(
          .shape, "x has \(x.rows) rows, but y has \(y.rows)", at: call.span(of: "y"),
          suggestion: "both hold one row a sample")
      }
      let dataset = try Diagnostic.wrapping {
        try Dataset(
          name: "arrays", inputs: x,
          target: .values(y, names: (0..<y.columns).map { "y\($0 + 1)" }))
      }
      return try interpreter.use(dataset)
    }
  }()

  static let dataTable: Command = {
    let rows = Slot.table("rows", "inputs -> targets, one row a sample")
    return Command(
      "data table", shelf: .data, summary: "write the samples down",
      parameters: [rows.parameter],
      details: ["Numbers are taken as written; targets that are words are classes."],
      examples: ["data table { 0 0 -> 0; 0 1 -> 1; 1 0 -> 1; 1 1 -> 0 }"]
    ) { (call, interpreter) throws(Diagnostic) in
      try interpreter.use(interpreter.dataset(of: try call.required(rows)))
    }
  }()
}

extension Interpreter {
  /// Makes a data set the session's.
  func use(_ dataset: Dataset) throws(Diagnostic) -> Answer {
    let data = try SessionData(
      dataset, split: session.split, scaling: session.scaling, seed: session.seed)
    session.data = data
    session.pass = nil
    var notes = ["\(dataset.name): \(dataset.description)"]
    if !dataset.choices.isEmpty { notes.append(dataset.choices.joined(separator: "; ")) }
    if session.split != nil || dataset.tests > 0 { notes.append("split: \(data.splitNote)") }
    if let trained = session.model?.blueprint.inputs, trained != dataset.inputs.columns,
      session.inputs == nil
    {
      // What was fitted to other columns cannot stay.
      session.fixedScaling = nil
      notes.append(
        "the first layer had \(counted(trained, "input")); its weights are drawn again")
    }
    return Answer(notes: notes)
  }

  /// The samples of `data table { … }`.
  func dataset(of rows: [TableRow]) throws(Diagnostic) -> Dataset {
    var inputs: [Double] = []
    var targets: [Double] = []
    var words: [String] = []
    guard let first = rows.first else { throw Diagnostic(.data, "the table has no rows") }
    for row in rows {
      guard row.inputs.count == first.inputs.count, row.targets.count == first.targets.count
      else {
        throw Diagnostic(
          .shape,
          "this row has \(counted(row.inputs.count, "input")) and "
            + "\(counted(row.targets.count, "target")), "
            + "the first has \(first.inputs.count) and \(first.targets.count)", at: row.span)
      }
      for cell in row.inputs { inputs.append(try number(cell)) }
      for cell in row.targets {
        let value = try evaluate(cell)
        if case .text(let word) = value {
          words.append(word)
        } else {
          targets.append(try number(cell))
        }
      }
    }
    let target = try target(words, targets, columns: first.targets.count, of: rows)
    let matrix = Matrix(rows: rows.count, columns: first.inputs.count, elements: inputs)
    return try Diagnostic.wrapping { try Dataset(name: "table", inputs: matrix, target: target) }
  }

  private func target(
    _ words: [String], _ numbers: [Double], columns: Int, of rows: [TableRow]
  ) throws(Diagnostic) -> Datasets.Target {
    if words.isEmpty {
      return .values(
        Matrix(rows: rows.count, columns: columns, elements: numbers),
        names: (0..<columns).map { "y\($0 + 1)" })
    }
    guard numbers.isEmpty, columns == 1 else {
      throw Diagnostic(
        .data, "targets are either numbers or one word a row", at: rows[0].span)
    }
    return try Diagnostic.wrapping { try .classes(texts: words) }
  }

  private func number(_ cell: CommandValue) throws(Diagnostic) -> Double {
    let value = try evaluate(cell)
    guard case .number(let number) = value, number.isFinite else {
      throw Diagnostic(.value, "expected a number, found \(value.kindDescription)", at: cell.span)
    }
    return number
  }
}
