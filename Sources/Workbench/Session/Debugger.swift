import Language
import Reports

/// What stops or shows training from batch to batch, and the training that was stopped.
struct Debugger: Equatable, Sendable {
  /// Training pauses after a batch where it holds.
  var pause: Watched?
  var watches: [Watched] = []
  /// The `train` that is paused.
  var paused: PausedTraining?
}

/// An expression that is looked at again and again, with the text that it stands in.
struct Watched: Equatable, Sendable {
  let expression: Expression
  let source: SourceText
  /// As it was written.
  let text: String

  static func == (a: Watched, b: Watched) -> Bool {
    a.expression == b.expression && a.text == b.text
  }
}

/// A `train` that was stopped between two batches, and the epoch at which it would have ended.
struct PausedTraining: Equatable, Sendable {
  let run: TrainingRun
  let goal: Int
  /// As they were written: " lr=0.3".
  let keys: [String]
}

/// The `resume` that goes on with a training, and the keys that its `train` was written with.
struct Resumption: Equatable, Sendable {
  let span: SourceSpan
  let keys: [String]
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
