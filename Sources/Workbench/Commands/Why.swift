import Catalog
import Engine
import Experiment
import Language
import Reports

/// What people ask when training goes wrong.
enum Trouble: String, Vocabulary {
  case nan, dead, stuck

  static let noun = "trouble"
  var summary: String {
    switch self {
    case .nan: "where the last number that was not finite came from"
    case .dead: "units that no longer learn, with what holds them"
    case .stuck: "why the loss does not fall: gradients, steps, the best constant answer"
    }
  }
}

extension Command {
  static let why: Command = {
    let trouble = Slot.word("trouble", .optional, Trouble.self, "what goes wrong")
    let sample = Slot.integer(
      "sample", .key, 1...Int.max, "a training row whose answer is explained")
    return Command(
      "why", shelf: .looking,
      summary: "say more about training that goes wrong, or about the answer to a row",
      parameters: [trouble.parameter, sample.parameter],
      details: [
        "sample= shows which inputs mattered: by how much what the network says (the probability of "
          + "its class, or its first output) would change without the input, that is with the mean "
          + "of the training rows in its place, all others left as they are (occlusion); and the "
          + "nearest training rows, by the distance of their scaled inputs."
      ],
      examples: [
        "data iris; scale standard; layer dense 3 softmax; train 20; why sample=4",
        "data xor; layer dense 4 relu; layer dense 1; why dead",
        "data xor; layer dense 2 tanh; layer dense 1 sigmoid; why stuck",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      if let row = call[sample] {
        guard call[trouble] == nil else {
          throw Diagnostic(
            .argument, "'why' takes a word or sample=, not both", at: call.span(ofKey: "sample"))
        }
        return Answer(try interpreter.session.reasons(for: row, at: call.span(of: "sample")))
      }
      guard let trouble = call[trouble] else {
        throw Diagnostic(
          .argument, "'why' needs one of nan, dead, stuck, or sample=", at: call.call.verb.span,
          suggestion: "write why sample=4")
      }
      switch trouble {
      case .nan: return Answer(interpreter.nanReport)
      case .dead: return Answer(try interpreter.session.deadReport())
      case .stuck: return Answer(try interpreter.session.stuckReport(interpreter.environment))
      }
    }
  }()

  static let diagnostics: Command = {
    let state = Slot(
      Parameter(
        "state", role: .positional, kind: .boolean, isRequired: true,
        summary: "whether training looks out")
    ) { $0.boolean }
    return Command(
      "diagnostics", shelf: .session, summary: "let training look out for what goes wrong, or not",
      parameters: [state.parameter],
      details: ["On unless turned off. Looking costs a hundredth of the training."],
      examples: ["diagnostics off"]
    ) { (call, interpreter) throws(Diagnostic) in
      interpreter.session.diagnoses = try call.required(state)
      return .note("diagnostics: \(interpreter.session.diagnoses ? "on" : "off")")
    }
  }()
}

extension Interpreter {
  fileprivate var nanReport: Report {
    guard let autopsy else {
      return .text("no training has failed here: all numbers stayed finite")
    }
    let rows = autopsy.records.map { record -> [Value?] in
      [
        .number(Double(record.epoch)), .number(Double(record.batch)),
        record.loss.map { .number($0) }, .number(record.largest), .text(record.name),
      ]
    }
    return .group([
      .fields([
        Field("first", .text(autopsy.place)), Field("cause", .text(autopsy.cause)),
        Field(
          "try", .text("a smaller lr; 'clip norm=1'; 'scale standard' where inputs are large")),
      ]),
      .table(
        Table(
          title: "the steps before",
          columns: ["epoch", "batch", "loss", "largest parameter", "entry"],
          rows: rows)),
    ])
  }
}

extension Session {
  /// A pass over the training rows in evaluation mode, of 2000 at most.
  private func wholePass() throws(Diagnostic) -> (model: Model, samples: Samples, pass: Pass) {
    let model = try modelToTrain()
    let samples = try samples(.train, for: model)
    let loss = lossInForce
    let pass = try Diagnostic.wrapping {
      try model.forward(samples.evenly(2000), loss: loss, isTraining: false)
    }
    return (model, samples, pass)
  }

