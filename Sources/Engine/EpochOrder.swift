/// The order of an epoch, a permutation of 0..<count, cut into buffers.
///
/// One buffer holds all where there is room for them, and is shuffled as a whole. Of rows in a file
/// that is larger than the memory a buffer holds some: the rows are cut into blocks of neighbours,
/// up to 64 to a buffer; the blocks are taken in random order, and the rows of a buffer are shuffled
/// among themselves. So the file is read in long pieces, and no more than a buffer of it at a time.
package struct EpochOrder {
  private static let mostBlocks = 64

  private let count: Int
  private let blockSize: Int
  private let blocksInBuffer: Int
  /// The blocks in the order in which they are taken; the last one of the rows may be shorter.
  private let blocks: [Int]
  /// Where the shorter block is taken, and how many rows it lacks.
  private let shortPlace: Int
  private let lacking: Int
  /// Draws the order of the only buffer, or the seed of all; nil where nothing is shuffled.
  private let stream: RandomStream?

  /// - Parameters:
  ///   - buffer: the most rows of a buffer, at least one.
  ///   - epoch: the order is a function of it and the seed.
  package init(count: Int, buffer: Int, seed: UInt64, epoch: Int, isShuffled: Bool) {
    self.count = count
    blockSize = buffer < count ? max(1, buffer / EpochOrder.mostBlocks) : count
    blocksInBuffer = min(buffer, count) / blockSize
    let number = (count + blockSize - 1) / blockSize
    var stream = RandomStream(seed: seed, purpose: .order, index: epoch)
    blocks = isShuffled && number > 1 ? stream.permutation(number) : Array(0..<number)
    self.stream = isShuffled ? stream : nil
    shortPlace = blocks.firstIndex(of: number - 1) ?? 0
    lacking = number * blockSize - count
  }

  private var isWhole: Bool { blocks.count == 1 }

  /// The places of the epoch that a buffer takes.
  package func range(ofBuffer index: Int) -> Range<Int> { start(of: index)..<start(of: index + 1) }

  private func start(of buffer: Int) -> Int {
    let place = buffer * blocksInBuffer
    return place >= blocks.count ? count : place * blockSize - (shortPlace < place ? lacking : 0)
  }

  /// The buffer that a place of the epoch lies in.
  package func buffer(at place: Int) -> Int {
    let buffer = place / (blocksInBuffer * blockSize)
    // Behind the shorter block everything comes a little earlier.
    return place < start(of: buffer + 1) ? buffer : buffer + 1
  }

  /// The rows of a buffer in their order.
  package func rows(inBuffer index: Int) -> [Int] {
    guard var stream else { return rowsInFile(ofBuffer: index) }
    if isWhole { return stream.permutation(count) }
    let rows = rowsInFile(ofBuffer: index)
    var own = RandomStream(seed: stream.next(), purpose: .order, index: index)
    return own.permutation(rows.count).map { rows[$0] }
  }

  private func rowsInFile(ofBuffer index: Int) -> [Int] {
    let first = index * blocksInBuffer
    return blocks[first..<min(blocks.count, first + blocksInBuffer)].flatMap { block in
      block * blockSize..<min(count, (block + 1) * blockSize)
    }
  }
}
