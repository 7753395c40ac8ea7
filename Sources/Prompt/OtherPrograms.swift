import CEditLine
import Glibc

/// A text in the user's own editor: `$VISUAL`, `$EDITOR` or vi.
package enum ExternalEditor {
  /// Whether the person has named one.
  package static var isNamed: Bool { environment("VISUAL") ?? environment("EDITOR") != nil }

  /// The text as it was left, without empty rows at its end; nil where the editor failed or there
  /// is none.
  package static func edit(_ text: String) -> String? {
    guard let file = TemporaryText(text) else { return nil }
    defer { file.remove() }
    guard file.open(with: #"eval "${VISUAL:-${EDITOR:-vi}} \"\$1\"""#) == 0 else { return nil }
    guard let edited = file.contents else { return nil }
    return String(edited.reversed().drop { $0 == "\n" }.reversed())
  }
}

/// Shows a text that is longer than the screen in the user's pager: `$PAGER`, else less.
package final class Pager {
  /// How long people have read, in seconds.
  package private(set) var seconds = 0.0

  /// Nil where the terminal, or the person before it, wants nothing drawn twice.
  package init?() {
    if Screen.isPlain { return nil }
  }

  /// False where the text fits the screen, or there is no pager: then nothing was shown.
  package func show(_ text: String) -> Bool {
    guard isTooLong(text), let file = TemporaryText(text) else { return false }
    defer { file.remove() }
    // As git does it: colours are kept, and the text stays on the screen.
    setenv("LESS", "FRX", 0)
    let start = monotonicSeconds()
    defer { seconds += monotonicSeconds() - start }
    let status = file.open(with: #"eval "${PAGER:-less} <\"\$1\"""#)
    // What the shell answers where there is no such program.
    return status != 126 && status != 127 && status >= 0
  }

  /// Whether the text has more rows than the screen, those that are too wide broken.
  private func isTooLong(_ text: String) -> Bool {
    let size = Screen.size
    var rows = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      rows += max(1, (String(line).columns + size.columns - 1) / size.columns)
      if rows >= size.rows { return true }
    }
    return false
  }

  private func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// A text in a file that only the user can read, for another program to open.
private struct TemporaryText {
  private let path: String

  init?(_ text: String) {
    var name = Array("\(environment("TMPDIR") ?? "/tmp")/nn-XXXXXX.nn".utf8CString)
    let descriptor = mkstemps(&name, 3)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard writeAll(Array((text + "\n").utf8), to: descriptor) else {
      remove()
      return nil
    }
  }

  func remove() { unlink(path) }

  /// Runs a line of the shell with the file as `$1`; its exit status, negative where it had none.
  func open(with line: String) -> Int32 { editline_run(line, path) }

  var contents: String? {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return String(decoding: readAll(descriptor), as: UTF8.self)
  }
}
