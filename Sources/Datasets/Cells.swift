import Engine
import Formats

/// The cells of a table, row after row: in memory, or in a file, where there may be more of them than
/// there is memory for. A file is shared by the copies of this value.
///
/// They may also lie in a file that is only read. Then none is missing, and none is to be changed.
struct Cells {
  private var array: [Double] = []
  private let file: NumberFile?
  let lent: LentNumbers?

  init(_ array: [Double] = []) {
    self.array = array
    file = nil
    lent = nil
  }

  init(in file: NumberFile) {
    self.file = file
    lent = nil
  }

  init(lent numbers: LentNumbers) {
    file = nil
    lent = numbers
  }

  /// No cells yet, to be put where these are.
  func another() throws(DataError) -> Cells {
    guard let file else { return Cells() }
    return try Cells(in: Cells.writing { () throws(FileError) in try file.sibling() })
  }

  var count: Int { file?.count ?? lent?.count ?? array.count }

  /// Makes room for all cells of a file, so that they need not be moved as they become more. Memory
  /// that is not used after all is not taken.
  ///
  /// - Parameter share: how much of the file, of 1, the cells are of that there are.
  mutating func reserve(share: Double?) throws(DataError) {
    guard file == nil, let share, share > 0 else { return }
    let expected = Double(count) / share
    guard Double(array.capacity) < expected else { return }
    let wanted = expected * 1.1
    try checkRoom(cells: wanted)
    array.reserveCapacity(Int(wanted))
  }

  /// - Throws: where so many cells do not fit in memory, if they are to lie there.
  mutating func reserve(rows: Int, columns: Int) throws(DataError) {
    let cells = Double(rows) * Double(columns)
    guard file == nil, Double(array.capacity) < cells else { return }
    try checkRoom(cells: cells)
    array.reserveCapacity(Int(cells))
  }

  /// Makes room for some more cells in memory.
  private mutating func reserve(more: Int) throws(DataError) {
    let needed = array.count + more
    guard needed > array.capacity else { return }
    let wanted = max(needed, array.capacity / 2 * 3)
    try checkRoom(cells: Double(wanted))
    array.reserveCapacity(wanted)
  }

  /// While cells are moved they are in memory twice: where they are they count already.
  private func checkRoom(cells: Double) throws(DataError) {
    do { try Memory.check(bytes: 8 * cells) } catch {
      throw DataError(
        "the table takes \(Int(cells / 0x1p17)) MiB, more than there is memory for",
        suggestion: "'data stream' trains from the file piece by piece")
    }
  }

  subscript(index: Int) -> Double {
    get {
      if let lent { return lent[index / lent.columns, index % lent.columns] }
      return file == nil ? array[index] : file!.numbers[index]
    }
    set {
      if let file { file.numbers[index] = newValue } else { array[index] = newValue }
    }
  }

  mutating func append(_ cell: Double) throws(DataError) {
    if let file { return try Cells.writing { () throws(FileError) in try file.append(cell) } }
    try reserve(more: 1)
    array.append(cell)
  }

  /// Appends what `write` puts into memory for so many cells, as many as it says.
  mutating func append(upTo number: Int, _ write: (UnsafeMutableBufferPointer<Double>) -> Int)
    throws(DataError)
  {
    if let file {
      return try Cells.writing { () throws(FileError) in try file.append(upTo: number, write) }
    }
    try reserve(more: number)
    array.append(addingCapacity: number) { span in
      span.withUnsafeMutableBufferPointer { memory, count in count = write(memory) }
    }
  }

  mutating func append(contentsOf cells: UnsafeBufferPointer<Double>) throws(DataError) {
    try append(upTo: cells.count) { memory in
      _ = memory.initialize(from: cells)
      return cells.count
    }
  }

  mutating func append(zeros number: Int) throws(DataError) {
    try append(upTo: number) { memory in
      memory[..<number].initialize(repeating: 0)
      return number
    }
  }

  mutating func removeLast(_ number: Int) {
    if let file { file.removeLast(number) } else { array.removeLast(number) }
  }

  mutating func withUnsafeMutableBufferPointer(
    _ body: (UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    if let file { return body(file.numbers) }
    array.withUnsafeMutableBufferPointer { body($0) }
  }

  /// The first cell that is missing; of cells that are only read none is.
  var firstMissing: Int? { firstIndex(where: \.isNaN) }

  func firstIndex(where holds: (Double) -> Bool) -> Int? {
    file == nil ? array.firstIndex(where: holds) : file!.numbers.firstIndex(where: holds)
  }

  /// `[rows, columns]`, in the memory or the file of these cells, which are not to change any more.
  func matrix(columns: Int) -> Matrix {
    if let lent { return Matrix(lent: lent) }
    let rows = columns == 0 ? 0 : count / columns
    guard let file else { return Matrix(rows: rows, columns: columns, elements: array) }
    let numbers = UnsafeBufferPointer(file.numbers)
    return Matrix(lent: LentNumbers(numbers, columns: columns, keptBy: file))
  }

  private static func writing<Result>(_ body: () throws(FileError) -> Result) throws(DataError)
    -> Result
  {
    do throws(FileError) { return try body() } catch {
      throw DataError(error.message, suggestion: StreamCache.elsewhere)
    }
  }
}
