/// The snapshots of one training, by epoch.
package struct Snapshots: Equatable, Sendable {
  package private(set) var kept: [Snapshot] = []

  package init() {}

  package subscript(epoch: Int) -> Snapshot? {
    let index = index(of: epoch)
    return index < kept.count && kept[index].epoch == epoch ? kept[index] : nil
  }

  /// The latest before an epoch.
  package func last(before epoch: Int) -> Snapshot? {
    let index = index(of: epoch)
    return index > 0 ? kept[index - 1] : nil
  }

  /// The first after an epoch.
  package func first(after epoch: Int) -> Snapshot? {
    let index = index(of: epoch + 1)
    return index < kept.count ? kept[index] : nil
  }

  /// Adds some that come after those that are kept; one of the same epoch takes the other's place.
  package mutating func add(_ new: [Snapshot]) {
    guard let first = new.first, kept.last != first else { return }
    kept.removeSubrange(index(of: first.epoch)...)
    kept += new
  }

  /// Forgets what comes after an epoch.
  package mutating func drop(after epoch: Int) {
    kept.removeSubrange(index(of: epoch + 1)...)
  }

  /// Forgets what a rule does not keep when training has come to an epoch. The first, the best and
  /// the one before the best stay.
  package mutating func thin(by rule: SnapshotRule, at epoch: Int) {
    let best = best
    kept = kept.enumerated().filter { index, snapshot in
      index == 0 || index == best || index + 1 == best || rule.keeps(snapshot.epoch, at: epoch)
    }.map { $0.element }
  }

  /// Those of which one has the lowest loss. The curve tells the loss during an epoch, so where
  /// all rows are one batch its lowest point belongs to the parameters of the epoch before.
  package var bestCandidates: [Snapshot] {
    guard let best else { return [] }
    return Set([0, max(0, best - 1), best]).sorted().map { kept[$0] }
  }

  /// The index of the one with the lowest loss in the curve.
  private var best: Int? {
    kept.indices.min { kept[$0].recordedLoss < kept[$1].recordedLoss }
  }

  /// The index of the first of this epoch or a later one.
  private func index(of epoch: Int) -> Int {
    var (low, high) = (0, kept.count)
    while low < high {
      let middle = (low + high) / 2
      if kept[middle].epoch < epoch { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
