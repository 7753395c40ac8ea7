import Catalog
import Formats

/// The most bytes that a data file may have, also unpacked.
private let sizeLimit = 1 << 30

/// Reads samples from a file: delimited text, `.npy` or `.npz`, each also packed with gzip.
///
/// - Throws: where the file cannot be read, is of an unknown kind, or does not hold what its name
///   and `options` say.
package func loadDataset(path: String, options: LoadOptions = LoadOptions()) throws(DataError)
  -> Dataset
{
  let bytes: [UInt8]
  do { bytes = try readFile(path, limit: sizeLimit) } catch { throw unreadable(error) }
  return try loadDataset(bytes: bytes, name: path, options: options)
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

/// Reads samples from the bytes of a file that is called `name`.
///
/// What kind of file it is, its first bytes say; the name only says whether cells of text are
/// parted by tabs.
package func loadDataset(
  bytes: [UInt8], name: String, options: LoadOptions = LoadOptions()
) throws(DataError) -> Dataset {
  do {
    let isPacked = isGzip(bytes)
    let plain = isPacked ? try gunzip(bytes, limit: sizeLimit) : bytes
    let plainName = isPacked && name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    let loading = DatasetLoading(name: name, kind: FileKind(plain, plainName), options: options)
    return try loading.dataset(plain)
  } catch let error as FormatError {
    throw DataError(error)
  } catch let error as DataError {
    throw error
  } catch {
    throw DataError("cannot read '\(name)'")
  }
}

/// What a file holds.
private enum FileKind {
  case text, tabbedText, array, archive
  /// A kind that is known but not read, and what to do instead.
  case foreign(String)

  init(_ bytes: [UInt8], _ name: String) {
    let ending = name.lastIndex(of: ".").map { name[$0...].lowercased() } ?? ""
    if bytes.starts(with: [0x93] + "NUMPY".utf8) {
      self = .array
    } else if [".xlsx", ".xls", ".parquet", ".pkl", ".pickle", ".pt", ".h5"].contains(ending) {
      self = .foreign(ending)
    } else if bytes.starts(with: "PK".utf8), [3, 5].contains(bytes.dropFirst(2).first) {
      self = .archive
    } else {
      self = ending == ".tsv" ? .tabbedText : .text
    }
  }
}

private struct DatasetLoading {
  let name: String
  let kind: FileKind
  var options: LoadOptions

  func dataset(_ bytes: [UInt8]) throws -> Dataset {
    switch kind {
    case .text: return try choose(from: try CSVReader.read(bytes, options))
    case .tabbedText:
      var tabbed = self
      tabbed.options.separator = options.separator ?? .tab
      return try choose(from: try CSVReader.read(bytes, tabbed.options))
    case .array:
      let table = try ArrayReader.table(try NumpyArray(decoding: bytes))
      return try choose(from: try table.dropping(options.drop))
    case .archive: return try archive(try decodeNumpyArchive(bytes, limit: sizeLimit))
    case .foreign(let ending):
      throw DataError(
        "files of the kind '\(ending)' are not read", suggestion: "export it as CSV")
    }
  }

  private func archive(_ arrays: [(name: String, array: NumpyArray)]) throws(DataError) -> Dataset {
    let (table, target) = try ArrayReader.table(archive: arrays)
    let kept = try table.dropping(options.drop)
    if options.target.isEmpty, !target.isEmpty {
      var aimed = self
      aimed.options.target = target.filter(kept.names.contains)
      if aimed.options.target.isEmpty { aimed.options.target = ["none"] }
      return try aimed.choose(from: kept)
    }
    if options.target == ["none"] || options.target == ["inputs"] {
      // What stands in y is no input.
      return try choose(from: try kept.dropping(target.filter(kept.names.contains)))
    }
    return try choose(from: kept)
  }

  private func choose(from table: Table) throws(DataError) -> Dataset {
    try TargetChoice(table: table, options: options, name: name).dataset()
  }
}
