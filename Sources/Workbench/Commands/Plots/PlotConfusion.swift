import Catalog
import Engine
import Language
import Reports

extension Command {
  static let plotConfusion: Command = {
    let partition = Slot.choice(
      "rows", .optional, Partition.allCases.map(\.rawValue),
      "which rows; test where there are any, else train")
    return .plot(
      "confusion", summary: "draw which classes are taken for which",
      parameters: [partition.parameter],
      details: ["Rows are true classes, columns predicted ones."],
      examples: ["data iris; split 0.3; layer dense 3 softmax; train 20; plot confusion"]
    ) { (call, interpreter) throws(Diagnostic) in
      let session = interpreter.session
      let rows =
        call[partition].flatMap(Partition.init(rawValue:))
        ?? (session.data?.rows.test.isEmpty == false ? .test : .train)
      return try session.confusionPlot(rows)
    }
  }()
}

extension Session {
  fileprivate func confusionPlot(_ partition: Partition) throws(Diagnostic) -> Plot {
    let data = try loadedData()
    guard case .classes(let labels, let names) = data.dataset.target else {
      throw Diagnostic(
        .data, "a confusion matrix needs classes, but the target is numbers",
        suggestion: "try 'plot fit'")
    }
    let outputs = try evaluation(partition).outputs
    let rows = data.rows(partition)
    var counts = Matrix(rows: names.count, columns: names.count)
    var right = 0
    for (index, row) in rows.enumerated() {
      let output = outputs.row(index)
      let predicted = output.count == 1 ? (output[0] > 0.5 ? 1 : 0) : largest(output)
      counts[labels[row], predicted] += 1
      if labels[row] == predicted { right += 1 }
    }
    let share = format(Double(right) / Double(max(1, rows.count)), digits: 4)
    return Plot(
      title: "Confusion of \(rows.count) \(partition.noun) rows",
      notes: ["\(right) of \(rows.count) are right: accuracy \(share)"],
      Chart(
        x: Axis("predicted class", places: names), y: Axis("true class", places: names),
        grid: Grid(.sequential, names: ["rows"], channels: [counts], isSmooth: false)))
  }
}
