import Glibc

/// A file in memory, to be read: the system keeps as much of it there as there is room for.
///
/// Whoever makes the file shorter while it is mapped ends the process: only files that are replaced
/// as a whole are to be mapped.
package final class MappedFile {
  package let bytes: UnsafeRawBufferPointer

  /// - Throws: where the file cannot be read or is empty.
  package init(path: String) throws(FileError) {
    try checkName(path)
    let descriptor = open(expandHome(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError("read", path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError("read", path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      throw FileError(message: "cannot read '\(path)': it is empty or no file", path: path)
    }
    let length = Int(status.st_size)
    let place = mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0)
    guard let place, place != MAP_FAILED else { throw FileError("read", path, code: errno) }
    bytes = UnsafeRawBufferPointer(start: place, count: length)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count) }
}

/// Which bytes a file has, as far as its folder knows: a change of them changes this.
package struct FileStamp: Equatable, Sendable {
  package let size: Int
  /// When it was changed: seconds and nanoseconds since 1970.
  package let seconds: Int
  package let nanoseconds: Int

  package init(size: Int, seconds: Int, nanoseconds: Int) {
    (self.size, self.seconds, self.nanoseconds) = (size, seconds, nanoseconds)
  }

  /// - Throws: where there is no such file, or it is none that lies on a disk.
  package init(path: String) throws(FileError) {
    try checkName(path)
    var status = stat()
    guard stat(expandHome(path), &status) == 0 else { throw FileError("read", path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(message: "cannot read '\(path)': it is no file on a disk", path: path)
    }
    self.init(
      size: Int(status.st_size), seconds: status.st_mtim.tv_sec,
      nanoseconds: status.st_mtim.tv_nsec)
  }
}
