/// The candidates of an ambiguous completion as rows below the block.
package enum CompletionList {
  /// One row for each candidate with its summary where that many fit. Else page 0 has the texts
  /// alone in columns, and the pages from 1 on a row for each; behind the last comes page 0 again.
  package static func rows(
    _ candidates: [Completions.Candidate], columns: Int, height: Int, page: Int = 0
  ) -> [String] {
    guard height > 0 else { return [] }
    if candidates.count <= height { return described(candidates[...], columns: columns) }
    let perPage = height - 1
    guard perPage > 0 else { return ["… \(candidates.count) words".cut(to: columns)] }
    let page = page % ((candidates.count + perPage - 1) / perPage + 1)
    if page == 0 {
      return packed(candidates.map { trimmed($0.text) }, columns: columns, height: perPage)
    }
    let shown = candidates.dropFirst((page - 1) * perPage).prefix(perPage)
    let isLast = shown.endIndex == candidates.endIndex
    let note =
      "\(shown.startIndex + 1) to \(shown.endIndex) of \(candidates.count)"
      + (isLast ? "" : "; Tab shows more")
    return described(shown, columns: columns) + [note.cut(to: columns)]
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

  private static func described(_ candidates: ArraySlice<Completions.Candidate>, columns: Int)
    -> [String]
  {
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
    let shown = texts.prefix(perRow * height)
    let rows = stride(from: 0, to: shown.count, by: perRow).map { start in
      let row = shown[start..<min(start + perRow, shown.count)]
      return row.map { padded($0, to: width) }.joined().cut(to: columns)
    }
    let rest = texts.count - shown.count
    let note = (rest > 0 ? "… \(rest) more; " : "") + "Tab says what each is"
    return rows + [note.cut(to: columns)]
  }

  private static func trimmed(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed())
  }

  private static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - text.columns))
  }
}
