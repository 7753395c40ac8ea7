import Glibc

/// Standard output with a buffer that knows whether writing failed, and standard error without.
final class StandardStreams {
  private var buffer: [UInt8] = []
  /// Why standard output could not be written.
  private(set) var failure: String?

  func write(_ line: String) {
    buffer += line.utf8
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count > 1 << 16 { flush() }
  }

  /// Text that ends its lines itself.
  func writeText(_ text: String) {
    buffer += text.utf8
    if buffer.count > 1 << 16 { flush() }
  }

  func flush() {
    guard !buffer.isEmpty, failure == nil else { return }
    if let code = StandardStreams.writeAll(buffer, to: STDOUT_FILENO) {
      failure = String(cString: strerror(code))
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Results that were written before stay above.
  func writeError(_ line: String, terminator: String = "\n") {
    flush()
    _ = StandardStreams.writeAll(Array((line + terminator).utf8), to: STDERR_FILENO)
  }

  /// The error code of the write that failed.
  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress! + written, bytes.count - written)
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return errno }
      written += count
    }
    return nil
  }
}

extension StandardStreams {
  /// Whether a person sits at standard input and output.
  static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// Whether standard error is a terminal that shows colours, and the user wants them.
  static var showsColours: Bool {
    isatty(STDERR_FILENO) == 1 && (environmentVariable("NO_COLOR") ?? "").isEmpty
      && environmentVariable("TERM") ?? "dumb" != "dumb"
  }
}

/// Columns and rows of the terminal, or nil where there is none.
func terminalSize(_ descriptor: Int32 = STDOUT_FILENO) -> (columns: Int, rows: Int)? {
  guard isatty(descriptor) == 1 else { return nil }
  var size = winsize()
  guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return (80, 24) }
  return (Int(size.ws_col), size.ws_row > 0 ? Int(size.ws_row) : 24)
}

func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
