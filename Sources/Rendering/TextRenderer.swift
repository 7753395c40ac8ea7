import Catalog
import Engine
import Reports

/// Reports as lines of text, for a terminal or a pipe.
package struct TextRenderer: Sendable {
  package let digits: Int
  /// Columns that a row may take; wider arrays and tables are shown in blocks of columns.
  package let width: Int
  /// Whether a screen has that width. Elsewhere tables are whole, however wide.
  private let hasScreen: Bool
  /// What plots may be drawn with.
  package let style: TextStyle

  /// - Parameter width: of the screen; nil where there is none.
  package init(digits: Int, width: Int? = nil, style: TextStyle = .plain) {
    self.digits = digits
    self.width = max(20, width ?? 100)
    hasScreen = width != nil
    self.style = style
  }

  package func render(_ report: Report) -> String {
    switch report {
    case .value(let value): value.text(digits: digits)
    case .text(let text): text
    case .fields(let fields): render(fields)
    case .table(let table): render(table)
    case .array(let array): render(array)
    case .derivation(let derivation):
      DerivationText(digits: digits, width: width).text(derivation)
    case .findings(let findings): render(findings)
    case .plot(let plot): PlotText(style: style, width: width, digits: digits).render(plot)
    case .group(let reports): reports.map(render).joined(separator: "\n\n")
    }
  }

  private func render(_ fields: [Field]) -> String {
    let names = fields.map(\.name.displayWidth).max() ?? 0
    return fields.map { field in
      pad(printable(field.name), to: names) + "  " + printable(field.text(digits: digits))
    }.joined(separator: "\n")
  }

  /// One line each: `NN002 inputs: values up to 1680 (fix: scale standard)`; statements that would
  /// fill a line of their own are left to `fix`.
  private func render(_ findings: [Finding]) -> String {
    guard !findings.isEmpty else { return "nothing found" }
    return findings.map { finding in
      "\(finding.code) \(finding.place): \(finding.text)"
        + (finding.mend.map { $0.count > 80 ? " (fix \(finding.code))" : " (fix: \($0))" } ?? "")
    }.joined(separator: "\n")
  }

  private func render(_ table: Table) -> String {
    if hasScreen, let excerpt = table.excerpt {
      return "\(render(table.selecting(excerpt.rows)))\n\(excerpt.remark)"
    }
    let columns = table.columns.indices.map { Column(table, $0, digits: digits) }
    let blocks = blocks(of: columns).map { columns in
      (-1..<table.rows.count).map { row in
        columns.map { $0.cell(row) }.joined(separator: "  ").trimmedRight
      }.joined(separator: "\n")
    }
    return (table.title.map { "\($0)\n" } ?? "") + blocks.joined(separator: "\n\n")
  }

  /// The columns of a table in parts that a screen has room for, the first one in front of each.
  /// Where that would be many parts, the first columns and the last with `…` between them.
  private func blocks(of columns: [Column]) -> [[Column]] {
    guard hasScreen, let first = columns.first, columns.count > 2 else { return [columns] }
    var blocks = [[first]]
    var left = width - first.width
    for column in columns.dropFirst() {
      if left < column.width + 2, blocks[blocks.count - 1].count > 1 {
        blocks.append([first])
        left = width - first.width
      }
      blocks[blocks.count - 1].append(column)
      left -= column.width + 2
    }
    return blocks.count <= 3 ? blocks : [ends(of: columns)]
  }

  private func ends(of columns: [Column]) -> [Column] {
    let last = columns[columns.count - 1]
    var left = width - last.width - 3
    let shown = columns.dropLast().prefix {
      left -= $0.width + 2
      return left >= 0
    }
    return (shown.isEmpty ? columns.prefix(1) : shown) + [.ellipsis, last]
  }

  // MARK: Arrays

  private func render(_ array: NamedArray) -> String {
    let matrix = array.matrix
    if array.isList { return block("\(array.name) (\(matrix.rows))", matrix.transposed) }
    return block(
      "\(array.name) (\(counted(matrix.rows, array.rowNoun)) × "
        + "\(counted(matrix.columns, array.columnNoun)))", matrix)
  }

  /// The rows of a matrix under a title, in blocks of as many columns as fit.
  private func block(_ title: String, _ matrix: Matrix) -> String {
    let cells = AlignedNumbers(format(column: matrix.elements, digits: digits))
    let perBlock = max(1, width / (cells.width + 2))
    var lines = [title]
    for first in stride(from: 0, to: matrix.columns, by: perBlock) {
      let last = min(matrix.columns, first + perBlock)
      if matrix.columns > perBlock {
        lines.append(last == first + 1 ? "  column \(last)" : "  columns \(first + 1) to \(last)")
      }
      for row in 0..<matrix.rows {
        let line = (first..<last).map { "  " + cells[row * matrix.columns + $0] }.joined()
        lines.append(line.trimmedRight)
      }
    }
    return lines.joined(separator: "\n")
  }

}

