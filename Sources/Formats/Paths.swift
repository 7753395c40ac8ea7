import Glibc

/// The one name of a file that has several: absolute, without links; the path itself where there
/// is no such file.
package func canonicalPath(_ path: String) -> String {
  guard let resolved = realpath(path, nil) else { return path }
  defer { free(resolved) }
  return String(cString: resolved)
}

package func fileExists(_ path: String) -> Bool {
  !path.utf8.contains(0) && access(expandHome(path), F_OK) == 0
}
