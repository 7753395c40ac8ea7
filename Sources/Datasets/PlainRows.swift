import Formats

/// Reads rows of which every cell is plain: no quotes, no blanks around it, of the kind that its
/// column is known to have. Most rows of most files are; it stops at the first that is not, and
/// the reader that knows everything takes that one.
///
/// It changes nothing but its output, so that several may read parts of a text at the same time.
struct PlainRows {
  enum Column { case skipped, unknown, numbers, texts }

  /// All columns of the file.
  let columns: [Column]
  /// The texts that are known, for each column.
  let codes: [TextCodes]
  let separator: UInt8
  /// The decimal point, or comma.
  let point: UInt8
  let takesMissing: Bool
  private let powers = DecimalNumber.powersOfTen

  init(
    columns: [Column], codes: [TextCodes], separator: UInt8, point: UInt8, takesMissing: Bool
  ) {
    self.columns = columns
    self.codes = codes
    self.separator = separator
    self.point = point
    self.takesMissing = takesMissing
  }

  /// Where reading stopped, at the beginning of a row, and how many rows were read.
  struct Result {
    let end: Int
    let rows: Int
  }

  /// - Parameters:
  ///   - range: begins where a row does, and ends behind a line feed.
  ///   - output: where the kept cells go, row after row.
  func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
    into output: UnsafeMutableBufferPointer<Double>
  ) -> Result {
    var start = range.lowerBound
    var rows = 0
    var filled = 0
    let kept = columns.count { $0 != .skipped }
    while start < range.upperBound, filled + kept <= output.count {
      // A line that is empty or a comment is no row.
      let first = bytes[start]
      if first == 0x23 || first == 0x0A || first == 0x0D { break }
      guard let end = row(bytes, start, output, filled) else { break }
      start = end
      rows += 1
      filled += kept
    }
    return Result(end: start, rows: rows)
  }

  /// The end of the row that begins at `start`; nil where it is not plain.
  @inline(__always)
  private func row(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int,
    _ output: UnsafeMutableBufferPointer<Double>, _ filled: Int
  ) -> Int? {
    var at = start
    var place = filled
    for index in 0..<columns.count {
      switch columns[index] {
      case .numbers:
        guard let value = number(bytes, &at) else { return nil }
        output[place] = value
        place += 1
      case .texts:
        guard let value = text(bytes, &at, index) else { return nil }
        output[place] = value
        place += 1
      case .unknown:
        guard let value = missing(bytes, cell(bytes, &at)) else { return nil }
        output[place] = value
        place += 1
      case .skipped:
        guard isPlain(bytes, cell(bytes, &at)) else { return nil }
      }
      guard index + 1 < columns.count else { break }
      guard bytes[at] == separator else { return nil }
      at += 1
    }
    if bytes[at] == 0x0D { at += 1 }
    return bytes[at] == 0x0A ? at + 1 : nil
  }

  @inline(__always)
  private func number(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Double? {
    let start = at
    var place = at
    let isNegative = bytes[place] == 0x2D
    if isNegative { place += 1 }
    let first = place
    var mantissa: UInt64 = 0
    var digit = bytes[place] &- 0x30
    while digit < 10 {
      mantissa = mantissa &* 10 &+ UInt64(digit)
      place += 1
      digit = bytes[place] &- 0x30
    }
    var digits = place - first
    var fraction = 0
    if bytes[place] == point {
      place += 1
      let behindPoint = place
      digit = bytes[place] &- 0x30
      while digit < 10 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        place += 1
        digit = bytes[place] &- 0x30
      }
      fraction = place - behindPoint
      digits += fraction
    }
    if isEnd(bytes[place]), digits > 0, digits < 20 {
      // One quotient of two doubles, as most numbers are, stands here to be fast.
      let isShort = mantissa <= 1 << 53 && fraction < powers.count
      let value =
        isShort
        ? Double(mantissa) / powers[fraction] : DecimalNumber.quotient(mantissa, fraction)
      if let value {
        at = place
        return isNegative ? -value : value
      }
    }
    at = start
    return longNumber(bytes, &at)
  }

  /// A number of any length, or a missing one.
  @inline(never)
  private func longNumber(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Double? {
    let range = cell(bytes, &at)
    return DecimalNumber.parse(bytes[range], point: point).value ?? missing(bytes, range)
  }

  private func missing(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Double? {
    takesMissing && MissingMark.matches(bytes[range]) ? .nan : nil
  }

  @inline(__always)
  private func text(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int, _ index: Int)
    -> Double?
  {
    let range = cell(bytes, &at)
    guard isPlain(bytes, range) else { return nil }
    if let code = codes[index].code(of: UnsafeBufferPointer(rebasing: bytes[range])) {
      return Double(code)
    }
    return missing(bytes, range)
  }

  @inline(__always)
  private func cell(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Range<Int> {
    let start = at
    while !isEnd(bytes[at]) { at += 1 }
    return start..<at
  }

  @inline(__always)
  private func isEnd(_ byte: UInt8) -> Bool { byte == separator || byte == 0x0A || byte == 0x0D }

  /// Whether a cell is its own text: no quote begins it, no blank surrounds it.
  @inline(__always)
  private func isPlain(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    guard let first = bytes[range].first, let last = bytes[range].last else { return true }
    return first != 0x22 && !isBlank(first) && !isBlank(last)
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

/// How a missing value is written: nothing, `?`, `NA`, `NaN` or `null`.
enum MissingMark {
  static func matches(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    switch bytes.count {
    case 0: return true
    case 1: return bytes.first == 0x3F
    case 2: return bytes.elementsEqual("NA".utf8)
    case 3: return lowercase(bytes, equals: "nan")
    case 4: return lowercase(bytes, equals: "null")
    default: return false
    }
  }

  private static func lowercase(
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>, equals word: StaticString
  ) -> Bool {
    word.withUTF8Buffer { word in bytes.elementsEqual(word) { $0 | 0x20 == $1 } }
  }
}
