import Glibc

/// The bytes of a file; `~/` is the home folder.
///
/// - Parameter limit: the most bytes that are read.
/// - Throws: where the file is missing, a folder, not readable or bigger than `limit`.
package func readFile(_ path: String, limit: Int = 1 << 31) throws(FileError) -> [UInt8] {
  try checkName(path)
  let descriptor = open(expandHome(path), O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw FileError("read", path, code: errno) }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { throw FileError("read", path, code: errno) }
  let kind = status.st_mode & S_IFMT
  if kind == S_IFDIR { throw FileError("read", path, code: EISDIR) }
  let size = kind == S_IFREG ? Int(status.st_size) : 0
  guard size <= limit else { throw tooBig(path, limit) }
  return try readAll(descriptor, path, expected: size, limit: limit)
}

/// The first bytes of a regular file, at most `count`; none where it cannot be read.
package func readBeginning(of path: String, count: Int) -> [UInt8] {
  guard !path.utf8.contains(0) else { return [] }
  let descriptor = open(expandHome(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { return [] }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return [] }
  return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
    initialized = max(0, readRetrying(descriptor, buffer.baseAddress, count))
  }
}

/// Reads to the end, whatever size was announced: pipes and `/proc` announce none.
private func readAll(_ descriptor: Int32, _ path: String, expected: Int, limit: Int)
  throws(FileError) -> [UInt8]
{
  var bytes: [UInt8] = []
  bytes.reserveCapacity(expected)
  var wanted = expected
  while true {
    let count = max(wanted, 65_536)
    var failure: Int32 = 0
    let chunk = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      let got = readRetrying(descriptor, buffer.baseAddress, count)
      if got < 0 { failure = errno }
      initialized = max(0, got)
    }
    if failure != 0 { throw FileError("read", path, code: failure) }
    if chunk.isEmpty { return bytes }
    if bytes.isEmpty, chunk.count == expected { bytes = chunk } else { bytes += chunk }
    guard bytes.count <= limit else { throw tooBig(path, limit) }
    wanted = max(0, expected - bytes.count)
  }
}

func readRetrying(_ descriptor: Int32, _ memory: UnsafeMutableRawPointer?, _ count: Int)
  -> Int
{
  while true {
    let got = read(descriptor, memory, count)
    if got >= 0 || errno != EINTR { return got }
  }
}

private func tooBig(_ path: String, _ limit: Int) -> FileError {
  FileError(
    message: "cannot read '\(path)': it is bigger than \(sizeText(limit))", path: path)
}
