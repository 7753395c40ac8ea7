import Catalog
import Datasets
import Experiment
import Language
import Reports

extension Command {
  static let split: Command = {
    let test = Slot.either(
      "test", .first, [.number(.fraction), .literally("off", "all rows are for training")],
      "share of all rows that is set aside for testing, or off")
    let validation = Slot.number(
      "val", .key, .fraction, fallback: "0", "share of all rows that is set aside for validation")
    let stratify = Slot.boolean("stratify", fallback: false, "keep the shares of the classes")
    let seed = Slot.integer("seed", .key, 0...Int.max, "draw with this seed instead")
    return Command(
      "split", shelf: .data, summary: "set rows aside for testing and validation",
      parameters: [test.parameter, validation.parameter, stratify.parameter, seed.parameter],
      details: [
        "Shares are rounded up; rows are chosen at random, by the seed.",
        "A setting: it holds for the data that is loaded and for data loaded later.",
      ],
      examples: ["split 0.25; data iris", "data iris; split 0.2 val=0.1 stratify=on"]
    ) { (call, interpreter) throws(Diagnostic) in
      let choice = try call.required(test)
      if let share = choice.number {
        interpreter.session.split = SplitSetting(
          test: share, validation: call[validation] ?? 0,
          isStratified: call[stratify] ?? false, seed: call[seed].map(UInt64.init))
      } else {
        try call.refuseKeys(without: "a share of the rows, found off")
        interpreter.session.split = nil
      }
      try interpreter.session.refreshData()
      let session = interpreter.session
      return .note("split: \(session.data?.splitNote ?? session.split?.title ?? "off")")
    }
  }()

  static let scale: Command = {
    let method = Slot.word("method", .first, ScaleMethod.self, "how the inputs are scaled")
    let targets = Slot.boolean("targets", fallback: false, "scale targets that are numbers, too")
    return Command(
      "scale", shelf: .data, summary: "scale the inputs, fitted on the training rows",
      parameters: [method.parameter, targets.parameter],
      details: [
        "A setting: it holds for the data that is loaded and for data loaded later.",
        "Fixed with the network at the first update; predictions take raw inputs.",
        "With targets=on the network learns scaled numbers: y, yhat and the loss are scaled; "
          + "predictions, scores and plots are in the units of the targets.",
      ],
      examples: ["data wine; scale standard", "data diabetes; scale standard targets=on"]
    ) { (call, interpreter) throws(Diagnostic) in
      let chosen = ScaleSetting(
        try call.required(method), takesTargets: call[targets] ?? false)
      if chosen.takesTargets, chosen.method == .none {
        throw Diagnostic(
          .argument, "'targets' goes with a scaling, found none", at: call.span(ofKey: "targets"),
          suggestion: "scale standard targets=on")
      }
      if interpreter.session.fixedScaling != nil, chosen != interpreter.session.scaling {
        throw Diagnostic(
          .state,
          "the network was trained with scale \(interpreter.session.scaling.title)",
          suggestion: "'reset' draws new weights; then scale")
      }
      interpreter.session.scaling = chosen
      try interpreter.session.refreshData()
      let rows = interpreter.session.data?.rows.train.count
      let fit =
        chosen.method == .none ? nil : rows.map { ", fitted on \(counted($0, "training row"))" }
      return .note("scale: \(chosen.title)\(fit ?? "")")
    }
  }()
}

extension Session {
  /// Draws the split and fits the scaling again, where there is data.
  mutating func refreshData() throws(Diagnostic) {
    try data?.refresh(split: split, scaling: scaling, seed: seed)
  }
}
