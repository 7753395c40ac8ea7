import CKernels
import Glibc

/// Who keeps numbers in memory for as long as they are looked at.
package protocol NumberKeeper: AnyObject {
  /// Whether the numbers are still what they were.
  var isUnchanged: Bool { get }
}

extension NumberKeeper {
  package var isUnchanged: Bool { true }
}

/// What a number in memory is made of, in the byte order of the machine.
package enum NumberForm: CaseIterable, Sendable {
  case float32, float64, int8, int16, int32, int64, uint8, uint16, uint32, uint64

  /// In bytes.
  package var size: Int {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  var kernel: number_form {
    switch self {
    case .float32: number_float32
    case .float64: number_float64
    case .int8: number_int8
    case .int16: number_int16
    case .int32: number_int32
    case .int64: number_int64
    case .uint8: number_uint8
    case .uint16: number_uint16
    case .uint32: number_uint32
    case .uint64: number_uint64
    }
  }
}

/// Numbers `[rows, columns]` in memory that somebody else keeps, as that of a mapped file.
package struct LentNumbers: Equatable, @unchecked Sendable {
  let place: UnsafeRawPointer
  let form: NumberForm
  /// Bytes from the beginning of a row to that of the next.
  let stride: Int
  package let rows: Int
  package let columns: Int
  /// Frees the memory when it goes.
  package let keeper: any NumberKeeper

  package var count: Int { rows * columns }

  package var areWhole: Bool { form != .float32 && form != .float64 }

  /// - Parameter place: of numbers of a form, row after row, each at a multiple of its size.
  package init(
    _ place: UnsafeRawPointer, _ form: NumberForm, rows: Int, columns: Int,
    keptBy keeper: any NumberKeeper
  ) {
    precondition(Int(bitPattern: place) % form.size == 0, "numbers that lie between their places")
    self.place = place
    self.form = form
    stride = columns * form.size
    self.rows = rows
    self.columns = columns
    self.keeper = keeper
  }

  package init(
    _ numbers: UnsafeBufferPointer<Double>, columns: Int = 1, keptBy keeper: any NumberKeeper
  ) {
    precondition(numbers.baseAddress != nil, "memory that is nowhere")
    self.init(
      numbers.baseAddress!, .float64, rows: numbers.count / columns, columns: columns,
      keptBy: keeper)
  }

  private init(_ whole: LentNumbers, columns: Range<Int>) {
    place = whole.place + columns.lowerBound * whole.form.size
    form = whole.form
    stride = whole.stride
    rows = whole.rows
    self.columns = columns.count
    keeper = whole.keeper
  }

  /// The same rows, with some of their columns.
  package func selecting(columns chosen: Range<Int>) -> LentNumbers {
    precondition(chosen.lowerBound >= 0 && chosen.upperBound <= columns, "a column beyond the last")
    return LentNumbers(self, columns: chosen)
  }

  package subscript(row: Int, column: Int) -> Double {
    precondition(row >= 0 && row < rows && column >= 0 && column < columns, "no such number")
    let number = place + row * stride + column * form.size
    return switch form {
    case .float32: Double(number.load(as: Float.self))
    case .float64: number.load(as: Double.self)
    case .int8: Double(number.load(as: Int8.self))
    case .int16: Double(number.load(as: Int16.self))
    case .int32: Double(number.load(as: Int32.self))
    case .int64: Double(number.load(as: Int64.self))
    case .uint8: Double(number.load(as: UInt8.self))
    case .uint16: Double(number.load(as: UInt16.self))
    case .uint32: Double(number.load(as: UInt32.self))
    case .uint64: Double(number.load(as: UInt64.self))
    }
  }

  /// Some rows, one after the other.
  package func elements(_ range: Range<Int>) -> [Double] {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "a row beyond the last")
    return [Double](unsafeUninitializedCapacity: range.count * columns) { buffer, filled in
      filled = buffer.count
      guard filled > 0 else { return }
      gather_double(source, Array(range), range.count, columns, nil, nil, buffer.baseAddress!)
    }
  }

  /// Neighbouring rows, as many as are looked at together.
  package var pieces: some Sequence<Range<Int>> {
    let height = max(1, (1 << 15) / max(1, columns))
    return Swift.stride(from: 0, to: rows, by: height).lazy.map { [rows] in
      $0..<min(rows, $0 + height)
    }
  }

  /// The first number for which something holds.
  package func first(where holds: (Double) -> Bool) -> Double? {
    for piece in pieces {
      if let found = elements(piece).first(where: holds) { return found }
    }
    return nil
  }

  /// The numbers as doubles, where they lie in memory as such, one after the other.
  package func withDoubles<R, Failure: Error>(
    _ body: (UnsafeBufferPointer<Double>) throws(Failure) -> R
  ) throws(Failure) -> R? {
    guard form == .float64, stride == columns * form.size else { return nil }
    defer { withExtendedLifetime(keeper) {} }
    let start = place.assumingMemoryBound(to: Double.self)
    return try body(UnsafeBufferPointer(start: start, count: count))
  }

  var source: number_rows { number_rows(start: place, stride: stride, form: form.kernel) }

  /// Whether both are the same memory, or two with the same labels.
  package static func == (a: LentNumbers, b: LentNumbers) -> Bool {
    a.form == b.form && a.stride == b.stride && a.rows == b.rows && a.columns == b.columns
      && (a.place == b.place
        || a.keeper is LabelMemory && b.keeper is LabelMemory
          && memcmp(a.place, b.place, a.count * a.form.size) == 0)
  }
}

/// The class of each row, from 0, by numbers that somebody else keeps.
package struct LentLabels: Equatable, Sendable {
  /// `[rows, 1]`
  package let numbers: LentNumbers
  /// The number that stands for each class, in ascending order; at least one.
  package let values: [Double]
  /// Whether these are 0, 1, 2, …
  private let areCounted: Bool

  package init(_ numbers: LentNumbers, values: [Double]) {
    precondition(numbers.columns == 1 && !values.isEmpty, "labels without classes")
    self.numbers = numbers
    self.values = values
    areCounted = values.indices.allSatisfy { values[$0] == Double($0) }
  }

  /// Labels from 0 on, in memory that they keep themselves.
  package init(_ labels: [Int], classes: Int) {
    let memory = LabelMemory(labels)
    self.init(
      LentNumbers(memory.start, .int32, rows: labels.count, columns: 1, keptBy: memory),
      values: (0..<classes).map(Double.init))
  }

  package var count: Int { numbers.rows }

  /// A class whatever the number is, since it may change while it lies in somebody else's file.
  package subscript(row: Int) -> Int {
    let number = numbers[row, 0]
    if areCounted, number >= 0, number < Double(values.count) { return Int(number) }
    var (low, high) = (0, values.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

private final class LabelMemory: NumberKeeper {
  let start: UnsafeMutablePointer<Int32>

  init(_ labels: [Int]) {
    start = .allocate(capacity: max(1, labels.count))
    for (row, label) in labels.enumerated() { (start + row).initialize(to: Int32(label)) }
  }

  deinit { start.deallocate() }
}
