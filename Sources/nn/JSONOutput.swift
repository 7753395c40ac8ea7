import Formats
import Language
import Rendering
import Reports
import Workbench

/// Answers as JSON: one object a line for each statement of the top level. Notes and errors go to
/// standard error as they do without JSON.
final class JSONOutput: Presenter {
  private let streams: StandardStreams
  private let isQuiet: Bool
  private let text: TextOutput
  private var results: [Report] = []

  init(streams: StandardStreams, isQuiet: Bool, palette: Palette) {
    self.streams = streams
    self.isQuiet = isQuiet
    text = TextOutput(streams: streams, isQuiet: isQuiet, palette: palette)
  }

  func show(_ answer: Answer, digits: Int) {
    if let result = answer.result, !(answer.isSilenceable && isQuiet) { results.append(result) }
    text.show(Answer(notes: answer.notes, isRow: answer.isRow), digits: digits)
  }

  func show(_ progress: Progress?, digits: Int) { text.show(progress, digits: digits) }

  var showsLive: Bool { text.showsLive }

  /// Writes the line of a statement and forgets what it said.
  func finish(cell: Int, source: SourceText, statement: String?, _ outcome: Interpreter.Outcome) {
    var members = [
      JSONValue.Member("cell", .number(cell)),
      JSONValue.Member("source", .string(source.name)),
      JSONValue.Member("statement", statement.map { .string($0) } ?? .null),
      JSONValue.Member("status", .string(outcome.name)),
    ]
    if let error = outcome.diagnostic {
      members.append(JSONValue.Member("error", JSONRenderer.json(error)))
    }
    if outcome.diagnostic == nil || !results.isEmpty {
      members.append(JSONValue.Member("result", result))
    }
    var line = ""
    JSONValue.object(members).write(to: &line)
    streams.write(line)
    streams.flush()
    results = []
    text.finish(cell: cell, source: source, statement: statement, outcome)
  }

  private var result: JSONValue {
    switch results.count {
    case 0: .null
    case 1: JSONRenderer.json(results[0])
    default: JSONRenderer.json(.group(results))
    }
  }
}

extension Interpreter.Outcome {
  var name: String {
    switch self {
    case .done, .quit: "ok"
    case .failed: "error"
    case .interrupted: "interrupted"
    }
  }

  var diagnostic: Diagnostic? {
    switch self {
    case .done, .quit: nil
    case .failed(let diagnostic), .interrupted(let diagnostic): diagnostic
    }
  }
}
