/// The candidates of an ambiguous completion as rows below the block.
package enum CompletionList {
  /// One row for each candidate with its summary where that many fit, else the texts alone in
  /// columns; what does not fit even so is counted in the last row.
  package static func rows(
    _ candidates: [Completions.Candidate], columns: Int, height: Int
  ) -> [String] {
    guard height > 0 else { return [] }
    if candidates.count <= height { return described(candidates, columns: columns) }
    return packed(candidates.map { trimmed($0.text) }, columns: columns, height: height)
  }

  /// The longest text that all candidates begin with.
  package static func commonPrefix(_ candidates: [Completions.Candidate]) -> String {
    guard var prefix = candidates.first?.text[...] else { return "" }
    for candidate in candidates.dropFirst() {
      let common = zip(prefix, candidate.text).prefix { $0 == $1 }.count
      prefix = prefix.prefix(common)
    }
    return String(prefix)
  }

  private static func described(_ candidates: [Completions.Candidate], columns: Int) -> [String] {
    let width = candidates.map { trimmed($0.text).columns }.max() ?? 0
    return candidates.map { candidate in
      let text = trimmed(candidate.text)
      guard !candidate.summary.isEmpty else { return text.cut(to: columns) }
      return (padded(text, to: width) + "  " + candidate.summary).cut(to: columns)
    }
  }

  private static func packed(_ texts: [String], columns: Int, height: Int) -> [String] {
    let width = (texts.map(\.columns).max() ?? 0) + 2
    let perRow = max(1, columns / width)
    let fits = texts.count <= perRow * height
    let shown = fits ? texts[...] : texts.prefix(perRow * (height - 1))
    var rows = stride(from: 0, to: shown.count, by: perRow).map { start in
      let row = shown[start..<min(start + perRow, shown.count)]
      return row.map { padded($0, to: width) }.joined().cut(to: columns)
    }
    if !fits { rows.append("… \(texts.count - shown.count) more".cut(to: columns)) }
    return rows
  }

  private static func trimmed(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed())
  }

  private static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - text.columns))
  }
}
