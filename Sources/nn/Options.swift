import Catalog

/// What the command line asks for.
struct Options {
  enum Action {
    /// The prompt, or a piped script.
    case interact
    case runFile(String, arguments: [String], thenInteract: Bool)
    case runLines([String])
    case test([String])
    case check([String])
    case format([String], write: Bool)
    case help([String])
    case usage
    case version
  }

  enum Colour: String, CaseIterable { case auto, always, never }

  var action = Action.interact
  var isJSON = false
  var isQuiet = false
  var keepsGoing = false
  var colour = Colour.auto

  static let usage: String = {
    let calls = [
      ("⟨options⟩", "the prompt, or a piped script"),
      ("⟨options⟩ ⟨run⟩ FILE.nn ⟨key=value …⟩", "run a script; - is standard input"),
      ("⟨options⟩ -c 'print 1 + 2'", "run a line; may be repeated"),
      ("⟨options⟩ -i FILE.nn", "run a script, then open the prompt"),
      ("test PATH…", "run scripts as tests"),
      ("check PATH…", "find mistakes without running"),
      ("fmt ⟨--write⟩ PATH…", "print scripts in their canonical form"),
      ("help ⟨TOPIC⟩", "the language: its commands and words"),
      ("--version", "which nn this is"),
    ]
    let width = calls.map(\.0.count).max() ?? 0
    let lines = calls.enumerated().map { index, call in
      (index == 0 ? "usage: nn " : "       nn ") + call.0
        + String(repeating: " ", count: width - call.0.count) + "  " + call.1
    }
    return (lines + ["options: --json  --quiet  --keep-going  --color auto|always|never"])
      .joined(separator: "\n")
  }()

  /// What is wrong with the command line.
  struct Misuse: Error {
    let message: String
    /// Whether the usage helps: not where a file or an argument of a script is wrong.
    var showsUsage = true
  }

  init(_ arguments: [String]) throws(Misuse) {
    var rest: [String] = []
    var lines: [String] = []
    var isInteractive = false
    var writes = false
    var remaining = arguments[...]
    while let argument = remaining.popFirst() {
      // What stands behind a script's name belongs to the script.
      if let first = rest.first, !Options.tools.contains(first), argument.contains("=") {
        rest.append(argument)
        continue
      }
      switch argument {
      case "--json": isJSON = true
      case "--quiet": isQuiet = true
      case "--keep-going": keepsGoing = true
      case "--write": writes = true
      case "-i": isInteractive = true
      case "-c": lines.append(try Options.value(of: argument, in: &remaining))
      case "--color": colour = try Options.colour(Options.value(of: argument, in: &remaining))
      case "--version": action = .version
      case "--help", "-h": action = .usage
      case let flag where flag.hasPrefix("--color="):
        colour = try Options.colour(String(flag.dropFirst("--color=".count)))
      case let flag where flag.hasPrefix("-") && flag != "-":
        throw Options.unknown(flag)
      default: rest.append(argument)
      }
    }
    switch action {
    case .version, .usage: return
    default: break
    }
    try choose(rest, lines, isInteractive: isInteractive, writes: writes)
  }

  private static let tools = ["test", "check", "fmt", "help"]

  private mutating func choose(
    _ rest: [String], _ lines: [String], isInteractive: Bool, writes: Bool
  ) throws(Misuse) {
    if writes, rest.first != "fmt" { throw Misuse(message: "--write goes with fmt") }
    if isJSON, rest.first == "fmt" {
      throw Misuse(message: "fmt prints scripts; --json goes with what runs or checks them")
    }
    if !lines.isEmpty {
      guard rest.isEmpty, !isInteractive else {
        throw Misuse(message: "-c runs its line alone, found '\(rest.first ?? "-i")' beside it")
      }
      action = .runLines(lines)
      return
    }
    guard let first = rest.first else {
      if isInteractive { throw Misuse(message: "-i needs a script: nn -i FILE.nn") }
      return
    }
    let operands = Array(rest.dropFirst())
    switch first {
    case "help": action = .help(operands)
    case "test", "check", "fmt":
      guard !operands.isEmpty else { throw Misuse(message: "nn \(first) needs a file") }
      switch first {
      case "test": action = .test(operands)
      case "check": action = .check(operands)
      default: action = .format(operands, write: writes)
      }
    default:
      let script = first == "run" ? operands : rest
      guard let file = script.first else { throw Misuse(message: "nn run needs a script") }
      action = .runFile(
        file, arguments: Array(script.dropFirst()), thenInteract: isInteractive)
    }
  }

  private static func value(of flag: String, in rest: inout ArraySlice<String>) throws(Misuse)
    -> String
  {
    guard let value = rest.popFirst() else { throw Misuse(message: "\(flag) needs a value") }
    return value
  }

  private static func colour(_ word: String) throws(Misuse) -> Colour {
    guard let colour = Colour(rawValue: word) else {
      throw Misuse(message: "--color is auto, always or never, found '\(word)'")
    }
    return colour
  }

  private static func unknown(_ flag: String) -> Misuse {
    let flags = ["--json", "--quiet", "--keep-going", "--color", "--write", "--version", "--help"]
    let near = nearest(to: flag, in: flags).map { "; did you mean '\($0)'?" } ?? ""
    return Misuse(message: "unknown option '\(flag)'\(near)")
  }
}
