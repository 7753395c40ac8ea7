import Glibc

/// Replaces a file, or makes it, so that at every moment it holds all of the old or all of the new
/// bytes, also when the machine stops.
///
/// The bytes go to a new file in the same folder, which then takes the name. The mode of an old
/// file is kept; where the name is a symbolic link, the file that it leads to is replaced. Devices
/// and pipes are written to directly. `~/` is the home folder.
/// - Returns: whether there was a file.
/// - Throws: where the file cannot be written; the old one is then as it was.
@discardableResult
package func writeFileAtomically(_ path: String, _ bytes: [UInt8]) throws(FileError) -> Bool {
  try checkName(path)
  // Where the user's limit on file sizes is reached, writing fails instead of ending the process.
  signal(SIGXFSZ, SIG_IGN)
  let target = try FileTarget(path)
  switch target.kind {
  case .folder: throw FileError("write", path, code: EISDIR)
  case .device: try writeDirectly(target, bytes)
  case .missing, .file: try replace(target, bytes)
  }
  return target.kind == .file
}

/// What a path leads to.
private struct FileTarget {
  enum Kind { case missing, file, folder, device }

  /// As it was given, for messages.
  let given: String
  /// Where the links end.
  let path: String
  let kind: Kind
  let status: stat

  var folder: String { parentFolder(of: path) }

  init(_ given: String) throws(FileError) {
    self.given = given
    var path = expandHome(given)
    var status = stat()
    for _ in 0..<40 {
      guard lstat(path, &status) == 0 else {
        guard errno == ENOENT else { throw FileError("write", given, code: errno) }
        (self.path, self.kind, self.status) = (path, .missing, status)
        return
      }
      guard status.st_mode & S_IFMT == S_IFLNK else {
        (self.path, self.kind, self.status) = (path, Self.kind(status), status)
        return
      }
      path = try Self.linkTarget(path, given)
    }
    throw FileError("write", given, code: ELOOP)
  }

  private static func kind(_ status: stat) -> Kind {
    switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    default: .device
    }
  }

  private static func linkTarget(_ link: String, _ given: String) throws(FileError) -> String {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = buffer.withUnsafeMutableBytes { memory in
      readlink(link, memory.baseAddress!.assumingMemoryBound(to: CChar.self), memory.count)
    }
    guard length > 0 else { throw FileError("write", given, code: errno) }
    let target = String(decoding: buffer[..<length], as: UTF8.self)
    return target.hasPrefix("/") ? target : parentFolder(of: link) + "/" + target
  }
}

private func writeDirectly(_ target: FileTarget, _ bytes: [UInt8]) throws(FileError) {
  let descriptor = open(target.path, O_WRONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw FileError("write", target.given, code: errno) }
  let failure = bytes.withUnsafeBytes { writeAll(descriptor, $0) }
  guard close(descriptor) == 0, failure == 0 else {
    throw FileError("write", target.given, code: failure == 0 ? errno : failure)
  }
}

private func replace(_ target: FileTarget, _ bytes: [UInt8]) throws(FileError) {
  // Renaming asks for rights to the folder only: a file that is write-protected stays as it is.
  if target.kind == .file, access(target.path, W_OK) != 0 {
    throw FileError("write", target.given, code: errno)
  }
  TemporaryFile.sweep(folder: target.folder)
  let file = try TemporaryFile(folder: target.folder, for: target.given)
  let failure = file.fill(bytes, like: target.kind == .file ? target.status : nil)
  guard failure == 0, file.rename(to: target.path) else {
    let code = failure == 0 ? errno : failure
    file.remove()
    throw FileError("write", target.given, code: code)
  }
  syncFolder(target.folder)
}

/// The name of the file is safe on the disk only when its folder is. Not every file system can.
func syncFolder(_ folder: String) {
  let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  close(descriptor)
}

/// Writes everything; 0, or the code of the failure.
func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int32 {
  var written = 0
  while written < bytes.count {
    let count = write(descriptor, bytes.baseAddress! + written, bytes.count - written)
    if count >= 0 {
      written += count
    } else if errno != EINTR {
      return errno
    }
  }
  return 0
}
