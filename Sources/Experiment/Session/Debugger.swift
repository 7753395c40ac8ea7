import Language
import Reports

/// What stops or shows training from batch to batch, and the training that was stopped.
package struct Debugger: Equatable, Sendable {
  /// Training pauses after a batch where it holds.
  package var pause: Watched?
  package var watches: [Watched] = []
  /// The `train` that is paused.
  package var paused: PausedTraining?
}

/// An expression that is looked at again and again, with the text that it stands in.
package struct Watched: Equatable, Sendable {
  package let expression: Expression
  package let source: SourceText
  /// As it was written.
  package let text: String

  package init(expression: Expression, source: SourceText, text: String) {
    self.expression = expression
    self.source = source
    self.text = text
  }

  package static func == (a: Watched, b: Watched) -> Bool {
    a.expression == b.expression && a.text == b.text
  }
}

/// A `train` that was stopped between two batches, and the epoch at which it would have ended.
package struct PausedTraining: Equatable, Sendable {
  package let run: TrainingRun
  package let goal: Int
  /// As they were written: " lr=0.3".
  package let keys: [String]

  package init(run: TrainingRun, goal: Int, keys: [String]) {
    self.run = run
    self.goal = goal
    self.keys = keys
  }
}

/// The `resume` that goes on with a training, and the keys that its `train` was written with.
package struct Resumption: Equatable, Sendable {
  package let span: SourceSpan
  package let keys: [String]

  package init(span: SourceSpan, keys: [String]) {
    self.span = span
    self.keys = keys
  }
}

extension Debugger {
  /// What of it is set, as `show session` says it.
  var fields: [Field] {
    var fields: [Field] = []
    if let pause { fields.append(Field("pause", .text("when \(pause.text)"))) }
    if !watches.isEmpty {
      fields.append(Field("watch", .text(watches.map(\.text).joined(separator: ", "))))
    }
    if let paused { fields.append(Field("paused", .text("on the way to epoch \(paused.goal)"))) }
    return fields
  }
}
