import Catalog
import Engine
import Experiment
import Language
import Reports

extension Command {
  static let overfit: Command = {
    let count = Slot.integer("samples", .optional, 1...10_000, fallback: "8", "how many rows")
    return Command(
      "overfit", shelf: .looking, summary: "see whether the network can learn a few rows by heart",
      parameters: [count.parameter],
      details: [
        "A copy is trained on some training rows, chosen by the seed, with adam, without dropout and "
          + "penalties. With data, network and loss in order this loss falls to 0. It fails where a "
          + "hundredth of the best constant answer's loss is not reached in 5000 epochs with lr=0.01 "
          + "nor with lr=0.1.",
        "Nothing is changed.",
      ],
      examples: ["data iris; layer dense 8 tanh; layer dense 3 softmax; overfit 8"]
    ) { (call, interpreter) throws(Diagnostic) in
      let session = interpreter.session
      let result = try Rehearsal(session, rows: call[count] ?? 8).run {
        !interpreter.environment.isInterrupted()
      }
      guard result.isLearned else { throw result.failure(digits: session.digits) }
      return Answer(
        .fields([
          Field("samples", .number(Double(result.samples))),
          Field("epochs", .number(Double(result.epochs))),
          Field("loss before", measure: result.before), Field("loss after", measure: result.after),
          Field("verdict", .text("the network can learn these rows by heart")),
        ]))
    }
  }()
}

/// A few rows learned by heart, on a copy.
struct Rehearsal {
  private var model: Model
  private let samples: Samples
  private let loss: LossFunction

  struct Result {
    var samples: Int
    var epochs: Int
    var before: Double
    var after: Double
    /// The loss of the best answer that is the same for all rows.
    var constant: Double
    /// Two rows (from 1) with equal inputs and other targets.
    var contradiction: (Int, Int)?

    var isLearned: Bool { after <= max(constant / 100, 1e-4) }

    func failure(digits: Int) -> Diagnostic {
      let numbers =
        "loss \(format(measure: after, digits: digits)) after \(counted(epochs, "epoch"))"
      if let (first, second) = contradiction {
        return Diagnostic(
          .assertion,
          "\(counted(samples, "row")) cannot be learned: \(numbers); rows \(first) and \(second) "
            + "have the same inputs and other targets")
      }
      return Diagnostic(
        .assertion, "\(counted(samples, "row")) cannot be learned: \(numbers)",
        suggestion: "'check' looks for the reason; more units or layers may be wanted")
    }
  }

  init(_ session: Session, rows: Int) throws(Diagnostic) {
    var session = session
    session.regularizer = Regularizer()
    for index in session.network.layers.indices {
      switch session.network.layers[index].kind {
      case .dropout: session.network.layers[index].kind = .dropout(rate: 0)
      case .dense(var dense):
        (dense.l1, dense.l2) = (nil, nil)
        session.network.layers[index].kind = .dense(dense)
      case .batchnorm: break
      }
    }
    model = try session.modelToTrain()
    var samples = try session.samples(.train, for: model)
    let bytes = 8 * Double(samples.count)
    try Diagnostic.wrapping { try Memory.check(bytes: bytes) }
    var stream = RandomStream(seed: session.seed, purpose: .check)
    let places = stream.permutation(samples.count).prefix(rows).sorted()
    let all = samples.allRows
    samples.rows = Rows(places.map { all[$0] })
    self.samples = samples
    loss = session.lossInForce
  }

  /// Trains until the rows are learned, or `poll` says no.
  func run(_ poll: () -> Bool) throws(Diagnostic) -> Result {
    let slow = try run(rate: 0.01, poll)
    return slow.isLearned ? slow : try run(rate: 0.1, poll)
  }

  private func run(rate: Double, _ poll: () -> Bool) throws(Diagnostic) -> Result {
    var model = model
    model.clearOptimizerState()
    var optimizer = OptimizerSettings(.adam)
    optimizer.lr = rate
    var schedule = Schedule(.cosine)
    schedule.epochs = 5000
    let options = TrainingOptions(
      loss: loss, optimizer: optimizer, schedule: schedule, scheduleStart: model.epoch, batch: nil,
      shuffle: false)
    let first = model.epoch
    return try Diagnostic.wrapping {
      let trainer = try Trainer(for: model, samples: samples, options: options)
      let before = try model.forward(samples, loss: loss, isTraining: true).loss ?? .nan
      var result = Result(
        samples: samples.count, epochs: 0, before: before, after: before,
        constant: samples.constantLoss(loss) ?? before, contradiction: contradiction)
      while result.epochs < 5000, !result.isLearned, poll() {
        try trainer.train(&model, epochs: 50)
        result.epochs = model.epoch - first
        result.after = try trainer.lastPass?.loss ?? .nan
      }
      return result
    }
  }

  private var contradiction: (Int, Int)? {
    guard let targets = samples.targets, let rows = samples.rows else { return nil }
    for (second, row) in rows.enumerated() {
      for (first, earlier) in rows[..<second].enumerated()
      where samples.inputs.row(row) == samples.inputs.row(earlier)
        && targets.row(row) != targets.row(earlier)
      {
        return (first + 1, second + 1)
      }
    }
    return nil
  }
}
