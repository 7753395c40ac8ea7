import Engine
import Experiment
import Language
import Reports

extension Command {
  static let diff: Command = {
    let first = Slot.moment("a", .first, "an epoch, best, last, or a mark")
    let second = Slot.moment("b", .optional, "the other one; without it the present moment")
    return Command(
      "diff", shelf: .looking, summary: "what changed between two moments of training",
      parameters: [first.parameter, second.parameter],
      details: ["Scores, and for each parameter ‖A‖, ‖B‖, ‖B − A‖ and the entry that moved most."],
      examples: [
        "data xor; layer dense 4 tanh; layer dense 1 sigmoid; train 50; diff 0 best",
        "data xor; layer dense 4 tanh; layer dense 1 sigmoid; train 50; mark a; train 50; diff a",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let session = interpreter.session
      func state(_ slot: Slot<BoundValue>) throws(Diagnostic) -> (name: String, model: Model) {
        guard let moment = call[slot]?.moment else {
          return ("now", try session.currentModel())
        }
        return try at(call.span(of: slot.parameter.name)) { () throws(Diagnostic) in
          (moment.name, try interpreter.model(at: moment))
        }
      }
      let (a, b) = (try state(first), try state(second))
      return Answer(
        .group([
          .table(try session.course(from: a, to: b)),
          .table(try session.parameterChanges(from: a, to: b)),
        ]))
    }
  }()
}

extension Moment {
  fileprivate var name: String {
    switch self {
    case .epoch(let epoch): "epoch \(epoch)"
    case .best: "best"
    case .last: "last"
    case .mark(let name): name
    }
  }
}

extension Session {
  /// How far training had come at two moments and how good the network was.
  fileprivate func course(
    from a: (name: String, model: Model), to b: (name: String, model: Model)
  ) throws(Diagnostic) -> Table {
    let (first, second) = (try standing(a.model), try standing(b.model))
    let rows = zip(first, second).map { a, b in
      [.text(a.name), .number(a.value), .number(b.value), .number(b.value - a.value)] as [Value?]
    }
    return Table(columns: ["", a.name, b.name, "change"], rows: rows)
  }

  private func standing(_ model: Model) throws(Diagnostic) -> [(name: String, value: Double)] {
    var there = self
    there.model = try settled(model)
    var fields = [
      ("epoch", Double(model.epoch)), ("steps", Double(model.steps)),
    ]
    for partition in [Partition.train, .val] where data?.rows(partition).isEmpty == false {
      for field in try there.verdict(partition, prefix: partition.prefix) {
        if case .number(let number) = field.value { fields.append((field.name, number)) }
      }
    }
    return fields
  }

  /// How far each parameter went between two moments.
  fileprivate func parameterChanges(
    from a: (name: String, model: Model), to b: (name: String, model: Model)
  ) throws(Diagnostic) -> Table {
    let rows = try a.model.blueprint.parameters.map { (slot) throws(Diagnostic) -> [Value?] in
      let before = try Diagnostic.wrapping { try a.model.values(slot.id).elements }
      let after = try Diagnostic.wrapping { try b.model.values(slot.id).elements }
      let change = zip(before, after).map { $1 - $0 }
      let farthest = change.indices.max { abs(change[$0]) < abs(change[$1]) } ?? 0
      return [
        .text(slot.id.name), .number(norm(before)), .number(norm(after)), .number(norm(change)),
        .text(slot.entryName(farthest)), .number(before[farthest]), .number(after[farthest]),
      ]
    }
    return Table(
      columns: ["parameter", "‖A‖", "‖B‖", "‖B − A‖", "moved most", "from", "to"], rows: rows)
  }
}
