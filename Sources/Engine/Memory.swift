import Glibc

/// How much memory the engine may ask for. An allocation that fails ends the process, so sizes are
/// estimated first.
package enum Memory {
  /// Three quarters of the machine's memory, or of what a limit (`ulimit -d`, `ulimit -v`) leaves of
  /// it, in bytes.
  package static var limit: Double {
    let machine = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
    return 0.75 * [softLimit(RLIMIT_DATA), softLimit(RLIMIT_AS)].reduce(machine, min)
  }

  private static func softLimit(_ resource: __rlimit_resource) -> Double {
    var limit = rlimit()
    guard getrlimit(Int32(resource.rawValue), &limit) == 0 else { return .infinity }
    return Double(limit.rlim_cur)
  }

  package static func check(bytes: Double) throws(EngineError) {
    let limit = limit
    guard bytes <= limit else { throw .tooLarge(bytes: bytes, limit: limit) }
  }
}
