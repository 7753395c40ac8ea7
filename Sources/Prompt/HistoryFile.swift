import Glibc

/// An append-only file of escaped lines, shared by sessions. Nothing here fails aloud: a history
/// that cannot be written must not stop anybody's work.
package struct HistoryFile {
  package let path: String

  package init(path: String) { self.path = path }

  /// The last entries of the file, at most `limit`; none where it cannot be read.
  package func load(last limit: Int) -> [String] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    let bytes = readAll(descriptor)
    // What follows the last newline is an entry that somebody is just writing, or never finished.
    let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { bytes[..<$0] } ?? []
    return whole.split(separator: UInt8(ascii: "\n")).suffix(limit).map { line in
      let text = String(decoding: line, as: UTF8.self)
      return line.contains(UInt8(ascii: "\\")) ? Self.unescaped(text) : text
    }
  }

  /// Adds one entry under the file's lock.
  package func append(_ entry: String) {
    makeFolders()
    let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 { guard errno == EINTR else { return } }
    let isTorn = Self.endsInsideALine(descriptor)
    _ = writeAll(Array(((isTorn ? "\n" : "") + Self.escaped(entry) + "\n").utf8), to: descriptor)
  }

  /// The entry on one line: `\` as `\\`, the ends of lines as `\n` and `\r`.
  package static func escaped(_ entry: String) -> String {
    var line = ""
    for scalar in entry.unicodeScalars {
      switch scalar {
      case "\\": line += "\\\\"
      case "\n": line += "\\n"
      case "\r": line += "\\r"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  /// The entry that `escaped` wrote; an escape that it never writes stands for itself.
  package static func unescaped(_ line: String) -> String {
    var entry = String.UnicodeScalarView()
    var isEscape = false
    for scalar in line.unicodeScalars {
      switch (isEscape, scalar) {
      case (false, "\\"):
        isEscape = true
        continue
      case (true, "n"): entry.append("\n")
      case (true, "r"): entry.append("\r")
      case (true, "\\"), (false, _): entry.append(scalar)
      case (true, _): entry.append(contentsOf: ["\\", scalar])
      }
      isEscape = false
    }
    if isEscape { entry.append("\\") }
    return String(entry)
  }

  private func makeFolders() {
    var position = path.startIndex
    while let slash = path[position...].dropFirst().firstIndex(of: "/") {
      mkdir(String(path[..<slash]), 0o700)
      position = slash
    }
  }

  /// Whether a session died in the middle of its line.
  private static func endsInsideALine(_ descriptor: Int32) -> Bool {
    let end = lseek(descriptor, 0, SEEK_END)
    var last: UInt8 = 0
    return end > 0 && pread(descriptor, &last, 1, end - 1) == 1 && last != UInt8(ascii: "\n")
  }
}
