/// Why the engine cannot do what it was asked.
package enum EngineError: Error, Equatable {
  case noLayers
  case noSamples
  case sizeOutOfRange(noun: String, found: Int, highest: Int)
  case dropoutRate(found: Double)
  case tooLarge(bytes: Double, limit: Double)
  case softmaxNotLast(layer: Int)
  case softmaxNeedsCrossEntropy(found: Loss)
  case lossNeedsOutput(loss: Loss, required: Activation, found: Activation?)
  case targetOutOfRange(loss: Loss, found: Double)
  case inputWidth(found: Int, expected: Int)
  case targetWidth(found: Int, expected: Int)
  case sampleCount(inputs: Int, targets: Int)
  case rowOutOfRange(found: Int, count: Int)
  case noSuchParameter(ParameterID)
  case wrongShape(ParameterID, found: [Int], expected: [Int])
  case indexOutOfRange(ParameterID, row: Int, column: Int, rows: Int, columns: Int)
  case valueOutOfRange(ParameterID, found: Double, precision: Precision)
  case optionOutOfRange(name: String, found: Double)
  case nesterovNeedsMomentum
  case badState(name: String)
  case noTarget
  case noGradients
  case stalePass
  case changedData
  /// `epoch` and `batch` count from 1.
  case nonFiniteLoss(epoch: Int, batch: Int, found: Double)
  case nonFiniteParameter(ParameterID, epoch: Int)

  package var message: String {
    switch self {
    case .noLayers: "the network has no layers"
    case .noSamples: "there are no samples"
    case .sizeOutOfRange(let noun, let found, let highest):
      "the number of \(noun) is between 1 and \(highest), found \(found)"
    case .dropoutRate(let found): "the dropout rate is at least 0 and below 1, found \(found)"
    case .tooLarge(let bytes, let limit):
      "this takes about \(EngineError.size(bytes)) of memory, "
        + "more than the \(EngineError.size(limit)) that may be used"
    case .softmaxNotLast(let layer):
      "softmax can only be the last activation, found it in layer \(layer)"
    case .softmaxNeedsCrossEntropy(let found):
      "a softmax output goes only with the loss cross_entropy, found \(found.rawValue)"
    case .lossNeedsOutput(let loss, let required, let found):
      "the loss \(loss.rawValue) needs a last layer with \(required.rawValue), "
        + "found \(found?.rawValue ?? "dropout")"
    case .targetOutOfRange(let loss, let found):
      "targets of the loss \(loss.rawValue) are between 0 and 1, found \(EngineError.plain(found))"
    case .inputWidth(let found, let expected):
      "the network has \(expected) inputs, found \(found)"
    case .targetWidth(let found, let expected):
      "the network has \(expected) outputs, found \(found) targets a sample"
    case .sampleCount(let inputs, let targets):
      "found \(inputs) samples of inputs and \(targets) of targets"
    case .rowOutOfRange(let found, let count):
      "samples count from 1 to \(count), found \(found)"
    case .noSuchParameter(let id): "the network has no \(id.name)"
    case .wrongShape(let id, let found, let expected):
      "\(id.name) is \(EngineError.shape(expected)), found \(EngineError.shape(found))"
    case .indexOutOfRange(let id, let row, let column, let rows, let columns):
      "\(id.name) is \(rows) × \(columns), found the index [\(row),\(column)]"
    case .valueOutOfRange(let id, let found, let precision):
      "\(id.name) holds finite \(precision.rawValue) numbers, found \(found)"
    case .optionOutOfRange(let name, let found): "the value of \(name) is out of range: \(found)"
    case .nesterovNeedsMomentum: "nesterov needs a momentum above 0 and a dampening of 0"
    case .badState(let name): "the optimizer state '\(name)' does not fit the network"
    case .noTarget: "these inputs have no target, so there is no loss to go back from"
    case .noGradients: "there are no gradients to update with"
    case .stalePass: "the network has changed since this forward pass"
    case .changedData: "the file of the data was changed while it was in use"
    case .nonFiniteLoss(let epoch, let batch, let found):
      "the loss became \(found.isNaN ? .nan : found) in epoch \(epoch), batch \(batch)"
    case .nonFiniteParameter(let id, let epoch):
      "\(id.name) is no longer finite after the update in epoch \(epoch)"
    }
  }

  /// What would help, where that is known.
  package var suggestion: String? {
    switch self {
    case .noLayers: "layer dense 1"
    case .softmaxNeedsCrossEntropy: "loss cross_entropy"
    case .nonFiniteLoss, .nonFiniteParameter: "a smaller lr, or 'clip norm=1'"
    case .noTarget: "forward x,… target=y,…"
    case .noGradients: "backward"
    case .stalePass: "forward"
    case .changedData: "load the data again"
    case .noSamples, .sizeOutOfRange, .dropoutRate, .tooLarge, .softmaxNotLast, .lossNeedsOutput,
      .targetOutOfRange, .inputWidth, .targetWidth, .sampleCount, .rowOutOfRange, .noSuchParameter,
      .wrongShape, .indexOutOfRange, .valueOutOfRange, .optionOutOfRange, .nesterovNeedsMomentum,
      .badState:
      nil
    }
  }

  /// A number without the point of a whole one.
  private static func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
  }

  /// "1.5 GiB", "117 MiB"
  private static func size(_ bytes: Double) -> String {
    if bytes < 0x1p30 { return "\(Int((bytes / 0x1p20).rounded(.up))) MiB" }
    return "\((bytes / 0x1p30 * 10).rounded() / 10) GiB"
  }

  private static func shape(_ sizes: [Int]) -> String {
    sizes.map { "\($0)" }.joined(separator: " × ")
  }
}
