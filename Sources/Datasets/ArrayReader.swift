import Formats

/// Makes tables of the arrays in `.npy` and `.npz` files.
enum ArrayReader {
  /// One array [samples, columns]; one of more axes counts all but the first as columns.
  static func table(_ array: NumpyArray) throws(DataError) -> Table {
    let columns = try columns(of: array.shape, "the array")
    try checkFinite(array, "the array", columns: columns)
    return Table(numbers: array.values, columns: columns)
  }

  /// Each has a name, and there may be more of them than numbers in the file.
  static let mostColumns = 1_000_000

  /// The same piece by piece, into cells that need not be in memory.
  static func table(_ source: ByteStream, _ watch: LoadWatch, into cells: Cells) throws -> Table {
    var stream = try NumpyStream(source)
    let columns = try columns(of: stream.shape, "the array")
    guard columns <= mostColumns else {
      throw DataError("the array has \(columns) columns, expected at most \(mostColumns)")
    }
    var table = Table(numbers: [], columns: columns)
    table.cells = cells
    try stream.read {
      guard !$0.isInfinite else {
        throw infinite($0, at: table.cells.count, "the array", columns: columns)
      }
      try table.cells.append($0)
    } pause: {
      try watch.look(at: source)
    }
    return table
  }

  /// The arrays `x` (or `X`) and `y` (or `Y`) side by side, or the only array; with the names of
  /// the columns of `y`.
  static func table(archive arrays: [(name: String, array: NumpyArray)]) throws(DataError)
    -> (table: Table, target: [String])
  {
    func find(_ names: [String]) -> NumpyArray? {
      arrays.first { names.contains($0.name) }?.array
    }
    if let x = find(["x", "X"]) {
      guard let y = find(["y", "Y"]) else { return (try inputs(x), []) }
      return try joined(x, y)
    }
    guard arrays.count == 1, let only = arrays.first else {
      let names = arrays.map { "'\($0.name)'" }.prefix(7).joined(separator: ", ")
      throw DataError(
        "the archive holds \(arrays.isEmpty ? "no arrays" : "the arrays \(names)"), expected x and "
          + "y, or one array")
    }
    return (try table(only.array), [])
  }

  private static func inputs(_ x: NumpyArray) throws(DataError) -> Table {
    let columns = try columns(of: x.shape, "x")
    try checkFinite(x, "x", columns: columns)
    let names = (1...columns).map { "x\($0)" }
    var table = Table(names: names, numbers: Array(1...columns), isNamed: true)
    table.cells = Cells(x.values)
    return table
  }

  private static func joined(_ x: NumpyArray, _ y: NumpyArray) throws(DataError)
    -> (table: Table, target: [String])
  {
    let inputs = try inputs(x)
    let outputs = try columns(of: y.shape, "y")
    try checkFinite(y, "y", columns: outputs)
    guard x.shape[0] == y.shape[0] else {
      throw DataError("x has \(x.shape[0]) rows, but y \(y.shape[0])")
    }
    let targets = outputs == 1 ? ["y"] : (1...outputs).map { "y\($0)" }
    var table = Table(
      names: inputs.names + targets, numbers: Array(1...inputs.columns + outputs), isNamed: true)
    table.cells.reserveCapacity(x.values.count + y.values.count)
    for row in 0..<x.shape[0] {
      try table.cells.append(
        contentsOf: x.values[row * inputs.columns..<(row + 1) * inputs.columns])
      try table.cells.append(contentsOf: y.values[row * outputs..<(row + 1) * outputs])
    }
    return (table, targets)
  }

  /// How many numbers each sample has.
  static func columns(of shape: [Int], _ title: String) throws(DataError) -> Int {
    guard let rows = shape.first else {
      throw DataError("\(title) is a single number, expected rows of samples")
    }
    guard rows > 0, !shape.contains(0) else { throw DataError("\(title) holds no numbers") }
    return shape.dropFirst().reduce(1, *)
  }

  private static func checkFinite(_ array: NumpyArray, _ title: String, columns: Int)
    throws(DataError)
  {
    // NaN stands for a missing value and is dealt with like one.
    guard let index = array.values.firstIndex(where: \.isInfinite) else { return }
    throw infinite(array.values[index], at: index, title, columns: columns)
  }

  static func infinite(
    _ value: Double, at index: Int, _ title: String, columns: Int
  ) -> DataError {
    DataError(
      "row \(index / columns + 1), column \(index % columns + 1) of \(title): found \(value), "
        + "expected a finite number", column: index % columns + 1)
  }
}
