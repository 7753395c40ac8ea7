import Glibc

/// How much memory may be asked for. An allocation that fails ends the process, so sizes are estimated
/// first.
package enum Memory {
  /// What is kept for all that is too small to be asked about.
  private static let reserve = 0x1p21

  /// What may be taken yet, in bytes: what is not in use already of three quarters of the machine's
  /// memory, and of what a limit (`ulimit -d`, `ulimit -v`) allows.
  package static var room: Double {
    let use = Use.now
    let left = [
      0.75 * machine - use.own, softLimit(RLIMIT_DATA) - use.data - reserve,
      softLimit(RLIMIT_AS) - use.addresses - reserve,
    ]
    return left.reduce(.infinity, min)
  }

  private static var machine: Double {
    Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
  }

  private static func softLimit(_ resource: __rlimit_resource) -> Double {
    var limit = rlimit()
    guard getrlimit(Int32(resource.rawValue), &limit) == 0 else { return .infinity }
    return Double(limit.rlim_cur)
  }

  /// Whether so much can be taken beside all that is in use; less than 64 KiB are granted unseen.
  package static func check(bytes: Double) throws(EngineError) {
    guard bytes > 65_536 else { return }
    let room = room
    guard bytes <= room else { throw .tooLarge(bytes: bytes, limit: max(0, room)) }
  }

  /// Whether so much can be taken in all, where some of it may be in use already.
  package static func check(total bytes: Double) throws(EngineError) {
    let limit = [softLimit(RLIMIT_DATA), softLimit(RLIMIT_AS)].reduce(machine, min) * 0.75
    guard bytes <= limit else { throw .tooLarge(bytes: bytes, limit: limit) }
  }
}

/// What the process has, in bytes.
private struct Use {
  /// What RLIMIT_AS is about: all addresses.
  var addresses = 0.0
  /// What RLIMIT_DATA is about: memory of its own, touched or not.
  var data = 0.0
  /// Memory of its own that has been touched.
  var own = 0.0

  /// From `/proc/self/statm` (proc(5)); nothing where there is none.
  static var now: Use {
    let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return Use() }
    defer { close(file) }
    let text = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
      let count = read(file, buffer.baseAddress, buffer.count)
      return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
    let page = Double(sysconf(Int32(_SC_PAGESIZE)))
    let sizes = text.split(whereSeparator: \.isWhitespace).compactMap(Double.init).map { $0 * page }
    guard sizes.count > 5 else { return Use() }
    return Use(addresses: sizes[0], data: sizes[5], own: sizes[1] - sizes[2])
  }
}
