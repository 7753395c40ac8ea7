import Experiment
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
    let bytes = Array(text.utf8)
    return tokenClasses(of: text).map { span, kind in
      let range = span.start..<span.end
      guard kind == .verb else { return (range, kind.style) }
      let verb = String(decoding: bytes[range], as: UTF8.self)
      if interpreter.knows(verb: verb) { return (range, .command) }
      // It may still become one.
      return (range, range.upperBound == bytes.count ? .word : .error)
    }
  }

  func hint(_ text: String) -> Hint? {
    guard interpreter.showsHints else { return nil }
    let found = interpreter.guidance(for: text)
    let usage = found.signature.map { Usage(parts: $0.parts, current: $0.current, note: $0.note) }
    return Hint(completion: found.completion, nextStep: found.nextStep, usage: usage)
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
