import Catalog
import Datasets
import Experiment
import Formats
import Engine
import Language
import Rendering
import Reports

extension Command {
  /// A form of `plot`: what it computes is shown as it stands, or goes to a file.
  static func plot(
    _ noun: String, summary: String, parameters: [Parameter] = [], details: [String] = [],
    examples: [String],
    compute: @escaping @Sendable (BoundCall, Interpreter) throws(Diagnostic) -> Plot
  ) -> Command {
    let place = FileSlots(
      .file("to", .key, "a file instead: .svg is a picture, .csv the numbers"), replaces: true)
    return Command(
      "plot \(noun)", shelf: .looking, summary: summary,
      parameters: parameters + place.parameters, details: details,
      examples: examples
    ) { (call, interpreter) throws(Diagnostic) in
      guard let path = try place.path(in: call) else {
        return Answer(.plot(try compute(call, interpreter)))
      }
      let format = try PlotFile(path, at: call.span(of: "to"))
      let output = try place.output(path, of: call, interpreter)
      let plot = try compute(call, interpreter)
      let text = format.text(of: plot, digits: interpreter.session.digits)
      let rest = try output.write(Array(text.utf8))
      if format == .svg {
        interpreter.notebook.add(Cell.Picture(title: plot.title, path: path))
      }
      return .note("wrote \(path)\(rest)")
    }
  }
}

/// What a plot can be written as, by the end of the file's name.
private enum PlotFile {
  case svg, csv

  init(_ path: String, at span: SourceSpan) throws(Diagnostic) {
    let name = path.lowercased()
    if name.hasSuffix(".svg") {
      self = .svg
    } else if name.hasSuffix(".csv") {
      self = .csv
    } else {
      throw Diagnostic(
        .file, "a plot is written as .svg or .csv, found '\(path)'", at: span,
        suggestion: "every browser shows .svg, and so do pages of 'save notebook'")
    }
  }

  func text(of plot: Plot, digits: Int) -> String {
    switch self {
    case .svg: SVGRenderer.render(plot, digits: digits)
    case .csv: PlotTable.csv(plot)
    }
  }
}

extension Slot where Content == String {
  /// Columns of the data, each by its name or number.
  static func columns(_ summary: String) -> Slot { .text("columns", .repeated, summary) }
}

extension Session {
  /// The most points that are drawn of a series; of more, evenly chosen ones.
  static let mostPoints = 2_000

  /// The index of an input by its name, or by its number from 1.
  func inputColumn(_ name: String, at span: SourceSpan) throws(Diagnostic) -> Int {
    let names = try loadedData().dataset.inputNames
    if let index = names.firstIndex(of: name) { return index }
    if let number = Int(name), (1...names.count).contains(number) { return number - 1 }
    var suggestion = nearest(to: name, in: names).map { "did you mean '\($0)'?" }
    if suggestion == nil, names.count <= 7 {
      suggestion = "choose from \(names.joined(separator: ", "))"
    }
    throw Diagnostic(
      .unknown, "there is no input '\(name)': the data has \(counted(names.count, "input"))",
      at: span, suggestion: suggestion)
  }

  /// The two inputs that are named; the first two where none is.
  func inputPair(_ names: [String], at span: SourceSpan) throws(Diagnostic) -> InputPair {
    guard !names.isEmpty else { return InputPair(x: 0, y: 1) }
    guard names.count == 2 else {
      throw Diagnostic(
        .argument, "expected two columns, found \(names.count)", at: span,
        suggestion: "name two, or none for the first two")
    }
    let pair = InputPair(
      x: try inputColumn(names[0], at: span), y: try inputColumn(names[1], at: span))
    guard pair.x != pair.y else {
      throw Diagnostic(.argument, "a column against itself shows nothing", at: span)
    }
    return pair
  }

  /// What the network says at some places `[places × outputs]`, where a few inputs are given and the
  /// others held at their means, in the units of the targets.
  func outputs(givenInputs columns: [Int], _ places: [[Double]]) throws(Diagnostic) -> Matrix {
    let data = try loadedData()
    var elements: [Double] = []
    var row = data.dataset.inputMeans
    elements.reserveCapacity(places.count * row.count)
    for place in places {
      for (column, value) in zip(columns, place) { row[column] = value }
      elements += row
    }
    let inputs = Matrix(rows: places.count, columns: row.count, elements: elements)
    let (model, scaling) = (try currentModel(), scaling(of: data))
    return inUnitsOfTargets(
      try Diagnostic.wrapping { try model.predict(inputs, scaling: scaling) })
  }

  /// A note about the inputs that a plot has no axis for.
  static func heldInputs(_ count: Int) -> [String] {
    switch count {
    case ...0: []
    case 1: ["The other input is held at its mean."]
    default: ["The other \(count) inputs are held at their means."]
    }
  }

  /// What a class is called beside others: a number says that it is one.
  static func className(_ name: String) -> String {
    Double(name) == nil ? name : "class \(name)"
  }

  /// Points of some rows, one series for each class where there are classes.
  func pointSeries(
    _ rows: Rows, x: [Double], y: [Double], _ form: Series.Form = .points, _ suffix: String = ""
  ) -> [Series] {
    guard let data, case .classes(let labels, let names) = data.dataset.target else {
      return [Series(suffix, form, x: x, y: y)]
    }
    return names.indices.map { label in
      let members = rows.indices.filter { labels[rows[$0]] == label }
      return Series(
        Session.className(names[label]) + suffix, form, x: members.map { x[$0] },
        y: members.map { y[$0] })
    }
  }

  /// Rows to draw, and a note where they are not all.
  static func drawn(_ rows: Rows, noun: String) -> (rows: Rows, notes: [String]) {
    guard rows.count > mostPoints else { return (rows, []) }
    return (
      rows.evenly(mostPoints), ["\(mostPoints) of \(rows.count) \(noun) are drawn, evenly chosen."]
    )
  }
}

extension Dataset {
  /// The mean of each input over all samples.
  fileprivate var inputMeans: [Double] {
    let rows = examinedRows
    return (0..<inputs.columns).map { column in
      // Each divided first: the sum of large numbers may be beyond the largest double.
      rows.reduce(0) { $0 + inputs[$1, column] / Double(rows.count) }
    }
  }
}
