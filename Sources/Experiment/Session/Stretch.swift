import Engine

/// A part of the road that was trained in one way, so that what has no snapshot there can be trained
/// once more.
struct Stretch: Equatable, Sendable {
  /// The epoch at whose end it begins, and the one that it has come to.
  let start: Int
  fileprivate(set) var end: Int
  /// Every how many epochs there are snapshots.
  let interval: Int
  let options: TrainingOptions
  /// Of the samples, where they have some.
  let weights: [Double]?
  /// Of the models at both ends; nil in the middle of an epoch.
  fileprivate let startPrint: UInt64?
  fileprivate(set) var endPrint: UInt64?

  /// Whether another one goes on from the same numbers.
  fileprivate func leads(to other: Stretch) -> Bool {
    end == other.start && endPrint != nil && endPrint == other.startPrint
  }

  fileprivate func isLike(_ other: Stretch) -> Bool {
    interval == other.interval && options == other.options && weights == other.weights
  }
}

/// How the road was trained where not every epoch has a snapshot, in the order of the epochs.
struct Stretches: Equatable, Sendable {
  private var all: [Stretch] = []
  /// Whether training is on its way on the last one.
  private var isOpen = false

  /// Begins one at a model; nothing where every epoch has a snapshot.
  mutating func begin(
    at model: Model, with options: TrainingOptions, weights: [Double]?, interval: Int
  ) {
    isOpen = interval > 1
    guard isOpen else { return }
    // An epoch that has already begun was begun in another way.
    let start = model.position.samples == 0 ? model.epoch : model.epoch + 1
    let new = Stretch(
      start: start, end: start, interval: interval, options: options, weights: weights,
      startPrint: model.printBetweenEpochs)
    if let last = all.last, last.leads(to: new), last.isLike(new) { return }
    all.append(new)
  }

  /// Says that the numbers will be changed in a way that cannot be repeated.
  mutating func close() { isOpen = false }

  /// Learns how far training has come.
  ///
  /// - Parameter isTrained: whether the model is what training came to, so that its epoch counts.
  mutating func arrive(at model: Model, isTrained: Bool) {
    guard isOpen, let last = all.indices.last else { return }
    isOpen = false
    all[last].end = max(all[last].start, isTrained ? model.epoch : model.epoch - 1)
    all[last].endPrint = isTrained ? model.printBetweenEpochs : nil
  }

  /// Forgets what comes after an epoch.
  mutating func drop(after epoch: Int) {
    all.removeAll { $0.start > epoch }
    for index in all.indices where all[index].end > epoch {
      (all[index].end, all[index].endPrint) = (epoch, nil)
    }
  }

  /// Those to be trained once more to come from one epoch to a later one.
  ///
  /// - Parameter next: the snapshot behind the first one, or where the road ends.
  /// - Returns: nil where there is a gap, or where those between the snapshots were thinned out.
  func way(from start: Int, to goal: Int, before next: Int) -> [Stretch]? {
    var way: [Stretch] = []
    for stretch in all where stretch.end > start && stretch.start < goal {
      guard way.last.map({ $0.leads(to: stretch) }) ?? (stretch.start <= start) else { return nil }
      way.append(stretch)
    }
    guard let last = way.last, last.end >= goal, next - start <= last.interval else { return nil }
    return way
  }
}

extension Model {
  /// What tells it from others, where an epoch is complete.
  var printBetweenEpochs: UInt64? { position.samples == 0 ? fingerprint : nil }
}
