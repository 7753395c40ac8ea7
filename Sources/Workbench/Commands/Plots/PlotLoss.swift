import Catalog
import Engine
import Language
import Reports

extension Command {
  static let plotLoss: Command = {
    let scale = Slot.choice(
      "scale", .key, ["auto", "linear", "log"], fallback: "auto",
      "of the loss; auto is log where it spans two powers of ten")
    return .plot(
      "loss", summary: "draw the loss over the epochs", parameters: [scale.parameter],
      details: ["The recorded curve: the mean batch loss of each epoch, and the validation loss."],
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
    guard let points = model?.curve.points, let last = points.last else {
      throw Diagnostic(.state, "no epoch is recorded yet", suggestion: "'train 10' trains ten")
    }
    let epochs = points.map { Double($0.epoch) }
    var series = [Series("loss", .line, x: epochs, y: points.map(\.loss))]
    let judged = points.filter { $0.validation != nil }
    if !judged.isEmpty {
      series.append(
        Series(
          "val_loss", .line, x: judged.map { Double($0.epoch) }, y: judged.compactMap(\.validation)
        ))
    }
    let losses = series.flatMap(\.y)
    let isPositive = losses.allSatisfy { $0 > 0 }
    if scale == "log", !isPositive {
      throw Diagnostic(.value, "a logarithmic scale needs losses above 0")
    }
    let spread = isPositive ? (losses.max() ?? 1) / (losses.min() ?? 1) : 1
    let first = points[0].epoch
    let x =
      first < last.epoch
      ? Axis("epoch", from: Double(first), to: Double(last.epoch)) : Axis("epoch", showing: epochs)
    return Plot(
      title: "Loss over \(counted(last.epoch, "epoch"))", notes: lossNotes(points),
      Chart(
        x: x,
        y: Axis(
          "loss (\(lossInForce.title))", showing: losses,
          isLogarithmic: scale == "log" || scale == "auto" && spread >= 100), series: series))
  }

  /// The best of the losses that tell how good the network is.
  private func lossNotes(_ points: [Curve.Point]) -> [String] {
    let isJudged = points.contains { $0.validation != nil }
    let best = points.min {
      (isJudged ? $0.validation ?? .infinity : $0.loss)
        < (isJudged ? $1.validation ?? .infinity : $1.loss)
    }
    guard let best, points.count > 1 else { return [] }
    let loss = format(isJudged ? best.validation ?? .nan : best.loss, digits: digits)
    return ["lowest \(isJudged ? "val_loss" : "loss") \(loss) at epoch \(best.epoch)"]
  }
}
