import Formats
import Foundation
import Testing

/// A folder that goes when the test does.
final class Folder {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "nn-formats-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func callAsFunction(_ name: String) -> String { path + "/" + name }
  var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? []
  }
}

@Suite struct FileTests {
  let folder = Folder()

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 1_000_003])
  func writtenBytesAreReadBack(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try writeFileAtomically(folder("a"), bytes)
    #expect(try readFile(folder("a")) == bytes)
    #expect(folder.names == ["a"])
  }

  @Test func theModeOfAnOldFileIsKept() throws {
    let path = folder("a")
    try writeFileAtomically(path, [1])
    let mask = umask(0o022)
    umask(mask)
    #expect(mode(path) == 0o666 & ~mask)
    for bits in [0o600, 0o640, 0o755] as [mode_t] {
      chmod(path, bits)
      try writeFileAtomically(path, [2])
      #expect(mode(path) == bits)
    }
  }

  @Test func linksStayAndWhatTheyLeadToIsReplaced() throws {
    mkdir(folder("deep"), 0o755)
    symlink("deep/file", folder("one"))
    symlink("one", folder("two"))
    #expect(try !writeFileAtomically(folder("two"), [1, 2]))
    #expect(try writeFileAtomically(folder("two"), [3]))
    #expect(try readFile(folder("deep/file")) == [3])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder("two")) == "one")
    #expect(folder.names == ["deep", "one", "two"])
    symlink("loop", folder("loop"))
    let error = #expect(throws: FileError.self) { try writeFileAtomically(folder("loop"), []) }
    #expect(error?.message.hasSuffix("too many symbolic links") == true)
  }

  @Test func strayFilesAreSweptUnlessTheyAreInUse() throws {
    try writeFileAtomically(folder(".nn-save-stray"), [1])
    try writeFileAtomically(folder(".other"), [1])
    let used = open(folder(".nn-save-used"), O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    flock(used, LOCK_EX)
    try writeFileAtomically(folder("a"), [1])
    #expect(folder.names == [".nn-save-used", ".other", "a"])
    close(used)
    try writeFileAtomically(folder("a"), [2])
    #expect(folder.names == [".other", "a"])
  }

  @Test func manyWritersLeaveOneWholeFile() async throws {
    let path = folder("a")
    let writers = 16
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<writers {
        group.addTask {
          let bytes = [UInt8](repeating: UInt8(writer), count: 10_000 + writer)
          for _ in 0..<10 { _ = try? writeFileAtomically(path, bytes) }
        }
      }
    }
    let bytes = try readFile(path)
    #expect(Set(bytes).count == 1)
    #expect(bytes.count == 10_000 + Int(bytes[0]))
    #expect(folder.names == ["a"])
  }

  @Test func aFullDiskLeavesTheOldFile() async {
    await #expect(processExitsWith: .success) {
      let folder = Folder()
      let path = folder("a")
      try writeFileAtomically(path, [1, 2, 3])
      // A limit on the size of files ends a write half way, as a full disk does.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 5_000, rlim_max: 5_000)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      do {
        try writeFileAtomically(path, [UInt8](repeating: 9, count: 20_000))
        exit(1)
      } catch let error as FileError {
        guard error.message.hasSuffix("the file would be too big") else { exit(2) }
      }
      guard try readFile(path) == [1, 2, 3], folder.names == ["a"] else { exit(3) }
    }
  }

  @Test func whatCannotBeReadOrWrittenSaysWhy() {
    func readError(_ path: String) -> String? {
      do {
        _ = try readFile(path, limit: 100)
        return nil
      } catch { return error.message }
    }
    func writeError(_ path: String) -> String? {
      do {
        try writeFileAtomically(path, [1])
        return nil
      } catch { return error.message }
    }
    let none = folder("none")
    #expect(readError(none) == "cannot read '\(none)': there is no such file or folder")
    #expect(readError(folder.path) == "cannot read '\(folder.path)': it is a folder")
    #expect(readError("") == "a file name is empty")
    #expect(readError("a\0b") == "a file name holds a zero byte")
    #expect(writeError(folder.path) == "cannot write '\(folder.path)': it is a folder")
    let deep = folder("no/file")
    #expect(writeError(deep) == "cannot write '\(deep)': there is no such file or folder")
    #expect(writeError("/dev/full") == "cannot write '/dev/full': no space is left on the device")
    #expect(readError("/dev/zero") == "cannot read '/dev/zero': it is bigger than 100 bytes")
    #expect(writeError("/dev/null") == nil)
  }

  @Test func theHomeFolderIsExpanded() throws {
    let home = try #require(ProcessInfo.processInfo.environment["HOME"])
    #expect(expandHome("~/a/b") == home + "/a/b")
    #expect(expandHome("~") == home)
    #expect(expandHome("a/~/b") == "a/~/b")
    #expect(expandHome("~other/a") == "~other/a")
  }
}
