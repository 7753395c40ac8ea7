import Glibc

/// Whether threads share the shards of a batch, or one thread does all of them, which changes no
/// number: whichever takes less time. Where another process is on a thread's core, the others wait for
/// it at the end of every batch, and one alone is faster.
package struct Pace {
  package private(set) var isShared = true
  /// The calls of this phase, how many there will be, and the seconds that they have taken.
  private var calls = 0
  private var length = Pace.shortest
  private var seconds = 0.0
  /// Seconds of a call in the last phase that was shared.
  private var whenShared = 0.0
  /// What the last trial alone has found, and how long that is kept: twice as long each time that it is
  /// found again.
  private var isFasterAlone = false
  private var patience = Pace.shortest

  /// So many calls that what another process does is among them: it has a core for some milliseconds.
  package static let shortest = 256
  package static let longest = 8192
  /// Alone nothing is waited for, so that few calls tell; an even number, as they go in pairs: of
  /// samples, and of units.
  package static let trial = 8

  package init() {}

  /// Performs a call and takes its time.
  mutating func perform(_ call: (_ isShared: Bool) -> Void) {
    let start = Pace.now
    call(isShared)
    add(Pace.now - start)
  }

  /// Learns how many seconds a call took.
  package mutating func add(_ time: Double) {
    calls += 1
    seconds += time
    guard calls == length else { return }
    let average = seconds / Double(calls)
    (calls, seconds) = (0, 0)
    if isShared {
      (isShared, length, whenShared) = (false, Pace.trial, average)
    } else if length == Pace.trial {
      let isFaster = average < whenShared
      patience = isFaster == isFasterAlone ? min(2 * patience, Pace.longest) : Pace.shortest
      (isShared, length, isFasterAlone) = (!isFaster, patience, isFaster)
    } else {
      (isShared, length) = (true, Pace.shortest)
    }
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
