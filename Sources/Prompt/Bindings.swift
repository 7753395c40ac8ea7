import CEditLine
import Glibc

/// Which key means what: libedit's defaults, then the editor's commands, then the user's
/// `.editrc`, in which `bind -v` chooses vi mode.
package struct Bindings {
  private let editor: OpaquePointer
  private let userLines: [[String]]

  init(editor: OpaquePointer) {
    self.editor = editor
    userLines = Self.userFile.map { Self.lines(of: Self.contents(of: $0)) } ?? []
  }

  func install() {
    for command in Command.allCases {
      _ = editline_add_command(editor, command.rawValue, command.summary, command.function)
    }
    _ = editline_set_mode(editor, "emacs")
    // The mode comes first, because it resets every key; then the rest, over our own keys.
    for line in userLines { parse(line) }
    bindCommands(isVi: editline_is_vi(editor))
    for line in userLines where !Self.choosesMode(line) { parse(line) }
  }

  private func bindCommands(isVi: Bool) {
    for command in Command.allCases {
      for key in command.keys + (isVi ? [] : command.emacsKeys) {
        _ = editline_bind(editor, false, key, command.rawValue)
      }
      guard isVi else { continue }
      for key in command.viCommandKeys { _ = editline_bind(editor, true, key, command.rawValue) }
    }
    _ = editline_bind(editor, false, SpecialKey.left.name, "ed-prev-char")
    if isVi { _ = editline_bind(editor, true, SpecialKey.left.name, "ed-prev-char") }
    // What the terminal erases with differs; both are Backspace here.
    for key in ["^?", "^H"] {
      _ = editline_bind(editor, false, key, isVi ? "vi-delete-prev-char" : "em-delete-prev-char")
    }
  }

  // MARK: The user's file

  /// Where libedit looks for it: `$EDITRC`, else `~/.editrc`.
  private static var userFile: String? {
    environment("EDITRC") ?? environment("HOME").map { $0 + "/.editrc" }
  }

  private static func contents(of path: String) -> String {
    guard let file = fopen(path, "re") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while bytes.count < 1 << 20 {
      let byte = getc(file)
      guard byte != EOF else { break }
      bytes.append(UInt8(truncatingIfNeeded: byte))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The words of each line that is neither blank nor a comment. Quotes hold blanks.
  package static func lines(of text: String) -> [[String]] {
    text.split(whereSeparator: \.isNewline).map { words(of: $0) }.filter { line in
      line.first.map { !$0.hasPrefix("#") } ?? false
    }
  }

  private static func words(of line: Substring) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      switch character {
      case quote: quote = nil
      case "\"" where quote == nil, "'" where quote == nil:
        quote = character
        word = word ?? ""
      case " " where quote == nil, "\t" where quote == nil:
        if let word { words.append(word) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    return words
  }

  private static func choosesMode(_ line: [String]) -> Bool {
    line.contains("-v") || line.contains("-e")
  }

  private func parse(_ line: [String]) {
    let words = line.map { strdup($0) }
    defer { words.forEach { free($0) } }
    var pointers = words.map { UnsafePointer<CChar>($0) } + [nil]
    _ = el_parse(editor, Int32(clamping: words.count), &pointers)
  }

  /// The escape sequences that the user bound: only those reach libedit as they were typed.
  var userSequences: Set<[UInt8]> {
    Set(userLines.flatMap { $0.compactMap { Self.sequence(named: $0) } })
  }

  /// `^[[A`, `\e[A` and `\033[A` as bytes; nil for what is no control sequence.
  package static func sequence(named name: String) -> [UInt8]? {
    for escape in ["^[", "\\e", "\\E", "\\033"] where name.hasPrefix(escape) {
      let rest = Array(name.dropFirst(escape.count).utf8)
      guard rest.count > 1, rest[0] == UInt8(ascii: "[") || rest[0] == UInt8(ascii: "O") else {
        return nil
      }
      return [0x1B] + rest
    }
    return nil
  }
}
