/// Takes snapshots while a run trains: copies the numbers of each epoch into a ring whose memory
/// is used again, and keeps what the rule keeps of those that leave it. Nothing is copied from
/// batch to batch, and hardly anything is allocated once the ring is full.
final class Recorder<S: Scalar> {
  typealias Moment = Snapshot.Moment

  private struct Entry {
    var store: PackedStore<S>
    var moment: Moment
  }

  private let rule: SnapshotRule
  private var layout: StoreLayout<S>?
  /// The late epochs, one more than the rule keeps: the running one is among them.
  private let ring: UnsafeMutablePointer<Entry>
  private let capacity: Int
  private var count = 0
  /// The place in a full ring that is written next.
  private var oldest = 0
  private var older: [Entry] = []
  /// The epoch that was looked at last, and the one that was recorded last.
  private var epoch: Int
  private var recorded: Int
  private var best = (loss: Double.infinity, epoch: -1, before: -1)
  /// Epochs that leave the ring stay where they are multiples of it, up to an epoch.
  private var stride = (length: 1, lastEpoch: 0)

  /// - Parameter epoch: where the run begins, of which the caller has a snapshot.
  init(_ rule: SnapshotRule, from epoch: Int) {
    self.rule = rule
    self.epoch = epoch
    recorded = epoch
    capacity = rule.recent + 1
    ring = .allocate(capacity: capacity)
  }

  deinit {
    ring.deinitialize(count: count)
    ring.deallocate()
  }

  /// Learns the layout of the numbers to come, which is the same for all of a run.
  func prepare(for store: Store<S>, _ blueprint: Blueprint) {
    guard layout?.fits(store) != true else { return }
    layout = StoreLayout(blueprint, store)
    clear()
  }

  /// Whether a complete epoch is to be recorded.
  @inline(__always)
  func wants(_ epoch: Int) -> Bool {
    guard epoch != self.epoch else { return false }
    self.epoch = epoch
    return rule.takes(epoch)
  }

  func record(
    _ model: inout Model, _ numbers: StorePointers<S>, _ updater: Updater<S>, workers: Workers?
  ) {
    let point = model.curve.points.last
    if let loss = point?.monitored, loss < best.loss { best = (loss, epoch, recorded) }
    recorded = epoch
    let moment = Moment(
      epoch: epoch, steps: model.steps, plateau: model.plateau, point: point)
    guard count == capacity else {
      guard let layout else { return }
      let entry = Entry(store: PackedStore(layout), moment: moment)
      entry.store.write(numbers, updater, workers: workers)
      (ring + count).initialize(to: entry)
      count += 1
      return
    }
    let entry = ring + oldest
    oldest = oldest + 1 == capacity ? 0 : oldest + 1
    if isWanted(entry.pointee.moment.epoch) { retire(entry) }
    entry.pointee.moment = moment
    // Nobody else holds what is in the ring, so there is nothing to count.
    Unmanaged.passUnretained(entry.pointee.store)._withUnsafeGuaranteedRef {
      $0.write(numbers, updater, workers: workers)
    }
  }

  /// Takes an entry out of the ring and puts new memory in its place.
  private func retire(_ entry: UnsafeMutablePointer<Entry>) {
    guard let layout else { return }
    older.append(entry.pointee)
    entry.pointee.store = PackedStore(layout)
    if older.count > 2 * (rule.spaced + 2) { older.removeAll { !isWanted($0.moment.epoch) } }
  }

  /// Whether an epoch that is not among the late ones is to stay.
  private func isWanted(_ old: Int) -> Bool {
    if epoch > stride.lastEpoch { stride = rule.stride(at: epoch) }
    return old % stride.length == 0 || old == best.epoch || old == best.before
  }

  /// Hands over what was recorded, in the order of the epochs.
  func take(_ snapshot: (PackedStore<S>, Moment) -> Snapshot) -> [Snapshot] {
    var taken = older.map { snapshot($0.store, $0.moment) }
    taken.reserveCapacity(older.count + count)
    for place in 0..<count {
      let entry = ring[(oldest + place) % max(1, count)]
      taken.append(snapshot(entry.store, entry.moment))
    }
    clear()
    return taken
  }

  private func clear() {
    ring.deinitialize(count: count)
    (older, count, oldest) = ([], 0, 0)
  }
}
