import Catalog
import Datasets
import Engine
import Experiment
import Language
import Reports

extension Command {
  static let plotData: Command = {
    let columns = Slot.columns("two inputs, by name or number; the first two where none is named")
    let components = Slot.boolean("pca", fallback: false, "the two first principal components")
    return .plot(
      "data", summary: "draw the samples as points, one mark for each class",
      parameters: [columns.parameter, components.parameter],
      details: [
        "Inputs are raw. Where the target is numbers, one input is drawn against the target.",
        "pca=on: of the inputs as the network sees them, scaled where 'scale' says so.",
      ],
      examples: [
        "data moons; plot data", "data iris; plot data petal_length petal_width",
        "data wine; scale standard; plot data pca=on",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let session = interpreter.session
      let names = call.all(columns)
      if call[components] == true {
        guard names.isEmpty else {
          throw Diagnostic(
            .argument, "columns or pca=on, not both", at: call.span(of: "columns"))
        }
        return try session.componentPlot(on: interpreter)
      }
      return try session.dataPlot(names, at: call.span(of: "columns"))
    }
  }()
}

extension Session {
  fileprivate func dataPlot(_ names: [String], at span: SourceSpan) throws(Diagnostic) -> Plot {
    let dataset = try loadedData().dataset
    let (rows, notes) = Session.drawn(Rows(allOf: dataset.samples), noun: "samples")
    let title = "\(dataset.name): \(counted(dataset.samples, "sample"))"
    func column(_ index: Int) -> [Double] { rows.map { dataset.inputs[$0, index] } }
    if names.count <= 1, let (outputs, outputNames) = dataset.numericTarget {
      let index =
        try names.first.map { (name) throws(Diagnostic) in
          try inputColumn(name, at: span)
        } ?? 0
      let (x, y) = (column(index), rows.map { outputs[$0, 0] })
      return Plot(
        title: title, notes: notes,
        Chart(
          x: Axis(dataset.inputNames[index], showing: x), y: Axis(outputNames[0], showing: y),
          series: [Series("", .points, x: x, y: y)]))
    }
    if names.count == 1 || dataset.inputs.columns == 1 {
      let index =
        try names.first.map { (name) throws(Diagnostic) in
          try inputColumn(name, at: span)
        } ?? 0
      return strip(title, notes, rows, column(index), named: dataset.inputNames[index])
    }
    let pair = try inputPair(names, at: span)
    let (x, y) = (column(pair.x), column(pair.y))
    return Plot(
      title: title, notes: notes,
      Chart(
        x: Axis(dataset.inputNames[pair.x], showing: x),
        y: Axis(dataset.inputNames[pair.y], showing: y), series: pointSeries(rows, x: x, y: y)))
  }

  /// One input, each class on a line of its own.
  private func strip(
    _ title: String, _ notes: [String], _ rows: Rows, _ x: [Double], named name: String
  ) -> Plot {
    var places = [""]
    var y = [Double](repeating: 1, count: rows.count)
    if let data, case .classes(let labels, let names) = data.dataset.target {
      places = names.map(Session.className)
      y = rows.map { Double(labels[$0] + 1) }
    }
    return Plot(
      title: title, notes: notes,
      Chart(
        x: Axis(name, showing: x), y: Axis("", places: places),
        series: pointSeries(rows, x: x, y: y)))
  }

  fileprivate func componentPlot(on interpreter: Interpreter) throws(Diagnostic) -> Plot {
    let data = try loadedData()
    guard data.dataset.inputs.columns > 1 else {
      throw Diagnostic(.data, "principal components need two inputs, the data has one")
    }
    let scaling = scaling(of: data)
    let bytes = 16 * Double(data.dataset.examinedRows.count) * Double(data.dataset.inputs.columns)
    try Diagnostic.wrapping { try Memory.check(bytes: bytes) }
    let raw = select(data.dataset.examinedRows, of: data.dataset.inputs)
    let inputs = scaling?.applied(to: raw) ?? raw
    let found = try Diagnostic.wrapping {
      try PrincipalComponents(of: inputs, count: 2) { !interpreter.environment.isInterrupted() }
    }
    guard let components = found else { throw interpreter.interruption() }
    let (places, notes) = Session.drawn(Rows(allOf: inputs.rows), noun: "samples")
    let points = components.projected(select(places, of: inputs))
    let examined = data.dataset.examinedRows
    let rows = Rows(places.map { examined[$0] })
    let (x, y) = (points.column(0), points.column(1))
    func axis(_ number: Int, _ values: [Double]) -> Axis {
      let share = format(100 * components.shares[number - 1], decimals: 1)
      return Axis("component \(number) (\(share) % of the variance)", showing: values)
    }
    return Plot(
      title: "\(data.dataset.name): principal components of \(data.dataset.inputs.columns) inputs",
      notes: notes + [scaling == nil ? "Inputs are not scaled." : "Inputs are scaled."],
      Chart(x: axis(1, x), y: axis(2, y), series: pointSeries(rows, x: x, y: y)))
  }
}

extension Dataset {
  /// Targets that are numbers `[samples, outputs]`, with the names of the outputs.
  var numericTarget: (values: Matrix, names: [String])? {
    guard case .values(let matrix, let names) = target, matrix.columns > 0 else { return nil }
    return (matrix, names)
  }
}
