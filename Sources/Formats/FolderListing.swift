import Glibc

/// The names of what lies in a folder, sorted, without those that begin with a dot; none where it
/// cannot be read. `~/` is the home folder.
package func namesInFolder(_ path: String) -> [String] {
  guard !path.utf8.contains(0), let listing = opendir(expandHome(path)) else { return [] }
  defer { closedir(listing) }
  var names: [String] = []
  while let entry = readdir(listing) { names.append(name(of: entry)) }
  return names.filter { !$0.hasPrefix(".") }.sorted()
}

/// The path without its last part: "." where there is only one.
package func parentFolder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

func name(of entry: UnsafeMutablePointer<dirent>) -> String {
  withUnsafePointer(to: &entry.pointee.d_name) { pointer in
    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
  }
}
