import Catalog
import Engine
import Experiment
import Language
import Reports

// Moving through the course of training.

extension Command {
  static let goto: Command = {
    let place = Slot.moment("moment", .first, "an epoch, best, last, or a mark")
    return Command(
      "goto", shelf: .looking, summary: "go to another moment of training",
      parameters: [place.parameter],
      details: [
        "Weights, optimizer state, epoch and steps are as they were then; settings stay.",
        "best has the lowest loss, over the validation rows where there are any; last is where "
          + "training had come to.",
        "Training from there again gives the same numbers; another way leaves the old curve to "
          + "'show epochs'.",
      ],
      examples: [
        "data xor; layer dense 4 tanh; layer dense 1 sigmoid; train 50; goto 37; goto last",
        "data xor; layer dense 4 tanh; layer dense 1 sigmoid; train 50 lr=5; goto best",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      try interpreter.go(to: try call.required(place).moment, at: call.span(of: "moment"))
    }
  }()

  static let back: Command = {
    let count = Slot.integer(
      "epochs", .optional, 1...1_000_000_000, fallback: "1", "how many epochs")
    return Command(
      "back", shelf: .looking, summary: "go some epochs back", parameters: [count.parameter],
      details: [
        "From the epoch in which the network stands, to the end of one before; see 'help goto'."
      ],
      examples: ["data xor; layer dense 4 tanh; layer dense 1 sigmoid; train 50; back 10"]
    ) { (call, interpreter) throws(Diagnostic) in
      let epoch = try interpreter.session.currentModel().epoch
      let count = call[count] ?? 1
      guard count <= epoch else {
        throw Diagnostic(
          .state, "cannot go back \(counted(count, "epoch")): the network is at epoch \(epoch)",
          at: call.span(of: "epochs"))
      }
      return try interpreter.go(to: .epoch(epoch - count), at: call.span(of: "epochs"))
    }
  }()

  static let mark: Command = {
    let name = Slot.name("name", .first, "what 'goto' will call it")
    return Command(
      "mark", shelf: .looking, summary: "give this moment of training a name",
      parameters: [name.parameter],
      details: ["A mark is kept until 'reset', whatever else is thinned out."],
      examples: ["data xor; layer dense 1 sigmoid; train 5; mark early; train 5; goto early"]
    ) { (call, interpreter) throws(Diagnostic) in
      let name = try call.required(name)
      guard !MomentWord.words.contains(name) else {
        throw Diagnostic(
          .argument, "'\(name)' already means a moment; a mark needs another name",
          at: call.span(of: "name"))
      }
      let model = try interpreter.session.currentModel()
      interpreter.session.history.mark(name, model)
      return .note("marked \(model.place) as \(name)")
    }
  }()

  static let snapshots: Command = {
    let isOn = Slot(
      Parameter(
        "on", role: .positional, kind: .boolean, isRequired: true,
        summary: "whether training keeps snapshots")
    ) { $0.boolean }
    return Command(
      "snapshots", shelf: .training, summary: "keep snapshots of training, or none",
      parameters: [isOn.parameter],
      details: [
        "Kept are epoch 0, the best, the last hundred, marks, and older ones at even distances, "
          + "together within 256 MB; marks in any case.",
        "Of a network that is large beside its data only some epochs are copied; those between are "
          + "trained once more when they are asked for.",
        "off forgets those that are kept, except for marks.",
      ],
      examples: ["snapshots off"]
    ) { (call, interpreter) throws(Diagnostic) in
      let isOn = try call.required(isOn)
      interpreter.session.history.isOn = isOn
      if !isOn { interpreter.session.history.forgetSnapshots() }
      return .note("snapshots: \(isOn ? "on" : "off")")
    }
  }()
}

extension Interpreter {
  /// The model at a moment, unless it has to be trained once more and the user ends that.
  func model(at moment: Moment) throws(Diagnostic) -> Model {
    let environment = environment
    return try session.model(at: moment) { !environment.isInterrupted() }
  }

  fileprivate func go(to moment: Moment, at span: SourceSpan) throws(Diagnostic) -> Answer {
    try at(span) { () throws(Diagnostic) -> Answer in
      let model = try model(at: moment)
      try session.go(to: model)
      return .note("at \(model.place)")
    }
  }
}

extension Model {
  /// "epoch 37, 148 updates".
  var place: String { "epoch \(epoch), \(counted(steps, "update"))" }
}

/// The words for moments that are no marks.
private enum MomentWord {
  static let words = ["best", "last"]
  static let terms = [
    Term(word: "best", summary: "the epoch with the lowest loss"),
    Term(word: "last", summary: "where training had come to"),
  ]
}

extension Slot where Content == BoundValue {
  static func moment(_ name: String, _ place: Place, _ summary: String) -> Slot {
    .either(
      name, place,
      [.integer(0...Int.max), .word(noun: "moment", terms: MomentWord.terms), .name], summary)
  }
}

extension BoundValue {
  var moment: Moment {
    if let integer { return .epoch(integer) }
    switch text {
    case "best": return .best
    case "last": return .last
    default: return .mark(text ?? "")
    }
  }
}
