/// What the editor asks of the language: pure functions of the text. The editor itself knows
/// nothing of commands or networks.
package protocol Assistant {
  /// Whether Enter should hand the text over; false adds a row to it.
  func isComplete(_ text: String) -> Bool
  /// The columns by which a row after `text` is indented.
  func indentation(after text: String) -> Int
  /// What could stand at `cursor`, a byte offset into the UTF-8 of `text`.
  func completions(_ text: String, cursor: Int) -> Completions
  /// The colours of the text as ranges of UTF-8 bytes; what no range covers is plain.
  func highlight(_ text: String) -> [(Range<Int>, Style)]
  /// What helps at the end of the text before anybody asks; nil where hints are not wanted.
  func hint(_ text: String) -> Hint?
}

extension Assistant {
  package func highlight(_ text: String) -> [(Range<Int>, Style)] { [] }
  package func hint(_ text: String) -> Hint? { nil }
}

/// What may follow a text, and how the command in it is used.
package struct Hint: Equatable, Sendable {
  /// The rest of the only word that fits; it is shown dim behind the text.
  package var completion: String?
  /// What a person may want next; it is shown where neither a completion nor what was entered in
  /// this session goes on as the text begins.
  package var nextStep: String?
  package var usage: Usage?

  package init(completion: String? = nil, nextStep: String? = nil, usage: Usage? = nil) {
    self.completion = completion
    self.nextStep = nextStep
    self.usage = usage
  }
}

/// The candidates for one place of a text.
package struct Completions: Equatable, Sendable {
  package struct Candidate: Equatable, Sendable {
    /// What replaces the range, a following blank or `=` included where one belongs there.
    package var text: String
    /// One line about it.
    package var summary: String

    package init(_ text: String, summary: String = "") {
      self.text = text
      self.summary = summary
    }
  }

  /// The bytes that a candidate replaces.
  package var range: Range<Int>
  package var candidates: [Candidate]

  package init(replacing range: Range<Int>, with candidates: [Candidate]) {
    self.range = range
    self.candidates = candidates
  }
}

/// What a piece of text is to the language; the editor chooses how it looks.
package enum Style: Equatable, Sendable, CaseIterable {
  case keyword, command, word, key, number, string, variable, comment, bracket, match, error, hint

  /// Turns the style on. Of the sixteen colours only those that can be read on a dark and on a
  /// light ground.
  var colourSequence: StaticString {
    switch self {
    case .keyword: "\u{1B}[1m"
    case .command: "\u{1B}[34m"
    case .word: "\u{1B}[0m"
    case .key: "\u{1B}[36m"
    case .number: "\u{1B}[36m"
    case .string: "\u{1B}[32m"
    case .variable: "\u{1B}[35m"
    case .comment, .hint: "\u{1B}[2m"
    case .bracket: "\u{1B}[1m"
    case .match: "\u{1B}[1;4m"
    case .error: "\u{1B}[31m"
    }
  }
}
