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
  /// The cells of the last row; kept for its memory.
  private var row: [ARFFCells.Cell] = []

  /// Whether the first line that is no comment declares a relation.
  static func recognizes(_ start: [UInt8]) -> Bool {
    for line in start.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let text = line.trimmed
      if text.isEmpty || text.first == Mark.percent { continue }
      return text.starts(with: "@relation".utf8) { $0 | 0x20 == $1 | 0x20 }
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
      let text = bytes.trimmed
      if text.isEmpty || text.first == Mark.percent { continue }
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
      throw failure("the text is not UTF-8")
    }
    return text
  }

  /// The start of a text, fit for an error message.
  private func shown(_ bytes: ArraySlice<UInt8>) -> String {
    String(String(decoding: bytes.prefix(160), as: UTF8.self).prefix(40))
  }

  private func isText(_ column: Int) -> Bool {
    if case .number = kinds[column] { false } else { true }
  }

  // MARK: - The header

  /// Whether it is the `@data` behind which the rows stand.
  private mutating func readDeclaration(_ line: ArraySlice<UInt8>) throws(DataError) -> Bool {
    var cells = ARFFCells(line)
    let keyword = try text(cells.nextWord() ?? [])
    switch keyword.lowercased() {
    case "@relation": return false
    case "@attribute":
      cells.skipBlanks()
      guard let name = cells.nextWord() else { throw failure("an @attribute without a name") }
      try addColumn(try text(name), cells.rest.trimmed)
      return false
    case "@data":
      guard !kinds.isEmpty else { throw failure("@data without an @attribute before it") }
      return true
    default: throw failure("found '\(keyword.prefix(40))', expected @attribute or @data")
    }
  }

  private mutating func addColumn(_ name: String, _ type: ArraySlice<UInt8>) throws(DataError) {
    guard !table.names.contains(name) else { throw failure("two columns are named '\(name)'") }
    kinds.append(try kind(type, of: name))
    codes.append(TextCodes())
    table.names.append(name)
    table.numbers.append(kinds.count)
    table.texts.append(nil)
  }

  private func kind(_ type: ArraySlice<UInt8>, of name: String) throws(DataError) -> Kind {
    if type.first == Mark.opening {
      guard type.last == Mark.closing else {
        throw failure("the values of '\(name)' end without }")
      }
      var cells = ARFFCells(type.dropFirst().dropLast())
      var values: [ARFFCells.Cell] = []
      guard cells.read(into: &values) else { throw failure("a quote is not closed") }
      var texts: Set<String> = []
      for case .text(let bytes) in values { texts.insert(try text(bytes)) }
      return .nominal(texts)
    }
    // A date may have its format behind it.
    switch try text(type).lowercased().split(separator: " ").first {
    case "numeric", "real", "integer": return .number
    case "string", "date": return .text
    default:
      throw failure(
        "column '\(name)' is of the type '\(shown(type))', expected numeric, real, integer, "
          + "string, date or {values}")
    }
  }

  // MARK: - The rows

  private mutating func readRow(_ line: ArraySlice<UInt8>) throws(DataError) {
    guard line.first != Mark.opening else { throw failure("sparse rows in { } are not read") }
    var cells = ARFFCells(line)
    guard cells.read(into: &row) else { throw failure("a quote is not closed") }
    guard row.count == kinds.count else {
      throw failure(
        "found \(counted(row.count, "cell")), the header has \(counted(kinds.count, "column"))")
    }
    for column in row.indices { try table.cells.append(value(row[column], column)) }
    table.lines.append(line: self.line)
  }

  private mutating func value(_ cell: ARFFCells.Cell, _ column: Int) throws(DataError) -> Double {
    guard case .text(let bytes) = cell else { return .nan }
    guard case .number = kinds[column] else { return Double(try code(of: bytes, column)) }
    let value = bytes.withUnsafeBufferPointer { DecimalNumber.parse($0[...]).value }
    if let value { return value }
    throw failure("\(table.title(column)): found '\(shown(bytes))', expected a number", column)
  }

  private mutating func code(of bytes: ArraySlice<UInt8>, _ column: Int) throws(DataError) -> Int {
    if let code = bytes.withUnsafeBufferPointer({ codes[column].code(of: $0) }) { return code }
    let text = try text(bytes)
    if case .nominal(let values) = kinds[column], !values.contains(text) {
      throw failure(
        "\(table.title(column)): found '\(shown(bytes))', which its declaration does not name",
        column)
    }
    return codes[column].code(adding: text)
  }

  private func failure(_ message: String, _ column: Int? = nil) -> DataError {
    DataError("line \(line), \(message)", line: line, column: column.map { $0 + 1 })
  }
}

/// Bytes that mean something in ARFF.
private enum Mark {
  static let percent = UInt8(ascii: "%")
  static let comma = UInt8(ascii: ",")
  static let tab = UInt8(ascii: "\t")
  static let missing = UInt8(ascii: "?")
  static let backslash = UInt8(ascii: "\\")
  static let opening = UInt8(ascii: "{")
  static let closing = UInt8(ascii: "}")

  static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"")
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == tab }
}

/// Cuts a line of ARFF into cells: commas or tabs part them, quotes of either kind surround them,
/// a backslash takes the next character as it is.
private struct ARFFCells {
  enum Cell {
    /// A `?` without quotes, or nothing.
    case missing
    case text(ArraySlice<UInt8>)
  }

  private(set) var rest: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) { rest = text }

  mutating func skipBlanks() { rest = rest.drop(while: Mark.isBlank) }

  /// A name, in quotes or up to the next blank; nil where there is none.
  mutating func nextWord() -> ArraySlice<UInt8>? {
    if let quote = rest.first, Mark.isQuote(quote) { return quoted(quote) }
    let word = rest.prefix { !Mark.isBlank($0) }
    rest = rest[word.endIndex...]
    return word.isEmpty ? nil : word
  }

  /// Replaces `cells` by those that are left; false where a quote is not closed.
  mutating func read(into cells: inout [Cell]) -> Bool {
    cells.removeAll(keepingCapacity: true)
    while true {
      skipBlanks()
      if let quote = rest.first, Mark.isQuote(quote) {
        guard let text = quoted(quote) else { return false }
        cells.append(.text(text))
      } else {
        let text = rest.prefix { $0 != Mark.comma && $0 != Mark.tab }
        rest = rest[text.endIndex...]
        let cell = text.trimmed
        let isMissing = cell.isEmpty || (cell.count == 1 && cell.first == Mark.missing)
        cells.append(isMissing ? .missing : .text(cell))
      }
      rest = rest.drop { $0 != Mark.tab && Mark.isBlank($0) }
      guard let mark = rest.first else { return true }
      guard mark == Mark.comma || mark == Mark.tab else { return false }
      rest.removeFirst()
    }
  }

  private mutating func quoted(_ quote: UInt8) -> ArraySlice<UInt8>? {
    rest.removeFirst()
    let text = rest.prefix { $0 != quote && $0 != Mark.backslash }
    rest = rest[text.endIndex...]
    if rest.first == quote {
      rest.removeFirst()
      return text
    }
    var plain = Array(text)
    while let byte = rest.popFirst() {
      if byte == quote { return plain[...] }
      plain.append(byte == Mark.backslash ? rest.popFirst() ?? byte : byte)
    }
    return nil
  }
}

extension ArraySlice<UInt8> {
  /// Without blanks around it.
  fileprivate var trimmed: ArraySlice {
    var text = drop(while: Mark.isBlank)
    while let last = text.last, Mark.isBlank(last) || last == 0x0D { text.removeLast() }
    return text
  }
}
