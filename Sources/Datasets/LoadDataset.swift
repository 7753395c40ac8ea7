import Formats

/// The most bytes that a data file may have, unpacked.
let dataSizeLimit = 1 << 30

/// Reads samples from a file; its name says what it is (`iris.csv`, `iris.tsv.gz`).
///
/// - Throws: where the file cannot be read, is of an unknown kind, or does not hold what its name
///   and `options` say.
package func loadDataset(path: String, options: LoadOptions = LoadOptions()) throws(DataError)
  -> Dataset
{
  do {
    let bytes = try readFile(path, limit: dataSizeLimit)
    return try loadDataset(bytes: bytes, name: path, options: options)
  } catch let error as FileError {
    throw DataError(error.message)
  } catch let error as DataError {
    throw error
  } catch {
    throw DataError("cannot read '\(path)'")
  }
}

/// Reads samples from the bytes of a file that is called `name`.
package func loadDataset(
  bytes: [UInt8], name: String, options: LoadOptions = LoadOptions()
) throws(DataError) -> Dataset {
  var options = options
  if name.hasSuffix(".tsv"), options.separator == nil { options.separator = .tab }
  let table = try CSVReader.read(bytes, options)
  return try TargetChoice(table: table, options: options, name: name).dataset()
}
