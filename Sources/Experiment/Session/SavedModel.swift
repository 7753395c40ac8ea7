import Datasets
import Engine
import Formats
import Language
import Reports

/// A trained network as the file that `save model` writes: the arrays by the names and in the
/// shapes that torch gives them, and beside them the statements that describe the network.
package struct SavedModel {
  static let formatName = "nn model 1"

  package private(set) var file: Safetensors

  /// - Throws: where there is nothing to save.
  package init(_ session: Session) throws(Diagnostic) {
    let model = try session.currentModel()
    var tensors: [Safetensors.Tensor] = []
    let dtype: Safetensors.DType = model.blueprint.precision == .float32 ? .float32 : .float64
    func add(_ name: String, _ shape: [Int], _ values: [Double], as dtype: Safetensors.DType) {
      tensors.append(.init(name: name, shape: shape, dtype: dtype, values: values))
    }
    for slot in model.blueprint.parameters {
      let values = try Diagnostic.wrapping { try model.values(slot.id).elements }
      add(slot.tensorName, slot.shape, values, as: dtype)
    }
    for (layer, mean, variance) in model.runningStatistics {
      add("layers.\(layer).running_mean", [mean.count], mean, as: dtype)
      add("layers.\(layer).running_var", [variance.count], variance, as: dtype)
    }
    for array in model.optimizerState() {
      guard let slot = model.blueprint.slot(array.id) else { continue }
      let isScalar = array.values.count == 1 && (slot.count > 1 || array.isCounter)
      add(
        "optimizer.\(array.name).\(slot.tensorName)", isScalar ? [] : slot.shape, array.values,
        as: array.isCounter ? .float64 : dtype)
    }
    if let scaling = session.scaling(of: session.data) {
      add("scaling.shift", [scaling.shift.count], scaling.shift, as: .float64)
      add("scaling.factor", [scaling.factor.count], scaling.factor, as: .float64)
    }
    if let scaling = session.targetScaling(of: session.data) {
      add("target_scaling.shift", [scaling.shift.count], scaling.shift, as: .float64)
      add("target_scaling.factor", [scaling.factor.count], scaling.factor, as: .float64)
    }
    file = Safetensors(metadata: session.modelMetadata(model), tensors: tensors)
  }

  /// - Throws: where the file is no model of this program.
  package init(decoding bytes: [UInt8]) throws(Diagnostic) {
    file = try Diagnostic.wrapping { try Safetensors(decoding: bytes) }
    guard let format = file.metadata["format"] else {
      throw Diagnostic(.file, "it holds tensors, but no network that nn has saved")
    }
    guard format == SavedModel.formatName else {
      throw Diagnostic(.file, "its format is '\(format)', expected '\(SavedModel.formatName)'")
    }
  }

  /// The statements that describe the network.
  package var statements: String { file.metadata["statements"] ?? "" }

  package func count(_ key: String) throws(Diagnostic) -> Int {
    guard let text = file.metadata[key], let count = Int(text), count >= 0, count < 1 << 53 else {
      throw Diagnostic(.file, "its '\(key)' is no whole number")
    }
    return count
  }

  package func names(_ key: String) -> [String]? {
    guard let text = file.metadata[key], let json = try? JSONValue(parsing: text) else {
      return nil
    }
    return json.array?.compactMap(\.string)
  }

  /// The numbers of a tensor that must have this shape.
  func values(_ name: String, shape: [Int]) throws(Diagnostic) -> [Double] {
    guard let tensor = file[name] else { throw Diagnostic(.file, "it holds no '\(name)'") }
    guard tensor.shape == shape else {
      throw Diagnostic(.file, "'\(name)' has the shape \(tensor.shape), expected \(shape)")
    }
    return tensor.values
  }

  /// A model with the numbers of the file.
  package func model(_ blueprint: Blueprint) throws(Diagnostic) -> Model {
    var model = Model(blueprint)
    for slot in blueprint.parameters {
      let values = try values(slot.tensorName, shape: slot.shape)
      let matrix = Matrix(rows: slot.rows, columns: slot.columns, elements: values)
      try Diagnostic.wrapping { try model.set(slot.id, to: matrix) }
    }
    for (layer, mean, _) in model.runningStatistics {
      let means = try values("layers.\(layer).running_mean", shape: [mean.count])
      let variances = try values("layers.\(layer).running_var", shape: [mean.count])
      try Diagnostic.wrapping { try model.setRunning(layer, mean: means, variance: variances) }
    }
    try restoreOptimizer(of: &model)
    model.epoch = try count("epoch")
    model.steps = try count("steps")
    let lossSum = file.metadata["position_loss"].flatMap(Double.init) ?? 0
    model.position = EpochPosition(
      samples: try count("position_samples"), batches: try count("position_batches"),
      lossSum: lossSum)
    if let plateau = file.metadata["plateau"] {
      guard let state = PlateauState(text: plateau) else {
        throw Diagnostic(.file, "its 'plateau' is no state of a schedule")
      }
      model.plateau = state
    }
    return model
  }

  /// The epoch at which its schedule began; files of older versions have no schedule.
  package func scheduleStart() throws(Diagnostic) -> Int {
    file.metadata["schedule_start"] == nil ? 0 : try count("schedule_start")
  }

  private func restoreOptimizer(of model: inout Model) throws(Diagnostic) {
    guard let kind = file.metadata["optimizer_state"].flatMap(Optimizer.init(rawValue:)) else {
      return
    }
    var arrays: [Model.OptimizerArray] = []
    for tensor in file.tensors {
      let parts = tensor.name.split(separator: ".", maxSplits: 2).map(String.init)
      guard parts.count == 3, parts[0] == "optimizer" else { continue }
      guard let slot = model.blueprint.parameters.first(where: { $0.tensorName == parts[2] })
      else { throw Diagnostic(.file, "'\(tensor.name)' belongs to no layer") }
      arrays.append(.init(name: parts[1], id: slot.id, values: tensor.values))
    }
    try Diagnostic.wrapping { try model.restore(optimizer: kind, arrays) }
  }

  /// What was done to the inputs, where anything was.
  package func scaling(inputs: Int, outputs: Int) throws(Diagnostic) -> FixedScaling {
    FixedScaling(
      scaling: try scaling("scaling", columns: inputs),
      targets: try scaling("target_scaling", columns: outputs))
  }

  private func scaling(_ name: String, columns: Int) throws(Diagnostic) -> Scaling? {
    guard file["\(name).shift"] != nil else { return nil }
    let scaling = Scaling(
      shift: try values("\(name).shift", shape: [columns]),
      factor: try values("\(name).factor", shape: [columns]))
    guard (scaling.shift + scaling.factor).allSatisfy(\.isFinite) else {
      throw Diagnostic(.file, "its scaling is not finite")
    }
    return scaling
  }
}

