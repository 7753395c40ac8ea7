import Glibc

/// A file that is being written, and takes its name when it is complete.
///
/// It is locked while it is in use. One that is not is left from a process that died, and is swept
/// away by the next save in the folder.
struct TemporaryFile: ~Copyable {
  static let prefix = ".nn-save-"

  private let path: String
  private let descriptor: Int32

  /// Makes an empty file in `folder`; `given` is the name that an error tells.
  init(folder: String, for given: String) throws(FileError) {
    var opened: (path: String, descriptor: Int32)?
    while opened == nil { opened = try TemporaryFile.open(folder, for: given) }
    path = opened?.path ?? ""
    descriptor = opened?.descriptor ?? -1
  }

  /// A new file and its lock; nil where another process was quicker.
  private static func open(_ folder: String, for given: String) throws(FileError)
    -> (path: String, descriptor: Int32)?
  {
    let path = folder + "/" + prefix + String(UInt64.random(in: .min ... .max), radix: 36)
    let flags = O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC
    let descriptor = Glibc.open(path, flags, 0o666)
    guard descriptor >= 0 else {
      if errno == EEXIST { return nil }
      throw FileError("write", given, code: errno)
    }
    var status = stat()
    // Without the lock it may have been taken for a stray one and removed; where files cannot be
    // locked, none are.
    _ = flock(descriptor, LOCK_EX)
    if fstat(descriptor, &status) == 0, status.st_nlink > 0 { return (path, descriptor) }
    close(descriptor)
    return nil
  }

  /// Writes the bytes down to the disk, with owner and mode of an older file.
  ///
  /// Returns 0, or the code of the failure.
  func fill(_ bytes: [UInt8], like old: stat?) -> Int32 {
    if let old {
      // Only some may give files away; the mode counts more, and goes last as this clears bits.
      if old.st_uid != geteuid() || old.st_gid != getegid() {
        _ = fchown(descriptor, old.st_uid, old.st_gid)
      }
      guard fchmod(descriptor, old.st_mode & 0o7777) == 0 else { return errno }
    }
    let failure = bytes.withUnsafeBytes { writeAll(descriptor, $0) }
    if failure != 0 { return failure }
    return fsync(descriptor) == 0 ? 0 : errno
  }

  // MARK: As memory

  /// Makes the file so long, with room for it on the disk; 0, or the code of the failure.
  func allocate(_ length: Int) -> Int32 { posix_fallocate(descriptor, 0, off_t(length)) }

  /// The file in memory, to be read and written; nil, and `errno` says why, where that fails.
  func map(_ length: Int) -> UnsafeMutableRawBufferPointer? {
    let place = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    guard let place, place != MAP_FAILED else { return nil }
    return UnsafeMutableRawBufferPointer(start: place, count: length)
  }

  /// Writes parts behind the first `length` bytes and all down to the disk; nothing follows them.
  /// 0, or the code of the failure.
  func end(at length: Int, with parts: [UnsafeRawBufferPointer]) -> Int32 {
    guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      return errno
    }
    for part in parts {
      let failure = writeAll(descriptor, part)
      if failure != 0 { return failure }
    }
    return fsync(descriptor) == 0 ? 0 : errno
  }

  /// Takes the name; false, and `errno` says why, where it cannot.
  func rename(to name: String) -> Bool { Glibc.rename(path, name) == 0 }

  func remove() { unlink(path) }

  deinit { close(descriptor) }

  /// Removes the files in `folder` that processes left which died while writing.
  static func sweep(folder: String) {
    guard let listing = opendir(folder) else { return }
    defer { closedir(listing) }
    while let entry = readdir(listing) {
      let name = name(of: entry)
      if name.hasPrefix(prefix) { removeUnlessLocked(folder + "/" + name) }
    }
  }

  private static func removeUnlessLocked(_ path: String) {
    let descriptor = Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
  }
}

/// Where files are put that nobody is to see.
var temporaryFolder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

/// The descriptor of an empty file without a name, which is gone when it is closed.
func unnamedFile() throws(FileError) -> Int32 {
  signal(SIGXFSZ, SIG_IGN)
  var path = Array("\(temporaryFolder)/\(TemporaryFile.prefix)XXXXXX".utf8CString)
  let descriptor = mkstemp(&path)
  guard descriptor >= 0 else { throw FileError("write", temporaryFolder, code: errno) }
  unlink(path)
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  return descriptor
}
