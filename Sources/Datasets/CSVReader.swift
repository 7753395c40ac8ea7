import Catalog
import Formats

/// Reads delimited text into a table of numbers and of texts.
struct CSVReader {
  private var scanner: CSVScanner
  private let options: LoadOptions
  private var cells: [CSVCell] = []
  /// For each column of the file its place in the table, nil where it is left out.
  private var places: [Int?] = []
  private var table = Table(names: [], numbers: [], isNamed: false)
  private var columnIsText: [Bool?] = []
  private var codes: [[String: Int]] = []
  /// Whether the first line was taken for data unasked: the error of a later line may be its.
  private var headerWasGuessed = false

  private init(_ bytes: [UInt8], _ options: LoadOptions) {
    scanner = CSVScanner(bytes, separator: options.separator ?? CSVDialect.separator(of: bytes))
    self.options = options
  }

  /// - Throws: for uneven lines, open quotes, numbers mixed with text and, where `options` say
  ///   so, missing cells; each names line, column and what was found.
  static func read(_ bytes: [UInt8], _ options: LoadOptions) throws(DataError) -> Table {
    try refuseForeignText(bytes)
    var reader = CSVReader(bytes, options)
    try reader.readHeader()
    try reader.readRows()
    return reader.table
  }

  private static func refuseForeignText(_ bytes: [UInt8]) throws(DataError) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw DataError("the file is UTF-16 text, expected UTF-8")
    }
    if bytes.prefix(4096).contains(0) {
      throw DataError("the file holds zero bytes, expected text")
    }
  }

  // MARK: - The first line

  private mutating func readHeader() throws(DataError) {
    guard try scanner.next(&cells) else { throw DataError("the file is empty") }
    let isHeader =
      switch options.header {
      case .on: true
      case .off: false
      case .auto: looksLikeHeader()
      }
    headerWasGuessed = options.header == .auto && !isHeader
    let names = isHeader ? try headerNames() : Table.madeUpNames(cells.count)
    try layOut(Table(names: names, numbers: Array(1...names.count), isNamed: isHeader))
    if !isHeader { try addRow() }
  }

  /// Makes room for the columns that are not left out.
  private mutating func layOut(_ full: Table) throws(DataError) {
    let dropped = Set(try full.choice.indices(of: options.drop))
    let kept = full.names.indices.filter { !dropped.contains($0) }
    table = Table(
      names: kept.map { full.names[$0] }, numbers: kept.map { $0 + 1 }, isNamed: full.isNamed)
    places = [Int?](repeating: nil, count: full.columns)
    for (place, index) in kept.enumerated() { places[index] = place }
    columnIsText = [Bool?](repeating: nil, count: kept.count)
    codes = [[String: Int]](repeating: [:], count: kept.count)
  }

  /// Names are text: a line with a number, `NA`, `NaN` or `?` among its cells is data.
  private func looksLikeHeader() -> Bool {
    var hasText = false
    for cell in cells where !cell.range.isEmpty {
      if isMissing(cell) { return false }
      if DecimalNumber.parse(scanner.bytes, cell.range) != .notANumber { return false }
      hasText = true
    }
    return hasText
  }

  private func headerNames() throws(DataError) -> [String] {
    var names: [String] = []
    var places: [String: Int] = [:]
    for (index, cell) in cells.enumerated() {
      let text = try scanner.text(cell, column: index + 1)
      let name = text.isEmpty ? "column\(index + 1)" : text
      if let first = places.updateValue(index, forKey: name) {
        throw DataError(
          "columns \(first + 1) and \(index + 1) are both named '\(name)'",
          suggestion: "say header=off if the first line is data",
          line: scanner.recordLine, column: index + 1)
      }
      names.append(name)
    }
    return names
  }

  // MARK: - The rows

  private mutating func readRows() throws(DataError) {
    let firstLine = scanner.recordLine
    while try scanner.next(&cells) {
      guard cells.count == places.count else {
        throw DataError(
          "line \(scanner.recordLine) has \(counted(cells.count, "cell")), "
            + "expected \(places.count) as in line \(firstLine)", line: scanner.recordLine)
      }
      try addRow()
    }
    if table.rows == 0 {
      throw DataError(
        table.columns == 0 ? "no column is left" : "the file has a header but no rows")
    }
  }

  private mutating func addRow() throws(DataError) {
    for index in cells.indices {
      guard let place = places[index] else { continue }
      let cell = cells[index]
      let number = DecimalNumber.parse(scanner.bytes, cell.range)
      if case .number(let value) = number, columnIsText[place] == false {
        table.cells.append(value)
      } else {
        table.cells.append(try value(of: cell, number, index, place))
      }
    }
    table.lines.append(scanner.recordLine)
  }

  /// What stands in the table for a cell: a number, the code of a text, or NaN.
  private mutating func value(
    of cell: CSVCell, _ number: DecimalNumber, _ index: Int, _ place: Int
  ) throws(DataError) -> Double {
    if isMissing(cell) {
      guard options.missing == .error else { return .nan }
      throw error(
        "a missing value (\(cell.range.isEmpty ? "empty" : "'\(shown(cell))'"))", index, place,
        suggestion: "fill it in, or take the row out")
    }
    let isText = columnIsText[place] ?? (number == .notANumber)
    columnIsText[place] = isText
    switch number {
    case .overflow: throw error("'\(shown(cell))', a number too large for a double", index, place)
    case .number(let value) where !isText: return value
    case .notANumber where isText: return try code(of: cell, index, place)
    case .number:
      throw error("the number '\(shown(cell))' in a column of text", index, place)
    case .notANumber:
      throw error(
        "'\(shown(cell))' in a column of numbers", index, place,
        suggestion: mixedSuggestion(cell))
    }
  }

  private mutating func code(of cell: CSVCell, _ index: Int, _ place: Int) throws(DataError)
    -> Double
  {
    let text = try scanner.text(cell, column: index + 1)
    if let code = codes[place][text] { return Double(code) }
    let code = codes[place].count
    codes[place][text] = code
    table.texts[place, default: []].append(text)
    return Double(code)
  }

  // MARK: - Cells

  private func isMissing(_ cell: CSVCell) -> Bool {
    let bytes = scanner.bytes
    switch cell.range.count {
    case 0: return true
    case 1: return bytes[cell.start] == 0x3F
    case 2: return bytes[cell.start] == 0x4E && bytes[cell.start + 1] == 0x41
    case 3:
      return bytes[cell.start] | 0x20 == 0x6E && bytes[cell.start + 1] | 0x20 == 0x61
        && bytes[cell.start + 2] | 0x20 == 0x6E
    default: return false
    }
  }

  /// The start of a cell, fit for an error message.
  private func shown(_ cell: CSVCell) -> String {
    let text = String(decoding: scanner.bytes[cell.range].prefix(160), as: UTF8.self)
    let visible = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
    let short = String(String.UnicodeScalarView(visible)).prefix(40)
    return short.count < text.count || cell.range.count > 160 ? short + "…" : String(short)
  }

  private func mixedSuggestion(_ cell: CSVCell) -> String? {
    let point = scanner.bytes[cell.range].map { $0 == 0x2C ? UInt8(0x2E) : $0 }
    if point.contains(0x2E), DecimalNumber.parse(point, 0..<point.count) != .notANumber {
      return "decimal commas are not read, write a point"
    }
    let isEarly = headerWasGuessed && table.rows <= 1
    return isEarly ? "say header=on if the first line holds names" : nil
  }

  private func error(
    _ found: String, _ index: Int, _ place: Int, suggestion: String? = nil
  ) -> DataError {
    DataError(
      "line \(scanner.recordLine), \(table.title(place)): found \(found)",
      suggestion: suggestion, line: scanner.recordLine, column: index + 1)
  }
}

extension Array where Element == [String]? {
  /// The texts of a column, which a first one makes a column of text.
  fileprivate subscript(place: Int, default texts: [String]) -> [String] {
    get { self[place] ?? texts }
    set { self[place] = newValue }
  }
}