  fileprivate func deadReport() throws(Diagnostic) -> Report {
    let (model, _, pass) = try wholePass()
    let stuck = StuckLayer.all(in: pass, of: model, lossInForce)
    guard !stuck.isEmpty else {
      return .text(
        "no hidden unit is dead or saturated in all training rows, and no output in those that it "
          + "gets wrong")
    }
    let rows = stuck.flatMap { layer -> [[Value?]] in
      layer.units.map { unit in
        let z = Spread(pass.z(layer.number)?.row(unit) ?? [])
        let bias = try? model.values(ParameterID(layer: layer.number, role: .bias))[unit, 0]
        return [
          .number(Double(layer.number)), .number(Double(unit + 1)),
          .text(layer.isDead ? "dead" : "saturated"), .number(z.lowest), .number(z.highest),
          bias.map { .number($0) },
        ]
      }
    }
    return .group([
      .table(
        Table(
          columns: ["layer", "unit", "state", "lowest z", "highest z", "bias"], rows: rows)),
      .text(
        "A dead relu has slope 0 in all rows, so no gradient reaches its weights; of a saturated "
          + "sigmoid or tanh the slope is next to 0.\nTry: a smaller lr, leaky_relu or gelu in place of relu, "
          + "'scale standard', or 'reset' and 'init he' or 'init xavier'."),
    ])
  }

  fileprivate func stuckReport(_ environment: Environment) throws(Diagnostic) -> Report {
    let (model, samples, _) = try wholePass()
    let loss = lossInForce
    let pass = try Diagnostic.wrapping {
      try model.backward(
        try model.forward(samples.evenly(2000), loss: loss, isTraining: true), loss: loss)
    }
    var copy = self
    copy.pass = pass
    let constant = samples.constantLoss(loss)
    let trial = try TrialStep(
      self, optimizerOfTraining, isInterrupted: environment.isInterrupted)
    let largest = try trial.largestRate()
    var fields = [Field("loss", measure: trial.loss)]
    if let constant { fields.append(Field("best constant answer", measure: constant)) }
    let isOfSession = optimizerOfTraining == optimizer
    fields.append(Field(isOfSession ? "lr" : "lr of the training", .number(trial.rate)))
    if let largest {
      fields.append(Field("largest lr that lowers it", TrialStep.value(ofRate: largest)))
    }
    let flows = try flow(of: pass)
    fields.append(
      Field("verdict", .text(verdict(flows, rate: trial.rate, largest, trial.loss, constant))))
    return .group([try copy.flowReport(), .fields(fields)])
  }

  private func verdict(
    _ flows: [LayerFlow], rate: Double, _ largest: Double?, _ loss: Double, _ constant: Double?
  ) -> String {
    if let output = flows.last?.stuck, output.isHalf {
      return "\(output.name), is stuck: \(output.advice)"
    }
    for (index, flow) in flows.enumerated() {
      let place = "layer \(index + 1)"
      switch flow.verdict(beside: flows) {
      case .dead, .halfDead: return "\(place) has dead units: 'why dead'"
      case .saturated: return "\(place) is saturated: smaller weights, 'scale standard'"
      case .vanishes:
        return "hardly anything reaches \(place): relu or batchnorm, fewer layers, other weights"
      case .notFinite, .explodes, .tooLong, .resting, .fine: break
      }
    }
    let isConstant = constant.map { abs(loss - $0) < 0.05 * $0 } ?? false
    guard let largest else {
      return "at a minimum: no step lowers the loss"
        + (isConstant ? ", and one answer to all is as good; 'check' looks for the reason" : "")
    }
    if rate > largest { return "steps are too long: lr=\(short(largest / 2)) would lower the loss" }
    let bold = min(largest / 5, optimizerOfTraining.kind.usualRates.upperBound)
    if rate < bold / 10 { return "steps are short: try lr=\(short(bold))" }
    if isConstant {
      return "the answers hardly differ from one constant: 'check' looks for the reason"
    }
    return "nothing holds it: train on"
  }
}
