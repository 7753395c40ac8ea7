import Engine
import Testing

/// In which order an epoch takes the rows of a file that is larger than the memory.
@Suite struct EpochOrderTests {
  func buffers(_ count: Int, _ buffer: Int, epoch: Int = 0, seed: UInt64 = 3, shuffled: Bool = true)
    -> [[Int]]
  {
    let order = EpochOrder(
      count: count, buffer: buffer, seed: seed, epoch: epoch, isShuffled: shuffled)
    var buffers: [[Int]] = []
    var place = 0
    while place < count {
      let index = order.buffer(at: place)
      #expect(index == buffers.count)
      let range = order.range(ofBuffer: index)
      #expect(range.lowerBound == place)
      #expect(range.allSatisfy { order.buffer(at: $0) == index })
      buffers.append(order.rows(inBuffer: index))
      #expect(buffers[index].count == range.count)
      place = range.upperBound
    }
    return buffers
  }

  static let sizes = [
    (1, 1), (2, 1), (7, 3), (64, 64), (65, 64), (100, 64), (1000, 64), (1000, 130), (1001, 999),
    (5000, 333), (12_345, 4096), (12_345, 12_345), (12_345, 100_000),
  ]

  @Test(arguments: sizes) func eachRowComesOnce(count: Int, buffer: Int) {
    for isShuffled in [true, false] {
      let buffers = buffers(count, buffer, shuffled: isShuffled)
      #expect(buffers.allSatisfy { !$0.isEmpty && $0.count <= buffer })
      #expect(buffers.joined().sorted() == Array(0..<count))
      if !isShuffled { #expect(Array(buffers.joined()) == Array(0..<count)) }
    }
  }

  @Test func orderIsAFunctionOfSeedAndEpoch() {
    #expect(buffers(5000, 640) == buffers(5000, 640))
    #expect(buffers(5000, 640) != buffers(5000, 640, epoch: 1))
    #expect(buffers(5000, 640) != buffers(5000, 640, seed: 4))
  }

  /// As the trainer has always done it for data in memory.
  @Test func bufferOfAllRowsIsOnePermutation() {
    var stream = RandomStream(seed: 3, purpose: .order, index: 7)
    let permutation = stream.permutation(500)
    for buffer in [500, 501, 9999] { #expect(buffers(500, buffer, epoch: 7) == [permutation]) }
  }

  /// 64 blocks of ten neighbours, from all over the rows and shuffled: hardly two stay side by side.
  @Test func bufferHoldsBlocksFromEverywhere() {
    let first = buffers(64_000, 640)[0]
    let blocks = Set(first.map { $0 / 10 })
    #expect(blocks.count == 64)
    #expect(Set(blocks.map { $0 / 640 }).count > 7)
    #expect(zip(first, first.dropFirst()).count { $0 + 1 == $1 } < 20)
  }
}
