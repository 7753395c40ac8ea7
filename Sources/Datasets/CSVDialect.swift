import Formats

/// How a text parts its cells, found out from its first lines.
struct CSVDialect {
  static let sampledLines = 25

  /// The separator that cuts the first lines into equally many cells, two at least.
  ///
  /// Rarer ones first: where both cut evenly, a semicolon parts cells and the commas belong to
  /// them. Blanks count only where the first line holds no other separator. Where none cuts
  /// evenly: the one that cuts the first line most often, so that the error names the odd line.
  static func separator(of bytes: [UInt8]) -> Separator {
    let ranked: [Separator] = [.tab, .semicolon, .pipe, .comma]
    let counts = ranked.map { cellCounts(bytes, $0) }
    for (separator, counts) in zip(ranked, counts) {
      if let counts, counts[0] > 1, counts.allSatisfy({ $0 == counts[0] }) { return separator }
    }
    let firstCounts = counts.map { $0?[0] ?? 1 }
    if let most = firstCounts.max(), most > 1, let index = firstCounts.firstIndex(of: most) {
      return ranked[index]
    }
    if let spaced = cellCounts(bytes, .space), spaced[0] > 1 { return .space }
    return .comma
  }

  /// The number of cells in each of the first lines; nil where there are none, or no such lines.
  private static func cellCounts(_ bytes: [UInt8], _ separator: Separator) -> [Int]? {
    var scanner = CSVScanner(bytes, separator: separator)
    var cells: [CSVCell] = []
    var counts: [Int] = []
    while counts.count < sampledLines {
      guard let found = try? scanner.next(&cells) else { return nil }
      if !found { break }
      counts.append(cells.count)
    }
    return counts.isEmpty ? nil : counts
  }
}
