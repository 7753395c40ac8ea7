import Engine
import Testing

@Suite struct PaceTests {
  /// The share of some seconds of calls that are shared, where a call takes so many milliseconds.
  private func shared(_ seconds: Double, _ pace: inout Pace, shared: Double, alone: Double)
    -> Double
  {
    var (left, whenShared) = (seconds, 0.0)
    while left > 0 {
      let time = 0.001 * (pace.isShared ? shared : alone)
      if pace.isShared { whenShared += time }
      left -= time
      pace.add(time)
    }
    return whenShared / seconds
  }

  /// Threads that help do everything but the trials, which come ever more seldom.
  @Test func threadsThatHelp() {
    var pace = Pace()
    #expect(shared(1, &pace, shared: 0.1, alone: 0.15) > 0.98)
    #expect(shared(100, &pace, shared: 0.1, alone: 0.15) > 0.999)
  }

  /// Threads that hinder are asked now and then whether they still do.
  @Test func threadsThatHinder() {
    var pace = Pace()
    #expect(shared(1, &pace, shared: 0.15, alone: 0.1) < 0.3)
    let later = shared(100, &pace, shared: 0.15, alone: 0.1)
    #expect(later > 0.01 && later < 0.03)
    // The core is free again: that is seen after the longest time alone.
    _ = shared(Pace.longest, &pace, shared: 0.1, alone: 0.15)
    #expect(shared(1, &pace, shared: 0.1, alone: 0.15) > 0.9)
  }

  /// A pair of calls is a phase, however long they take.
  @Test func callsThatAreLong() {
    var pace = Pace()
    let wereShared = (0..<6).map { _ in
      defer { pace.add(3) }
      return pace.isShared
    }
    #expect(wereShared == [true, true, false, false, true, true])
  }
}
