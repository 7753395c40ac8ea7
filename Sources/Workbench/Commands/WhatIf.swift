import Engine
import Experiment
import Language
import Reports

extension Command {
  static let whatIf = Command(
    "whatif", shelf: .looking, summary: "try one step on a copy and say what it would do",
    parameters: OptimizerSettings.parameters,
    details: [
      "A step over all training rows with the optimizer in force (while training is paused, its own) "
        + "and the keys given.",
      "Predicted is the first-order change, the sum of dW ΔW; nothing is changed.",
    ],
    examples: ["data xor; layer dense 4 tanh; layer dense 1 sigmoid; whatif lr=1"]
  ) { (call, interpreter) throws(Diagnostic) in
    var settings = interpreter.session.optimizerOfNextStep
    try settings.apply(call)
    let trial = try TrialStep(
      interpreter.session, settings, isInterrupted: interpreter.environment.isInterrupted)
    let (loss, now) = (try trial.loss(after: trial.rate), trial.loss)
    return Answer(
      .fields([
        Field("lr", .number(trial.rate)), Field("loss now", measure: now),
        Field("loss then", measure: loss),
        Field("change predicted", measure: try trial.predictedChange()),
        Field("change", measure: loss - now),
        Field(
          "largest lr that lowers it",
          try trial.largestRate().map(TrialStep.value(ofRate:))
            ?? .text("none: the loss is at a minimum")),
      ]))
  }
}

/// One step of the optimizer over all training rows, tried on copies.
struct TrialStep {
  private let model: Model
  private let samples: Samples
  private let options: TrainingOptions
  private let pass: Pass
  /// The rate that the step takes, schedule included.
  let rate: Double
  /// The loss before, as training sees it: with dropout and the statistics of the batch.
  let loss: Double

  private let isInterrupted: () -> Bool

  init(
    _ session: Session, _ settings: OptimizerSettings, isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) {
    self.isInterrupted = isInterrupted
    let model = try session.modelToTrain()
    let samples = try session.samples(.train, for: model)
    var options = session.trainingOptions(settings, batch: nil, shuffles: false)
    rate = options.rate(for: model)
    options.schedule = Schedule()
    options.optimizer.lr = rate
    let lossFunction = options.loss
    pass = try Diagnostic.wrapping {
      try model.backward(
        try model.forward(samples, loss: lossFunction, isTraining: true), loss: lossFunction)
    }
    loss = pass.loss ?? .nan
    (self.model, self.samples, self.options) = (model, samples, options)
  }

  private func moved(_ rate: Double) throws(Diagnostic) -> Model {
    var options = options
    options.optimizer.lr = rate
    var next = model
    var spent = pass
    try Diagnostic.wrapping { try next.update(from: &spent, options: options) }
    // The same dropout masks as before.
    next.steps = model.steps
    return next
  }

  /// The loss after a step with a rate, over the same rows and masks.
  func loss(after rate: Double) throws(Diagnostic) -> Double {
    let next = try moved(rate)
    return try Diagnostic.wrapping {
      try next.forward(samples, loss: options.loss, isTraining: true).loss ?? .nan
    }
  }

  /// Σ dW ΔW over all parameters.
  func predictedChange() throws(Diagnostic) -> Double {
    let next = try moved(rate)
    return try Diagnostic.wrapping {
      var change = 0.0
      for slot in model.blueprint.parameters {
        let (old, new) = (try model.values(slot.id), try next.values(slot.id))
        guard let gradient = pass.gradient(slot.id) else { continue }
        for index in old.elements.indices {
          change += gradient.elements[index] * (new.elements[index] - old.elements[index])
        }
      }
      return change
    }
  }

  /// The end of the stretch of rates, doubled or halved from this one, that lower the loss; nil
  /// where none does, infinite where all do.
  func largestRate() throws(Diagnostic) -> Double? {
    var (good, bad) = (0.0, 0.0)
    var rate = self.rate > 0 ? self.rate : 1
    if try lowers(rate) {
      while try lowers(rate) {
        (good, rate) = (rate, rate * 2)
        if rate > 1e12 { return .infinity }
      }
      bad = rate
    } else {
      while try !lowers(rate), rate > 1e-12 { (bad, rate) = (rate, rate / 2) }
      good = rate
    }
    guard try lowers(good) else { return nil }
    for _ in 0..<30 {
      let middle = (good + bad) / 2
      if try lowers(middle) { good = middle } else { bad = middle }
    }
    return good
  }

  static func value(ofRate rate: Double) -> Value { rate.isFinite ? .number(rate) : .text("any") }

  /// A step that overflows lowers nothing.
  private func lowers(_ rate: Double) throws(Diagnostic) -> Bool {
    if isInterrupted() { throw Diagnostic(.interrupted, "interrupted") }
    return ((try? loss(after: rate)) ?? .infinity) < loss
  }
}
