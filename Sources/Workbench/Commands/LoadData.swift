import Catalog
import Datasets
import Experiment
import Language
import Reports

extension Command {
  static let dataLoad: Command = {
    let file = Slot.file("file", .first, ".csv .tsv .npy .npz .arff .data and IDX, each also .gz")
    let options = LoadSlots()
    return Command(
      "data load", shelf: .data, summary: "load a table from a file",
      parameters: [file.parameter] + options.parameters,
      details: [
        "The target is the last column unless target= names another.",
        "A target of texts, or of at most 20 different whole numbers, is one of classes.",
        "A column of texts among the inputs becomes an input of 0 and 1 for each text.",
        "Missing cells are empty, ?, NA, NaN or null; lines that begin with # are comments.",
        "File names are relative to the current folder; ~/ is the home folder.",
      ],
      examples: ["data load examples/iris.csv target=species"]
    ) { (call, interpreter) throws(Diagnostic) in
      let path = try call.required(file)
      let options = try options.read(call)
      return try interpreter.load(path, call) { (watch) throws(DataError) in
        try loadDataset(path: path, options: options, watch: watch)
      }
    }
  }()
}

extension Interpreter {
  /// Makes what `read` makes of a file the session's data.
  func load(
    _ path: String, _ call: BoundCall, _ read: (LoadWatch) throws(DataError) -> Dataset
  ) throws(Diagnostic) -> Answer {
    let dataset: Dataset
    do throws(DataError) {
      defer { environment.output.show(nil, digits: session.digits) }
      dataset = try read(LoadWatch(of: self))
    } catch {
      throw Diagnostic(loading: path, error, at: call.span(of: error.option ?? "file"))
    }
    return try use(dataset)
  }
}

/// The keys that say how a table is to be read.
struct LoadSlots: Sendable {
  private let target = Slot.columns(
    "target", "column by name or number from 1, several as a list, none, or inputs")
  private let task = Slot.word(
    "task", .key, Task.self, "what the target is, where it could be both")
  private let header = Slot.word(
    "header", .key, Header.self, fallback: "auto", "whether the first line holds names")
  private let separator = Slot.word("sep", .key, Separator.self, "what parts the cells")
  private let columns = Slot.columns("columns", "the inputs, by name or number; else all columns")
  private let drop = Slot.columns("drop", "columns that are left out, by name or number")
  private let missing = Slot.word(
    "missing", .key, MissingPolicy.self, fallback: "error", "what is done with missing cells")
  private let decimal = Slot.word(
    "decimal", .key, DecimalMark.self, fallback: "point", "how numbers are written")
  private let labels = Slot.file(
    "labels", .key, "the file with the labels, beside IDX images or a .npy of inputs")

  var parameters: [Parameter] { parametersOfTables + [labels.parameter] }

  var parametersOfTables: [Parameter] {
    [
      target.parameter, task.parameter, header.parameter, separator.parameter, columns.parameter,
      drop.parameter, missing.parameter, decimal.parameter,
    ]
  }

  /// Those that say how the text of a file is written.
  var parametersOfText: [Parameter] {
    [header.parameter, separator.parameter, decimal.parameter]
  }

  func read(_ call: BoundCall) throws(Diagnostic) -> LoadOptions {
    for slot in [target, columns, drop] where call[slot] == nil {
      guard let value = call.values[slot.parameter.name]?.first?.value else { continue }
      throw Diagnostic(
        .argument, "'\(slot.parameter.name)' must be columns, found \(value.kindDescription)",
        at: call.span(of: slot.parameter.name))
    }
    return LoadOptions(
      target: call[target] ?? [], task: call[task], header: call[header] ?? .auto,
      separator: call[separator], columns: call[columns] ?? [], drop: call[drop] ?? [],
      missing: call[missing] ?? .error, decimal: call[decimal] ?? .point, labels: call[labels])
  }
}

extension Slot where Content == [String] {
  /// Columns as names or numbers, one or several.
  static func columns(_ name: String, _ summary: String) -> Slot {
    Slot(Place.key.describe(name, .columns, nil, summary)) { $0.value.flatMap(names) }
  }

  private static func names(_ value: Value) -> [String]? {
    switch value {
    case .text(let name): return [name]
    case .number: return [value.text(digits: 17)]
    case .list(let items):
      var all: [String] = []
      for item in items {
        guard let found = names(item) else { return nil }
        all += found
      }
      return all
    case .boolean, .matrix: return nil
    }
  }
}

extension LoadWatch {
  /// Shows how far reading has come once it takes longer than half a second, and stops it where
  /// the person asks for that.
  init(of interpreter: Interpreter) {
    let environment = interpreter.environment
    let digits = interpreter.session.digits
    let start = environment.clock()
    var shown = start + 0.4
    self.init { done, total in
      if environment.isInterrupted() { return false }
      let now = environment.clock()
      guard now - shown > 0.1 else { return true }
      shown = now
      environment.output.show(
        Progress(
          done: done >> 20, total: (total ?? 0) >> 20, noun: "MiB", fields: [],
          elapsed: now - start), digits: digits)
      return true
    }
  }
}

extension Diagnostic {
  /// The error of a file of data; it says which file where that is not said yet.
  init(loading path: String, _ error: DataError, at span: SourceSpan) {
    if error == .interrupted {
      self.init(.interrupted, error.message)
      return
    }
    let isNamed = error.message.contains("'\(path)'")
    self.init(
      .data, isNamed ? error.message : "\(path): \(error.message)", at: span,
      suggestion: error.suggestion)
  }
}
