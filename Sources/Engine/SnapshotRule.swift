/// Which epochs get a snapshot, and which of these are kept: a function of their numbers, of counted
/// work and of a budget, never of a clock, so that the same script keeps the same ones however its
/// training is cut into calls.
package struct SnapshotRule: Equatable, Sendable {
  /// Every how many epochs a snapshot is taken: 1 unless copying the numbers is much beside the
  /// work of an epoch.
  package let interval: Int
  /// How many of the latest are kept.
  package let recent: Int
  /// How many older ones are kept at most.
  package let spaced: Int

  /// The snapshots that are kept of a training with enough memory, late and older ones each.
  package static let usual = 100

  package init(
    interval: Int = 1, recent: Int = SnapshotRule.usual,
    spaced: Int = SnapshotRule.usual
  ) {
    self.interval = SnapshotRule.round(up: max(1, interval))
    self.recent = recent
    self.spaced = spaced
  }

  /// - Parameters:
  ///   - numbers: of parameters, statistics and optimizer state, all of which a snapshot copies.
  ///   - work: of an epoch, in the units of `Plan.work`.
  ///   - budget: the bytes that all snapshots may take.
  init(numbers: Int, bytesPerNumber: Int, work: Double, budget: Int) {
    let affordable = budget / max(1, numbers * bytesPerNumber)
    let recent = min(SnapshotRule.usual, max(2, affordable))
    let perEpoch = Double(numbers) / max(1, work)
    var interval = perEpoch * SnapshotRule.workPerNumber
    if numbers * bytesPerNumber > SnapshotRule.cache {
      interval = max(interval, min(10, perEpoch * SnapshotRule.workPerNewNumber))
    }
    self.init(
      interval: Int(interval.rounded(.up)), recent: recent,
      spaced: min(SnapshotRule.usual, max(0, affordable - recent)))
  }

  /// An epoch must do as much work for each number of a snapshot: then a snapshot of every epoch
  /// is a few percent of its instructions.
  private static let workPerNumber = 4.0

  /// The same where the numbers are more bytes than stay in the caches and go to memory that is new:
  /// each takes as long there as a hundred multiplications, and a snapshot about a percent of the time.
  /// No more than ten epochs lie between two for this reason, as they are trained once more when they
  /// are wanted.
  private static let workPerNewNumber = 10_000.0
  private static let cache = 1 << 22

  /// Whether a snapshot is taken of an epoch.
  package func takes(_ epoch: Int) -> Bool { interval == 1 || epoch % interval == 0 }

  /// Whether the snapshot of an epoch is still kept when training has come to another one.
  package func keeps(_ epoch: Int, at now: Int) -> Bool {
    now - epoch <= recent * interval || epoch % stride(at: now).length == 0
  }

  /// Older epochs are kept where they are multiples of a length, until training has come past an
  /// epoch; then the length grows.
  func stride(at now: Int) -> (length: Int, lastEpoch: Int) {
    guard spaced > 0 else { return (.max, .max) }
    let late = recent * interval
    let length = SnapshotRule.round(up: max(interval, (now - late + spaced - 1) / spaced))
    let (older, overflow) = length.multipliedReportingOverflow(by: spaced)
    return (length, overflow ? .max : late + older)
  }

  /// The next of 1, 2, 10, 20, 100, 200 …: round numbers, each a multiple of those before, so that
  /// what is kept later was kept before.
  private static func round(up number: Int) -> Int {
    var (round, factor) = (1, 2)
    while round < number {
      let (next, overflow) = round.multipliedReportingOverflow(by: factor)
      guard !overflow else { return number }
      (round, factor) = (next, 7 - factor)
    }
    return round
  }
}

extension SnapshotRule {
  /// The rule for training with some options; nil where they keep no snapshots.
  package init?(_ blueprint: Blueprint, _ options: TrainingOptions, samples: Int) {
    guard options.snapshotBudget > 0, let plan = try? Plan(blueprint, capacity: 1) else {
      return nil
    }
    let arrays = 1 + options.optimizer.usedBuffers.count { $0 }
    self.init(
      numbers: plan.parameterCount * arrays + plan.runningCount,
      bytesPerNumber: blueprint.precision.bytes, work: Double(samples) * Double(plan.work),
      budget: options.snapshotBudget)
  }
}
