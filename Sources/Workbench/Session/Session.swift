import Datasets
import Engine
import Language
import Reports

/// Everything that a statement can change: a value, so that a failing statement changes nothing
/// and `undo` is an assignment. Its arrays are shared with the copies of it until one is written.
package struct Session: Equatable, Sendable {
  var data: SessionData?
  var split: SplitSetting?
  var scaling = ScaleMethod.none

  /// The scaling that the parameters were trained with; nil until the first update.
  var fixedScaling: FixedScaling?
  /// Names that a loaded model brought along, for use where there is no data.
  var names: ModelNames?

  var network = Network(layers: [])
  /// The `id` of the next new layer.
  var nextLayerID = 1
  /// Inputs given by `input N`, needed only without data.
  var inputs: Int?
  /// nil: the last layer decides.
  var loss: LossFunction?
  var optimizer = OptimizerSettings(.sgd)
  var schedule = Schedule()
  /// The epoch at which the schedule was set.
  var scheduleStart = 0
  var clipping = Clipping.none
  var regularizer = Regularizer()
  var initialization: Initialization?
  var frozen: Set<ParameterID> = []
  var seed: UInt64 = 0
  var precision = Precision.float32
  var threads = 1
  /// A mistake planted in the teaching step, which then takes the place of backward and update.
  var bug: Bug?
  /// Whether training looks out for what goes wrong.
  var diagnoses = true

  /// Parameters, optimizer state and counters; nil while everything is still a function of the
  /// seed and the layers.
  var model: Model?
  /// What is kept of the way that training took.
  var history = TrainingHistory()
  var debugger = Debugger()
  /// What the last forward pass computed.
  var pass: Pass?
  var variables = Variables()
  var definitions: [String: SessionDefinition] = [:]
  /// Significant digits of what is printed.
  var digits = 6
  var prompt = PromptSettings()
  /// How many random numbers expressions have drawn.
  var draws = 0

  package init() {}

  /// What keeping this session for `undo` costs beside another one, in bytes.
  func bytes(beside other: Session) -> Int {
    var bytes = 512
    if model != other.model { bytes += model?.bytes ?? 0 }
    bytes += history.bytes(beside: other.history)
    if pass != other.pass { bytes += pass?.bytes ?? 0 }
    if data != other.data { bytes += data?.dataset.inputs.bytes ?? 0 }
    // A table that differs is one of its own, whatever its values share.
    if variables != other.variables { bytes += variables.count * 96 }
    for name in variables.names where other.variables[name] != variables[name] {
      if let matrix = variables[name]?.asMatrix { bytes += matrix.elements.count * 8 }
    }
    return bytes
  }
}

/// The scaling that goes with trained parameters; none is one too.
struct FixedScaling: Equatable, Sendable {
  let scaling: Scaling?
}

/// What the inputs and classes of a model are called.
struct ModelNames: Equatable, Sendable {
  let columns: [InputColumn]
  let classes: [String]?
}

/// A `def` and the text that it stands in, for its errors.
struct SessionDefinition: Equatable, Sendable {
  let definition: Definition
  let source: SourceText

  static func == (a: SessionDefinition, b: SessionDefinition) -> Bool {
    a.definition == b.definition
  }
}
