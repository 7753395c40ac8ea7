import Language

/// Errors as people read them: where, what, the line with a mark below it, what to do.
package struct DiagnosticRenderer: Sendable {
  package let palette: Palette
  /// The most columns of a source line that are shown.
  private let excerptWidth = 120

  package init(palette: Palette = .plain) { self.palette = palette }

  package func render(_ diagnostic: Diagnostic) -> String {
    var lines = [header(diagnostic)]
    if let source = diagnostic.source, let span = diagnostic.span {
      lines += excerpt(span, in: source)
    }
    if let suggestion = diagnostic.suggestion {
      lines.append("  " + palette.hint(printable(shortened(suggestion))))
    }
    return lines.joined(separator: "\n")
  }

  private func header(_ diagnostic: Diagnostic) -> String {
    var place = diagnostic.source?.name ?? ""
    if let source = diagnostic.source, let span = diagnostic.span {
      let position = source.position(of: span.start)
      place += ":\(position.line):\(position.column)"
    }
    let prefix = place.isEmpty ? "" : place + ": "
    return prefix + palette.error("error:") + " " + printable(shortened(diagnostic.message))
  }

  /// A text without its middle where it holds a word or a list of absurd length.
  private func shortened(_ text: String) -> String {
    let (head, tail) = (600, 200)
    guard text.utf8.count > 4 * (head + tail), text.count > head + tail else { return text }
    return "\(text.prefix(head))…\(text.suffix(tail))"
  }

  /// The line and the mark below the span's part of it. A very long line is shown around the span.
  private func excerpt(_ span: SourceSpan, in source: SourceText) -> [String] {
    let (line, column) = source.position(of: span.start)
    let start = max(1, column - excerptWidth / 2)
    let (found, goesOn) = source.characters(ofLine: line, from: start, count: 2 * excerptWidth)
    let characters = Array(printable(String(found)))
    let first = min(column - start, characters.count)
    // As far as it could be shown.
    let spanText = source.text(SourceSpan(span.start, min(span.end, span.start + 4_096)))
    let count = max(1, min(spanText.prefix { !$0.isNewline }.count, characters.count - first))
    let end = min(characters.count, max(excerptWidth, min(first + count, first + 80)))
    let lead = String(characters[..<first]).displayWidth
    let marked = String(characters[first..<min(end, first + count)]).displayWidth
    let mark = "^" + String(repeating: "~", count: max(0, marked - 1))
    let blanks = String(repeating: " ", count: lead + (start > 1 ? 2 : 0))
    let isCut = goesOn || end < characters.count
    return [
      "  \(start > 1 ? "… " : "")\(String(characters[..<end]))\(isCut ? " …" : "")",
      "  \(blanks)\(palette.error(mark))",
    ]
  }

  /// Text without what would command the terminal: control characters and those that turn the
  /// direction of writing. A tab is one blank.
  private func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.value {
          case 0x09: " "
          case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
          default: scalar
          }
        }))
  }
}
