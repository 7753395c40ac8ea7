import Glibc
import Language
import Prompt
import Rendering
import Reports
import Workbench

/// Answers as text: results on standard output, everything else on standard error.
final class TextOutput: Output {
  let streams: StandardStreams
  private let isQuiet: Bool
  private let palette: Palette
  /// Whether standard error is a terminal whose line can be drawn again.
  private let canRedraw: Bool
  /// Shows what is longer than the screen, at a prompt.
  var pager: Pager?
  private let colour: Options.Colour
  /// Rows of what is redrawn in place: the progress line, and a picture above it.
  private var redrawnRows = 0

  init(
    streams: StandardStreams, isQuiet: Bool, palette: Palette, colour: Options.Colour = .auto
  ) {
    self.streams = streams
    self.isQuiet = isQuiet
    self.palette = palette
    self.colour = colour
    canRedraw =
      isatty(STDERR_FILENO) == 1 && environmentVariable("TERM") != "dumb"
      && environmentVariable("ACCESSIBLE") == nil
  }

  func show(_ answer: Answer, digits: Int) {
    // On a terminal the redrawn line says what the rows would.
    if answer.isRow, canRedraw { return }
    clearProgress()
    if let result = answer.result, !(answer.isSilenceable && isQuiet) {
      let renderer = TextRenderer(
        digits: digits, width: terminalSize()?.columns,
        style: TextStyle(of: STDOUT_FILENO, colour: colour))
      let text = renderer.render(result)
      if !showInPager(text) { streams.write(text) }
    }
    guard !isQuiet else { return }
    for note in answer.notes { streams.writeError(palette.note(note)) }
  }

  private func showInPager(_ text: String) -> Bool {
    guard let pager else { return false }
    streams.flush()
    return pager.show(text)
  }

  func show(_ progress: Progress?, digits: Int) {
    guard canRedraw, !isQuiet else { return }
    guard let progress else { return endProgress() }
    var size = terminalSize(STDERR_FILENO) ?? (80, 24)
    // The system may echo "^C" in the midst of a row: with that, too, it stays a row.
    size.columns = max(1, size.columns - 3)
    let line = ProgressLine(progress, digits: min(digits, 4)).text(width: size.columns)
    let picture = progress.plot.map { rows(of: $0, in: size, digits: digits) } ?? []
    redraw(picture + [palette.note(line)])
  }

  var showsLive: Bool { canRedraw && !isQuiet }

  /// The rows of a picture; none where the terminal is too low for it.
  private func rows(of plot: Plot, in size: (columns: Int, rows: Int), digits: Int) -> [String] {
    let renderer = TextRenderer(
      digits: digits, width: size.columns, style: TextStyle(of: STDERR_FILENO, colour: colour))
    let rows = renderer.render(.plot(plot)).split(
      separator: "\n", omittingEmptySubsequences: false)
    return rows.count + 1 < size.rows ? rows.map(String.init) : []
  }

  /// Draws rows over those that were drawn before, each to its end, so that nothing flickers. The
  /// cursor waits at the start of the last one: at its end the echo of what is typed meanwhile
  /// would move the screen.
  ///
  /// The echo of Ctrl-C may come in the midst of a sequence, what is left of which is then text: so no
  /// row wraps while they are drawn, and as many rows are drawn over next time.
  private func redraw(_ rows: [String]) {
    let start = redrawnRows > 1 ? "\r\u{1B}[\(redrawnRows - 1)A" : "\r"
    let text = rows.map { $0 + "\u{1B}[K" }.joined(separator: "\n")
    streams.writeError("\u{1B}[?7l" + start + text + "\u{1B}[J\r\u{1B}[?7h", terminator: "")
    redrawnRows = rows.count
  }

  /// Takes the progress line away; a picture above it stays.
  private func endProgress() {
    if redrawnRows > 0 { streams.writeError("\r\u{1B}[K", terminator: "") }
    redrawnRows = 0
  }

  func show(_ diagnostic: Diagnostic) {
    clearProgress()
    streams.writeError(DiagnosticRenderer(palette: palette).render(diagnostic))
  }

  private func clearProgress() {
    if redrawnRows > 0 { redraw([""]) }
    redrawnRows = 0
  }
}
