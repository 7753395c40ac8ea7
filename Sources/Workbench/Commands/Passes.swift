import Catalog
import Engine
import Experiment
import Language
import Reports

// The training loop by hand: forward, backward, update; and step, the next batch.

extension Command {
  static let forward: Command = {
    let inputs = Slot.numbers("x", .optional, "the inputs of one sample, raw")
    let target = Slot.numbers("target", .key, "its targets, so that 'backward' can follow")
    let sample = Slot.integer("sample", .key, 1...Int.max, "one training row")
    return Command(
      "forward", shelf: .training, summary: "compute and keep z and a of each layer",
      parameters: [inputs.parameter, target.parameter, sample.parameter],
      details: [
        "z = W a + b, a = f(z), layer by layer.",
        "Over all training rows it is a training pass (dropout, batch statistics); with given "
          + "inputs or sample= it is one in evaluation mode.",
      ],
      examples: [
        "data xor; layer dense 2 tanh; forward; print z1",
        "input 2; layer dense 1 sigmoid; forward 0.5,0.2 target=1; backward; show grads",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      if call[inputs] != nil, call[sample] != nil {
        throw Diagnostic(
          .argument, "'forward' takes inputs or sample=, not both", at: call.span(ofKey: "sample"))
      }
      let session = interpreter.session
      let model =
        try call[inputs] == nil ? session.modelToTrain() : session.currentModel()
      let samples: Samples
      var isTraining = false
      if let x = call[inputs] {
        samples = try session.given(x, call[target], call, model)
      } else if let row = call[sample] {
        samples = try session.samples(.train, for: model).only(
          row, at: call.span(of: "sample"))
      } else {
        if call[target] != nil {
          throw Diagnostic(
            .argument, "'target=' goes with given inputs", at: call.span(ofKey: "target"),
            suggestion: "write forward 0.5,0.2 target=1")
        }
        samples = try session.samples(.train, for: model)
        isTraining = true
      }
      let mode = isTraining
      interpreter.session.pass = try Diagnostic.wrapping {
        try model.forward(
          samples, loss: session.lossInForce, isTraining: mode, threads: session.threads)
      }
      return .nothing
    }
  }()

  static let backward = Command(
    "backward", shelf: .training, summary: "compute and keep δ, dW and db of each layer",
    details: [
      "δ of the last layer = ∂(loss of the sample)/∂z; δ[l] = (W[l+1]ᵀ δ[l+1]) ⊙ f'(z[l]).",
      "dW = 1/m δ aᵀ, db = 1/m Σ δ, plus the regulariser's term.",
    ],
    examples: ["data xor; layer dense 1 sigmoid; forward; backward; show grads"]
  ) { (call, interpreter) throws(Diagnostic) in
    let session = interpreter.session
    let pass = try session.lastPass(for: "the pass to go back through")
    let model = try session.currentModel()
    if session.bug != nil { try session.checkTeaching(of: pass) }
    interpreter.session.pass = try Diagnostic.wrapping {
      try session.bug == nil
        ? model.backward(pass, loss: session.lossInForce, threads: session.threads)
        : session.brokenBackward(model, pass)
    }
    return .nothing
  }

  static let update = Command(
    "update", shelf: .training, summary: "take one step of the optimizer",
    parameters: OptimizerSettings.parameters,
    details: [
      "W ← W − lr dW, b ← b − lr db, or as the optimizer has it.",
      "After a forward over all rows it completes an epoch.",
    ],
    examples: ["data xor; layer dense 1 sigmoid; repeat 10 { forward; backward; update lr=0.1 }"]
  ) { (call, interpreter) throws(Diagnostic) in
    var settings = interpreter.session.optimizer
    try settings.apply(call)
    if interpreter.session.bug != nil { try interpreter.session.checkTeaching(settings) }
    var pass = try interpreter.session.lastPass(for: "the gradient", from: "backward")
    var model = try interpreter.session.currentModel()
    // Nobody else holds the model, so that it is trained in place.
    interpreter.session.model = nil
    let session = interpreter.session
    let options = session.trainingOptions(settings, batch: nil, shuffles: false)
    let rule = SnapshotRule(model.blueprint, options, samples: pass.samples)
    interpreter.session.history.setOut(from: model, with: settings, rule)
    let epoch = model.epoch
    do throws(EngineError) {
      if let bug = session.bug {
        model = try TeachingStep(model, pass, options.loss, bug: bug).update(
          model, from: pass, options)
      } else {
        try model.update(from: &pass, options: options)
      }
    } catch {
      let before = interpreter.session.history.snapshots
      throw interpreter.failure(
        error, autopsy: Autopsy(of: error, model, pass, after: before, settings))
    }
    if model.epoch > epoch { try EpochEnd(of: session, model, options).look(at: &model) }
    interpreter.session.history.arrive(at: model, with: [], rule)
    interpreter.session.model = model
    interpreter.session.pass = pass
    interpreter.session.fixScaling()
    return .nothing
  }

  static let step: Command = {
    let count = Slot.integer("steps", .optional, 1...1_000_000_000, fallback: "1", "how many")
    let batch = Slot.batch
    let optimizer = Slot.optimizer
    let shuffle = Slot.boolean("shuffle", fallback: true, "new order of the rows each epoch")
    return Command(
      "step", shelf: .training, summary: "train on the next batch of the epoch",
      parameters: [
        count.parameter, OptimizerSettings.rate, batch.parameter, optimizer.parameter,
        shuffle.parameter, Slot.weights.parameter,
      ] + OptimizerSettings.otherParameters,
      examples: ["data iris; layer dense 3 softmax; step 2 batch=16; show grads"]
    ) { (call, interpreter) throws(Diagnostic) in
      try interpreter.session.checkUnbroken("step")
      // Where a 'train' is paused, its next batch.
      let paused = interpreter.session.debugger.paused
      let settings = try interpreter.session.optimizer(
        for: call, optimizer, base: paused?.run.optimizer)
      var model = try interpreter.session.modelToTrain()
      interpreter.session.model = nil
      interpreter.session.pass = nil
      let session = interpreter.session
      let samples = try session.samplesToTrain(
        model, weights: call[Slot.weights] ?? paused?.run.weights,
        at: call.span(of: "weights"))
      let options = session.trainingOptions(
        settings,
        batch: call[batch] == nil && paused != nil ? paused?.run.batch : call.batch(batch),
        shuffles: call[shuffle] ?? paused?.run.shuffles ?? true)
      let trainer = try Diagnostic.wrapping {
        try Trainer(for: model, samples: samples, options: options)
      }
      let epochEnd = try EpochEnd(of: session, model, options)
      let rule = trainer.snapshotRule
      let before = model
      interpreter.session.fixScaling()
      interpreter.session.history.setOut(from: model, training: samples, options, rule)
      defer {
        interpreter.session.model = model
        interpreter.session.keepPass(of: trainer)
        interpreter.session.history.arrive(at: model, with: trainer.takeSnapshots(), rule)
      }
      let start = model.steps
      for _ in 0..<(call[count] ?? 1) {
        if interpreter.environment.isInterrupted() {
          interpreter.partial = interpreter.steps(call.call, model.steps - start, of: paused)
          throw TrainingRun.interruption(of: model)
        }
        let epoch = model.epoch
        do throws(EngineError) {
          try trainer.step(&model)
        } catch {
          let replay = Replay(
            of: before, samples, options, epochEnd,
            goesOn: { !interpreter.environment.isInterrupted() })
          throw interpreter.failure(
            error, autopsy: replay.flatMap { Autopsy(of: error, from: before, by: $0) })
        }
        if model.epoch > epoch { try epochEnd.look(at: &model) }
      }
      if paused != nil, let text = interpreter.steps(call.call, call[count] ?? 1, of: paused) {
        interpreter.rewrite(call.call.span, .text(text))
      }
      guard paused != nil || !session.debugger.watches.isEmpty else { return .nothing }
      interpreter.session.model = model
      interpreter.session.keepPass(of: trainer)
      defer { interpreter.session.model = nil }
      let loss = format(measure: interpreter.session.pass?.loss ?? .nan, digits: session.digits)
      return .note("\(model.inEpoch)  loss of the batch \(loss)" + interpreter.watchedText())
    }
  }()
}

extension Session {
  /// One sample out of given numbers, with targets where they are given too.
  fileprivate func given(_ x: Value, _ target: Value?, _ call: BoundCall, _ model: Model)
    throws(Diagnostic) -> Samples
  {
    let inputs = try row(x, columns: model.blueprint.inputs, "input", at: call.span(of: "x"))
    let targets = try target.map { (value) throws(Diagnostic) in
      try row(value, columns: model.blueprint.outputs, "target", at: call.span(of: "target"))
    }
    let scaled = targets.map { targetScaling(of: data)?.applied(to: $0) ?? $0 }
    return Samples(inputs: inputs, targets: scaled, rows: nil, scaling: scaling(of: data))
  }

