import Catalog
import Formats

/// Reads delimited text, piece by piece, into a table of numbers and of texts.
struct CSVReader {
  /// Bytes that are looked at together; each thread gets as many.
  private static let pieceSize = 1 << 20
  /// The most bytes of one record: an open quote would otherwise take the whole file.
  private static let recordLimit = 1 << 26

  /// The most texts of a column: more are neither inputs nor classes, and are not to be kept.
  private static let textLimit = 100_000

  private let source: ByteStream
  private let options: LoadOptions
  private let watch: LoadWatch
  private var scanner: CSVScanner
  private var cells: [CSVCell] = []
  /// For each column of the file its place in the table, nil where it is left out.
  private var places: [Int?] = []
  private var kinds: [PlainRows.Column] = []
  private var codes: [TextCodes] = []
  private var table = Table(names: [], numbers: [], isNamed: false)
  private var firstLineMayBeNames = false
  private var plainReading: PlainReading

  private init(
    _ source: ByteStream, _ options: LoadOptions, _ watch: LoadWatch, _ cells: Cells
  ) {
    table.cells = cells
    self.source = source
    self.options = options
    self.watch = watch
    scanner = CSVScanner([], separator: .comma, isWhole: false)
    plainReading = PlainReading(pieceSize: CSVReader.pieceSize)
  }

  /// - Throws: for uneven lines, open quotes, numbers mixed with text and, where `options` say
  ///   so, missing cells; each names line, column and what was found.
  /// - Parameter cells: where the cells are put; none yet.
  static func read(
    _ source: ByteStream, _ options: LoadOptions, _ watch: LoadWatch, into cells: Cells
  ) throws -> Table {
    var reader = CSVReader(source, options, watch, cells)
    try reader.readHeader()
    try reader.readRows()
    return reader.table
  }

  /// The names in the first line; none where it is data.
  static func names(_ bytes: [UInt8]) throws -> [String] {
    var reader = CSVReader(try ByteStream(bytes), LoadOptions(), .nobody, Cells())
    try reader.readHeader()
    return reader.table.isNamed ? reader.table.names : []
  }

