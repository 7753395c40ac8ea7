import Catalog
import Formats

/// Reads ARFF, the format of Weka: a header with the names and types of the columns, then rows as
/// in CSV. Numbers, texts and nominal values; no dates, no sparse rows.
struct ARFFReader {
  private enum Kind {
    case number, text
    case nominal(Set<String>)
  }

  private var kinds: [Kind] = []
  private var codes: [TextCodes] = []
  private var table = Table(names: [], numbers: [], isNamed: true)
  private var line = 0

  /// Whether the first line that is no comment declares a relation.
  static func recognizes(_ start: [UInt8]) -> Bool {
    for line in start.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let text = String(decoding: line, as: UTF8.self).trimmed
      if text.isEmpty || text.hasPrefix("%") { continue }
      return text.lowercased().hasPrefix("@relation")
    }
    return false
  }

  /// - Throws: for types that are not read, uneven rows, and values that are not declared; each
  ///   names the line.
  static func read(_ source: ByteStream, _ watch: LoadWatch) throws -> Table {
    var reader = ARFFReader()
    var lines = LineStream(source)
    var isData = false
    while let bytes = try lines.next() {
      reader.line = lines.number
      let text = try reader.text(bytes).trimmed
      if text.isEmpty || text.hasPrefix("%") { continue }
      guard isData else {
        isData = try reader.readDeclaration(text)
        continue
      }
      try reader.readRow(text)
      if lines.number % 1024 == 0 {
        try watch.look(at: source)
        try reader.table.cells.reserve(share: lines.share)
      }
    }
    return try reader.finished(isData)
  }

  private func finished(_ isData: Bool) throws(DataError) -> Table {
    guard isData else { throw DataError("the file has no @data") }
    guard table.rows > 0 else { throw DataError("the file has a header but no rows") }
    var table = table
    for column in codes.indices where isText(column) { table.texts[column] = codes[column].texts }
    table.choices = ["ARFF: names and types from its header"]
    return table
  }

  private func text(_ bytes: ArraySlice<UInt8>) throws(DataError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DataError("line \(line): the text is not UTF-8", line: line)
    }
    return text
  }

  private func isText(_ column: Int) -> Bool {
    if case .number = kinds[column] { false } else { true }
  }

  // MARK: - The header

  /// Whether it is the `@data` behind which the rows stand.
  private mutating func readDeclaration(_ text: Substring) throws(DataError) -> Bool {
    var rest = text
    let keyword = rest.takeWord().lowercased()
    switch keyword {
    case "@relation": return false
    case "@attribute":
      try readAttribute(rest.trimmed)
      return false
    case "@data":
      guard !kinds.isEmpty else { throw failure("@data without an @attribute before it") }
      return true
    default: throw failure("found '\(keyword.prefix(40))', expected @attribute or @data")
    }
  }

  private mutating func readAttribute(_ text: Substring) throws(DataError) {
    var cells = ARFFCells(text)
    guard let name = cells.nextWord() else { throw failure("an @attribute without a name") }
    guard !table.names.contains(name) else { throw failure("two columns are named '\(name)'") }
    kinds.append(try kind(cells.rest.trimmed, of: name))
    codes.append(TextCodes())
    table.names.append(name)
    table.numbers.append(kinds.count)
    table.texts.append(nil)
  }

  private func kind(_ text: Substring, of name: String) throws(DataError) -> Kind {
    if text.hasPrefix("{") {
      guard text.hasSuffix("}") else { throw failure("the values of '\(name)' end without }") }
      var cells = ARFFCells(text.dropFirst().dropLast())
      guard let values = cells.row() else { throw failure("a quote is not closed") }
      return .nominal(Set(values.compactMap { $0.text }))
    }
    switch text.lowercased() {
    case "numeric", "real", "integer": return .number
    case "string": return .text
    default:
      throw failure(
        "column '\(name)' is of the type '\(text.prefix(40))', expected numeric, real, integer, "
          + "string or {values}")
    }
  }

  // MARK: - The rows

  private mutating func readRow(_ text: Substring) throws(DataError) {
    guard !text.hasPrefix("{") else { throw failure("sparse rows in { } are not read") }
    var cells = ARFFCells(text)
    guard let row = cells.row() else { throw failure("a quote is not closed") }
    guard row.count == kinds.count else {
      throw failure(
        "found \(counted(row.count, "cell")), the header has \(counted(kinds.count, "column"))")
    }
    for (column, cell) in row.enumerated() { try table.cells.append(value(cell, column)) }
    table.lines.append(line: line)
  }

  private mutating func value(_ cell: ARFFCells.Cell, _ column: Int) throws(DataError) -> Double {
    guard let text = cell.text else { return .nan }
    switch kinds[column] {
    case .number:
      if let value = DecimalNumber.parse(text).value { return value }
      throw failure("\(table.title(column)): found '\(text.prefix(40))', expected a number", column)
    case .nominal(let values) where !values.contains(text):
      throw failure(
        "\(table.title(column)): found '\(text.prefix(40))', which its declaration does not name",
        column)
    case .text, .nominal: return Double(codes[column].code(adding: text))
    }
  }

  private func failure(_ message: String, _ column: Int? = nil) -> DataError {
    DataError("line \(line), \(message)", line: line, column: column.map { $0 + 1 })
  }
}

