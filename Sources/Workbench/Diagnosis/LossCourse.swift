import Engine

/// What the losses of one `train` say of it, read point by point.
struct LossCourse {
  /// Of the whole call.
  private let epochs: Int
  /// The loss of the best constant answer.
  let constant: Double?
  /// Up to which epoch the curve has been read.
  private var epoch: Int
  private var first: Curve.Point?
  private var lowest: Curve.Point?
  /// The one with the lowest validation loss.
  private var best: Curve.Point?
  /// Since when the loss has been that of the constant answer.
  private var level: Curve.Point?

  /// - Parameter epoch: where the call begins.
  init(from epoch: Int, epochs: Int, constant: Double?) {
    self.epoch = epoch
    self.epochs = epochs
    self.constant = constant
  }

  /// Takes in what the curve has recorded since the last time.
  mutating func read(_ curve: Curve) {
    for point in curve.points(after: epoch) {
      first = first ?? point
      if point.loss <= lowest?.loss ?? .infinity { lowest = point }
      if let loss = point.validation, loss < best?.validation ?? .infinity { best = point }
      level = isLevel(point) ? level ?? point : nil
      epoch = point.epoch
    }
  }

  /// Whether a loss is no better than half of what a constant answer reaches.
  func isPoor(_ loss: Double) -> Bool { constant.map { loss > 0.5 * $0 } ?? false }

  private func isLevel(_ point: Curve.Point) -> Bool {
    constant.map { abs(point.loss - $0) < 0.02 * $0 } ?? false
  }

  /// - Parameter rate: the learning rate of the call.
  func rising(_ last: Curve.Point, rate: Double) -> String? {
    guard let first, let lowest, last.loss > 1.5 * lowest.loss,
      last.loss - lowest.loss > 0.1 * max(constant ?? 0, first.loss)
    else { return nil }
    return "the loss rose from \(short(lowest.loss)) (epoch \(lowest.epoch)) to "
      + "\(short(last.loss)) (epoch \(last.epoch)): steps are too long; "
      + "try lr=\(short(rate / 10)), or 'clip norm=1'"
  }

  func overfitting(_ curve: Curve, _ last: Curve.Point) -> String? {
    guard let best, let lowest = best.validation, let validation = last.validation,
      last.epoch - best.epoch >= max(5, last.epoch / 10),
      validation > 1.5 * lowest, last.loss < 0.9 * best.loss
    else { return nil }
    // A few rows make a restless loss: it must have stayed higher for half of the time since then.
    let recent = curve.points(after: (best.epoch + last.epoch) / 2)
    guard recent.allSatisfy({ $0.validation ?? 0 > 1.25 * lowest }) else { return nil }
    return "since epoch \(best.epoch) val_loss has risen from \(short(lowest)) to "
      + "\(short(validation)) while the loss falls: the rows are learned by heart; try "
      + "'train N patience=20', dropout, or 'regularize l2=0.001'"
  }

  /// - Parameter isLast: whether the call is over; before, a loss that begins to fall faster is
  ///   left in peace.
  func plateau(_ curve: Curve, _ last: Curve.Point, isLast: Bool) -> String? {
    guard let constant, let level, last.epoch - level.epoch >= max(50, epochs / 2),
      let middle = curve.points(after: last.epoch - epochs / 2 - 1).first,
      abs(middle.loss - last.loss) < 0.005 * constant,
      isLast || !isEscaping(curve, last, constant)
    else { return nil }
    return "since epoch \(level.epoch) the loss stays at \(short(last.loss)), which answering the "
      + "same to all rows would give: the network has learned nothing; 'why stuck' tells more"
  }

  /// Whether the loss fell by more in the last quarter of the call's epochs than in the one before.
  private func isEscaping(_ curve: Curve, _ last: Curve.Point, _ constant: Double) -> Bool {
    let losses = [epochs / 2, epochs / 4].compactMap {
      curve.points(after: last.epoch - $0 - 1).first?.loss
    }
    guard losses.count == 2 else { return false }
    let fall = losses[1] - last.loss
    return fall > 1e-5 * constant && fall > losses[0] - losses[1]
  }
}
