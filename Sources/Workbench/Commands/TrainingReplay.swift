import Engine
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
  private static let endings: Set = ["until", "patience", "time", "keep", "every", "quiet"]

  /// The epochs and steps that a `train` came to, with its keys. What was interrupted shows no
  /// report, and so its replacement is quiet.
  func training(_ call: Call, from start: TrainingPoint, to end: TrainingPoint, isQuiet: Bool)
    -> String?
  {
    guard let keys = keys(of: call, without: Interpreter.endings) else { return nil }
    let epochs = end.epoch - start.epoch
    let batches = end.batches - (epochs == 0 ? start.batches : 0)
    let wasQuiet = call.arguments.contains { $0.key?.text == "quiet" }
    let quiet = isQuiet || wasQuiet || batches > 0 ? " quiet=on" : ""
    return [
      epochs > 0 ? "train \(epochs)\(keys)\(quiet)" : "",
      batches > 0 ? "step \(batches)\(keys)" : "",
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// The steps that a `step` came to, with its keys.
  func steps(_ call: Call, _ count: Int) -> String? {
    guard count > 0 else { return "" }
    return keys(of: call, without: []).map { "step \(count)\($0)" }
  }

  /// The keys of a call as they were written, each with a blank before it; nil where that is not
  /// known.
  private func keys(of call: Call, without left: Set<String>) -> String? {
    source.map { source in
      call.arguments.compactMap { argument in
        guard let key = argument.key, !left.contains(key.text) else { return nil }
        return " " + source.text(key.span.union(argument.value.span))
      }.joined()
    }
  }
}

extension Call {
  /// From the verb to the last argument.
  var span: SourceSpan { arguments.reduce(verb.span) { $0.union($1.value.span) } }
}
