import Engine
import Experiment
import Language

/// How far a model's training has come.
struct TrainingPoint {
  let epoch: Int
  let batches: Int
  let steps: Int

  init(_ model: Model) {
    epoch = model.epoch
    batches = model.position.batches
    steps = model.steps
  }
}

// Training that the clock or the person ended, as statements that end at the same place.

extension Interpreter {
  /// The keys of `train` that say when it ends and what it shows.
  private static let endings: Set = [
    "until", "patience", "time", "keep", "every", "quiet", "plot", "columns",
  ]

  /// The epochs and steps that a `train` with these keys came to. What was interrupted shows no
  /// report, and so its replacement is quiet.
  static func training(
    _ keys: [String], from start: TrainingPoint, to end: TrainingPoint, isQuiet: Bool
  ) -> String {
    let keys = keys.joined()
    let epochs = end.epoch - start.epoch
    let batches = end.batches - (epochs == 0 ? start.batches : 0)
    let quiet = isQuiet || batches > 0 ? " quiet=on" : ""
    return [
      epochs > 0 ? "train \(epochs)\(keys)\(quiet)" : "",
      batches > 0 ? "step \(batches)\(keys)" : "",
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// The keys of a `train` without those that say when it ends and what it shows.
  func trainingKeys(of call: Call) -> [String]? { keys(of: call, without: Interpreter.endings) }

  /// The steps that a `step` came to, with its keys and those of the training that is paused.
  func steps(_ call: Call, _ count: Int, of paused: PausedTraining? = nil) -> String? {
    guard count > 0 else { return "" }
    guard let own = keys(of: call, without: []) else { return nil }
    let names = call.arguments.compactMap(\.key?.text)
    let others = (paused?.keys ?? []).filter { key in !names.contains { key.hasPrefix(" \($0)=") } }
    return "step \(count)" + (others + own).joined()
  }

  /// The keys of a call as they were written, each with a blank before it; nil where that is not
  /// known.
  private func keys(of call: Call, without left: Set<String>) -> [String]? {
    source.map { source in
      call.arguments.compactMap { argument in
        guard let key = argument.key, !left.contains(key.text) else { return nil }
        return " " + source.text(key.span.union(argument.value.span))
      }
    }
  }
}

extension Call {
  /// From the verb to the last argument.
  var span: SourceSpan { arguments.reduce(verb.span) { $0.union($1.value.span) } }
}
