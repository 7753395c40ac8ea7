import Engine
import Language
import Reports

/// Looks out for what goes wrong while a `train` runs: now and then, after so much work that looking
/// costs next to nothing; closely only where something seems wrong.
final class Watchdog {
  private let samples: Samples
  private let options: TrainingOptions
  private let epochs: Int
  /// Epochs from look to look; nil where the call is too short for one.
  private let period: Int?
  /// Epochs since the last look.
  private var pending = 0
  /// Where a replay would begin.
  private var kept: Model
  private var said: Set<Warning> = []
  /// Losses seen by this call: the first and the lowest.
  private var first: Curve.Point?
  private var lowest: Curve.Point?
  private lazy var constant = samples.constantLoss(options.loss)

  /// - Parameter epochs: of the whole call.
  init(_ model: Model, _ samples: Samples, _ options: TrainingOptions, epochs: Int) {
    self.samples = samples
    self.options = options
    self.epochs = epochs
    kept = model
    let perRow = Double(
      3 * model.blueprint.parameterCount + 20 * model.blueprint.widths.reduce(0, +))
    // A look goes forward through some rows, a third of learning from them, and makes a few arrays:
    // less than a hundredth of the work, and for the smallest networks a few hundredths.
    let interval = 66 * perRow * Double(min(Watchdog.rows, samples.count)) + 400_000
    let shortest = max(1, Int(interval / (perRow * Double(samples.count))))
    let looks = min(10, epochs / shortest)
    period = looks == 0 ? nil : (epochs + looks - 1) / looks
  }

  /// Epochs to the next look.
  var epochsToLook: Int { max(1, (period ?? epochs) - pending) }

  private static let rows = 64

  /// What there is to say after some more epochs of the call.
  func look(at model: Model, after done: Int, since last: Int) -> [String] {
    pending += done - last
    guard let period, pending >= period || done == epochs else { return [] }
    pending = 0
    guard let point = model.curve.points.last else { return [] }
    defer { kept = model }
    var notes = [rising(point), overfitting(model.curve.points)].compactMap { $0 }
    if first == nil { first = point }
    if point.loss <= lowest?.loss ?? .infinity { lowest = point }
    if isPoor(point.loss) { notes += stuckUnits(model) }
    if done == epochs, let note = plateau(model.curve.points) { notes.append(note) }
    return notes
  }

  private func say(_ warning: Warning, _ text: String) -> String? {
    said.insert(warning).inserted ? warning.note(text) : nil
  }

  /// Whether a loss is no better than half of what a constant answer reaches.
  private func isPoor(_ loss: Double) -> Bool { constant.map { loss > 0.5 * $0 } ?? false }

  private func rising(_ point: Curve.Point) -> String? {
    guard let first, let lowest, point.loss > 1.5 * lowest.loss,
      point.loss - lowest.loss > 0.1 * max(constant ?? 0, first.loss)
    else { return nil }
    return say(
      .rising,
      "the loss rose from \(short(lowest.loss)) (epoch \(lowest.epoch)) to \(short(point.loss)) "
        + "(epoch \(point.epoch)): steps are too long; try lr=\(short(options.optimizer.lr / 10)), "
        + "or 'clip norm=1'")
  }

  private func overfitting(_ points: [Curve.Point]) -> String? {
    let own = points.suffix(while: { $0.epoch > (points.last?.epoch ?? 0) - epochs })
      .compactMap { point in point.validation.map { (point: point, validation: $0) } }
    guard let last = own.last, let best = own.min(by: { $0.validation < $1.validation }),
      last.point.epoch - best.point.epoch >= max(5, last.point.epoch / 10),
      last.validation > 1.5 * best.validation, last.point.loss < 0.9 * best.point.loss
    else { return nil }
    // A few rows make a restless loss: it must have stayed higher for half of the time since then.
    let middle = (best.point.epoch + last.point.epoch) / 2
    let recent = own.filter { $0.point.epoch > middle }
    guard recent.allSatisfy({ $0.validation > 1.25 * best.validation }) else { return nil }
    return say(
      .overfitting,
      "since epoch \(best.point.epoch) val_loss has risen from \(short(best.validation)) to "
        + "\(short(last.validation)) while the loss falls: the rows are learned by heart; try "
        + "'train N patience=20', dropout, or 'regularize l2=0.001'")
  }

