import Catalog
import Formats

/// Reads samples from a file: delimited text, ARFF, FANN's `.data`, `.npy`, `.npz` or IDX, each
/// also packed with gzip.
///
/// - Throws: where the file cannot be read, is of an unknown kind, or does not hold what its name
///   and `options` say.
package func loadDataset(
  path: String, options: LoadOptions = LoadOptions(), watch: LoadWatch = .nobody
) throws(DataError) -> Dataset {
  try reading {
    let source = try watch.open(path)
    return try DatasetLoading(name: path, options: options, watch: watch).dataset(source)
  }
}

/// Reads samples from the bytes of a file that is called `name`.
package func loadDataset(
  bytes: [UInt8], name: String, options: LoadOptions = LoadOptions()
) throws(DataError) -> Dataset {
  try reading {
    let source = try ByteStream(bytes)
    return try DatasetLoading(name: name, options: options, watch: .nobody).dataset(source)
  }
}

/// Makes one kind of error of those of the file, of its format and of its content.
func reading<Content>(_ body: () throws -> Content) throws(DataError) -> Content {
  do { return try body() } catch let error as DataError {
    throw error
  } catch let error as FormatError {
    throw DataError(error)
  } catch let error as FileError {
    throw unreadable(error)
  } catch {
    throw DataError("cannot read it")
  }
}

/// The columns that a file of text names in its first line; nil where there is no such file.
package func columnNames(inFile path: String) -> [String]? {
  let bytes = readBeginning(of: path, count: 1 << 16)
  return bytes.isEmpty ? nil : try? CSVReader.names(bytes)
}

/// The error of a file, with the name beside it that may have been meant.
private func unreadable(_ error: FileError) -> DataError {
  guard error.isMissing else { return DataError(error.message) }
  let folder = parentFolder(of: error.path)
  let base = String(error.path.split(separator: "/").last ?? "")
  guard let near = nearest(to: base, in: namesInFolder(folder)) else {
    return DataError(error.message)
  }
  let path = error.path.contains("/") ? "\(error.path.dropLast(base.count))\(near)" : near
  return DataError(error.message, suggestion: "did you mean '\(path)'?")
}

/// A table as its format has it: which columns are the target, where the format says so, and what
/// the target then is.
struct LoadedTable {
  var table: Table
  var target: [String] = []
  var task: Task?
}

struct DatasetLoading {
  let name: String
  let options: LoadOptions
  let watch: LoadWatch

  func dataset(_ source: ByteStream) throws -> Dataset { try choose(from: try table(source)) }

  /// The samples with their numbers in a file, or one beside it, piece by piece.
  func dataset(_ source: ByteStream, into file: NumberFile) throws -> Dataset {
    let cells = Cells(in: file)
    switch FileKind(try source.peek(4096), name) {
    case .text(let separator):
      return try choose(from: LoadedTable(table: try text(source, separator, into: cells)))
    case .array:
      let table = try ArrayReader.table(source, watch, into: cells)
      return try choose(from: try kept(LoadedTable(table: table)))
    case .arff, .fann, .images, .archive, .foreign:
      throw DataError(
        "'data stream' reads delimited text and .npy", suggestion: "'data load' reads more kinds")
    }
  }

  /// The columns of a file that `options` do not leave out.
  func table(_ source: ByteStream) throws -> LoadedTable {
    let kind = FileKind(try source.peek(4096), name)
    if options.labels != nil, !kind.hasLabelsApart {
      throw DataError(
        "only IDX and .npy have their labels in another file",
        suggestion: "target= names the column of the labels", option: "labels")
    }
    switch kind {
    case .text(let separator):
      return LoadedTable(table: try text(source, separator, into: Cells()))
    case .arff: return try kept(LoadedTable(table: try ARFFReader.read(source, watch)))
    case .fann:
      let (table, target) = try FANNReader.read(source, watch)
      // Its outputs are what the units are to say, as written.
      return try kept(LoadedTable(table: table, target: target, task: .regression))
    case .images:
      let (table, target) = try IDXReader.read(source, options.labels, watch)
      return try kept(LoadedTable(table: table, target: target, task: .classification))
    case .archive:
      let file = try source.contents { try watch.look(at: source) }
      let (table, target) = try ArrayReader.table(
        archive: file, takesTests: !options.isForPrediction, watch)
      guard file.isUnchanged else {
        throw DataError("'\(name)' was changed while it was read", suggestion: "say it again")
      }
      return try kept(LoadedTable(table: table, target: target))
    case .array:
      guard let labels = options.labels else {
        return try kept(LoadedTable(table: try ArrayReader.table(source, watch, into: Cells())))
      }
      let (table, target) = try ArrayReader.table(source, labels: labels, watch)
      return try kept(LoadedTable(table: table, target: target))
    case .foreign(let ending):
      throw DataError(
        "files of the kind '\(ending)' are not read", suggestion: "export it as CSV")
    }
  }

  /// What `options` do not leave out.
  private func kept(_ loaded: consuming LoadedTable) throws(DataError) -> LoadedTable {
    try loaded.table.keep(options)
    try loaded.table.checkFinite()
    return loaded
  }

  private func text(_ source: ByteStream, _ separator: Separator?, into cells: Cells) throws
    -> Table
  {
    var options = options
    options.separator = options.separator ?? separator
    return try CSVReader.read(source, options, watch, into: cells)
  }

  /// The samples of a table, in its memory: nobody else may hold it.
  private func choose(from loaded: consuming LoadedTable) throws(DataError) -> Dataset {
    var table = Table(names: [], numbers: [], isNamed: false)
    swap(&table, &loaded.table)
    var options = options
    let left = loaded.target.filter(table.names.contains)
    if options.hasNoTargetColumn {
      // What the format calls a target is no input.
      table.keep(table.names.indices.filter { !left.contains(table.names[$0]) })
    } else if options.target.isEmpty, !loaded.target.isEmpty {
      options.target = left.isEmpty ? ["none"] : left
      if !left.isEmpty { options.task = options.task ?? loaded.task }
    }
    var choice = TargetChoice(table: consume table, options: options, name: name)
    return try choice.dataset()
  }
}
