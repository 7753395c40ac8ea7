import Catalog
import Engine
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
          + "stronger the further it leads; for numbers the first output.",
        "Of more than two inputs the others are held at their means over the data.",
      ],
      examples: [
        "data moons; layer dense 8 tanh; layer dense 2 softmax; train 20; plot boundary",
        "data iris; layer dense 3 softmax; train 20; plot boundary petal_length petal_width",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let session = interpreter.session
      let span = call.span(of: "columns")
      guard try session.loadedData().dataset.inputs.columns > 1 else {
        throw Diagnostic(
          .data, "a boundary needs two inputs, the data has one", suggestion: "try 'plot fit'")
      }
      return try session.boundaryPlot(try session.inputPair(call.all(columns), at: span))
    }
  }()
}

extension Session {
  func boundaryPlot(_ pair: InputPair = InputPair(x: 0, y: 1)) throws(Diagnostic) -> Plot {
    let data = try loadedData()
    let dataset = data.dataset
    guard dataset.inputs.columns > max(pair.x, pair.y) else {
      throw Diagnostic(.data, "a boundary needs two inputs", suggestion: "try 'plot fit'")
    }
    let (rows, notes) = Session.drawn(Array(0..<dataset.samples), noun: "samples")
    let (x, y) = (
      rows.map { dataset.inputs[$0, pair.x] }, rows.map { dataset.inputs[$0, pair.y] }
    )
    let axes = (
      Axis(dataset.inputNames[pair.x], showing: x, margin: 0.1),
      Axis(dataset.inputNames[pair.y], showing: y, margin: 0.1)
    )
    let grid = try predictions(pair, axes.0, axes.1)
    let held =
      dataset.inputs.columns > 2
      ? ["The other \(counted(dataset.inputs.columns - 2, "input")) are held at their means."] : []
    let points = data.classNames == nil ? [] : pointSeries(rows, x: x, y: y)
    let epoch = counted(model?.epoch ?? 0, "epoch")
    return Plot(
      title: (points.isEmpty ? "Prediction" : "Decision regions") + " after \(epoch)",
      notes: held + notes, Chart(x: axes.0, y: axes.1, grid: grid, series: points))
  }

  /// What the network says on a grid over two inputs, the others at their means.
  private func predictions(_ pair: InputPair, _ x: Axis, _ y: Axis) throws(Diagnostic) -> Grid {
    let data = try loadedData()
    let width = data.dataset.inputs.columns
    // Wide inputs make the grid coarser, so that memory stays bounded.
    let side = min(81, max(21, Int((8e6 / Double(width)).squareRoot())))
    let (columns, rows) = (side, side * 3 / 4)
    var inputs = Matrix(rows: rows * columns, columns: width)
    let means = data.dataset.inputMeans
    for row in 0..<rows {
      for column in 0..<columns {
        let sample = row * columns + column
        for index in 0..<width { inputs[sample, index] = means[index] }
        inputs[sample, pair.x] = x.node(column, of: columns)
        inputs[sample, pair.y] = y.node(row, of: rows)
      }
    }
    let model = try currentModel()
    let scaling = scaling(of: data)
    let outputs = try Diagnostic.wrapping { try model.predict(inputs, scaling: scaling) }
    func channel(_ values: [Double]) -> Matrix {
      Matrix(rows: rows, columns: columns, elements: values)
    }
    guard let names = data.classNames,
      outputs.columns == names.count || names.count == 2 && outputs.columns == 1
    else {
      let name = data.dataset.numericTarget?.names.first ?? "output"
      return Grid(
        .sequential, names: ["predicted \(name)"], channels: [channel(outputs.column(0))],
        isSmooth: true)
    }
    let shares = (0..<outputs.columns).map { outputs.column($0).map { min(max($0, 0), 1) } }
    let channels = shares.count == 1 ? [shares[0].map { 1 - $0 }, shares[0]] : shares
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
