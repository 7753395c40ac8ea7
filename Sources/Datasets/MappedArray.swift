import Engine
import Formats

/// A `.npy` file whose numbers are used as they lie on the disk.
struct MappedArray {
  private let file: MappedFile
  private let numbers: LentNumbers

  /// Nil for a file that is no such array, or has its numbers in another order than they are read.
  init?(path: String) {
    guard let file = try? MappedFile(path: path),
      let header = try? NumpyHeader(Array(file.bytes.prefix(1 << 20))),
      let form = NumberForm(header.type),
      !header.isColumnMajor || header.shape.count < 2,
      let columns = try? ArrayReader.columns(of: header.shape, "the array"),
      columns <= ArrayReader.mostColumns,
      case let size = Double(header.shape[0]) * Double(columns) * Double(form.size),
      size == Double(file.bytes.count - header.end), header.end % form.size == 0
    else { return nil }
    self.file = file
    numbers = LentNumbers(
      file.bytes.baseAddress! + header.end, form, rows: header.shape[0], columns: columns,
      keptBy: file)
  }

  /// Nil where the numbers cannot stay where they are: inputs that are no neighbours, missing cells
  /// that are to be filled in or left out, whole numbers that a double cannot hold.
  ///
  /// - Throws: as `streamDataset`.
  func dataset(name: String, _ options: LoadOptions, buffer: Int?, _ watch: LoadWatch)
    throws(DataError) -> Dataset?
  {
    var table = Table(numbers: [], columns: numbers.columns)
    table.cells = Cells(lent: numbers)
    let kept = try table.kept(by: options)
    guard areNeighbours(kept) else { return nil }
    table.keep(kept)
    let targets = try TargetChoice(table: table, options: options, name: name).targetColumns()
    let inputs = table.names.indices.filter { !targets.contains($0) }
    guard areNeighbours(inputs), targets.isEmpty || areNeighbours(targets) else { return nil }
    guard try areAllCells(table.cells.lent ?? numbers, watch) else { return nil }
    table.isComplete = true
    table.choices = ["its numbers are used where they lie, without a cache"]
    var choice = TargetChoice(table: table, options: options, name: name)
    return try choice.dataset()
      .shuffled(by: buffer ?? Dataset.usualBuffer(rowBytes: file.bytes.count / numbers.rows))
  }

  private func areNeighbours(_ columns: [Int]) -> Bool {
    guard let first = columns.first else { return false }
    return columns == Array(first..<first + columns.count)
  }

  /// Whether all numbers are finite, and whole ones at most 2⁵³, up to which a double counts.
  private func areAllCells(_ numbers: LentNumbers, _ watch: LoadWatch) throws(DataError) -> Bool {
    let bytes = file.bytes.count
    for piece in numbers.pieces {
      let elements = numbers.elements(piece)
      let fit =
        numbers.areWhole
        ? elements.allSatisfy { abs($0) <= 0x1p53 } : elements.allSatisfy(\.isFinite)
      guard fit else { return false }
      try watch.look(
        Int(Double(bytes) * Double(piece.upperBound) / Double(numbers.rows)), of: bytes)
    }
    return true
  }
}

extension NumberForm {
  /// Nil where the bytes of a number are in another order than those of the machine.
  fileprivate init?(_ type: NumpyType) {
    guard type.size == 1 || type.isBigEndian == (UInt16(1).bigEndian == 1) else { return nil }
    switch (type.form, type.size) {
    case (.float, 4): self = .float32
    case (.float, 8): self = .float64
    case (.signed, 1): self = .int8
    case (.signed, 2): self = .int16
    case (.signed, 4): self = .int32
    case (.signed, 8): self = .int64
    case (.unsigned, 1): self = .uint8
    case (.unsigned, 2): self = .uint16
    case (.unsigned, 4): self = .uint32
    case (.unsigned, 8): self = .uint64
    default: return nil
    }
  }
}
