import CEditLine

/// Ctrl-C: a flag that work polls, so that it can end in a state of its own choice.
package enum Interrupt {
  /// From now on Ctrl-C raises the flag instead of ending the process.
  package static func install() { interrupt_install() }

  package static var isRaised: Bool { interrupt_count() > 0 }

  /// Whether Ctrl-C was pressed twice within a second: the person wants none of the work.
  package static var isDouble: Bool { interrupt_is_double() }

  package static func clear() { interrupt_clear() }

  /// Waits for something to read on standard input; false where Ctrl-C came first.
  package static func waitForInput() -> Bool { editline_wait(-1) != EditLineInterrupted }
}
