import Glibc

/// Why a file could not be read or written.
package struct FileError: Error, Equatable, Sendable {
  /// Lower case, one sentence, no full stop; it names the file.
  package let message: String
  /// The path as it was given.
  package let path: String
  /// Whether there is no file of that name: another name may be meant.
  package let isMissing: Bool

  package init(message: String, path: String, isMissing: Bool = false) {
    self.message = message
    self.path = path
    self.isMissing = isMissing
  }

  /// The error of a system call that failed while doing `action` ("read", "write").
  init(_ action: String, _ path: String, code: Int32) {
    let cause =
      switch code {
      case ENOENT: "there is no such file or folder"
      case EACCES, EPERM: "permission denied"
      case EISDIR: "it is a folder"
      case ENOTDIR: "a part of its path is a file, not a folder"
      case ENOSPC: "no space is left on the device"
      case EDQUOT: "the disk quota is used up"
      case EFBIG: "the file would be too big"
      case EROFS: "the file system is read-only"
      case ENAMETOOLONG: "its name is too long"
      case ELOOP: "too many symbolic links"
      case EMFILE, ENFILE: "too many files are open"
      default: String(cString: strerror(code))
      }
    self.init(
      message: "cannot \(action) '\(path)': \(cause)", path: path, isMissing: code == ENOENT)
  }
}

/// Why the bytes of a file are not what its format says.
package struct FormatError: Error, Equatable, Sendable {
  /// Lower case, one sentence, no full stop: what was found and what was expected.
  package let message: String

  package init(_ message: String) { self.message = message }
}

/// The path with a leading `~/` replaced by the home folder, where that is known.
package func expandHome(_ path: String) -> String {
  guard path == "~" || path.hasPrefix("~/"), let home = getenv("HOME"), home.pointee != 0 else {
    return path
  }
  return String(cString: home) + path.dropFirst()
}

/// Throws where no file can have that name.
func checkName(_ path: String) throws(FileError) {
  if path.isEmpty { throw FileError(message: "a file name is empty", path: path) }
  if path.utf8.contains(0) {
    throw FileError(message: "a file name holds a zero byte", path: path)
  }
}