  private func plateau(_ points: [Curve.Point]) -> String? {
    guard epochs >= 50, let constant, let last = points.last,
      let half = points.last(where: { $0.epoch <= last.epoch - epochs / 2 }),
      abs(last.loss - constant) < 0.02 * constant, abs(half.loss - last.loss) < 0.005 * constant
    else { return nil }
    return say(
      .plateau,
      "the loss stays at \(short(last.loss)), which answering the same to all rows would give: the "
        + "network has learned nothing; 'why stuck' tells more")
  }

  /// Layers of which half the units are closed or at an end, first in a few rows, then in all.
  private func stuckUnits(_ model: Model) -> [String] {
    guard model.blueprint.network.layers.contains(where: { $0.canBeStuck }),
      let glance = stuck(model, atMost: Watchdog.rows), !glance.isEmpty,
      let stuck = stuck(model, atMost: 2000)
    else { return [] }
    return stuck.compactMap { layer in
      let count = "\(layer.units.count) of \(layer.all) units"
      return layer.isDead
        ? say(
          .dead,
          "layer \(layer.number): \(count) are closed for all rows (z <= 0) and learn nothing more; "
            + "try a smaller lr, leaky_relu, or 'reset'; 'why dead' tells more")
        : say(
          .saturated,
          "layer \(layer.number): \(count) are at the ends of their range in all rows, where slopes "
            + "are next to 0; try smaller weights (init xavier), 'scale standard', or a smaller lr")
    }
  }

  private func stuck(_ model: Model, atMost limit: Int) -> [StuckLayer]? {
    guard let pass = samples.evenly(limit).pass(of: model, options.loss) else { return nil }
    return StuckLayer.all(in: pass, of: model).filter { 2 * $0.units.count >= $0.all }
  }

  // MARK: Numbers that are not finite

  /// Trains once more from where it last looked, batch by batch, up to where the first number
  /// overflowed.
  func autopsy(of error: EngineError, poll: () -> Bool) -> Autopsy? {
    Autopsy(of: error, from: kept, samples, options, poll: poll)
  }
}

/// A layer with units that no longer learn.
struct StuckLayer {
  let number: Int
  /// From 0.
  let units: [Int]
  let all: Int
  /// Closed relu units; else units at an end of their range.
  let isDead: Bool

  /// The hidden layers that have any; at the output an end may be the right answer.
  static func all(in pass: Pass, of model: Model) -> [StuckLayer] {
    (1..<max(1, pass.layers)).compactMap { number in
      let layer = model.blueprint.layer(number)
      guard layer.canBeStuck, let z = pass.z(number), let a = pass.a(number) else { return nil }
      let isDead = layer.activation == .relu
      let units = layer.units(of: z, a) {
        isDead ? layer.isDead($0, $1) : layer.isSaturated($0, $1)
      }
      return units.isEmpty
        ? nil : StuckLayer(number: number, units: units, all: z.rows, isDead: isDead)
    }
  }
}

extension Layer {
  fileprivate var canBeStuck: Bool {
    switch activation {
    case .relu, .sigmoid, .tanh: true
    case .linear, .leakyRelu, .elu, .selu, .gelu, .swish, .softplus, .softsign, .mish, .softmax,
      nil:
      false
    }
  }
}

extension Samples {
  /// At most so many of the rows, evenly spaced.
  func evenly(_ limit: Int) -> Samples {
    guard count > limit else { return self }
    var chosen = self
    let all = rows ?? Array(0..<inputs.rows)
    chosen.rows = (0..<limit).map { all[$0 * count / limit] }
    return chosen
  }

  /// A pass in evaluation mode.
  func pass(of model: Model, _ loss: LossFunction) -> Pass? {
    try? model.forward(self, loss: loss, isTraining: false)
  }
}

extension Array {
  /// The last elements for which something holds, up to the first from behind for which it does not.
  fileprivate func suffix(while holds: (Element) -> Bool) -> ArraySlice<Element> {
    self[(lastIndex { !holds($0) } ?? -1) + 1..<count]
  }
}
