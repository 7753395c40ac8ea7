import Engine

/// What is kept of the way that training took: snapshots of the road that led to the session's
/// model, marks, and the curves of roads that were left.
package struct TrainingHistory: Equatable, Sendable {
  /// What was recorded behind the epoch at which training was taken up another way.
  package struct Road: Equatable, Sendable {
    package let fork: Int
    package let points: [Curve.Point]

    fileprivate func isPart(of curve: Curve) -> Bool {
      points.allSatisfy { curve.point(at: $0.epoch) == $0 }
    }
  }

  /// A moment that has a name.
  package struct Mark: Equatable, Sendable {
    let model: Model
    /// The snapshots of the road to it, where training has left that road.
    fileprivate(set) var way: Snapshots?
  }

  package var isOn = true
  package private(set) var snapshots = Snapshots()
  private var stretches = Stretches()
  /// Where the road ends, while the session's model stands at an earlier place of it.
  package private(set) var end: Model?
  package private(set) var marks: [String: Mark] = [:]
  package private(set) var roadsNotTaken: [Road] = []
  /// What the last steps were taken with; nil before the first, and since the session got another
  /// optimizer.
  var optimizer: OptimizerSettings?

  /// The bytes that snapshots and marks may take.
  private static let budget = 1 << 28
  private static let mostRoads = 20

  /// An empty history with the same setting.
  package var cleared: TrainingHistory {
    var history = TrainingHistory()
    history.isOn = isOn
    return history
  }

  // MARK: Training

  /// Before a model is trained on: what lay ahead becomes a road not taken, and a complete epoch
  /// gets its snapshot.
  package mutating func setOut(
    from model: Model, with optimizer: OptimizerSettings, _ rule: SnapshotRule?
  ) {
    self.optimizer = optimizer
    stretches.close()
    if let end { leave(end, at: model.epoch) }
    dropRoad(after: model.epoch)
    if let last = snapshots.kept.last, !last.blueprint.hasLayers(of: model.blueprint) {
      (snapshots, stretches) = (Snapshots(), Stretches())
    }
    guard let rule, model.position.samples == 0 else { return }
    guard rule.takes(model.epoch) || snapshots.kept.isEmpty else { return }
    snapshots.add([Snapshot(model)])
  }

  /// As `setOut`, where whole epochs are trained, which can be done once more.
  package mutating func setOut(
    from model: Model, training samples: Samples, _ options: TrainingOptions,
    _ rule: SnapshotRule?
  ) {
    setOut(from: model, with: options.optimizer, rule)
    guard let rule else { return }
    stretches.begin(
      at: model, with: options, weights: samples.weights, interval: rule.interval)
  }

  /// After a model was trained: takes over the snapshots of the way.
  ///
  /// - Parameter isTrained: whether it has the parameters that training came to, not earlier ones.
  package mutating func arrive(
    at model: Model, with new: [Snapshot], _ rule: SnapshotRule?, isTrained: Bool = true
  ) {
    guard let rule else { return }
    snapshots.add(new)
    snapshots.thin(by: rule, at: model.epoch)
    stretches.arrive(at: model, isTrained: isTrained)
    roadsNotTaken.removeAll { $0.isPart(of: model.curve) }
  }

  private mutating func dropRoad(after epoch: Int) {
    snapshots.drop(after: epoch)
    stretches.drop(after: epoch)
  }

  private mutating func leave(_ end: Model, at fork: Int) {
    keepWays(to: end, from: fork)
    self.end = nil
    let points = Array(end.curve.points(after: fork))
    guard !points.isEmpty else { return }
    roadsNotTaken.append(Road(fork: fork, points: points))
    if roadsNotTaken.count > TrainingHistory.mostRoads { roadsNotTaken.removeFirst() }
  }

  /// Keeps what leads to marks that lie behind a fork, as long as that is half of the budget.
  private mutating func keepWays(to end: Model, from fork: Int) {
    for (name, mark) in marks where mark.model.epoch > fork && leads(to: mark.model, end) {
      var way = snapshots
      way.drop(after: mark.model.epoch)
      let bytes = way.kept.reduce(0) { $0 + $1.bytes }
      if bytesOfMarks + bytes <= TrainingHistory.budget / 2 { marks[name]?.way = way }
    }
  }

  package mutating func forgetSnapshots() {
    (snapshots, stretches) = (Snapshots(), Stretches())
    for name in marks.keys { marks[name]?.way = nil }
  }

  /// The bytes that the snapshots of a training may take: those that marks leave.
  var budgetOfTraining: Int { isOn ? max(1, TrainingHistory.budget - bytesOfMarks) : 0 }

  private var bytesOfMarks: Int {
    let ways = marks.values.compactMap(\.way).flatMap(\.kept)
    return marks.values.reduce(0) { $0 + $1.model.bytes } + ways.bytes(beside: snapshots.kept)
  }

  // MARK: Travelling

  package mutating func mark(_ name: String, _ model: Model) { marks[name] = Mark(model: model) }

  /// The model at a complete epoch of the road, with its curve; nil where it is not kept.
  func model(at epoch: Int, now: Model) -> Model? {
    if let snapshot = snapshots[epoch] { return rejoined(snapshot, curve(now: now)) }
    return places(now).first { $0.epoch == epoch && $0.position.samples == 0 }
  }

  /// A model from which training once more comes to an epoch that has no snapshot, and how; nil where
  /// there is none.
  func way(to epoch: Int, now: Model) -> (start: Model, stretches: [Stretch])? {
    let roadEnd = (end ?? now).epoch
    guard epoch <= roadEnd, let snapshot = snapshots.last(before: epoch) else { return nil }
    let next = snapshots.first(after: epoch)?.epoch ?? roadEnd
    guard let way = stretches.way(from: snapshot.epoch, to: epoch, before: next) else { return nil }
    return (rejoined(snapshot, curve(now: now)), way)
  }

  /// The curve of the road to its end.
  package func curve(now: Model) -> Curve { (end ?? now).curve }

  /// The complete epochs of the road that can be gone to, in order.
  func epochs(now: Model) -> [Int] {
    let places = places(now).filter { $0.position.samples == 0 }
    let kept = snapshots.kept.map(\.epoch)
    let ends = kept.dropFirst() + [(end ?? now).epoch]
    let between = zip(kept, ends).flatMap { start, end in
      (start + 1..<max(start + 1, end)).prefix {
        stretches.way(from: start, to: $0, before: end) != nil
      }
    }
    return Set(kept + between + places.map(\.epoch)).sorted()
  }

  /// Those of the road of which one has the lowest loss.
  func bestCandidates(now: Model) -> [Model] {
    let kept = snapshots.bestCandidates.map { rejoined($0, curve(now: now)) }
    return kept + places(now).filter { place in kept.allSatisfy { $0.epoch != place.epoch } }
  }

  /// Where the session stands and where the road ends.
  private func places(_ now: Model) -> [Model] { end.map { [now, $0] } ?? [now] }

  private func rejoined(_ snapshot: Snapshot, _ curve: Curve) -> Model {
    var model = snapshot.model
    model.curve = curve.upTo(snapshot.epoch, last: snapshot.point)
    return model
  }

  /// Goes from one model to another one. What lies ahead of it on the same road can still be gone
  /// to; a mark on another road takes that one.
  mutating func go(from now: Model, to model: Model) {
    let end = end ?? now
    if leads(to: model, end) {
      self.end = end == model ? nil : end
    } else {
      let fork = end.curve.fork(from: model.curve)
      leave(end, at: fork)
      takeWay(to: model, from: fork)
      roadsNotTaken.removeAll { $0.isPart(of: model.curve) }
    }
  }

  /// Puts the snapshots that lead to a mark on another road in the place of those behind the fork.
  private mutating func takeWay(to model: Model, from fork: Int) {
    guard let (name, mark) = marks.first(where: { $0.value.model == model }), let way = mark.way
    else { return dropRoad(after: fork) }
    stretches.drop(after: fork)
    snapshots = way
    marks[name]?.way = nil
  }

  /// Whether a model lies on the road: as the curve has it, and with the numbers that are kept of
  /// its epoch.
  func leads(to model: Model, _ end: Model) -> Bool {
    guard end.curve.passes(through: model) else { return false }
    guard model.position.samples == 0 else { return true }
    let kept = snapshots[model.epoch]?.model ?? (end.epoch == model.epoch ? end : nil)
    return kept?.isSame(as: model) ?? true
  }

  /// What keeping this history costs beside another one, in bytes.
  func bytes(beside other: TrainingHistory) -> Int {
    let (mine, theirs) = (snapshots.kept, other.snapshots.kept)
    guard !mine.elementsEqual(theirs, by: { $0 === $1 }) else { return 0 }
    return mine.bytes(beside: theirs)
  }
}

extension [Snapshot] {
  /// What those take that are not among others, in bytes.
  fileprivate func bytes(beside others: [Snapshot]) -> Int {
    guard !isEmpty else { return 0 }
    var seen = Set(others.map { ObjectIdentifier($0) })
    return filter { seen.insert(ObjectIdentifier($0)).inserted }.reduce(0) { $0 + $1.bytes }
  }
}

extension Model {
  /// Whether it is the same but for the way that led there.
  fileprivate func isSame(as other: Model) -> Bool {
    var bare = self
    bare.curve = other.curve
    return bare == other
  }
}

extension Blueprint {
  /// Whether it has the same layers, whatever else has changed.
  func hasLayers(of other: Blueprint) -> Bool {
    network.layers == other.network.layers && inputs == other.inputs
  }
}

extension Curve {
  /// Whether a model lies on the way that this curve shows.
  fileprivate func passes(through model: Model) -> Bool {
    guard let point = model.curve.points.last else { return true }
    return self.point(at: point.epoch) == point
  }

  /// The last epoch that two curves have in common.
  fileprivate func fork(from other: Curve) -> Int {
    zip(points, other.points).prefix { $0 == $1 }.last?.0.epoch ?? 0
  }
}
