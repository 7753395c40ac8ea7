/// Hands out the rows of the data batch by batch, in the order of the epoch.
final class RowQueue {
  private let samples: Samples
  private let seed: UInt64
  private let isShuffled: Bool
  private let buffer: Int
  private var epoch: Int?
  private var order: EpochOrder
  /// The part of the epoch that lies in `rows`.
  private var loaded = 0..<0
  private let rows: UnsafeMutablePointer<Int>
  /// A batch from two buffers or more.
  private let batch: UnsafeMutableBufferPointer<Int>

  /// - Parameter batch: the most rows that are taken at once.
  /// - Throws: where there is no room for the order of a buffer.
  init(_ samples: Samples, seed: UInt64, isShuffled: Bool, batch: Int) throws(EngineError) {
    self.samples = samples
    self.seed = seed
    self.isShuffled = isShuffled
    buffer = min(samples.count, max(1, samples.buffer ?? samples.count))
    // Of all rows a list and its copy; of a part of them those on the way there, too.
    try Memory.check(bytes: Double(buffer) * (buffer < samples.count ? 40 : 16))
    order = EpochOrder(
      count: samples.count, buffer: buffer, seed: seed, epoch: 0, isShuffled: isShuffled)
    rows = .allocate(capacity: buffer)
    rows.initialize(repeating: 0, count: buffer)
    self.batch = .allocate(capacity: buffer < samples.count ? batch : 0)
    self.batch.initialize(repeating: 0)
  }

  deinit {
    rows.deallocate()
    batch.deallocate()
  }

  /// The rows at some places of an epoch; good until the next call.
  func take(_ places: Range<Int>, of epoch: Int) -> UnsafePointer<Int> {
    if epoch != self.epoch { begin(epoch) }
    if !loaded.contains(places.lowerBound) { load(places.lowerBound) }
    if places.upperBound <= loaded.upperBound {
      return UnsafePointer(rows + (places.lowerBound - loaded.lowerBound))
    }
    for (index, place) in places.enumerated() {
      if !loaded.contains(place) { load(place) }
      batch[index] = rows[place - loaded.lowerBound]
    }
    return UnsafePointer(batch.baseAddress!)
  }

  private func begin(_ epoch: Int) {
    let isFirst = self.epoch == nil
    self.epoch = epoch
    // An order that is always the same stays where it is.
    guard isShuffled || isFirst else { return }
    loaded = 0..<0
    order = EpochOrder(
      count: samples.count, buffer: buffer, seed: seed, epoch: epoch, isShuffled: isShuffled)
  }

  private func load(_ place: Int) {
    let index = order.buffer(at: place)
    loaded = order.range(ofBuffer: index)
    for (offset, row) in order.rows(inBuffer: index).enumerated() {
      rows[offset] = samples.rows?[row] ?? row
    }
  }
}
