import Glibc

/// The bytes of a file, or of an array, piece by piece; gzip is unpacked on the way.
///
/// Only a piece at a time is in memory, however long the file is.
package final class ByteStream {
  /// The bytes of the file as it lies there, packed or not; nil where it announces none.
  package let size: Int?
  /// How many of them were taken.
  package private(set) var taken = 0
  package var isPacked: Bool { inflater != nil }

  private let read: (UnsafeMutableRawBufferPointer) throws(FileError) -> Int
  private let descriptor: Int32
  /// What was read ahead, to see whether it is packed.
  private var head: [UInt8] = []
  private var inflater: GunzipStream?
  /// Unpacked bytes that were looked at and not yet taken.
  private var ahead: [UInt8] = []

  /// Opens a file; `~/` is the home folder.
  ///
  /// - Throws: where it is missing, a folder or not readable.
  package init(path: String) throws {
    try checkName(path)
    let descriptor = open(expandHome(path), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("read", path, code: errno) }
    self.descriptor = descriptor
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    size = isKnown && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    read = { (memory) throws(FileError) in
      let got = readRetrying(descriptor, memory.baseAddress, memory.count)
      guard got >= 0 else { throw FileError("read", path, code: errno) }
      return got
    }
    if isKnown, status.st_mode & S_IFMT == S_IFDIR {
      throw FileError("read", path, code: EISDIR)
    }
    try lookWhetherPacked()
  }

  package init(_ bytes: [UInt8]) throws {
    descriptor = -1
    size = bytes.count
    var position = 0
    read = { (memory) throws(FileError) in
      let count = min(memory.count, bytes.count - position)
      memory.copyBytes(from: bytes[position..<position + count])
      position += count
      return count
    }
    try lookWhetherPacked()
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private func lookWhetherPacked() throws {
    head = try exactly(2) { (memory) throws(FileError) in try read(memory) }
    if isGzip(head) { inflater = GunzipStream() }
  }

  /// The first bytes of what is left, which stay there: `count`, or all where there are fewer.
  package func peek(_ count: Int) throws -> [UInt8] {
    if ahead.isEmpty { ahead = try exactly(count, next) }
    return ahead
  }

  /// Appends some `count` bytes to `bytes`; false at the end, when nothing is left behind them.
  package func append(_ count: Int, to bytes: inout [UInt8]) throws -> Bool {
    if !ahead.isEmpty {
      bytes += ahead
      ahead = []
    }
    let more = try exactly(count, next)
    if bytes.isEmpty { bytes = more } else { bytes += more }
    return !more.isEmpty
  }

  /// All that is left.
  ///
  /// - Throws: where that is more than `limit`.
  package func rest(limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    if !isPacked, let size, size <= limit { bytes.reserveCapacity(size) }
    while try append(1 << 20, to: &bytes) {
      guard bytes.count <= limit else {
        throw FormatError("it is bigger than \(sizeText(limit))")
      }
    }
    return bytes
  }

  /// As many bytes as there are, up to `count`, from a source that may give fewer at a time.
  private func exactly(_ count: Int, _ source: (UnsafeMutableRawBufferPointer) throws -> Int)
    rethrows -> [UInt8]
  {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let memory = UnsafeMutableRawBufferPointer(buffer)
        let got = try source(UnsafeMutableRawBufferPointer(rebasing: memory[filled...]))
        if got == 0 { break }
        filled += got
      }
    }
  }

  private func next(_ memory: UnsafeMutableRawBufferPointer) throws -> Int {
    guard let inflater else { return try raw(memory) }
    return try inflater.next(memory) { (room) throws in try self.raw(room) }
  }

  /// Bytes as they lie in the file.
  private func raw(_ memory: UnsafeMutableRawBufferPointer) throws -> Int {
    guard head.isEmpty else {
      let count = min(memory.count, head.count)
      memory.copyBytes(from: head[..<count])
      head.removeFirst(count)
      taken += count
      return count
    }
    let got = try read(memory)
    taken += got
    return got
  }
}