  /// Numbers for one sample as a row.
  func row(_ value: Value, columns: Int, _ noun: String, at span: SourceSpan?)
    throws(Diagnostic) -> Matrix
  {
    let numbers: [Double]?
    switch value {
    case .number(let number): numbers = [number]
    case .matrix(let matrix) where matrix.rows == 1: numbers = matrix.elements
    default: numbers = value.numbers
    }
    guard let numbers, numbers.count == columns else {
      throw Diagnostic(
        .shape, "expected \(counted(columns, noun)), found \(value.kindDescription)", at: span)
    }
    guard numbers.allSatisfy(\.isFinite) else {
      throw Diagnostic(.value, "\(noun)s must be finite numbers", at: span)
    }
    return Matrix(rows: 1, columns: columns, elements: numbers)
  }
}

extension Samples {
  /// One training row, counted from 1.
  fileprivate func only(_ row: Int, at span: SourceSpan) throws(Diagnostic) -> Samples {
    let count = rows?.count ?? inputs.rows
    guard row <= count else {
      throw Diagnostic(
        .argument, "sample \(row) is out of range: the data has \(counted(count, "training row"))",
        at: span)
    }
    return Samples(
      inputs: inputs, targets: targets, rows: [rows?[row - 1] ?? row - 1], scaling: scaling)
  }
}
