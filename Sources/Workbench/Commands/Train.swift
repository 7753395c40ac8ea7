import Engine
import Experiment
import Language
import Reports

extension Command {
  static let train: Command = {
    let epochs = Slot.integer("epochs", .first, 1...1_000_000_000, "how many epochs")
    let batch = Slot.batch
    let optimizer = Slot.optimizer
    let until = Slot.condition("until", "stop after the epoch at whose end it holds")
    let patience = Slot.integer(
      "patience", .key, 1...1_000_000_000,
      "stop after so many epochs without a better loss; implies keep=best")
    let time = Slot.duration("time", .key, "stop after this time")
    let keep = Slot.either(
      "keep", .key,
      [
        .literally("last", "those of the last epoch"), .literally("best", "those of the best"),
        .integer(0...Int.max),
      ], fallback: "last", "which epoch's parameters remain: of an earlier one by its number")
    let shuffle = Slot.boolean("shuffle", fallback: true, "new order of the rows each epoch")
    let every = Slot.integer("every", .key, 1...1_000_000_000, "a row of progress so often")
    let quiet = Slot.boolean("quiet", fallback: false, "no progress and no report")
    let plot = Slot.word(
      "plot", .key, LivePlot.self, "on a terminal: a picture that is drawn again as it trains")
    let columns = Slot.columns(
      "columns", "the two inputs of plot=boundary, by name or number; the first two otherwise")
    return Command(
      "train", shelf: .training, summary: "train the network for some epochs",
      parameters: [
        epochs.parameter, OptimizerSettings.rate, batch.parameter, optimizer.parameter,
        until.parameter,
        patience.parameter, time.parameter, keep.parameter, shuffle.parameter, every.parameter,
        quiet.parameter, Slot.weights.parameter, plot.parameter, columns.parameter,
      ] + OptimizerSettings.otherParameters,
      details: [
        "W ← W − lr dW, b ← b − lr db after each batch, or as the optimizer has it.",
        "batch=1 is stochastic descent, batch=all batch descent; keys hold for this call.",
        "weights=balanced multiplies the loss of each sample with n / (K n_k), n_k of the n training "
          + "rows being of its class and K the number of classes, in training alone: the scores and "
          + "the quantity loss stay as they are.",
        "patience and keep=best look at val_loss where there are validation rows, else at loss.",
      ],
      examples: [
        "data xor; layer dense 4 tanh; layer dense 1 sigmoid; train 100 lr=0.1",
        "data iris; layer dense 8 relu; layer dense 3 softmax; "
          + "train 20 batch=16 optimizer=adam until=(loss < 0.1)",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      try interpreter.session.checkUnbroken("train")
      let settings = try interpreter.session.optimizer(for: call, optimizer)
      var run = TrainingRun(epochs: try call.required(epochs), optimizer: settings)
      run.batch = call.batch(batch)
      run.until = call[until]
      run.patience = call[patience]
      run.seconds = call[time]
      run.keepsBest = call[keep]?.text == "best" || call[patience] != nil
      run.keptEpoch = call[keep]?.integer
      run.keepSpan = call.span(of: "keep")
      run.shuffles = call[shuffle] ?? true
      run.every = call[every]
      run.isQuiet = call[quiet] ?? false
      run.call = call.call
      run.weights = call[Slot.weights]
      run.weightsSpan = call.span(of: "weights")
      run.picture = try interpreter.session.picture(call[plot], of: call[columns], call)
      return try run.perform(on: interpreter)
    }
  }()
}

extension Session {
  /// What `plot=` asks for.
  fileprivate func picture(_ plot: LivePlot?, of columns: [String]?, _ call: BoundCall)
    throws(Diagnostic) -> TrainingRun.Picture?
  {
    guard plot == .boundary else {
      guard columns == nil else {
        throw Diagnostic(
          .argument, "'columns=' goes with plot=boundary", at: call.span(ofKey: "columns"))
      }
      return plot.map { _ in .loss }
    }
    let span = call.span(of: columns == nil ? "plot" : "columns")
    return .boundary(try plane(columns ?? [], at: span))
  }
}

extension Slot where Content == BoundValue {
  static let batch = Slot.either(
    "batch", .key, [.integer(1...1_000_000_000), .literally("all", "all training rows at once")],
    fallback: "32", "rows in a batch")
}

extension Slot where Content == Optimizer {
  static let optimizer = Slot.word("optimizer", .key, Optimizer.self, "for this call")
}

extension Session {
  /// The optimizer in force with the keys of a call.
  func optimizer(
    for call: BoundCall, _ slot: Slot<Optimizer>, base: OptimizerSettings? = nil
  ) throws(Diagnostic) -> OptimizerSettings {
    var settings = base ?? optimizer
    if let named = call[slot], named != settings.kind { settings = OptimizerSettings(named) }
    try settings.apply(call)
    return settings
  }
}

extension BoundCall {
  /// Rows in a batch; nil for all of them.
  func batch(_ slot: Slot<BoundValue>) -> Int? {
    guard let given = self[slot] else { return 32 }
    return given.integer
  }
}
