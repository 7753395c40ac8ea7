import Catalog
import Datasets
import Engine
import Language

// What the session's settings mean together: the network with its sizes, its parameters, the rows
// that it learns from. Looking at any of it changes nothing.

extension Session {
  /// The number of inputs that the data has or `input N` gave.
  package var inputCount: Int? { data?.dataset.inputs.columns ?? inputs }

  /// - Throws: where there are no layers or the number of inputs is not known.
  package func blueprint() throws(Diagnostic) -> Blueprint {
    guard !network.layers.isEmpty else {
      throw Diagnostic(
        .state, "the network has no layers", suggestion: "add one: layer dense 4 relu")
    }
    guard let count = inputCount else {
      throw Diagnostic(
        .state, "the number of inputs is not known",
        suggestion: "load data (data xor), or say it: input 2")
    }
    if let inputs, let data, inputs != data.dataset.inputs.columns {
      throw Diagnostic(
        .shape,
        "the network is for \(counted(inputs, "input")), but the data has "
          + "\(data.dataset.inputs.columns)",
        suggestion: "write input \(data.dataset.inputs.columns), or reset network")
    }
    return try Diagnostic.wrapping {
      try Blueprint(
        network: network, inputs: count, seed: seed, precision: precision,
        regularizer: regularizer, initialization: initialization)
    }
  }

  /// The parameters as they are now: those that are fixed, the others drawn.
  package func currentModel() throws(Diagnostic) -> Model {
    let blueprint = try blueprint()
    return model?.adapted(to: blueprint) ?? Model(blueprint)
  }

  /// The parameters as they are now, where there is data to train them on.
  package func modelToTrain() throws(Diagnostic) -> Model {
    if !network.layers.isEmpty { _ = try loadedData() }
    return try currentModel()
  }

  /// The loss in force: the one that was set, else the one that goes with the last layer.
  package var lossInForce: LossFunction {
    loss ?? .standard(for: network)
  }

  /// What the last steps were taken with, `train lr=` and all; before the first the session's own.
  package var optimizerOfTraining: OptimizerSettings { history.optimizer ?? optimizer }

  /// - Throws: where there is none, or its file has changed since it was read.
  package func loadedData() throws(Diagnostic) -> SessionData {
    guard let data else {
      throw Diagnostic(
        .state, "there is no data", suggestion: "load some: data xor, data load FILE")
    }
    guard data.dataset.inputs.isUnchanged else { throw .of(.changedData) }
    return data
  }

  /// The targets as the last layer wants them: 0/1 for two classes and one unit.
  package func targets(for outputs: Int?) throws(Diagnostic) -> Matrix {
    let data = try loadedData()
    if outputs == 1, let binary = data.binaryTargets { return binary }
    return targetScaling(of: data).map(data.targets(scaledBy:)) ?? data.targets
  }

  /// The rows of a partition as the engine takes them, checked against the last layer.
  package func samples(_ partition: Partition, for model: Model) throws(Diagnostic) -> Samples {
    let data = try loadedData()
    let outputs = model.blueprint.outputs
    let targets = try targets(for: outputs)
    guard data.hasTarget else {
      throw Diagnostic(
        .state, "the data has no target to learn",
        suggestion: "load it with target=NAME, or target=inputs")
    }
    guard targets.columns == outputs else { throw misfit(outputs, data) }
    let rows = data.rows(partition)
    guard !rows.isEmpty else {
      throw Diagnostic(
        .state, "there are no \(partition.noun) rows",
        suggestion: partition == .val
          ? "set some aside: split 0.2 val=0.1" : "set some aside: split 0.25")
    }
    return Samples(
      inputs: data.dataset.inputs, targets: targets,
      rows: rows.areAll ? nil : rows, scaling: scaling(of: data), buffer: data.dataset.buffer)
  }

  /// What is done to the inputs: fixed with trained parameters, else as fitted to the data.
  package func scaling(of data: SessionData?) -> Scaling? {
    if let fixedScaling { return fixedScaling.scaling }
    return data?.inputScaling
  }

  /// What is done to the targets; nil where they are classes, or stay as they are.
  package func targetScaling(of data: SessionData?) -> Scaling? {
    guard let fixedScaling else { return data?.targetScaling }
    guard let data else { return fixedScaling.targets }
    guard case .values = data.dataset.target else { return nil }
    return fixedScaling.targets?.shift.count == data.targets.columns ? fixedScaling.targets : nil
  }

  /// Outputs `[samples × outputs]` in the units of the targets.
  package func inUnitsOfTargets(_ outputs: Matrix) -> Matrix {
    guard let scaling = targetScaling(of: data), scaling.shift.count == outputs.columns else {
      return outputs
    }
    return scaling.undone(in: outputs)
  }

  /// From the first update on the scaling belongs to the parameters.
  package mutating func fixScaling() {
    guard fixedScaling == nil else { return }
    fixedScaling = FixedScaling(scaling: data?.inputScaling, targets: data?.targetScaling)
  }

  private func misfit(_ outputs: Int, _ data: SessionData) -> Diagnostic {
    let wanted: String
    if let names = data.classNames {
      wanted =
        "the data has \(counted(names.count, "class"))"
        + (names.count == 2 ? ": 2 units, or 1" : ": \(counted(names.count, "unit"))")
    } else {
      wanted = "the target has \(counted(data.targets.columns, "column"))"
    }
    return Diagnostic(
      .shape, "the last layer has \(counted(outputs, "unit")), but \(wanted)",
      suggestion: "end the network with layer dense \(data.targets.columns) …")
  }

  /// Loss and outputs over a partition with the current weights, in evaluation mode.
  package func evaluation(_ partition: Partition) throws(Diagnostic) -> Evaluation {
    let model = try modelToTrain()
    let samples = try samples(partition, for: model)
    let loss = lossInForce
    return try Diagnostic.wrapping { try model.evaluate(samples, loss: loss, threads: threads) }
  }

  /// The loss over a partition with the current weights, in evaluation mode.
  package func loss(_ partition: Partition) throws(Diagnostic) -> Double {
    let model = try modelToTrain()
    let samples = try samples(partition, for: model)
    let loss = lossInForce
    return try Diagnostic.wrapping { try model.loss(samples, loss, threads: threads) }
  }

  /// The optimizer of the next step: of the training that is paused, else the one in force.
  package var optimizerOfNextStep: OptimizerSettings { debugger.paused?.run.optimizer ?? optimizer }

  /// The learning rate of the next epoch.
  package var learningRate: Double {
    let epoch = max(0, (model?.epoch ?? 0) - scheduleStart)
    return schedule.rate(
      base: optimizerOfNextStep.lr, epoch: epoch, plateau: model?.plateau ?? PlateauState())
  }
}

extension Partition {
  /// What stands before the name of a quantity over these rows: `val_loss`.
  package var prefix: String {
    switch self {
    case .train: ""
    case .val: "val_"
    case .test: "test_"
    }
  }

  package var noun: String {
    switch self {
    case .train: "training"
    case .val: "validation"
    case .test: "test"
    }
  }
}
