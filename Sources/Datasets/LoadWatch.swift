import Formats

/// Who looks on while a file is read, and may stop it.
package struct LoadWatch {
  /// Bytes of the file that were read, and all of them where that is known. False: stop.
  private let report: (_ done: Int, _ total: Int?) -> Bool

  package init(_ report: @escaping (_ done: Int, _ total: Int?) -> Bool) { self.report = report }

  package static var nobody: LoadWatch { LoadWatch { _, _ in true } }

  /// A file that is read while somebody looks on.
  func open(_ path: String) throws -> ByteStream {
    try ByteStream(path: path) { try look(0, of: nil) }
  }

  func look(at source: ByteStream) throws(DataError) { try look(source.taken, of: source.size) }

  func look(_ done: Int, of total: Int?) throws(DataError) {
    guard report(done, total) else { throw DataError.interrupted }
  }
}

extension DataError {
  /// The work was stopped by the person who asked for it.
  package static let interrupted = DataError("interrupted; the data is as it was")
}
