import Glibc

/// Where the user's own files are, by the XDG Base Directory Specification.
package enum UserFolder {
  case configuration, state

  private var variable: String {
    switch self {
    case .configuration: "XDG_CONFIG_HOME"
    case .state: "XDG_STATE_HOME"
    }
  }

  private var fallback: String {
    switch self {
    case .configuration: "/.config"
    case .state: "/.local/state"
    }
  }

  /// The path of a file of nn in this folder; nil where the environment names none.
  package func path(of file: String) -> String? {
    path(of: file, chosen: environment(variable), home: environment("HOME"))
  }

  /// A folder that is chosen by a relative path counts as none, as the specification asks.
  package func path(of file: String, chosen: String?, home: String?) -> String? {
    if let chosen, chosen.hasPrefix("/") { return "\(chosen)/nn/\(file)" }
    guard let home, home.hasPrefix("/") else { return nil }
    return "\(home)\(fallback)/nn/\(file)"
  }
}

/// The value of an environment variable, nil where it is unset or empty.
func environment(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}