/// Cuts a line of ARFF into cells: commas or tabs part them, quotes of either kind surround them,
/// a backslash takes the next character as it is.
private struct ARFFCells {
  struct Cell {
    /// Nil where the value is missing: a `?` without quotes.
    let text: String?
  }

  private(set) var rest: Substring

  init(_ text: Substring) { rest = text }

  /// A name, in quotes or up to the next blank.
  mutating func nextWord() -> String? {
    if let quote = rest.first, quote == "'" || quote == "\"" { return quoted(quote) }
    let word = rest.takeWord()
    return word.isEmpty ? nil : String(word)
  }

  /// All cells that are left; nil where a quote is not closed.
  mutating func row() -> [Cell]? {
    var cells: [Cell] = []
    while true {
      rest = rest.trimmedStart
      if let quote = rest.first, quote == "'" || quote == "\"" {
        guard let text = quoted(quote) else { return nil }
        cells.append(Cell(text: text))
      } else {
        let end = rest.firstIndex { $0 == "," || $0 == "\t" } ?? rest.endIndex
        let text = rest[..<end].trimmed
        rest = rest[end...]
        cells.append(Cell(text: text == "?" || text.isEmpty ? nil : String(text)))
      }
      rest = rest.trimmedStart(but: "\t")
      guard let mark = rest.first else { return cells }
      guard mark == "," || mark == "\t" else { return nil }
      rest.removeFirst()
    }
  }

  private mutating func quoted(_ quote: Character) -> String? {
    rest.removeFirst()
    var text = ""
    while let character = rest.popFirst() {
      if character == quote { return text }
      if character == "\\", let next = rest.popFirst() {
        text.append(next)
      } else {
        text.append(character)
      }
    }
    return nil
  }
}

extension Substring {
  fileprivate var trimmedStart: Substring { drop { $0 == " " || $0 == "\t" || $0 == "\r" } }
  fileprivate func trimmedStart(but mark: Character) -> Substring {
    drop { ($0 == " " || $0 == "\t" || $0 == "\r") && $0 != mark }
  }
  fileprivate var trimmed: Substring {
    var text = trimmedStart
    while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
    return text
  }

  /// Takes what stands before the next blank.
  fileprivate mutating func takeWord() -> Substring {
    let end = firstIndex { $0 == " " || $0 == "\t" } ?? endIndex
    defer { self = self[end...] }
    return self[..<end]
  }
}

extension String {
  fileprivate var trimmed: Substring { self[...].trimmed }
}
