import Catalog
import Formats

/// Reads the training data of the FANN library: the numbers of samples, inputs and outputs, then
/// for each sample its inputs and its outputs, with blanks or line ends between all of them.
enum FANNReader {
  /// Whether the text begins with three counts alone on a line.
  static func recognizes(_ start: [UInt8]) -> Bool {
    guard let end = start.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return false }
    let words = start[..<end].split(whereSeparator: isBlank)
    return words.count == 3 && words.allSatisfy { $0.allSatisfy { (0x30...0x39).contains($0) } }
  }

  /// The table, and which of its columns are outputs.
  ///
  /// - Throws: where a word is no number, or there are more or fewer than announced.
  static func read(_ source: ByteStream, _ watch: LoadWatch) throws -> (Table, target: [String]) {
    var words = Words(source)
    var sizes: [Int] = []
    for noun in ["samples", "inputs", "outputs"] {
      guard let word = try words.next(), let size = Int(text(word)), size > 0 || noun != "samples",
        size >= 0, size < 1 << 31
      else { throw DataError("line 1: expected the number of \(noun)", line: 1) }
      sizes.append(size)
    }
    let (samples, inputs, outputs) = (sizes[0], sizes[1], sizes[2])
    let columns = inputs + outputs
    // Each number takes two bytes at least.
    let (total, overflow) = samples.multipliedReportingOverflow(by: max(1, columns))
    let size = source.isPacked ? nil : source.size
    guard inputs > 0, columns <= mostColumns, !overflow, total <= size ?? .max else {
      throw DataError(
        "line 1: \(samples) samples of \(inputs) inputs and \(outputs) outputs do not fit in the "
          + (size.map { "\($0) bytes of the file" } ?? "file"), line: 1)
    }
    let targets = (0..<outputs).map { "y\($0 + 1)" }
    var table = Table(
      names: (0..<inputs).map { "x\($0 + 1)" } + targets, numbers: Array(1...columns),
      isNamed: true)
    if size != nil { try table.cells.reserve(rows: samples, columns: columns) }
    for index in 0..<total {
      try table.add(&words, index)
      if index % 65_536 == 0 { try watch.look(at: source) }
    }
    if let more = try words.next() {
      throw DataError(
        "line \(words.line): found '\(text(more))' behind the last of \(samples) samples",
        line: words.line)
    }
    table.choices = ["FANN data: \(counted(inputs, "input")), \(counted(outputs, "output"))"]
    return (table, targets)
  }

  /// Each has a name, and there may be more of them than numbers in the file.
  private static let mostColumns = 1_000_000

  fileprivate static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  fileprivate static func text(_ word: ArraySlice<UInt8>) -> String {
    String(decoding: word.prefix(40), as: UTF8.self)
  }
}

/// Words with blanks between them, and the lines that they are on.
private struct Words {
  private var lines: LineStream
  private var rest: ArraySlice<UInt8> = []

  init(_ source: ByteStream) { lines = LineStream(source) }

  var line: Int { max(1, lines.number) }

  mutating func next() throws -> ArraySlice<UInt8>? {
    while true {
      var start = rest.startIndex
      while start < rest.endIndex, FANNReader.isBlank(rest[start]) { start += 1 }
      guard start == rest.endIndex else {
        var end = start
        while end < rest.endIndex, !FANNReader.isBlank(rest[end]) { end += 1 }
        defer { rest = rest[end...] }
        return rest[start..<end]
      }
      guard let line = try lines.next() else { return nil }
      rest = line
    }
  }
}

extension Table {
  fileprivate mutating func add(_ words: inout Words, _ index: Int) throws {
    let (row, column) = index.quotientAndRemainder(dividingBy: columns)
    guard let word = try words.next() else {
      throw DataError(
        "the file is cut off: line \(words.line) ends in sample \(row + 1) of those announced",
        line: words.line)
    }
    guard let value = word.withUnsafeBufferPointer({ DecimalNumber.parse($0[...]).value }) else {
      throw DataError(
        "line \(words.line), \(title(column)): found '\(FANNReader.text(word))', "
          + "expected a number", line: words.line, column: column + 1)
    }
    try cells.append(value)
    if column == columns - 1 { lines.append(line: words.line) }
  }
}
