import Catalog
import Engine
import Language
import Reports

extension Command {
  static let evaluate: Command = {
    let partition = Slot.choice(
      "rows", .optional, Partition.allCases.map(\.rawValue),
      "which rows; test where there are any, else train")
    return Command(
      "evaluate", shelf: .training, summary: "say how good the network is",
      parameters: [partition.parameter],
      examples: [
        "data iris; split 0.25; layer dense 3 softmax; train 5; evaluate",
        "data xor; layer dense 1 sigmoid; evaluate train",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let session = interpreter.session
      let rows =
        call[partition].flatMap(Partition.init(rawValue:))
        ?? (session.data?.rows.test.isEmpty == false ? .test : .train)
      let verdict = try session.verdict(rows)
      let count = session.data?.rows(rows).count ?? 0
      return Answer(
        .fields(
          [Field("rows", .text(rows.rawValue)), Field("samples", .number(Double(count)))]
            + verdict))
    }
  }()
}
