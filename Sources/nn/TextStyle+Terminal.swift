import Glibc
import Rendering

extension TextStyle {
  /// What a stream can show: a terminal says it by its variables; a pipe or a file gets the same
  /// characters everywhere, in colour only where the user asks for that.
  init(of descriptor: Int32, colour: Options.Colour) {
    let isSpoken = !(environmentVariable("ACCESSIBLE") ?? "").isEmpty
    guard isatty(descriptor) == 1 else {
      self.init(colours: colour == .always ? .palette : .none, isSpoken: isSpoken)
      return
    }
    let terminal = environmentVariable("TERM") ?? "dumb"
    let isRefused = terminal == "dumb" || !(environmentVariable("NO_COLOR") ?? "").isEmpty
    let isDeep = ["truecolor", "24bit"].contains(environmentVariable("COLORTERM") ?? "")
    let colours: Colours =
      if colour == .never || colour == .auto && isRefused {
        .none
      } else {
        isDeep ? .all : .palette
      }
    self.init(
      colours: colours, isUnicode: terminal != "dumb" && TextStyle.isUTF8, isSpoken: isSpoken,
      rows: terminalSize(descriptor)?.rows)
  }

  /// Whether the locale in force, by the first of the variables that is set, is one of UTF-8. Where
  /// none is set, as in many containers, terminals understand it all the same.
  private static var isUTF8: Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap(environmentVariable)
    guard let locale = names.first(where: { !$0.isEmpty })?.lowercased() else { return true }
    return locale.contains("utf-8") || locale.contains("utf8")
  }
}
