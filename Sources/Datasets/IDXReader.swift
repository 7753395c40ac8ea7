import Catalog
import Formats

/// Reads IDX, the format of MNIST: two zero bytes, the type of the numbers, how many axes, their
/// sizes as big-endian words, then the numbers. Labels are in a file of their own.
enum IDXReader {
  static func recognizes(_ start: [UInt8]) -> Bool {
    start.count >= 8 && start[0] == 0 && start[1] == 0 && size(of: start[2]) != nil
      && (1...8).contains(start[3])
  }

  /// One row a sample, with the columns of labels where there are any.
  static func read(_ bytes: [UInt8], _ labels: String?) throws -> (Table, target: [String]) {
    let (shape, values) = try array(bytes)
    let columns = shape.dropFirst().reduce(1, *)
    let noun = shape.count > 2 ? "pixel" : "x"
    var table = Table(
      names: (0..<columns).map { "\(noun)\($0 + 1)" }, numbers: Array(1...columns), isNamed: true)
    let size = shape.dropFirst().map(String.init).joined(separator: "×")
    table.choices = ["IDX: \(shape[0]) of \(size.isEmpty ? "1" : size)"]
    guard let labels else {
      table.cells = Cells(values)
      table.choices.append("no labels; labels=FILE names the file that holds them")
      return (table, ["none"])
    }
    let found = try labelValues(labels, rows: shape[0])
    table.names.append("label")
    table.numbers.append(columns + 1)
    table.texts.append(nil)
    table.cells.reserveCapacity(values.count + found.count)
    for row in 0..<shape[0] {
      try table.cells.append(contentsOf: values[row * columns..<(row + 1) * columns])
      try table.cells.append(found[row])
    }
    return (table, ["label"])
  }

  private static func labelValues(_ path: String, rows: Int) throws -> [Double] {
    let bytes: [UInt8]
    do { bytes = try ByteStream(path: path).rest(limit: 1 << 30) } catch let error as FileError {
      throw DataError(error.message, option: "labels")
    }
    guard recognizes(bytes) else {
      throw DataError("the labels in '\(path)' are no IDX file", option: "labels")
    }
    let (shape, values) = try array(bytes)
    guard values.count == rows else {
      throw DataError(
        "\(rows) samples, but '\(path)' holds \(values.count) numbers of shape \(shape)",
        option: "labels")
    }
    return values
  }

  private static func size(of type: UInt8) -> Int? {
    switch type {
    case 0x08, 0x09: 1
    case 0x0B: 2
    case 0x0C, 0x0D: 4
    case 0x0E: 8
    default: nil
    }
  }

  private static func array(_ bytes: [UInt8]) throws(DataError) -> (shape: [Int], [Double]) {
    guard recognizes(bytes), let size = size(of: bytes[2]) else {
      throw DataError("the file is no IDX file")
    }
    let start = 4 + 4 * Int(bytes[3])
    guard bytes.count >= start else { throw DataError("the file is cut off in its header") }
    let shape = stride(from: 4, to: start, by: 4).map { at in
      bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, product <= 1 << 29 else {
        throw DataError("the shape \(shape) has more numbers than can be read")
      }
      count = product
    }
    guard count > 0 else { throw DataError("the shape \(shape) holds no numbers") }
    guard bytes.count - start == count * size else {
      throw DataError(
        "the shape \(shape) takes \(count * size) bytes, but the file has \(bytes.count - start) "
          + "behind its header")
    }
    let type = bytes[2]
    let values = (0..<count).map { index -> Double in
      let at = start + index * size
      let bits = bytes[at..<at + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return number(bits, type)
    }
    if let index = values.firstIndex(where: \.isInfinite) {
      throw DataError("number \(index + 1) is infinite, expected finite numbers")
    }
    return (shape, values)
  }

  private static func number(_ bits: UInt64, _ type: UInt8) -> Double {
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
