import Engine

/// Looks out for what goes wrong while a `train` runs: again and again, after so much work that
/// looking costs next to nothing, and at its end. Where something seems wrong it looks closely, and
/// trains once more from where it last looked to find the step at which it began.
package final class Watchdog {
  private let samples: Samples
  private let options: TrainingOptions
  private let epochEnd: EpochEnd
  private let isQuiet: Bool
  private let goesOn: () -> Bool
  /// Epochs from look to look, and the one of the next.
  private let interval: Int
  private var next: Int
  /// Where a replay would begin, without its curve.
  private var kept: Model
  package private(set) var said: Set<Warning>
  private var course: LossCourse

  /// - Parameters:
  ///   - epochs: of the whole call.
  ///   - isQuiet: whether nobody wants to know, except where a number is not finite.
  ///   - said: what need not be said again.
  ///   - goesOn: whether nobody has interrupted.
  package init(
    _ model: Model, _ samples: Samples, _ options: TrainingOptions, _ epochEnd: EpochEnd,
    epochs: Int, isQuiet: Bool, said: Set<Warning>, goesOn: @escaping () -> Bool
  ) {
    self.samples = samples
    self.options = options
    self.epochEnd = epochEnd
    self.isQuiet = isQuiet
    self.said = said
    self.goesOn = goesOn
    kept = model.withoutCurve
    course = LossCourse(
      from: model, epochs: epochs, batches: options.batches(of: samples.count),
      constant: isQuiet ? nil : samples.constantLoss(options.loss))
    interval = Watchdog.interval(model.blueprint, samples.count)
    next = model.epoch + interval
  }

  private static let rows = 64

  /// A look goes forward through some rows, a third of learning from them: less than a hundredth of
  /// the work between two. It keeps a copy of all numbers as well, which takes as long as forty rows
  /// where they are too many for the caches: less than a thousandth. The smallest networks are looked
  /// at every few milliseconds.
  private static func interval(_ blueprint: Blueprint, _ count: Int) -> Int {
    let perRow = Double(3 * blueprint.parameterCount + 20 * blueprint.widths.reduce(0, +))
    let copy = blueprint.parameterCount < 1 << 17 ? 0.0 : 40
    let work = perRow * (200 * Double(min(rows, count)) / 3 + 1000 * copy) + 2_000_000
    return max(1, Int(work / (perRow * Double(max(1, count)))))
  }

  /// Epochs to the next look.
  package func epochsToLook(from epoch: Int) -> Int { max(1, next - epoch) }

  /// What there is to say.
  ///
  /// - Parameter isLast: whether the call is over.
  package func look(at model: Model, isLast: Bool = false) -> [String] {
    guard isLast ? model.steps > kept.steps : model.epoch >= next else { return [] }
    next = model.epoch + interval
    defer { keep(model) }
    guard !isQuiet, let last = model.curve.points.last else { return [] }
    course.read(model.curve)
    let (curve, rate) = (model.curve, options.optimizer.lr)
    var notes = [
      say(.rising) { course.rising(curve, last, rate: rate, isLast: isLast) },
      say(.overfitting) { course.overfitting(curve, last) },
      say(.plateau) { course.plateau(curve, last) },
    ]
    if course.isPoor(last.loss) { notes += stuckUnits(model) }
    return notes.compactMap { $0 }
  }

  private func keep(_ model: Model) {
    kept.overwrite(with: model)
    kept.curve = Curve()
  }

  /// A warning that has not been said, where there is cause.
  private func say(_ warning: Warning, _ text: () -> String?) -> String? {
    guard !said.contains(warning), let text = text() else { return nil }
    said.insert(warning)
    return warning.note(text)
  }

  /// Layers of which half the units are closed or at an end, first in a few rows, then in many.
  private func stuckUnits(_ model: Model) -> [String?] {
    guard !stuck(model, atMost: Watchdog.rows).isEmpty else { return [] }
    return stuck(model, atMost: 2000).map { layer in
      say(layer.isDead ? .dead : .saturated) { layer.text(since: onset(of: layer, to: model)) }
    }
  }

  private func stuck(_ model: Model, atMost limit: Int) -> [StuckLayer] {
    StuckLayer.halfStuck(model, samples, atMost: limit, options.loss)
  }

  // MARK: Where it began

  private func onset(of layer: StuckLayer, to model: Model) -> String? {
    replay?.onset(from: kept, to: model) { model in
      stuck(model, atMost: 2000).contains { $0.number == layer.number }
    }?.lastBatch
  }

  private var replay: Replay? {
    Replay(of: kept, samples, options, epochEnd, goesOn: goesOn)
  }

  /// Trains once more from where it last looked, up to where the first number overflowed.
  package func autopsy(of error: EngineError) -> Autopsy? {
    replay.flatMap { Autopsy(of: error, from: kept, by: $0) }
  }
}

extension Model {
  /// "epoch 3, batch 2", "epoch 3" where that batch completed it.
  fileprivate var lastBatch: String {
    position.samples == 0
      ? "epoch \(epoch)" : "epoch \(epoch + 1), batch \(position.batches)"
  }

  /// The same numbers without the way that led there, which would be copied with them.
  fileprivate var withoutCurve: Model {
    var bare = self
    bare.curve = Curve()
    return bare
  }
}
