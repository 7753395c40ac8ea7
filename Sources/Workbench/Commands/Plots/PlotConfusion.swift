import Catalog
import Engine
import Experiment
import Language
import Reports
import Scores

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
      let rows = call[partition].flatMap(Partition.init(rawValue:)) ?? session.judgedPartition
      return try session.confusionPlot(rows)
    }
  }()
}

extension Session {
  fileprivate func confusionPlot(_ partition: Partition) throws(Diagnostic) -> Plot {
    let (given, names) = try confusion(partition)
    let counts = Matrix(
      rows: names.count, columns: names.count,
      elements: given.counts.flatMap { $0.map(Double.init) })
    let share = format(given.accuracy, digits: 4)
    return Plot(
      title: "Confusion of \(counted(given.rows, "\(partition.noun) row"))",
      notes: ["\(given.hits) of \(given.rows) are right: accuracy \(share)"],
      Chart(
        x: Axis("predicted class", places: names), y: Axis("true class", places: names),
        grid: Grid(.sequential, names: ["rows"], channels: [counts], isSmooth: false)))
  }
}
