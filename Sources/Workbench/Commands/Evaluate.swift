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

  static let predict: Command = {
    let inputs = Slot.numbers("x", .first, "the inputs of one sample, raw")
    return Command(
      "predict", shelf: .training, summary: "show what the network says to given inputs",
      parameters: [inputs.parameter],
      examples: ["data xor; layer dense 1 sigmoid; predict 1,0"]
    ) { (call, interpreter) throws(Diagnostic) in
      let outputs = try interpreter.session.outputs(
        for: try call.required(inputs), at: call.span(of: "x"))
      let names = interpreter.session.data?.classNames ?? interpreter.session.names?.classes
      if let names, names.count == outputs.count {
        let winner = names[largest(outputs)]
        return Answer(
          .fields(
            [Field("class", .text(winner))]
              + zip(names, outputs).map { Field($0, .number($1)) }))
      }
      if let names, names.count == 2, outputs.count == 1 {
        let winner = names[outputs[0] > 0.5 ? 1 : 0]
        return Answer(
          .fields([Field("class", .text(winner)), Field("output", .number(outputs[0]))]))
      }
      return Answer(.value(outputs.count == 1 ? .number(outputs[0]) : .numbers(outputs)))
    }
  }()
}

extension Session {
  /// The outputs for one raw sample.
  func outputs(for value: Value, at span: SourceSpan? = nil) throws(Diagnostic) -> [Double] {
    let model = try currentModel()
    let inputs = try row(value, columns: model.blueprint.inputs, "input", at: span)
    let scaling = scaling(of: data)
    return try Diagnostic.wrapping { try model.predict(inputs, scaling: scaling) }.elements
  }
}

extension Interpreter {
  /// `predict(x, …)`: a number, or a list where there are several outputs.
  func predict(_ arguments: [Value]) throws(Diagnostic) -> Value {
    let sample: Value
    if arguments.count == 1 { sample = arguments[0] } else { sample = .list(arguments) }
    let outputs = try session.outputs(for: sample)
    return outputs.count == 1 ? .number(outputs[0]) : .numbers(outputs)
  }
}
