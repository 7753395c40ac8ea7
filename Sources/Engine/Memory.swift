import Glibc

/// How much memory the engine may ask for. An allocation that fails ends the process, so sizes are
/// estimated first.
package enum Memory {
  /// Three quarters of the machine's memory, in bytes.
  package static var limit: Double {
    0.75 * Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
  }

  package static func check(bytes: Double) throws(EngineError) {
    let limit = limit
    guard bytes <= limit else { throw .tooLarge(bytes: bytes, limit: limit) }
  }
}
