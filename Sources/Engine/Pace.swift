import Glibc

/// Whether threads share the shards of a batch, or one thread does all of them, which changes no
/// number: whichever takes less time. Where another process is on a thread's core, the others wait for
/// it at the end of every batch, and one alone is faster.
package struct Pace {
  package private(set) var isShared = true
  /// The calls of this phase, the seconds that they have taken, and how many it lasts.
  private var calls = 0
  private var seconds = 0.0
  private var length = Pace.shortest
  /// Seconds of a call in the last phase that was shared.
  private var whenShared = 0.0
  /// What the last trial alone has found, and for how many seconds that is kept: twice as long each time
  /// that it is found again.
  private var isFasterAlone = false
  private var patience = Pace.shortest

  /// In so many seconds another process has come and gone some times: it has a core for a few
  /// milliseconds.
  package static let shortest = 0.05
  package static let longest = 2.0
  /// Alone nothing is waited for, so that less tells.
  package static let trial = 0.001

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
    // Calls go in pairs: of samples, and of units.
    guard seconds >= length, calls.isMultiple(of: 2) else { return }
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
