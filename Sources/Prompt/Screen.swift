import CEditLine
import Glibc

/// The terminal on standard input and output, as bytes.
enum Screen {
  static let pasteOn = "\u{1B}[?2004h"
  static let pasteOff = "\u{1B}[?2004l"

  /// The terminal's size; 80 columns and 24 rows where it does not say.
  static var size: (columns: Int, rows: Int) {
    let columns = Int(editline_columns())
    let rows = Int(editline_rows())
    return (columns > 0 ? columns : 80, rows > 0 ? rows : 24)
  }

  /// Writes at once, so that nothing half drawn is seen.
  static func write(_ text: String) {
    guard !text.isEmpty else { return }
    _ = writeAll(Array(text.utf8), to: STDOUT_FILENO)
  }

  /// Whether the terminal cannot move its cursor, or the person before it does not want that.
  static var isPlain: Bool {
    let terminal = environment("TERM")
    return terminal == nil || terminal == "dumb" || environment("ACCESSIBLE") != nil
  }

  /// The bytes that are there, nil when there will be none any more.
  static func read() -> [UInt8]? {
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
    if count < 0 && (errno == EINTR || errno == EAGAIN) { return [] }
    return count > 0 ? Array(chunk[..<count]) : nil
  }
}

extension Unicode.Scalar {
  /// As C's `wchar_t` holds it.
  var wide: wchar_t { wchar_t(bitPattern: value) }

  init(wide: wchar_t) { self = Unicode.Scalar(UInt32(bitPattern: wide)) ?? "\u{FFFD}" }
}
