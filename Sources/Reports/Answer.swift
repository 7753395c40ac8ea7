/// What a command gives back: what it found and what it changed.
package struct Answer: Equatable, Sendable {
  /// Belongs to standard output.
  package var result: Report?
  /// Whether `--quiet` silences the result: reports of work done, never what was asked to be seen.
  package var isSilenceable: Bool
  /// Lines for standard error: what was changed, warnings.
  package var notes: [String]
  /// Whether the notes are rows of progress, which a terminal shows as one redrawn line instead.
  package var isRow: Bool

  package init(
    _ result: Report? = nil, isSilenceable: Bool = false, notes: [String] = [], isRow: Bool = false
  ) {
    self.result = result
    self.isSilenceable = isSilenceable
    self.notes = notes
    self.isRow = isRow
  }

  package static let nothing = Answer()

  package static func note(_ text: String) -> Answer { Answer(notes: [text]) }
}

/// How far a long piece of work has come.
package struct Progress: Equatable, Sendable {
  package let done: Int
  /// 0 where it is not known.
  package let total: Int
  /// What is counted: "epoch".
  package let noun: String
  package let fields: [Field]
  /// Seconds since the work began.
  package let elapsed: Double
  /// How what is watched has gone since then.
  package let trend: [Double]
  /// A picture of what has been reached.
  package let plot: Plot?

  package init(
    done: Int, total: Int, noun: String, fields: [Field], elapsed: Double, trend: [Double] = [],
    plot: Plot? = nil
  ) {
    self.trend = trend
    self.done = done
    self.total = total
    self.noun = noun
    self.fields = fields
    self.elapsed = elapsed
    self.plot = plot
  }
}
