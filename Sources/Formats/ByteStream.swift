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

  /// How much of the file was taken, of 1; nil where it announces no size.
  ///
  /// - Parameter unread: the bytes that were taken and not yet looked at.
  package func share(unread: Int) -> Double? {
    guard let size, size > 0 else { return nil }
    let looked = inflater?.packed(of: unread) ?? Double(taken - unread)
    return looked / Double(size)
  }

  private let read: (UnsafeMutableRawBufferPointer) throws -> Int
  private let path: String
  private let descriptor: Int32
  /// What was read ahead, to see whether it is packed.
  private var head: [UInt8] = []
  private var inflater: GunzipStream?
  /// Unpacked bytes that were looked at and not yet taken.
  private var ahead: [UInt8] = []

  /// Opens a file; `~/` is the home folder.
  ///
  /// - Parameter wait: called now and then while nothing comes out of a pipe; what it throws ends that.
  /// - Throws: where it is missing, a folder or not readable.
  package init(path: String, wait: @escaping () throws -> Void = {}) throws {
    try checkName(path)
    // Opening a pipe that nobody writes to would wait, and nothing could end it.
    let descriptor = open(expandHome(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError("read", path, code: errno) }
    self.descriptor = descriptor
    self.path = path
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    let isRegular = isKnown && status.st_mode & S_IFMT == S_IFREG
    size = isRegular ? Int(status.st_size) : nil
    read = { memory in
      while true {
        if !isRegular { try awaitBytes(descriptor, wait) }
        let got = readRetrying(descriptor, memory.baseAddress, memory.count)
        if got >= 0 { return got }
        guard errno == EAGAIN else { throw FileError("read", path, code: errno) }
      }
    }
    if isKnown, status.st_mode & S_IFMT == S_IFDIR {
      throw FileError("read", path, code: EISDIR)
    }
    try lookWhetherPacked()
  }

  package convenience init(_ bytes: [UInt8]) throws {
    var position = 0
    try self.init(size: bytes.count) { memory in
      let count = min(memory.count, bytes.count - position)
      memory.copyBytes(from: bytes[position..<position + count])
      position += count
      return count
    }
  }

  /// - Parameters:
  ///   - size: how many bytes there are.
  ///   - read: fills some memory, or the beginning of it; 0 at the end.
  init(size: Int, _ read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) throws {
    descriptor = -1
    path = ""
    self.size = size
    self.read = read
    try lookWhetherPacked()
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private func lookWhetherPacked() throws {
    head = try exactly(2, read)
    if isGzip(head) { inflater = GunzipStream() }
  }

  /// The first bytes of what is left, which stay there: `count`, or all where there are fewer.
  package func peek(_ count: Int) throws -> [UInt8] {
    if ahead.isEmpty { ahead = try exactly(count, next) }
    return ahead
  }

  /// Appends some `count` bytes to `bytes`, or all that are left; false where nothing is behind them.
  package func append(_ count: Int, to bytes: inout [UInt8]) throws -> Bool {
    bytes += ahead
    ahead = []
    var isFull = false
    // Into the memory that is there: that of a new array would have to be cleared by the system.
    try bytes.append(addingCapacity: count) { span in
      try span.withUnsafeMutableBufferPointer { buffer, filled in
        filled = try fill(
          UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]),
          next)
        isFull = filled == count
      }
    }
    return isFull
  }

  /// All that there is, to be looked at in any order: a file that lies on a disk as it is, mapped; of
  /// anything else what is left, from a file that goes with its last use.
  ///
  /// - Parameter look: called behind each piece; what it throws ends that.
  package func contents(_ look: () throws -> Void = {}) throws -> MappedFile {
    if size != nil, descriptor >= 0, !isPacked { return try MappedFile(dup(descriptor), path) }
    let copy = try unnamedFile()
    do {
      var piece: [UInt8] = []
      var isMore = true
      while isMore {
        piece.removeAll(keepingCapacity: true)
        isMore = try append(1 << 20, to: &piece)
        let code = piece.withUnsafeBytes { writeAll(copy, $0) }
        guard code == 0 else { throw FileError("write", temporaryFolder, code: code) }
        try look()
      }
    } catch {
      close(copy)
      throw error
    }
    return try MappedFile(copy, path)
  }

  /// As many bytes as there are, up to `count`.
  private func exactly(_ count: Int, _ source: (UnsafeMutableRawBufferPointer) throws -> Int)
    rethrows -> [UInt8]
  {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = try fill(UnsafeMutableRawBufferPointer(buffer), source)
    }
  }

  /// Fills memory as far as there are bytes, from a source that may give fewer at a time.
  private func fill(
    _ memory: UnsafeMutableRawBufferPointer, _ source: (UnsafeMutableRawBufferPointer) throws -> Int
  ) rethrows -> Int {
    var filled = 0
    while filled < memory.count {
      let got = try source(UnsafeMutableRawBufferPointer(rebasing: memory[filled...]))
      if got == 0 { break }
      filled += got
    }
    return filled
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

/// Returns when there is something to read, or its end; calls `wait` ten times a second until then.
private func awaitBytes(_ descriptor: Int32, _ wait: () throws -> Void) throws {
  var place = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  while poll(&place, 1, 100) == 0 { try wait() }
}