extension ParameterSlot {
  /// As torch names it: `layers.1.weight`; γ and β of batchnorm are its weight and bias.
  fileprivate var tensorName: String {
    switch id.role {
    case .weights, .gamma: "layers.\(id.layer).weight"
    case .bias, .beta: "layers.\(id.layer).bias"
    }
  }

  fileprivate var shape: [Int] { id.role == .weights ? [rows, columns] : [rows] }
}

extension PlateauState {
  /// "BEST BAD-EPOCHS SCALE", numbers with all their digits.
  fileprivate var text: String { "\(best) \(badEpochs) \(scale)" }

  fileprivate init?(text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 3, let best = Double(parts[0]), let badEpochs = Int(parts[1]),
      let scale = Double(parts[2]), !best.isNaN, badEpochs >= 0, badEpochs < 1 << 53,
      scale >= 0, scale <= 1
    else { return nil }
    self.init(best: best, badEpochs: badEpochs, scale: scale)
  }
}

extension Model.OptimizerArray {
  /// One number that is counted or multiplied up in double precision.
  fileprivate var isCounter: Bool { name == "step" || name == "mu_product" }
}

extension Model {
  fileprivate var runningStatistics: [(layer: Int, mean: [Double], variance: [Double])] {
    (1...blueprint.network.layers.count).compactMap { layer in
      guard let mean = runningMean(layer), let variance = runningVariance(layer) else { return nil }
      return (layer, mean, variance)
    }
  }
}

extension Session {
  fileprivate func modelMetadata(_ model: Model) -> [String: String] {
    let columns = data?.dataset.columns ?? names?.columns
    var metadata = [
      "format": SavedModel.formatName,
      "statements": modelStatements.joined(separator: "\n"),
      "inputs": "\(model.blueprint.inputs)", "epoch": "\(model.epoch)",
      "steps": "\(model.steps)", "position_samples": "\(model.position.samples)",
      "position_batches": "\(model.position.batches)",
      "position_loss": "\(model.position.lossSum)", "schedule_start": "\(scheduleStart)",
    ]
    if schedule.kind == .plateau { metadata["plateau"] = model.plateau.text }
    if let kind = model.optimizerKind { metadata["optimizer_state"] = kind.rawValue }
    if let columns {
      metadata["input_names"] = JSONValue.texts(columns.flatMap(\.inputNames))
      metadata["input_columns"] = JSONValue.array(columns.map(JSONValue.column)).description
    }
    if let classNames { metadata["class_names"] = JSONValue.texts(classNames) }
    if let targets = targetNames(model.blueprint.outputs) {
      metadata["target_names"] = JSONValue.texts(targets)
    }
    return metadata
  }
}

extension SavedModel {
  /// What the network's raw inputs are called, and which of them are texts or computed.
  package var columns: [InputColumn] {
    if let text = file.metadata["input_columns"], let json = try? JSONValue(parsing: text) {
      return (json.array ?? []).compactMap(\.inputColumn)
    }
    return (names("input_names") ?? []).map { InputColumn($0) }
  }
}

extension JSONValue {
  fileprivate static func column(_ column: InputColumn) -> JSONValue {
    var members = [Member("name", .string(column.name))]
    if let categories = column.categories {
      members.append(Member("categories", .array(categories.map { .string($0) })))
    }
    if let formula = column.formula { members.append(Member("formula", .string(formula))) }
    if let filling = column.filling { members.append(Member("filling", .number(filling))) }
    return .object(members)
  }

  fileprivate var inputColumn: InputColumn? {
    guard let name = self["name"]?.string else { return nil }
    return InputColumn(
      name, categories: self["categories"]?.array?.compactMap(\.string),
      formula: self["formula"]?.string, filling: self["filling"]?.number)
  }

  fileprivate static func texts(_ texts: [String]) -> String {
    JSONValue.array(texts.map { .string($0) }).description
  }
}
