import Language
import Prompt
import Workbench

/// What the line editor wants to know of the language.
struct LanguageAssistant: Assistant {
  let interpreter: Interpreter

  func isComplete(_ text: String) -> Bool { completeness(of: text) == .complete }

  func indentation(after text: String) -> Int {
    guard case .incomplete(let depth) = completeness(of: text) else { return 0 }
    return 2 * max(1, depth)
  }

  func completions(_ text: String, cursor: Int) -> Completions {
    let completion = interpreter.completion(of: text, at: cursor)
    return Completions(
      replacing: completion.range,
      with: completion.candidates.map { Completions.Candidate($0.text, summary: $0.summary) })
  }

  func highlight(_ text: String) -> [(Range<Int>, Style)] {
    tokenClasses(of: text).map { span, kind in (span.start..<span.end, kind.style) }
  }
}

extension TokenClass {
  fileprivate var style: Style {
    switch self {
    case .keyword: .keyword
    case .verb: .command
    case .word, .operator: .word
    case .key: .key
    case .number: .number
    case .string: .string
    case .comment: .comment
    case .variable: .variable
    case .bracket: .bracket
    case .error: .error
    }
  }
}
