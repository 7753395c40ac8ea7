import Catalog
import Engine
import Experiment
import Language
import Reports

extension Command {
  static let plotFit: Command = {
    let column = Slot.text("column", .optional, "the input, by name or number; the first one")
    return .plot(
      "fit", summary: "draw the data and what the network says over one input",
      parameters: [column.parameter],
      details: ["Of more than one input the others are held at their means over the data."],
      examples: [
        "data sine; layer dense 8 tanh; layer dense 1; train 20; plot fit",
        "data diabetes; scale standard; layer dense 1; train 5; plot fit bmi",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let session = interpreter.session
      let index = try call[column].map { (name) throws(Diagnostic) in
        try session.inputColumn(name, at: call.span(of: "column"))
      }
      return try session.fitPlot(index ?? 0)
    }
  }()
}

extension Session {
  /// More lines than that cannot be told apart.
  private static let mostOutputs = 8

  fileprivate func fitPlot(_ index: Int) throws(Diagnostic) -> Plot {
    let data = try loadedData()
    let dataset = data.dataset
    let model = try currentModel()
    let targets =
      targetScaling(of: data) == nil ? try targets(for: model.blueprint.outputs) : data.targets
    let all = dataset.examinedRows.map { dataset.inputs[$0, index] }
    let x = Axis(dataset.inputNames[index], showing: all)
    let nodes = (0...200).map { x.node($0, of: 201) }
    let outputs = try outputs(givenInputs: [index], nodes.map { [$0] })
    let names = outputNames(outputs.columns)
    var notes = Session.heldInputs(dataset.inputs.columns - 1)
    var series: [Series] = []
    for partition in Partition.allCases where outputs.columns == 1 && targets.columns == 1 {
      let (rows, note) = Session.drawn(data.rows(partition), noun: "\(partition.noun) rows")
      guard !rows.isEmpty else { continue }
      notes += note
      series.append(
        Series(
          "\(partition.noun) rows", .points, x: rows.map { dataset.inputs[$0, index] },
          y: rows.map { targets[$0, 0] }))
    }
    let shown = min(outputs.columns, Session.mostOutputs)
    if shown < outputs.columns {
      notes.append("The first \(shown) of \(outputs.columns) outputs are drawn.")
    }
    for column in 0..<shown {
      series.append(
        Series(
          outputs.columns == 1 ? "prediction" : names[column], .line, x: nodes,
          y: outputs.column(column)))
    }
    return Plot(
      title: "Fit after \(counted(model.epoch, "epoch"))", notes: notes,
      Chart(
        x: x,
        y: Axis(
          outputs.columns == 1 ? names[0] : "output", showing: series.flatMap(\.y)),
        series: series))
  }

  /// What the outputs stand for: classes, columns of the target, or no more than their numbers.
  private func outputNames(_ count: Int) -> [String] {
    if let names = data?.classNames {
      if names.count == count { return names.map(Session.className) }
      if names.count == 2, count == 1 { return ["share of \(Session.className(names[1]))"] }
    }
    return targetNames(count) ?? (1...max(1, count)).map { "output \($0)" }
  }
}
