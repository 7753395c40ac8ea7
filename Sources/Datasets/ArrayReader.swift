import Formats

/// Makes tables of the arrays in `.npy` and `.npz` files.
enum ArrayReader {
  /// Each has a name, and there may be more of them than numbers in the file.
  static let mostColumns = 1_000_000

  /// One array [samples, columns]; one of more axes counts all but the first as columns.
  ///
  /// - Parameter cells: where its numbers are put; none yet.
  static func table(_ source: ByteStream, _ watch: LoadWatch, into cells: Cells) throws -> Table {
    let array = try Array(NumpyStream(source), "the array")
    var table = Table(numbers: [], columns: array.columns)
    table.cells = cells
    try table.cells.reserve(rows: array.rows, columns: array.columns)
    try array.read(into: &table.cells, of: array.columns, from: 0, watch)
    return table
  }

  /// An array beside one of labels, in a file of their own; with the names of their columns.
  static func table(_ source: ByteStream, labels path: String, _ watch: LoadWatch) throws
    -> (table: Table, target: [String])
  {
    let x = try Array(NumpyStream(source), "the array")
    let y: Array
    do {
      y = try Array(NumpyStream(watch.open(path)), "the array")
      guard y.rows == x.rows else {
        throw DataError("\(x.rows) samples, but '\(path)' holds \(y.rows)")
      }
    } catch {
      throw error.asOption("labels", path)
    }
    return try joined(x, y, watch)
  }

  /// What the arrays of inputs and of targets are called, those first that are preferred.
  private static let names = [["x", "X"], ["x_train", "X_train"]]
  private static let targetNames = [["y", "Y"], ["y_train", "Y_train"]]

  /// The arrays `x` and `y`, or `x_train` and `y_train`, side by side, or the only array; with the
  /// names of the columns of `y`.
  static func table(archive file: MappedFile, _ watch: LoadWatch) throws
    -> (table: Table, target: [String])
  {
    let archive = try ZipArchive(file)
    let entries = archive.entries.filter { $0.name.hasSuffix(".npy") }
    func find(_ names: [String]) throws -> Array? {
      guard let entry = entries.first(where: { names.contains($0.arrayName) }) else { return nil }
      return try Array(NumpyStream(archive.stream(of: entry)), entry.arrayName)
    }
    for (inputs, targets) in zip(names, targetNames) {
      guard let x = try find(inputs) else { continue }
      var (table, target) = try joined(x, try find(targets), watch)
      let left = entries.map(\.arrayName).filter { !(inputs + targets).contains($0) }
      if !left.isEmpty { table.choices.append("left out: \(left.joined(separator: ", "))") }
      return (table, target)
    }
    guard entries.count == 1, let only = entries.first else {
      let found = entries.map { "'\($0.arrayName)'" }.prefix(7).joined(separator: ", ")
      throw DataError(
        "the archive holds \(entries.isEmpty ? "no arrays" : "the arrays \(found)"), expected x and "
          + "y, or one array")
    }
    return (try table(archive.stream(of: only), watch, into: Cells()), [])
  }

  private static func joined(_ x: Array, _ y: Array?, _ watch: LoadWatch) throws
    -> (table: Table, target: [String])
  {
    if let y, y.rows != x.rows { throw DataError("x has \(x.rows) rows, but y \(y.rows)") }
    let inputs = (1...x.columns).map { "x\($0)" }
    let targets = y.map { $0.columns == 1 ? ["y"] : (1...$0.columns).map { "y\($0)" } } ?? []
    var table = Table(
      names: inputs + targets, numbers: Swift.Array(1...inputs.count + targets.count),
      isNamed: true)
    try table.cells.reserve(rows: x.rows, columns: table.columns)
    try x.read(into: &table.cells, of: table.columns, from: 0, watch)
    try y?.read(into: &table.cells, of: table.columns, from: x.columns, watch)
    return (table, targets)
  }

  /// How many numbers each sample has.
  static func columns(of shape: [Int], _ title: String) throws(DataError) -> Int {
    guard let rows = shape.first else {
      throw DataError("\(title) is a single number, expected rows of samples")
    }
    guard rows > 0, !shape.contains(0) else { throw DataError("\(title) holds no numbers") }
    let columns = shape.dropFirst().reduce(1, *)
    guard columns <= mostColumns else {
      throw DataError("\(title) has \(columns) columns, expected at most \(mostColumns)")
    }
    return columns
  }
}

extension ZipArchive.Entry {
  /// Its name without `.npy`.
  fileprivate var arrayName: String { String(name.dropLast(4)) }
}

extension ArrayReader {
  /// An array whose numbers are still to be read.
  struct Array {
    private let stream: NumpyStream
    let rows: Int
    let columns: Int

    init(_ stream: NumpyStream, _ title: String) throws(DataError) {
      self.stream = stream
      columns = try ArrayReader.columns(of: stream.shape, title)
      rows = stream.shape[0]
    }

    /// Puts the numbers into the rows of a table, from a column on: behind the cells that there are, where
    /// the order and the columns are the same, else into those that are there.
    ///
    /// - Parameter width: how many columns the table has.
    func read(into cells: inout Cells, of width: Int, from first: Int, _ watch: LoadWatch) throws {
      var stream = stream
      let source = stream.source
      guard width > columns || stream.isColumnMajor else {
        return try stream.read {
          try cells.append(contentsOf: $0)
          try watch.look(at: source)
        }
      }
      if cells.count == 0 { try cells.append(zeros: rows * width) }
      var place = Place(self, isColumnMajor: stream.isColumnMajor)
      try stream.read { numbers in
        cells.withUnsafeMutableBufferPointer { cells in
          for number in numbers {
            cells[place.row * width + first + place.column] = number
            place.advance()
          }
        }
        try watch.look(at: source)
      }
    }

    /// Where the next number of an array belongs.
    private struct Place {
      let rows: Int
      let columns: Int
      /// Where the rows run fastest: the column of each sample in the order of the file.
      private let order: [Int]?
      private var index = 0
      private(set) var row = 0

      init(_ array: Array, isColumnMajor: Bool) {
        (rows, columns) = (array.rows, array.columns)
        order = isColumnMajor ? Place.order(array.stream.shape.dropFirst()) : nil
      }

      var column: Int { order?[index] ?? index }

      mutating func advance() {
        if order == nil {
          index += 1
          if index == columns { (index, row) = (0, row + 1) }
        } else {
          row += 1
          if row == rows { (index, row) = (index + 1, 0) }
        }
      }

      /// Where the numbers of a sample, whose first index runs fastest, are when the last one does.
      private static func order(_ shape: ArraySlice<Int>) -> [Int] {
        (0..<shape.reduce(1, *)).map { number in
          var (rest, place) = (number, 0)
          for size in shape {
            place = place * size + rest % size
            rest /= size
          }
          return place
        }
      }
    }
  }
}
