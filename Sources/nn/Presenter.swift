import Language
import Rendering
import Workbench

/// An output that is told when a statement of the top level has ended, and how.
protocol Presenter: Output {
  func finish(cell: Int, source: SourceText, statement: String?, _ outcome: Interpreter.Outcome)
}

extension TextOutput: Presenter {
  func finish(cell: Int, source: SourceText, statement: String?, _ outcome: Interpreter.Outcome) {
    if let diagnostic = outcome.diagnostic { show(diagnostic) }
  }
}

extension Options {
  /// What the colours of standard error are: as the user says, else where they can be seen.
  var palette: Palette {
    switch colour {
    case .always: Palette(isColoured: true)
    case .never: .plain
    case .auto: Palette(isColoured: StandardStreams.showsColours)
    }
  }

  func presenter(_ streams: StandardStreams) -> any Presenter {
    if isJSON { return JSONOutput(streams: streams, isQuiet: isQuiet, palette: palette) }
    return TextOutput(streams: streams, isQuiet: isQuiet, palette: palette, colour: colour)
  }
}
