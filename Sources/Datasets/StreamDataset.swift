import Engine
import Formats

/// Samples of a file that may be larger than the memory. An array of numbers is used as it lies on the
/// disk, where that can be. Of other files the numbers are read into a cache the first time, a file that
/// is mapped from then on; later only where the file or the options have changed.
///
/// - Parameters:
///   - cache: the name of that file; nil: the name of the file with `.nncache` behind it.
///   - buffer: how many rows are shuffled together; nil: as many as take 64 MiB.
/// - Throws: as `loadDataset`, and where the cache cannot be written.
package func streamDataset(
  path: String, options: LoadOptions = LoadOptions(), cache: String? = nil, buffer: Int? = nil,
  watch: LoadWatch = .nobody
) throws(DataError) -> Dataset {
  try reading {
    if let array = MappedArray(path: path),
      let dataset = try array.dataset(name: path, options, buffer: buffer, watch)
    {
      return dataset
    }
    let cache = StreamCache(
      path: cache ?? path + ".nncache", source: try FileStamp(path: path), options: options)
    if let dataset = cache.dataset(name: path, buffer: buffer) { return dataset }
    try cache.make(from: path, watch)
    guard try FileStamp(path: path) == cache.source else {
      throw DataError("'\(path)' was changed while it was read", suggestion: "say it again")
    }
    guard let dataset = cache.dataset(name: path, buffer: buffer) else {
      throw DataError("the cache '\(cache.path)' cannot be read back")
    }
    return dataset
  }
}

extension StreamCache {
  /// Reads the file anew.
  fileprivate func make(from path: String, _ watch: LoadWatch) throws {
    let loading = DatasetLoading(name: path, options: options, watch: watch)
    do {
      let file = try NumberFile(beside: self.path)
      let dataset = try loading.dataset(try watch.open(path), into: file)
      guard let inputs = dataset.inputs.lentNumbers?.keeper as? NumberFile else { return }
      try write(dataset, in: inputs)
    } catch let error as FileError where error.path == self.path {
      throw DataError(error.message, suggestion: StreamCache.elsewhere)
    }
  }

  static let elsewhere = "cache=FILE puts it elsewhere, into a folder with room for the numbers"
}
