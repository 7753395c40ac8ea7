import Engine
import Experiment
import Language
import Reports

extension Command {
  static let crossValidate: Command = {
    let folds = Slot.integer("folds", .first, 2...10_000, "into how many parts the rows are cut")
    let seeds = Slot.integer("seeds", .key, 1...10_000, fallback: "1", "how often, with new seeds")
    let epochs = Slot.integer(
      "epochs", .key, 1...1_000_000_000,
      "epochs of each training; as many as the network has been trained, else 100")
    let batch = Slot.batch
    let optimizer = Slot.optimizer
    let shuffle = Slot.boolean("shuffle", fallback: true, "new order of the rows each epoch")
    return Command(
      "cv", shelf: .training, summary: "cross-validate the network as it is described",
      parameters: [
        folds.parameter, seeds.parameter, epochs.parameter, OptimizerSettings.rate,
        batch.parameter, optimizer.parameter, shuffle.parameter, Slot.weights.parameter,
      ] + OptimizerSettings.otherParameters,
      details: [
        "For each fold a network is drawn anew, trained on the other folds, with the scaling fitted "
          + "to them, and judged on the fold. Folds of classes have the mix of all rows.",
        "Rows set aside for testing take no part. The session stays as it is.",
        "std is the deviation over all trainings, by their number.",
      ],
      examples: [
        "data iris; layer dense 3 softmax; cv 5 epochs=20",
        "data iris; scale standard; layer dense 3 softmax; "
          + "cv 3 seeds=2 epochs=10 optimizer=adam lr=0.01",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let settings = try interpreter.session.optimizer(for: call, optimizer)
      let trained = interpreter.session.model?.epoch ?? 0
      var validation = CrossValidation(
        folds: try call.required(folds), seeds: call[seeds] ?? 1,
        epochs: call[epochs] ?? (trained > 0 ? trained : 100), optimizer: settings,
        weightsSpan: call.span(of: "weights"))
      validation.batch = call.batch(batch)
      validation.shuffles = call[shuffle] ?? true
      validation.weights = call[Slot.weights]
      return Answer(try validation.perform(on: interpreter))
    }
  }()
}
