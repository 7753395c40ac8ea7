import Glibc

/// The one name of a file that has several: absolute, without links; the path itself where there
/// is no such file.
package func canonicalPath(_ path: String) -> String {
  guard let resolved = realpath(path, nil) else { return path }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// The way from a folder to a file that exists, both seen from the current folder.
package func relativePath(_ path: String, from folder: String) -> String {
  let (start, end) = (parts(of: folder), parts(of: path))
  let common = zip(start, end).prefix { $0 == $1 }.count
  return ([Substring](repeating: "..", count: start.count - common) + end[common...])
    .joined(separator: "/")
}

private func parts(of path: String) -> [Substring] {
  canonicalPath(expandHome(path)).split(separator: "/")
}

package func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(expandHome(path), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

package func fileExists(_ path: String) -> Bool {
  !path.utf8.contains(0) && access(expandHome(path), F_OK) == 0
}
