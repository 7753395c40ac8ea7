import Catalog
import Experiment
import Language
import Reports
import Scores

extension Command {
  static let plotCalibration: Command = {
    let partition = Slot.choice(
      "rows", .optional, Partition.allCases.map(\.rawValue),
      "which rows; test where there are any, else train")
    return .plot(
      "calibration", summary: "draw how often predictions come true, by their probability",
      parameters: [partition.parameter],
      details: [
        "Of two classes the probability of the second, of more that of the predicted class, in ten "
          + "equal bins; 'evaluate all' has the numbers."
      ],
      examples: ["data moons 200; layer dense 1 sigmoid; train 20; plot calibration"]
    ) { (call, interpreter) throws(Diagnostic) in
      let session = interpreter.session
      let rows = call[partition].flatMap(Partition.init(rawValue:)) ?? session.judgedPartition
      return try session.calibrationPlot(rows)
    }
  }()
}

extension Session {
  fileprivate func calibrationPlot(_ partition: Partition) throws(Diagnostic) -> Plot {
    guard case .classes(_, let said) = try answers(partition), said.areProbabilities else {
      throw Diagnostic(
        .value, "calibration needs probabilities of classes",
        suggestion: "end the network with softmax, or of two classes with one sigmoid unit")
    }
    let bins = said.calibration
    let brier = Metric.brier.measure(try answers(partition))?.value ?? .nan
    return Plot(
      title: "Calibration over \(counted(said.rows, "\(partition.noun) row"))",
      notes: ["brier \(format(brier, digits: digits)), 0 is best"],
      Chart(
        x: Axis("predicted probability", from: 0, to: 1),
        y: Axis("observed frequency", from: 0, to: 1),
        series: [
          Series("perfectly calibrated", .line, x: [0, 1], y: [0, 1]),
          Series("network", .points, x: bins.map(\.predicted), y: bins.map(\.observed)),
        ]))
  }
}
