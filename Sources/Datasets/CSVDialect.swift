import Formats

/// How a text parts its cells, found out from its first lines.
struct CSVDialect {
  static let sampledLines = 25

  /// The separator that was asked for, or the one that fits; and why that one.
  static func separator(of bytes: [UInt8], _ options: LoadOptions, isWhole: Bool)
    -> (Separator, reason: String)
  {
    if let asked = options.separator {
      return (asked, "\(asked.summary) (sep=\(asked.rawValue))")
    }
    // A line that the end of the piece cuts does not count, unless nothing else is there.
    let isWhole = isWhole || !bytes.contains(0x0A)
    let (separator, counts) = separator(commasPart: options.decimal == .point) {
      cellCounts(CSVScanner(bytes, separator: $0, isWhole: isWhole))
    }
    guard counts[0] > 1 else { return (separator, "each line is one cell") }
    let isEven = counts.allSatisfy { $0 == counts[0] }
    let lines = counts.count == 1 ? "the first line" : "each of the first \(counts.count) lines"
    return (
      separator,
      "\(separator.summary), which \(isEven ? "cuts \(lines)" : "cuts the first line") into "
        + "\(counts[0])"
    )
  }

  /// The separator that cuts the first lines into equally many cells, two at least, and how many
  /// cells each of these lines has.
  ///
  /// Rarer ones first: where both cut evenly, a semicolon parts cells and the commas belong to
  /// them. Blanks count only where the first line holds no other separator. Where none cuts
  /// evenly: the one that cuts the first line most often, so that the error names the odd line.
  private static func separator(commasPart: Bool, _ cellCounts: (Separator) -> [Int]?)
    -> (Separator, [Int])
  {
    let ranked: [Separator] = [.tab, .semicolon, .pipe] + (commasPart ? [.comma] : [])
    let counts = ranked.map(cellCounts)
    for (separator, counts) in zip(ranked, counts) {
      if let counts, counts[0] > 1, counts.allSatisfy({ $0 == counts[0] }) {
        return (separator, counts)
      }
    }
    let firstCounts = counts.map { $0?[0] ?? 1 }
    if let most = firstCounts.max(), most > 1, let index = firstCounts.firstIndex(of: most) {
      return (ranked[index], counts[index] ?? [1])
    }
    if let spaced = cellCounts(.space), spaced[0] > 1 { return (.space, spaced) }
    return (commasPart ? .comma : .semicolon, [1])
  }

  /// The number of cells in each of the first lines; nil where there are none, or no such lines.
  private static func cellCounts(_ scanner: consuming CSVScanner) -> [Int]? {
    var cells: [CSVCell] = []
    var counts: [Int] = []
    while counts.count < sampledLines {
      guard let found = try? scanner.next(&cells) else { return nil }
      guard found == .record else { break }
      counts.append(cells.count)
    }
    return counts.isEmpty ? nil : counts
  }
}
