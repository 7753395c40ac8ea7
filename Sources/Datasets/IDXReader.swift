import Formats

/// Reads IDX, the format of MNIST: two zero bytes, the type of the numbers, how many axes, their
/// sizes as big-endian words, then the numbers. Labels are in a file of their own.
enum IDXReader {
  static func recognizes(_ start: [UInt8]) -> Bool {
    start.count >= 8 && start[0] == 0 && start[1] == 0 && size(of: start[2]) != nil
      && (1...8).contains(start[3])
  }

  /// One row a sample, with the column of labels where there are any.
  ///
  /// - Throws: where the file is longer or shorter than its header says, or the labels do not fit.
  static func read(_ source: ByteStream, _ labels: String?, _ watch: LoadWatch) throws
    -> (Table, target: [String])
  {
    var images = try IDXNumbers(source)
    let rows = images.shape[0]
    let columns = images.count / rows
    let noun = images.shape.count > 2 ? "pixel" : "x"
    var table = Table(
      names: (0..<columns).map { "\(noun)\($0 + 1)" } + (labels == nil ? [] : ["label"]),
      numbers: Array(1...columns + (labels == nil ? 0 : 1)), isNamed: true)
    let size = images.shape.dropFirst().map(String.init).joined(separator: "×")
    table.choices = ["IDX: \(rows) of \(size.isEmpty ? "1" : size)"]
    try table.cells.reserve(rows: rows, columns: table.columns)
    let found = try labels.map { try labelValues($0, rows: rows, watch) }
    for row in 0..<rows {
      for _ in 0..<columns { try table.cells.append(images.next()) }
      if let found { try table.cells.append(found[row]) }
      if row % 1024 == 0 { try watch.look(at: source) }
    }
    try images.finish()
    if labels == nil {
      table.choices.append("no labels; labels=FILE names the file that holds them")
    }
    return (table, [labels == nil ? "none" : "label"])
  }

  private static func labelValues(_ path: String, rows: Int, _ watch: LoadWatch) throws -> [Double]
  {
    do {
      var labels = try IDXNumbers(watch.open(path))
      guard labels.count == rows else {
        throw DataError(
          "\(rows) samples, but '\(path)' holds \(labels.count) numbers of shape \(labels.shape)")
      }
      let values = try (0..<rows).map { _ in try labels.next() }
      try labels.finish()
      return values
    } catch {
      throw error.asOption("labels", path)
    }
  }

  fileprivate static func size(of type: UInt8) -> Int? {
    switch type {
    case 0x08, 0x09: 1
    case 0x0B: 2
    case 0x0C, 0x0D: 4
    case 0x0E: 8
    default: nil
    }
  }
}

/// The numbers of an IDX file one after the other.
private struct IDXNumbers {
  /// At least one size, and none of them 0.
  let shape: [Int]
  let count: Int
  private let source: ByteStream
  private let type: UInt8
  private let size: Int
  private var bytes: [UInt8] = []
  private var position: Int
  private var taken = 0

  /// Reads the header.
  init(_ source: ByteStream) throws {
    self.source = source
    _ = try source.append(1 << 20, to: &bytes)
    guard IDXReader.recognizes(bytes), let size = IDXReader.size(of: bytes[2]) else {
      throw DataError("the file is no IDX file")
    }
    (type, self.size) = (bytes[2], size)
    let start = 4 + 4 * Int(bytes[3])
    guard bytes.count >= start else { throw DataError("the file is cut off in its header") }
    position = start
    shape = stride(from: 4, to: start, by: 4).map { [bytes] at in
      bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, product <= 1 << 40 else {
        throw DataError("the shape \(shape) has more numbers than can be read")
      }
      count = product
    }
    guard count > 0 else { throw DataError("the shape \(shape) holds no numbers") }
    guard count / shape[0] <= ArrayReader.mostColumns else {
      throw DataError(
        "the shape \(shape) has \(count / shape[0]) columns, expected at most \(ArrayReader.mostColumns)"
      )
    }
    self.count = count
    if let all = source.size, !source.isPacked, all - start != count * size {
      throw unfilled(all - start)
    }
  }

  mutating func next() throws -> Double {
    if position + size > bytes.count {
      bytes.removeFirst(position)
      position = 0
      _ = try source.append(1 << 20, to: &bytes)
      guard bytes.count >= size else { throw unfilled(taken * size + bytes.count) }
    }
    var bits: UInt64 = 0
    for at in position..<position + size { bits = bits << 8 | UInt64(bytes[at]) }
    position += size
    taken += 1
    return number(bits)
  }

  /// - Throws: where more follows.
  func finish() throws {
    var rest = Array(bytes[position...])
    _ = try source.append(1, to: &rest)
    if !rest.isEmpty {
      throw DataError("the shape \(shape) takes \(count * size) bytes, but the file has more")
    }
  }

  private func unfilled(_ found: Int) -> DataError {
    DataError(
      "the shape \(shape) takes \(count * size) bytes, but the file has \(found) behind its header")
  }

  private func number(_ bits: UInt64) -> Double {
    switch type {
    case 0x08: Double(bits)
    case 0x09: Double(Int8(truncatingIfNeeded: bits))
    case 0x0B: Double(Int16(truncatingIfNeeded: bits))
    case 0x0C: Double(Int32(truncatingIfNeeded: bits))
    case 0x0D: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    default: Double(bitPattern: bits)
    }
  }
}