  private static func refuseForeignText(_ bytes: [UInt8]) throws(DataError) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw DataError(
        "the file is UTF-16 text, expected UTF-8",
        suggestion: "iconv -f utf-16 -t utf-8 converts it")
    }
    // Control characters other than tab, line ends, page ends and the end of a DOS text.
    if let place = bytes.prefix(4096).firstIndex(where: {
      $0 < 0x20 && !(0x09...0x0D).contains($0) && $0 != 0x1A
    }) {
      throw DataError(
        "the file is no text: its byte \(place + 1) is \(bytes[place]), a control character")
    }
  }

  // MARK: - Pieces

  /// Takes the next piece of the text behind what is left of the last one.
  private mutating func extend() throws {
    let (source, line) = (source, scanner.line)
    let count = CSVReader.pieceSize * plainReading.threads
    isAtEnd = try scanner.extend { bytes in
      guard bytes.count < CSVReader.recordLimit else {
        throw DataError("a line is longer than 64 MiB; is a quote not closed?", line: line)
      }
      try checkRoom(bytes: Double(bytes.count + count))
      return try !source.append(count, to: &bytes)
    }
    try watch.look(at: source)
  }

  private var isAtEnd = false

  private mutating func nextRecord() throws -> Bool {
    while true {
      switch try scanner.next(&cells) {
      case .record: return true
      case .end: return false
      case .cut: try extend()
      }
    }
  }

  // MARK: - The first line

  private mutating func readHeader() throws {
    try extend()
    try CSVReader.refuseForeignText(scanner.bytes)
    let (separator, reason) = CSVDialect.separator(of: scanner.bytes, options, isWhole: isAtEnd)
    scanner = CSVScanner(scanner.bytes, separator: separator, isWhole: isAtEnd)
    let isBlank = !scanner.bytes.isEmpty
    guard try nextRecord() else {
      throw DataError(
        isBlank ? "the file holds blank lines and comments only" : "the file is empty")
    }
    let header = try CSVHeader(cells, scanner, options)
    firstLineMayBeNames = header.mayBeNames
    let numbers = Array(1...header.names.count)
    try layOut(Table(names: header.names, numbers: numbers, isNamed: header.isNamed))
    table.choices = [reason, header.reason]
    if !header.isNamed { try addRow() }
  }

  /// Makes room for the columns that are not left out.
  private mutating func layOut(_ full: Table) throws(DataError) {
    let kept = try full.kept(by: options)
    let cells = table.cells
    table = Table(
      names: kept.map { full.names[$0] }, numbers: kept.map { $0 + 1 }, isNamed: full.isNamed)
    table.cells = cells
    table.isComplete = options.missing == .error
    places = [Int?](repeating: nil, count: full.columns)
    kinds = [PlainRows.Column](repeating: .skipped, count: full.columns)
    codes = [TextCodes](repeating: TextCodes(), count: full.columns)
    for (place, index) in kept.enumerated() {
      places[index] = place
      kinds[index] = .unknown
    }
  }

  // MARK: - The rows

  private mutating func readRows() throws {
    let firstLine = scanner.recordLine
    while true {
      try readPlainRows()
      guard try nextRecord() else { break }
      guard cells.count == places.count else {
        let isLonger = cells.count > places.count && scanner.separator != .space
        throw DataError(
          "line \(scanner.recordLine) has \(counted(cells.count, "cell")), "
            + "expected \(places.count) as in line \(firstLine)",
          suggestion: isLonger ? "a cell that holds the separator stands in quotes" : nil,
          line: scanner.recordLine)
      }
      try addRow()
      try table.cells.reserve(share: source.share(unread: scanner.unread))
    }
    if table.rows == 0 {
      throw DataError(
        table.columns == 0 ? "no column is left" : "the file has a header but no rows")
    }
    for (index, place) in places.enumerated() {
      guard let place, kinds[index] == .texts else { continue }
      table.texts[place] = codes[index].texts
    }
  }

  /// Reads on as long as rows are plain.
  private mutating func readPlainRows() throws(DataError) {
    guard scanner.separator != .space, table.columns > 0 else { return }
    let rows = PlainRows(
      columns: kinds, codes: codes, separator: scanner.separator.byte,
      point: options.decimal.byte, takesMissing: options.missing != .error)
    let result = try scanner.bytes.withUnsafeBufferPointer { bytes throws(DataError) in
      try plainReading.read(
        bytes, from: scanner.position, rows, keeping: table.columns, &table.cells)
    }
    table.lines.append(line: scanner.line, rows: result.rows)
    scanner.skip(to: result.end, lines: result.rows)
  }

  private mutating func addRow() throws(DataError) {
    for index in cells.indices {
      guard let place = places[index] else { continue }
      try table.cells.append(value(of: cells[index], index, place))
    }
    table.lines.append(line: scanner.recordLine)
  }

  /// What stands in the table for a cell: a number, the code of a text, or NaN.
  private mutating func value(of cell: CSVCell, _ index: Int, _ place: Int) throws(DataError)
    -> Double
  {
    if scanner.isMissing(cell) {
      guard options.missing == .error else { return .nan }
      throw error(
        "a missing value (\(cell.range.isEmpty ? "empty" : "'\(shown(cell))'"))", index, place,
        suggestion: hasNoName(index)
          ? "the first line has no name for it; drop=\(index + 1) leaves the column out"
          : MissingPolicy.suggestion(isForPrediction: options.isForPrediction))
    }
    let number = scanner.number(cell, options.decimal)
    if kinds[index] == .unknown { kinds[index] = number == .notANumber ? .texts : .numbers }
    let isText = kinds[index] == .texts
    switch number {
    case .overflow: throw error("'\(shown(cell))', a number too large for a double", index, place)
    case .number(let value) where !isText: return value
    case .notANumber where isText:
      let code = codes[index].code(adding: try scanner.text(cell, column: index + 1))
      if code < CSVReader.textLimit { return Double(code) }
      throw error(
        "more than \(CSVReader.textLimit) different texts", index, place,
        suggestion: "drop=\(table.key(place)) leaves the column out")
    case .number:
      throw error(
        "the number '\(shown(cell))' in a column of text", index, place,
        suggestion: headerSuggestion ?? options.decimal.hint(for: codes[index].texts)
          ?? dropSuggestion(place))
    case .notANumber:
      throw error(
        "'\(shown(cell))' in a column of numbers", index, place,
        suggestion: mixedSuggestion(cell, place))
    }
  }

  // MARK: - Cells

  /// The start of a cell, fit for an error message.
  private func shown(_ cell: CSVCell) -> String {
    let text = String(decoding: scanner.bytes[cell.range].prefix(160), as: UTF8.self)
    let visible = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
    let short = String(String.UnicodeScalarView(visible)).prefix(40)
    return short.count < text.count || cell.range.count > 160 ? short + "…" : String(short)
  }

  private func mixedSuggestion(_ cell: CSVCell, _ place: Int) -> String {
    options.decimal.hint(for: [String(decoding: scanner.bytes[cell.range], as: UTF8.self)])
      ?? headerSuggestion ?? dropSuggestion(place)
  }

  /// Where the first line was read as data, and the second is unlike it.
  private var headerSuggestion: String? {
    firstLineMayBeNames && table.rows <= 1 ? "say header=on if the first line holds names" : nil
  }

  private func dropSuggestion(_ place: Int) -> String {
    "drop=\(table.key(place)) leaves the column out"
  }

  private func hasNoName(_ index: Int) -> Bool {
    table.isNamed && places[index].map { table.names[$0] == "column\(index + 1)" } == true
  }

  private func error(
    _ found: String, _ index: Int, _ place: Int, suggestion: String? = nil
  ) -> DataError {
    DataError(
      "line \(scanner.recordLine), \(table.title(place)): found \(found)",
      suggestion: suggestion, line: scanner.recordLine, column: index + 1)
  }
}
