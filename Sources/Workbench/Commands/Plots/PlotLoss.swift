import Catalog
import Engine
import Experiment
import Language
import Reports

extension Command {
  static let plotLoss: Command = {
    let scale = Slot.choice(
      "scale", .key, ["auto", "linear", "log"], fallback: "auto",
      "of the loss; auto is log where it spans two powers of ten")
    return .plot(
      "loss", summary: "draw the loss over the epochs", parameters: [scale.parameter],
      details: [
        "The recorded curve: the mean batch loss of each epoch, and the validation loss; after "
          + "'goto' and other training the roads not taken, too."
      ],
      examples: [
        "data xor; layer dense 4 tanh; layer dense 1 sigmoid; train 200 lr=1; plot loss",
        "data iris; layer dense 3 softmax; train 20; plot loss to=/tmp/nn-example.csv",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      try interpreter.session.lossPlot(scale: call[scale] ?? "auto")
    }
  }()
}

extension Session {
  func lossPlot(scale: String = "auto") throws(Diagnostic) -> Plot {
    guard let model, let last = history.curve(now: model).points.last else {
      throw Diagnostic(.state, "no epoch is recorded yet", suggestion: "'train 10' trains ten")
    }
    let points = history.curve(now: model).points
    let epochs = points.map { Double($0.epoch) }
    var series = [Series("loss", .line, x: epochs, y: points.map(\.loss))]
    let judged = points.filter { $0.validation != nil }
    if !judged.isEmpty {
      series.append(
        Series(
          "val_loss", .line, x: judged.map { Double($0.epoch) }, y: judged.compactMap(\.validation)
        ))
    }
    series += roads
    let losses = series.flatMap(\.y).filter(\.isFinite)
    let isPositive = losses.allSatisfy { $0 > 0 }
    if scale == "log", !isPositive {
      throw Diagnostic(.value, "a logarithmic scale needs losses above 0")
    }
    let spread = isPositive ? (losses.max() ?? 1) / (losses.min() ?? 1) : 1
    let (first, end) = (epochs[0], series.flatMap(\.x).max() ?? epochs[0])
    let margin = first < end ? 0.0 : 1
    return Plot(
      title: "Loss over \(counted(last.epoch, "epoch"))", notes: lossNotes(points),
      Chart(
        x: Axis("epoch", from: first - margin, to: end + margin, isWhole: true),
        y: Axis(
          "loss (\(lossInForce.title))", showing: losses,
          isLogarithmic: scale == "log" || scale == "auto" && spread >= 100), series: series))
  }

  /// The roads that were left, the last few of them.
  private var roads: [Series] {
    history.roadsNotTaken.enumerated().suffix(3).map { index, road in
      Series(
        "not taken \(index + 1), from epoch \(road.fork)", .line,
        x: road.points.map { Double($0.epoch) }, y: road.points.map(\.loss))
    }
  }

  /// The best of the losses that tell how good the network is.
  private func lossNotes(_ points: [Curve.Point]) -> [String] {
    guard points.count > 1 else { return [] }
    let isJudged = points.contains { $0.validation != nil }
    let name = isJudged ? "val_loss" : "loss"
    func loss(_ point: Curve.Point) -> Double {
      isJudged ? point.validation ?? .infinity : point.loss
    }
    guard let best = points.filter({ loss($0).isFinite }).min(by: { loss($0) < loss($1) }) else {
      return ["\(name) is not finite at any epoch"]
    }
    return ["lowest \(name) \(short(loss(best), digits: digits)) at epoch \(best.epoch)"]
  }
}
