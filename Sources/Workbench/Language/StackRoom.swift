import CGlibc
import Glibc

/// How far the stack of a thread goes, so that recursion ends in an error before it does.
///
/// A limit on calls or operators would have to know what each of them takes, which differs from build
/// to build, and how large the stack is, which a limit of the process may make smaller.
struct StackRoom {
  private var thread: pthread_t
  /// The lowest address of the stack, and how much above it is kept: for what recurses by no more
  /// than an expression is deep, such as preparing it.
  private var end: UInt = 0
  private var reserve: UInt = 0

  /// That of the running thread.
  init() {
    thread = pthread_self()
    var attributes = pthread_attr_t()
    guard pthread_getattr_np(thread, &attributes) == 0 else { return }
    defer { pthread_attr_destroy(&attributes) }
    var (lowest, size): (UnsafeMutableRawPointer?, Int) = (nil, 0)
    guard pthread_attr_getstack(&attributes, &lowest, &size) == 0 else { return }
    end = UInt(bitPattern: lowest)
    reserve = max(UInt(size) / 4, min(UInt(size) / 2, 1 << 22))
  }

  /// Takes that of the running thread, where that is another one.
  mutating func update() {
    if thread != pthread_self() { self = StackRoom() }
  }

  /// Whether little is left.
  @inline(__always)
  var isShort: Bool {
    // Addresses below or above the stack, which wrap around or are large, are none of it.
    withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) {
      UInt(bitPattern: $0.baseAddress) &- end < reserve
    }
  }
}
