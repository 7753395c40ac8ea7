import Glibc
import Reports

/// Where answers go. Implemented by the terminal, by `--json` and by tests.
package protocol Output: AnyObject {
  func show(_ answer: Answer, digits: Int)
  /// Called a few times a second at most while something takes long; nil when it is over.
  func show(_ progress: Progress?, digits: Int)
  /// Whether progress is seen while it is made, so that pictures of it are worth computing.
  var showsLive: Bool { get }
}

extension Output {
  package var showsLive: Bool { false }
}

/// What the interpreter knows of the world around it.
package struct Environment {
  package let output: any Output
  /// Whether a person sits at a prompt.
  package var isInteractive = false
  /// Whether the person asked to stop the running work.
  package var isInterrupted: () -> Bool = { false }
  /// Whether what the stopped work has reached is unwanted, too.
  package var isAbandoned: () -> Bool = { false }
  /// The most memory that the sessions kept for `undo` may take, in bytes.
  package var memoryForUndo = 1 << 28
  /// Asks the person a question; where there is none, the answer is no.
  package var confirm: (String) -> Bool = { _ in false }
  /// Seconds on a clock that never goes back.
  package var clock: () -> Double = monotonicSeconds

  package init(output: any Output) {
    self.output = output
  }
}

package func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
