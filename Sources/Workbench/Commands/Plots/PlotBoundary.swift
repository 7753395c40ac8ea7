import Catalog
import Engine
import Experiment
import Language
import Reports

extension Command {
  static let plotBoundary: Command = {
    let columns = Slot.columns("two inputs, by name or number; the first two where none is named")
    return .plot(
      "boundary", summary: "draw what the network says over the plane of two inputs",
      parameters: [columns.parameter],
      details: [
        "The network's own predictions on a fine grid: the class with the largest output, the "
          + "stronger the further it leads; for numbers the first output. Samples of numbers have "
          + "the colour of their target.",
        "Of more than two inputs the others are held at their means over the data.",
        "Rows that are set aside for testing or validation have open marks.",
      ],
      examples: [
        "data moons; layer dense 8 tanh; layer dense 2 softmax; train 20; plot boundary",
        "data iris; layer dense 3 softmax; train 20; plot boundary petal_length petal_width",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let session = interpreter.session
      let span = call.span(of: "columns")
      return try session.boundaryPlot(try session.plane(call.all(columns), at: span))
    }
  }()
}

extension Session {
  /// The two inputs of a boundary; the first two where none is named.
  func plane(_ names: [String], at span: SourceSpan) throws(Diagnostic) -> InputPair {
    guard try loadedData().dataset.inputs.columns > 1 else {
      throw Diagnostic(
        .data, "a boundary needs two inputs, the data has one", at: span,
        suggestion: "try 'plot fit'")
    }
    return try inputPair(names, at: span)
  }

  func boundaryPlot(_ pair: InputPair) throws(Diagnostic) -> Plot {
    let data = try loadedData()
    let dataset = data.dataset
    let (rows, notes) = Session.drawn(Rows(allOf: dataset.samples), noun: "samples")
    let (x, y) = (
      rows.map { dataset.inputs[$0, pair.x] }, rows.map { dataset.inputs[$0, pair.y] }
    )
    let axes = (
      Axis(dataset.inputNames[pair.x], showing: x, margin: 0.1),
      Axis(dataset.inputNames[pair.y], showing: y, margin: 0.1)
    )
    let grid = try predictions(pair, axes.0, axes.1)
    let held = Session.heldInputs(dataset.inputs.columns - 2)
    let epoch = counted(model?.epoch ?? 0, "epoch")
    return Plot(
      title: (data.classNames == nil ? "Prediction" : "Decision regions") + " after \(epoch)",
      notes: held + notes,
      Chart(x: axes.0, y: axes.1, grid: grid, series: partitionedSeries(rows, x: x, y: y)))
  }

  /// Points of some rows, by class where there are classes, those of the training rows first.
  private func partitionedSeries(_ rows: Rows, x: [Double], y: [Double]) -> [Series] {
    let drawn = Set(rows)
    let known = Set((data?.rows.train ?? rows).lazy.filter(drawn.contains))
    func series(_ form: Series.Form, _ suffix: String, where isWanted: (Int) -> Bool) -> [Series] {
      let places = rows.indices.filter { isWanted(rows[$0]) }
      let (members, x, y) = (
        places.map { rows[$0] }, places.map { x[$0] }, places.map { y[$0] }
      )
      guard data?.classNames == nil else {
        return pointSeries(Rows(members), x: x, y: y, form, suffix)
      }
      let targets = data?.dataset.numericTarget?.values
      return [
        Series(
          "samples" + suffix, form, x: x, y: y, z: targets.map { z in members.map { z[$0, 0] } })
      ]
    }
    let learned = series(.points, "") { known.contains($0) }
    guard rows.contains(where: { !known.contains($0) }) else { return learned }
    return learned + series(.openPoints, " (held out)") { !known.contains($0) }
  }

  /// What the network says on a grid over two inputs, the others at their means.
  private func predictions(_ pair: InputPair, _ x: Axis, _ y: Axis) throws(Diagnostic) -> Grid {
    let data = try loadedData()
    let width = data.dataset.inputs.columns
    // Wide inputs make the grid coarser, so that memory stays bounded.
    let side = min(81, max(21, Int((8e6 / Double(width)).squareRoot())))
    let (columns, rows) = (side, side * 3 / 4)
    let outputs = try outputs(
      givenInputs: [pair.x, pair.y],
      (0..<rows * columns).map {
        [x.node($0 % columns, of: columns), y.node($0 / columns, of: rows)]
      })
    func channel(_ values: [Double]) -> Matrix {
      Matrix(rows: rows, columns: columns, elements: values)
    }
    guard let names = data.classNames,
      outputs.columns == names.count || names.count == 2 && outputs.columns == 1
    else {
      let name = data.dataset.numericTarget?.names.first ?? "output"
      return Grid(
        .sequential, names: [name], channels: [channel(outputs.column(0))],
        isSmooth: true)
    }
    let shares = (0..<outputs.columns).map { outputs.column($0).map { min(max($0, 0), 1) } }
    let channels = shares.count < names.count ? [shares[0].map { 1 - $0 }, shares[0]] : shares
    return Grid(
      .classes, names: names.map(Session.className), channels: channels.map(channel),
      isSmooth: true)
  }
}

extension Axis {
  /// The number at one of so many evenly spaced places, the first and the last at the ends.
  func node(_ index: Int, of count: Int) -> Double {
    let share = Double(index) / Double(max(1, count - 1))
    return lower * (1 - share) + upper * share
  }
}
