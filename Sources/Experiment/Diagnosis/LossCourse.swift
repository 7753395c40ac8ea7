import Engine
import Reports

/// What the losses of one `train` say of it, read point by point.
struct LossCourse {
  /// How long the loss must have stayed where it is: for half of the call, at least for 50 epochs
  /// and 500 updates, since even the best of networks begin slowly.
  private let patience: Int
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

  /// - Parameters:
  ///   - model: where the call begins; what its curve says of a plateau counts.
  ///   - epochs: of the whole call.
  ///   - batches: of an epoch.
  init(from model: Model, epochs: Int, batches: Int, constant: Double?) {
    epoch = model.epoch
    patience = max(50, 500 / batches, epochs / 2)
    self.constant = constant
    level = model.curve.points.reversed().prefix(while: isLevel).last
  }

  /// Takes in what the curve has recorded since the last time.
  mutating func read(_ curve: Curve) {
    let new = curve.points(after: epoch)
    guard let last = new.last else { return }
    epoch = last.epoch
    first = first ?? new.first
    var low = new.startIndex
    for index in new.indices where new[index].loss <= new[low].loss { low = index }
    if new[low].loss <= lowest?.loss ?? .infinity { lowest = new[low] }
    if last.validation != nil {
      best = new.reduce(best) { $1.validated < $0?.validated ?? .infinity ? $1 : $0 }
    }
    guard isLevel(last) else { return level = nil }
    let start = new.lastIndex { !isLevel($0) }
    level = start.map { new[$0 + 1] } ?? level ?? new.first
  }

  /// Whether a loss is no better than half of what a constant answer reaches.
  func isPoor(_ loss: Double) -> Bool { constant.map { loss > 0.5 * $0 } ?? false }

  private func isLevel(_ point: Curve.Point) -> Bool {
    constant.map { abs(point.loss - $0) < 0.02 * $0 } ?? false
  }

  /// - Parameters:
  ///   - rate: the learning rate of the call.
  ///   - isLast: whether the call is over; before, a loss may rise for a moment.
  func rising(_ curve: Curve, _ last: Curve.Point, rate: Double, isLast: Bool) -> String? {
    guard let first, let lowest else { return nil }
    func isHigh(_ point: Curve.Point) -> Bool {
      point.loss > 1.5 * lowest.loss
        && point.loss - lowest.loss > 0.1 * max(constant ?? 0, first.loss)
    }
    // A restless loss is high for an epoch or two, and falls all the same.
    let shortest = isLast ? 2 : max(5, (last.epoch - first.epoch) / 10)
    guard isHigh(last), last.epoch - lowest.epoch >= shortest,
      curve.points(after: (lowest.epoch + last.epoch) / 2).allSatisfy(isHigh)
    else { return nil }
    return "the loss rose from \(short(lowest.loss)) (epoch \(lowest.epoch)) to "
      + "\(short(last.loss)) (epoch \(last.epoch)): steps are too long; "
      + "try lr=\(short(rate / 10)), or 'clip norm=1'"
  }

  func overfitting(_ curve: Curve, _ last: Curve.Point) -> String? {
    guard let best, let lowest = best.validation, let validation = last.validation,
      last.epoch - best.epoch >= max(5, last.epoch / 10),
      validation > 1.5 * lowest, last.loss < 0.9 * best.loss,
      // Beside what answering the same to all rows costs, the rise of an excellent loss is nothing.
      constant.map({ validation - lowest > 0.02 * $0 }) ?? true
    else { return nil }
    // A few rows make a restless loss: it must have stayed higher for half of the time since then.
    let recent = curve.points(after: (best.epoch + last.epoch) / 2)
    guard recent.allSatisfy({ $0.validation ?? 0 > 1.25 * lowest }) else { return nil }
    return "since epoch \(best.epoch) val_loss has risen from \(short(lowest)) to "
      + "\(short(validation)) while the loss falls: the rows are learned by heart; try "
      + "'train N patience=20', dropout, or 'regularize l2=0.001'"
  }

  func plateau(_ curve: Curve, _ last: Curve.Point) -> String? {
    guard let constant, let level, last.epoch - level.epoch >= patience,
      let before = loss(patience, before: last, in: curve),
      abs(before - last.loss) < 0.005 * constant, !isEscaping(curve, last, constant)
    else { return nil }
    return "since epoch \(level.epoch) the loss stays at \(short(last.loss)), which answering the "
      + "same to all rows would give: the network has learned nothing; 'why stuck' tells more"
  }

  /// Whether the loss leaves the plateau, as slowly as it may be: it is below the constant answer's
  /// and falls about as fast as before, or faster.
  private func isEscaping(_ curve: Curve, _ last: Curve.Point, _ constant: Double) -> Bool {
    guard let middle = loss(patience / 4, before: last, in: curve),
      let before = loss(patience / 2, before: last, in: curve)
    else { return false }
    let fall = middle - last.loss
    return last.loss < constant && fall > 1e-5 * constant && fall > 0.5 * (before - middle)
  }

  private func loss(_ epochs: Int, before last: Curve.Point, in curve: Curve) -> Double? {
    curve.points(after: last.epoch - epochs - 1).first?.loss
  }
}

extension Curve.Point {
  fileprivate var validated: Double { validation ?? .infinity }
}
