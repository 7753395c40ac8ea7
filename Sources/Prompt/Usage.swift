/// How a command is used, part by part, and a line about the part that is being typed.
package struct Usage: Equatable, Sendable {
  package let parts: [String]
  /// Which of the parts is being typed.
  package let current: Int?
  package let note: String

  package init(parts: [String], current: Int? = nil, note: String = "") {
    self.parts = parts
    self.current = current
    self.note = note
  }

  /// One row of a screen: dim, but for the current part. Where it does not fit, parts behind the
  /// current one go first, then the end of the note.
  package func row(columns: Int, usesColors: Bool) -> String {
    var shown = parts
    let noteWidth = note.isEmpty ? 0 : note.columns + 2
    while shown.count > max(1, (current ?? 0) + 1),
      shown.joined(separator: " ").columns + 2 + noteWidth > columns
    {
      shown.removeLast()
    }
    if shown.count < parts.count { shown.append("…") }
    let usage = shown.joined(separator: " ")
    let row = note.isEmpty ? usage : usage + "  " + note
    let cut = row.cut(to: columns)
    guard usesColors else { return cut }
    return paint(cut, shown)
  }

  private func paint(_ row: String, _ shown: [String]) -> String {
    let dim = { (text: Substring) in text.isEmpty ? "" : "\u{1B}[2m\(text)\u{1B}[0m" }
    guard let current, shown.indices.contains(current) else { return dim(row[...]) }
    let before = shown[..<current].map { $0.count + 1 }.reduce(0, +)
    let start = row.index(row.startIndex, offsetBy: before, limitedBy: row.endIndex) ?? row.endIndex
    let end =
      row.index(start, offsetBy: shown[current].count, limitedBy: row.endIndex) ?? row.endIndex
    return dim(row[..<start]) + row[start..<end] + dim(row[end...])
  }
}

extension String {
  /// As much of the text as fits, with `…` where something is left out.
  func cut(to columns: Int) -> String {
    guard self.columns > columns else { return self }
    var result = ""
    var width = 0
    for character in self {
      width += String(character).columns
      if width > columns - 1 { break }
      result.append(character)
    }
    return result + "…"
  }
}
