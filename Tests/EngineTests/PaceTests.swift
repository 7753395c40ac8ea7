import Engine
import Testing

@Suite struct PaceTests {
  /// How many of some calls were shared, where a call takes so many seconds.
  private func shared(_ calls: Int, _ pace: inout Pace, shared: Double, alone: Double) -> Int {
    (0..<calls).count { _ in
      let isShared = pace.isShared
      pace.add(isShared ? shared : alone)
      return isShared
    }
  }

  /// Threads that help do everything but the trials, which come ever more seldom.
  @Test func threadsThatHelp() {
    var pace = Pace()
    #expect(shared(256, &pace, shared: 1, alone: 1.5) == 256)
    #expect(shared(Pace.trial, &pace, shared: 1, alone: 1.5) == 0)
    #expect(shared(512, &pace, shared: 1, alone: 1.5) == 512)
    #expect(shared(Pace.trial, &pace, shared: 1, alone: 1.5) == 0)
    #expect(shared(1 << 20, &pace, shared: 1, alone: 1.5) > (1 << 20) - 2000)
  }

  /// Threads that hinder are asked now and then whether they still do.
  @Test func threadsThatHinder() {
    var pace = Pace()
    #expect(shared(256, &pace, shared: 1.5, alone: 1) == 256)
    #expect(shared(Pace.trial + 256, &pace, shared: 1.5, alone: 1) == 0)
    #expect(shared(256, &pace, shared: 1.5, alone: 1) == 256)
    #expect(shared(Pace.trial + 512, &pace, shared: 1.5, alone: 1) == 0)
    #expect(shared(1 << 20, &pace, shared: 1.5, alone: 1) < (1 << 20) / 25)
    // The core is free again: at the latest after the longest time alone.
    _ = shared(Pace.longest, &pace, shared: 1, alone: 1.5)
    #expect(shared(10_000, &pace, shared: 1, alone: 1.5) > 9_900)
  }
}
