import Catalog
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
    try array.read(into: &table.cells, of: array.columns, at: (0, 0), watch)
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
    return try joined([(x, y)], watch)
  }

  /// What the arrays of inputs and of targets are called, those first that are preferred; and those
  /// of samples that are kept for testing.
  private static let names: [(samples: [String], tests: [String]?)] = [
    (["x", "y"], nil), (["x_train", "y_train"], ["x_test", "y_test"]),
  ]

  /// The arrays `x` and `y`, or `x_train` and `y_train`, side by side, or the only array; with the
  /// names of the columns of `y`. Below `x_train` and `y_train` stand `x_test` and `y_test`.
  ///
  /// - Parameter takesTests: whether the latter are asked for.
  static func table(archive file: MappedFile, takesTests: Bool, _ watch: LoadWatch) throws
    -> (table: Table, target: [String])
  {
    let archive = try ZipArchive(file)
    let entries = archive.entries.filter { $0.name.hasSuffix(".npy") }
    func find(_ name: String) throws -> Array? {
      let entry = entries.first {
        $0.arrayName == name || $0.arrayName == name.prefix(1).uppercased() + name.dropFirst()
      }
      return try entry.map { try Array(NumpyStream(archive.stream(of: $0)), $0.arrayName) }
    }
    for (samples, tests) in names {
      guard let x = try find(samples[0]) else { continue }
      var parts = [(x: x, y: try find(samples[1]))]
      if takesTests, let tests, parts[0].y != nil, let x = try find(tests[0]),
        let y = try find(tests[1])
      {
        parts.append((x, y))
      }
      var (table, target) = try joined(parts, watch)
      if parts.count > 1, let y = parts[1].y {
        table.choices.append(
          "\(parts[1].x.title) and \(y.title) hold \(counted(y.rows, "test row"))")
      }
      let taken = parts.flatMap { [$0.x.title] + ($0.y.map { [$0.title] } ?? []) }
      let left = entries.map(\.arrayName).filter { !taken.contains($0) }
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

  /// Inputs and targets side by side; below those for training those for testing, where there are
  /// some.
  private static func joined(_ parts: [(x: Array, y: Array?)], _ watch: LoadWatch) throws
    -> (table: Table, target: [String])
  {
    let (x, y) = parts[0]
    let inputs = (1...x.columns).map { "x\($0)" }
    let targets = y.map { $0.columns == 1 ? ["y"] : (1...$0.columns).map { "y\($0)" } } ?? []
    var table = Table(
      names: inputs + targets, numbers: Swift.Array(1...inputs.count + targets.count),
      isNamed: true)
    for part in parts {
      try x.check(columns: part.x)
      if let y, let other = part.y {
        try y.check(columns: other)
        try part.x.check(rows: other)
      }
    }
    try table.cells.reserve(rows: parts.reduce(0) { $0 + $1.x.rows }, columns: table.columns)
    for part in parts {
      let row = table.rows
      try part.x.read(into: &table.cells, of: table.columns, at: (row, 0), watch)
      try part.y?.read(into: &table.cells, of: table.columns, at: (row, x.columns), watch)
    }
    if parts.count > 1 { table.tests = parts[1].x.rows }
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
    let title: String
    let rows: Int
    let columns: Int

    init(_ stream: NumpyStream, _ title: String) throws(DataError) {
      self.stream = stream
      self.title = title
      columns = try ArrayReader.columns(of: stream.shape, title)
      rows = stream.shape[0]
    }

    func check(rows other: Array) throws(DataError) {
      guard other.rows != rows else { return }
      throw DataError("\(title) has \(rows) rows, but \(other.title) \(other.rows)")
    }

    func check(columns other: Array) throws(DataError) {
      guard other.columns != columns else { return }
      throw DataError("\(title) has \(columns) columns, but \(other.title) \(other.columns)")
    }

    /// Puts the numbers into the rows of a table, from a row and column on: behind the cells that there
    /// are, where the order and the columns are the same, else into those that are there.
    ///
    /// - Parameter width: how many columns the table has.
    func read(
      into cells: inout Cells, of width: Int, at first: (row: Int, column: Int), _ watch: LoadWatch
    ) throws {
      var stream = stream
      let source = stream.source
      guard width > columns || stream.isColumnMajor else {
        return try stream.read {
          try cells.append(contentsOf: $0)
          try watch.look(at: source)
        }
      }
      let missing = (first.row + rows) * width - cells.count
      if missing > 0 { try cells.append(zeros: missing) }
      var place = Place(self, isColumnMajor: stream.isColumnMajor)
      try stream.read { numbers in
        cells.withUnsafeMutableBufferPointer { cells in
          for number in numbers {
            cells[(first.row + place.row) * width + first.column + place.column] = number
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
