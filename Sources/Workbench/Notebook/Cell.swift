import Language
import Reports

/// One input of a notebook and what came of it.
struct Cell: Sendable {
  enum Status: Sendable {
    case done
    case failed(Diagnostic)
    case interrupted(Diagnostic)

    init(_ outcome: Interpreter.Outcome) {
      switch outcome {
      case .done, .quit: self = .done
      case .failed(let diagnostic): self = .failed(diagnostic)
      case .interrupted(let diagnostic): self = .interrupted(diagnostic)
      }
    }
  }

  /// What became of a cell by another one, as long as that is in effect.
  enum Fate: Equatable, Sendable {
    /// It ran behind a cell that was edited since, to become cell `by`.
    case stale(by: Int)
    /// Another cell took its place.
    case replaced(by: Int)

    var cause: Int {
      switch self {
      case .stale(let cell), .replaced(let cell): cell
      }
    }
  }

  /// What was shown, with the digits that were in force.
  struct Result: Sendable {
    let report: Report
    let digits: Int
  }

  /// A picture of a plot that was written to a file.
  struct Picture: Sendable {
    let title: String
    let path: String
  }

  let number: Int
  private let source: SourceText
  private let span: SourceSpan
  var status = Status.done
  private(set) var results: [Result] = []
  var pictures: [Picture] = []
  /// How many results were not kept for lack of memory.
  private(set) var lostResults = 0
  private var resultBytes = 0
  /// The last value that was shown.
  var value: Value?
  var seconds = 0.0
  /// The seed in force at the end.
  var seed: UInt64 = 0
  /// The latest last.
  var fates: [Fate] = []
  /// Whether it is over.
  var hasRun = false
  /// Whether it looked at or ran other cells.
  var isAboutCells = false
  /// Where it started; nil where that is kept no longer.
  var place: Timeline.Place?

  /// The most that the results of one cell may take, in bytes.
  private static let budget = 1 << 22

  init(number: Int, source: SourceText, span: SourceSpan) {
    self.number = number
    self.source = source
    self.span = span
  }

  var input: String { source.text(span) }

  /// The comments that stand before it on lines of their own, without their marks.
  ///
  /// - Parameter last: the cell before this one; its end is where they begin in the same text.
  func comments(behind last: Cell?) -> String {
    let start = last.map { $0.source === source ? $0.span.end : 0 } ?? 0
    var lines = source.text(SourceSpan(start, span.start))
      .split(separator: "\n", omittingEmptySubsequences: false).map {
        $0.trimming(while: \.isWhitespace)
      }
    // The rest of a line that holds something else; a first line that names the interpreter.
    if start > 0 || lines.first?.hasPrefix("#!") == true { lines.removeFirst() }
    let texts = lines.map {
      $0.hasPrefix("#") ? $0.dropFirst().trimming(while: \.isWhitespace) : ""
    }
    return texts.split(separator: "").map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  /// The first line of the input, or the beginning of it, for a list.
  var title: String {
    let lines = input.split(separator: "\n", maxSplits: 1)
    let first = lines.first.map { String($0) } ?? ""
    guard first.count > 48 else { return lines.count > 1 ? "\(first) …" : first }
    return "\(first.prefix(48))…"
  }

  var diagnostic: Diagnostic? {
    switch status {
    case .done: nil
    case .failed(let diagnostic), .interrupted(let diagnostic): diagnostic
    }
  }

  /// Keeps a result where there is room, and says how many bytes that took.
  mutating func add(_ result: Result) -> Int {
    let bytes = result.report.bytes
    guard resultBytes + bytes <= Cell.budget else {
      lostResults += 1
      return 0
    }
    results.append(result)
    resultBytes += bytes
    return bytes
  }

  /// Forgets results and the session before, and says how many bytes the results took.
  mutating func giveUp() -> Int {
    defer { resultBytes = 0 }
    lostResults += results.count
    results = []
    place = nil
    return resultBytes
  }
}

extension Substring {
  /// Without what is at either end of it.
  func trimming(while isOutside: (Character) -> Bool) -> Substring {
    var text = drop(while: isOutside)
    while let last = text.last, isOutside(last) { text.removeLast() }
    return text
  }
}

extension Report {
  /// About what keeping it takes.
  fileprivate var bytes: Int {
    switch self {
    case .value(let value): 64 + value.bytes
    case .text(let text): 64 + text.utf8.count
    case .fields(let fields): fields.reduce(64) { $0 + 64 + $1.value.bytes }
    case .table(let table):
      table.rows.reduce(64) { $1.reduce($0 + 32) { $0 + 40 + ($1?.bytes ?? 0) } }
    case .array(let array): 64 + array.matrix.elements.count * 8
    case .group(let reports): reports.reduce(32) { $0 + $1.bytes }
    // What a person reads line by line is small.
    default: 1 << 12
    }
  }
}

extension Value {
  fileprivate var bytes: Int {
    switch self {
    case .number, .boolean: 0
    case .text(let text): text.utf8.count
    case .list(let items): items.reduce(32) { $0 + 40 + $1.bytes }
    case .matrix(let matrix): 32 + matrix.elements.count * 8
    }
  }
}
