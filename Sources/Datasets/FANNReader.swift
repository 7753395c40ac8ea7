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
  static func read(_ bytes: [UInt8]) throws(DataError) -> (Table, target: [String]) {
    var words = Words(bytes)
    var sizes: [Int] = []
    for noun in ["samples", "inputs", "outputs"] {
      guard let range = words.next(), let size = Int(text(bytes, range)),
        size > 0 || noun != "samples",
        size >= 0, size < 1 << 31
      else { throw DataError("line 1: expected the number of \(noun)", line: 1) }
      sizes.append(size)
    }
    let (samples, inputs, outputs) = (sizes[0], sizes[1], sizes[2])
    let columns = inputs + outputs
    // Each number takes two bytes at least.
    let (total, overflow) = samples.multipliedReportingOverflow(by: max(1, columns))
    guard inputs > 0, !overflow, total <= bytes.count else {
      throw DataError(
        "line 1: \(samples) samples of \(inputs) inputs and \(outputs) outputs do not fit in the "
          + "\(bytes.count) bytes of the file", line: 1)
    }
    let targets = (0..<outputs).map { "y\($0 + 1)" }
    var table = Table(
      names: (0..<inputs).map { "x\($0 + 1)" } + targets, numbers: Array(1...columns),
      isNamed: true)
    table.cells.reserveCapacity(total)
    for index in 0..<total { try table.add(&words, index) }
    if let more = words.next() {
      throw DataError(
        "line \(words.line): found '\(text(bytes, more))' behind the last of \(samples) samples",
        line: words.line)
    }
    table.choices = ["FANN data: \(counted(inputs, "input")), \(counted(outputs, "output"))"]
    return (table, targets)
  }

  fileprivate static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  fileprivate static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    String(decoding: bytes[range].prefix(40), as: UTF8.self)
  }
}

/// Words with blanks between them, and the lines that they are on.
private struct Words {
  let bytes: [UInt8]
  private var position = 0
  private(set) var line = 1

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> Range<Int>? {
    while position < bytes.count, FANNReader.isBlank(bytes[position]) {
      if bytes[position] == 0x0A { line += 1 }
      position += 1
    }
    let start = position
    while position < bytes.count, !FANNReader.isBlank(bytes[position]) { position += 1 }
    return start < position ? start..<position : nil
  }
}

extension Table {
  fileprivate mutating func add(_ words: inout Words, _ index: Int) throws(DataError) {
    let (row, column) = index.quotientAndRemainder(dividingBy: columns)
    guard let range = words.next() else {
      throw DataError(
        "the file is cut off: line \(words.line) ends in sample \(row + 1) of those announced",
        line: words.line)
    }
    guard let value = DecimalNumber.parse(words.bytes, range).value else {
      throw DataError(
        "line \(words.line), \(title(column)): found '\(FANNReader.text(words.bytes, range))', "
          + "expected a number", line: words.line, column: column + 1)
    }
    try cells.append(value)
    if column == columns - 1 { lines.append(line: words.line) }
  }
}