/// A column of a table as text: numbers under each other by their points, all else to the left.
private struct Column {
  let title: String
  private let cells: [String]
  let width: Int
  private let isNumeric: Bool

  init(_ table: Table, _ index: Int, digits: Int) {
    title = printable(table.columns[index])
    let values = table.rows.map { $0[index] }
    let numbers = values.compactMap { if case .number(let number)? = $0 { number } else { nil } }
    isNumeric = numbers.count == values.count { $0 != nil }
    var numerals =
      table.measures.contains(table.columns[index])
      ? numbers.map { format(measure: $0, digits: digits) }[...]
      : format(column: numbers, digits: digits)[...]
    let texts = values.map { value in
      if case .number? = value { return numerals.removeFirst() }
      return value.map { printable($0.text(digits: digits)) } ?? "–"
    }
    cells = isNumeric ? AlignedNumbers(texts).all : texts
    width = ([title] + cells).map(\.displayWidth).max() ?? 0
  }

  private init(title: String, width: Int) {
    (self.title, self.width) = (title, width)
    cells = []
    isNumeric = false
  }

  static let ellipsis = Column(title: "…", width: 1)

  /// A row's text as wide as the column; row −1 is the title.
  func cell(_ row: Int) -> String {
    let text = row < 0 || cells.isEmpty ? title : cells[row]
    return pad(text, to: width, isRight: isNumeric)
  }
}

/// Numbers as texts of one width, with their points under each other.
private struct AlignedNumbers {
  let all: [String]
  let width: Int

  init(_ texts: [String]) {
    let heads = texts.map { text in text.firstIndex { $0 == "." || $0 == "e" } ?? text.endIndex }
    let headWidths = zip(texts, heads).map { $0[..<$1].count }
    let tailWidths = zip(texts, heads).map { $0[$1...].count }
    let head = headWidths.max() ?? 0
    let tail = tailWidths.max() ?? 0
    width = head + tail
    all = texts.indices.map {
      String(repeating: " ", count: head - headWidths[$0]) + texts[$0]
        + String(repeating: " ", count: tail - tailWidths[$0])
    }
  }

  subscript(_ index: Int) -> String { all[index] }
}

private func pad(_ text: String, to width: Int, isRight: Bool = false) -> String {
  let blanks = String(repeating: " ", count: max(0, width - text.displayWidth))
  return isRight ? blanks + text : text + blanks
}

extension String {
  /// Columns that the text takes in a terminal.
  package var displayWidth: Int { unicodeScalars.reduce(0) { $0 + $1.displayWidth } }

  fileprivate var trimmedRight: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

extension Unicode.Scalar {
  /// 0 for marks that join the character before them, 2 for the wide letters of East Asia and
  /// pictures, else 1 (after Unicode's annex 11, in coarse ranges).
  package var displayWidth: Int {
    if properties.generalCategory == .nonspacingMark || value == 0x200D { return 0 }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
