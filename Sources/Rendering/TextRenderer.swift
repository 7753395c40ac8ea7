import Engine
import Reports

/// Reports as lines of text, for a terminal or a pipe.
package struct TextRenderer: Sendable {
  package let digits: Int
  /// Columns that a row may take; wider arrays are shown in blocks of columns.
  package let width: Int

  package init(digits: Int, width: Int = 100) {
    self.digits = digits
    self.width = max(20, width)
  }

  package func render(_ report: Report) -> String {
    switch report {
    case .value(let value): value.text(digits: digits)
    case .text(let text): text
    case .fields(let fields): render(fields)
    case .table(let table): render(table)
    case .array(let array): render(array)
    case .group(let reports): reports.map(render).joined(separator: "\n\n")
    }
  }

  private func render(_ fields: [Field]) -> String {
    let names = fields.map(\.name.displayWidth).max() ?? 0
    return fields.map { field in
      pad(field.name, to: names) + "  " + field.value.text(digits: digits)
    }.joined(separator: "\n")
  }

  private func render(_ table: Table) -> String {
    let cells = table.rows.map { row in row.map { $0?.text(digits: digits) ?? "–" } }
    let isNumeric = table.columns.indices.map { column in
      table.rows.allSatisfy { row in
        switch row[column] {
        case .number, nil: true
        default: false
        }
      }
    }
    let widths = table.columns.indices.map { column in
      ([table.columns[column]] + cells.map { $0[column] }).map(\.displayWidth).max() ?? 0
    }
    let lines = ([table.columns] + cells).map { row in
      row.indices.map { pad(row[$0], to: widths[$0], isRight: isNumeric[$0]) }
        .joined(separator: "  ").trimmedRight
    }
    return ((table.title.map { [$0] } ?? []) + lines).joined(separator: "\n")
  }

  // MARK: Arrays

  private func render(_ array: NamedArray) -> String {
    let matrix = array.matrix
    if array.isList {
      return block(
        "\(array.name) (\(matrix.rows))", matrix.transposed, 0..<matrix.rows)
    }
    let title =
      "\(array.name) (\(matrix.rows) \(array.rowNoun) × \(matrix.columns) \(array.columnNoun))"
    return block(title, matrix, 0..<matrix.columns)
  }

  /// The rows of a matrix under a title, in blocks of as many columns as fit.
  private func block(_ title: String, _ matrix: Matrix, _ columns: Range<Int>) -> String {
    let cells = matrix.elements.map { format($0, digits: digits) }
    let cellWidth = (cells.map(\.count).max() ?? 0) + 2
    let perBlock = max(1, (width - 2) / cellWidth)
    var lines = [title]
    for first in stride(from: 0, to: columns.count, by: perBlock) {
      let last = min(columns.count, first + perBlock)
      if columns.count > perBlock { lines.append("  columns \(first + 1) to \(last)") }
      for row in 0..<matrix.rows {
        lines.append(
          (first..<last).map { pad(cells[row * matrix.columns + $0], to: cellWidth, isRight: true) }
            .joined())
      }
    }
    return lines.joined(separator: "\n")
  }

  private func pad(_ text: String, to width: Int, isRight: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - text.displayWidth))
    return isRight ? blanks + text : text + blanks
  }
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
