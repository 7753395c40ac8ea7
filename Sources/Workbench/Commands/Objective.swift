import Catalog
import Engine
import Experiment
import Language
import Reports

// What is minimised, and how.

extension Command {
  static let loss: Command = {
    let name = Slot.word("loss", .first, Loss.self, "what is minimised")
    let reduction = Slot.word(
      "reduction", .key, Reduction.self, fallback: "batchmean", "how samples are brought together")
    return Command(
      "loss", shelf: .network, summary: "choose the loss; alone, show its value",
      parameters: [
        Parameter(
          "loss", role: .positional, kind: name.parameter.kind, summary: name.parameter.summary),
        reduction.parameter,
      ],
      details: ["Without it: cross_entropy behind a softmax layer, else mse."],
      examples: ["loss mse", "loss huber delta=0.5", "loss bce reduction=mean"]
    ) { (call, interpreter) throws(Diagnostic) in
      guard let chosen = call[name] else {
        let value = try interpreter.session.value(of: .loss)
        interpreter.remember(value)
        return Answer(.value(value))
      }
      interpreter.session.loss = LossFunction(
        chosen, reduction: call[reduction] ?? .batchmean, delta: call.number("delta") ?? 1)
      return .note("loss: \(interpreter.session.lossInForce.title)")
    }
  }()

  static let optimizer: Command = {
    let name = Slot.word("optimizer", .optional, Optimizer.self, "the rule of the updates")
    return Command(
      "optimizer", shelf: .network,
      summary: "choose the optimizer, or change a key of the one in force",
      parameters: [name.parameter] + OptimizerSettings.parameters,
      details: [
        "A named optimizer starts with fresh state; without a name the state is kept.",
        "Rules, names and defaults are those of torch.optim; lr of sgd, momentum and nesterov "
          + "is 0.01.",
      ],
      examples: ["optimizer adam lr=0.01", "optimizer adam; optimizer lr=0.03"]
    ) { (call, interpreter) throws(Diagnostic) in
      var settings = call[name].map { OptimizerSettings($0) } ?? interpreter.session.optimizer
      if call[name] == nil, call.values.isEmpty {
        throw Diagnostic(
          .argument, "'optimizer' needs a name or a key", at: call.call.verb.span,
          suggestion: "write optimizer adam, or optimizer lr=0.03")
      }
      try settings.apply(call)
      interpreter.session.optimizer = settings
      if call[name] != nil { interpreter.session.model?.clearOptimizerState() }
      return .note("optimizer: \(settings.summary)")
    }
  }()

  static let schedule: Command = {
    let name = Slot.word("schedule", .first, ScheduleKind.self, "how the learning rate changes")
    return Command(
      "schedule", shelf: .network, summary: "change the learning rate from epoch to epoch",
      parameters: [name.parameter],
      details: [
        "Names and meaning of torch.optim.lr_scheduler, stepped once an epoch.",
        "Epochs count from the one at which the schedule is set; after a warm-up from its end.",
      ],
      examples: [
        "schedule step every=30 gamma=0.1", "schedule cosine epochs=100 min=0.001 warmup=5",
        "schedule plateau factor=0.5 patience=5", "schedule off",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      var schedule = Schedule(try call.required(name))
      for option in schedule.kind.options {
        if let value = call.number(option.name) {
          schedule.set(option: option.name, to: value)
        } else if option.isRequired {
          throw Diagnostic(
            .argument, "schedule \(schedule.kind.rawValue) needs \(option.name)=",
            at: call.call.verb.span,
            suggestion: "\(option.name) is \(option.kind.expectation)")
        }
      }
      interpreter.session.schedule = schedule
      interpreter.session.scheduleStart = interpreter.session.model?.epoch ?? 0
      interpreter.session.model?.plateau = PlateauState()
      let rate = format(interpreter.session.learningRate, digits: interpreter.session.digits)
      return .note("schedule: \(schedule.title); lr of the next epoch \(rate)")
    }
  }()

  static let clip: Command = {
    let off = Slot.choice("off", .optional, ["off"], "gradients are taken as they are")
    let norm = Slot.number("norm", .key, .positive, "the largest norm of all gradients together")
    let value = Slot.number("value", .key, .positive, "the largest absolute value of an entry")
    return Command(
      "clip", shelf: .network, summary: "limit the gradients of an update",
      parameters: [off.parameter, norm.parameter, value.parameter],
      details: ["As torch's clip_grad_norm_ and clip_grad_value_; shown gradients are unclipped."],
      examples: ["clip norm=1", "clip value=5", "clip off"]
    ) { (call, interpreter) throws(Diagnostic) in
      switch (call[off], call[norm], call[value]) {
      case (_?, nil, nil): interpreter.session.clipping = .none
      case (nil, let limit?, nil): interpreter.session.clipping = .norm(limit)
      case (nil, nil, let limit?): interpreter.session.clipping = .value(limit)
      default:
        throw Diagnostic(
          .argument, "'clip' needs one of norm=, value= and off", at: call.call.verb.span,
          suggestion: "write clip norm=1, clip value=5 or clip off")
      }
      return .note("clip: \(interpreter.session.clipping.title)")
    }
  }()

  static let regularize: Command = {
    let l1 = Slot.number("l1", .key, .nonNegative, "λ of λ ‖W‖₁ in the loss")
    let l2 = Slot.number("l2", .key, .nonNegative, "λ of λ/2 ‖W‖² in the loss")
    return Command(
      "regularize", shelf: .network, summary: "keep the weights of all layers small",
      parameters: [l1.parameter, l2.parameter],
      details: [
        "Weights only, biases never; layers present and later. A layer's own l1= and l2= win.",
        "0 turns one off; the one that is not given stays as it is.",
      ],
      examples: ["regularize l2=0.001"]
    ) { (call, interpreter) throws(Diagnostic) in
      guard call[l1] != nil || call[l2] != nil else {
        throw Diagnostic(
          .argument, "'regularize' needs l1= or l2=", at: call.call.verb.span,
          suggestion: "write regularize l2=0.001; 0 turns it off")
      }
      if let value = call[l1] { interpreter.session.regularizer.l1 = value }
      if let value = call[l2] { interpreter.session.regularizer.l2 = value }
      return .note("regularize: \(interpreter.session.regularizer.title)")
    }
  }()
}

extension OptimizerSettings {
  /// The keys of all optimizers, each once: which of them go with the one in force is checked when
  /// it is known.
  static let parameters: [Parameter] = {
    var seen = Set<String>()
    return Optimizer.allCases.flatMap(\.options).filter { seen.insert($0.name).inserted }.map {
      .option($0.name, $0.kind, $0.summary)
    }
  }()

  /// The key that most calls give, and all the others.
  static let rate = parameters[0]
  static let otherParameters = Array(parameters.dropFirst())

  /// Takes over the options that a call gives.
  mutating func apply(_ call: BoundCall) throws(Diagnostic) {
    for parameter in OptimizerSettings.parameters {
      guard let value = call.number(parameter.name) else { continue }
      guard set(option: parameter.name, to: value) else {
        throw Diagnostic(
          .argument, "'\(parameter.name)' is no key of \(kind.rawValue)",
          at: call.span(ofKey: parameter.name),
          suggestion: "it takes \(kind.options.map(\.name).joined(separator: ", "))")
      }
    }
  }
}
