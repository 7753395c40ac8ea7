import Engine
import Formats

/// The numbers of a file that is larger than the memory, beside it in a file that can be mapped: read
/// once from text, used in every epoch.
///
///     inputs, [samples, inputs] doubles
///     targets, [samples, outputs] doubles, or the label of each sample, or nothing
///     description, JSON
///     its length, 8 bytes with the lowest first
///     mark, 8 bytes
///
/// Doubles are in the byte order of the machine.
struct StreamCache {
  /// Its last digit is the version: what has another one is written anew.
  private static let mark = Array("nncache1".utf8)

  /// Where it lies.
  let path: String
  /// The file that it is made of, and how that is to be read.
  let source: FileStamp
  let options: LoadOptions

  /// What it holds; nil where there is none, or it is of a file that has changed since, of other
  /// options, or damaged.
  ///
  /// - Parameter buffer: the rows that are shuffled together; nil: as many as take 64 MiB.
  func dataset(name: String, buffer: Int?) -> Dataset? {
    guard let file = try? MappedFile(path: path), let (tail, end) = StreamCache.tail(file.bytes),
      tail["source"] == key, let description = StreamDescription(tail),
      description.bytes == end
    else { return nil }
    return description.dataset(name: name, in: file, buffer: buffer)
  }

  /// The JSON at the end of the file, and where it begins.
  private static func tail(_ bytes: UnsafeRawBufferPointer) -> (JSONValue, Int)? {
    let end = bytes.count - 16
    guard end >= 0, bytes.suffix(8).elementsEqual(mark) else { return nil }
    let number = bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self)
    guard let length = Int(exactly: UInt64(littleEndian: number)), length <= end,
      let json = try? JSONValue(parsing: Array(bytes[(end - length)..<end]))
    else { return nil }
    return (json, end - length)
  }

  /// Gives the file that `dataset` lies in the name of the cache. The data is not to be used any more.
  func write(_ dataset: Dataset, in file: NumberFile) throws(FileError) {
    var json = StreamDescription(dataset).json
    json.append(JSONValue.Member("source", key))
    let text = JSONValue.object(json).bytes
    var length = UInt64(text.count).littleEndian
    let footer = text + withUnsafeBytes(of: &length, Array.init) + StreamCache.mark
    let areWritten: Void? = try dataset.targetNumbers?.withDoubles { (targets) throws(FileError) in
      try file.finish(with: targets, footer)
    }
    if areWritten == nil { try file.finish(footer) }
  }

  /// What has to be the same for the cache to be that of a file.
  private var key: JSONValue {
    [
      "size": .number(source.size), "seconds": .number(source.seconds),
      "nanoseconds": .number(source.nanoseconds), "target": .texts(options.target),
      "task": .string(options.task?.rawValue ?? ""), "header": .string(options.header.rawValue),
      "sep": .string(options.separator?.rawValue ?? ""), "columns": .texts(options.columns),
      "drop": .texts(options.drop), "missing": .string(options.missing.rawValue),
      "decimal": .string(options.decimal.rawValue),
    ]
  }
}

extension Dataset {
  /// The numbers of the targets that lie behind the inputs; nil where there are none.
  fileprivate var targetNumbers: LentNumbers? {
    switch target {
    case .classes(let labels, _): labels.lent?.numbers
    case .values(let matrix, _): matrix == inputs ? nil : matrix.lentNumbers
    case .none: nil
    }
  }
}
