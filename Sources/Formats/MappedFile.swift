import CMapping
import Glibc

/// A file in memory, to be read: the system keeps as much of it there as there is room for.
///
/// Where somebody changes the file meanwhile the bytes are other ones, and zeros where it was made
/// shorter; `isUnchanged` says so. A file that is replaced as a whole is another one, and no matter.
package final class MappedFile {
  package let bytes: UnsafeRawBufferPointer
  /// The file, and what it was.
  private let descriptor: Int32
  private let stamp: FileStamp

  /// - Throws: where the file cannot be read or is empty.
  package convenience init(path: String) throws(FileError) {
    try checkName(path)
    let descriptor = open(expandHome(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError("read", path, code: errno) }
    try self.init(descriptor, path)
  }

  /// - Parameter descriptor: of an open file, which is closed with the last use of this.
  init(_ descriptor: Int32, _ path: String) throws(FileError) {
    self.descriptor = descriptor
    guard let stamp = FileStamp(descriptor: descriptor), stamp.size > 0 else {
      close(descriptor)
      throw FileError(message: "cannot read '\(path)': it is empty or no file", path: path)
    }
    survive_shortened_files()
    let place = mmap(nil, stamp.size, PROT_READ, MAP_SHARED, descriptor, 0)
    guard let place, place != MAP_FAILED else {
      let code = errno
      close(descriptor)
      throw FileError("read", path, code: code)
    }
    self.stamp = stamp
    bytes = UnsafeRawBufferPointer(start: place, count: stamp.size)
  }

  deinit {
    munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count)
    close(descriptor)
  }

  /// Whether nobody has written to the file since it was mapped.
  package var isUnchanged: Bool { FileStamp(descriptor: descriptor) == stamp }
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
    guard let stamp = FileStamp(status) else {
      throw FileError(message: "cannot read '\(path)': it is no file on a disk", path: path)
    }
    self = stamp
  }

  /// Nil where what is open is no file on a disk.
  fileprivate init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init?(_ status: stat) {
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    self.init(
      size: Int(status.st_size), seconds: status.st_mtim.tv_sec,
      nanoseconds: status.st_mtim.tv_nsec)
  }
}
