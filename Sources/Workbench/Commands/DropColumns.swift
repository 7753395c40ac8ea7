import Catalog
import Datasets
import Experiment
import Language

extension Command {
  static let dataDrop: Command = {
    let columns = Slot.columns("what is left out, each by its name or number")
    return Command(
      "data drop", shelf: .data, summary: "leave columns of inputs out",
      parameters: [columns.parameter],
      details: ["'data load' and 'data stream' have drop= for what need not be read at all."],
      examples: ["data iris; data drop sepal_width 4"]
    ) { (call, interpreter) throws(Diagnostic) in
      let dataset = try interpreter.session.loadedData().dataset
      let names = call.all(columns)
      guard !names.isEmpty else {
        throw Diagnostic(
          .argument, "'data drop' needs the names of columns", at: call.call.verb.span,
          suggestion: "write data drop \(dataset.columns[0].name)")
      }
      let span = call.span(of: "columns")
      var dropped = Set<Int>()
      for name in names { dropped.insert(try dataset.column(name, at: span)) }
      let rest = try at(span) { () throws(Diagnostic) in
        try Diagnostic.wrapping { try dataset.dropping(dropped) }
      }
      return try interpreter.use(rest)
    }
  }()
}

extension Dataset {
  /// The index of a column of raw inputs by its name, or by its number from 1.
  fileprivate func column(_ name: String, at span: SourceSpan) throws(Diagnostic) -> Int {
    if let index = columns.firstIndex(where: { $0.name == name }) { return index }
    if let number = Int(name), columns.indices.contains(number - 1) { return number - 1 }
    throw Diagnostic(
      .unknown, "there is no column '\(name)' among the inputs", at: span,
      suggestion: nearest(to: name, in: columns.map(\.name)).map { "did you mean '\($0)'?" })
  }
}
