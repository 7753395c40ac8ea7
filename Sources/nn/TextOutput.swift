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
  private var isProgressShown = false
  /// Shows what is longer than the screen, at a prompt.
  var pager: Pager?

  init(streams: StandardStreams, isQuiet: Bool, palette: Palette) {
    self.streams = streams
    self.isQuiet = isQuiet
    self.palette = palette
    canRedraw =
      isatty(STDERR_FILENO) == 1 && environmentVariable("TERM") != "dumb"
      && environmentVariable("ACCESSIBLE") == nil
  }

  func show(_ answer: Answer, digits: Int) {
    // On a terminal the redrawn line says what the rows would.
    if answer.isRow, canRedraw { return }
    clearProgress()
    if let result = answer.result, !(answer.isSilenceable && isQuiet) {
      let renderer = TextRenderer(digits: digits, width: terminalWidth() ?? 100)
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
    clearProgress()
    guard let progress else { return }
    let width = (terminalWidth(STDERR_FILENO) ?? 80) - 1
    let line = ProgressLine(progress, digits: min(digits, 4)).text(width: width)
    streams.writeError("\r\(palette.note(line))", terminator: "")
    isProgressShown = true
  }

  func show(_ diagnostic: Diagnostic) {
    clearProgress()
    streams.writeError(DiagnosticRenderer(palette: palette).render(diagnostic))
  }

  private func clearProgress() {
    guard isProgressShown else { return }
    streams.writeError("\r\u{1B}[K", terminator: "")
    isProgressShown = false
  }
}
