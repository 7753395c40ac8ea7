import Datasets
import Engine
import Language
import Reports

/// Everything that a statement can change: a value, so that a failing statement changes nothing
/// and `undo` is an assignment. Its arrays are shared with the copies of it until one is written.
package struct Session: Equatable, Sendable {
  package var data: SessionData?
  package var split: SplitSetting?
  package var scaling = ScaleSetting()

  /// The scaling that the parameters were trained with; nil until the first update.
  package var fixedScaling: FixedScaling?
  /// Names that a loaded model brought along, for use where there is no data.
  package var names: ModelNames?

  package var network = Network(layers: [])
  /// The `id` of the next new layer.
  package var nextLayerID = 1
  /// Inputs given by `input N`, needed only without data.
  package var inputs: Int?
  /// nil: the last layer decides.
  package var loss: LossFunction?
  package var optimizer = OptimizerSettings(.sgd) { didSet { history.optimizer = nil } }
  package var schedule = Schedule()
  /// The epoch at which the schedule was set.
  package var scheduleStart = 0
  package var clipping = Clipping.none
  package var regularizer = Regularizer()
  package var initialization: Initialization?
  package var frozen: Set<ParameterID> = []
  package var seed: UInt64 = 0
  package var precision = Precision.float32
  package var threads = 1
  /// A mistake planted in the teaching step, which then takes the place of backward and update.
  package var bug: Bug?
  /// Whether training looks out for what goes wrong.
  package var diagnoses = true

  /// Parameters, optimizer state and counters; nil while everything is still a function of the
  /// seed and the layers.
  package var model: Model?
  /// What is kept of the way that training took.
  package var history = TrainingHistory()
  package var debugger = Debugger()
  /// What the last forward pass computed.
  package var pass: Pass? { didSet { missedPass = nil } }
  /// Why there is none of the last training, where there was no room for it.
  package private(set) var missedPass: EngineError?
  package var variables = Variables()
  package var definitions: [String: SessionDefinition] = [:]
  /// Significant digits of what is printed.
  package var digits = 6
  package var prompt = PromptSettings()
  /// How many random numbers expressions have drawn.
  package var draws = 0

  package init() {}

  /// Keeps what the last batch of a training computed, where there is room for it.
  package mutating func keepPass(of trainer: Trainer) {
    do throws(EngineError) {
      pass = try trainer.lastPass
    } catch {
      pass = nil
      missedPass = error
    }
  }

  /// What keeping this session for `undo` costs beside another one, in bytes.
  package func bytes(beside other: Session) -> Int {
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
package struct FixedScaling: Equatable, Sendable {
  let scaling: Scaling?
  /// Of targets that are numbers.
  let targets: Scaling?

  package init(scaling: Scaling?, targets: Scaling?) {
    self.scaling = scaling
    self.targets = targets
  }
}

/// What the inputs of a model are called, and its classes or the numbers that it predicts.
package struct ModelNames: Equatable, Sendable {
  package let columns: [InputColumn]
  package let classes: [String]?
  package let targets: [String]?

  package init(columns: [InputColumn], classes: [String]?, targets: [String]?) {
    self.columns = columns
    self.classes = classes
    self.targets = targets
  }
}

extension Session {
  package var classNames: [String]? { data?.classNames ?? names?.classes }

  /// The columns of the target that so many outputs stand for; nil where they are classes, or
  /// nobody has said.
  package func targetNames(_ outputs: Int) -> [String]? {
    [data?.dataset.target.names, names?.targets].compactMap { $0 }.first { $0.count == outputs }
  }
}

/// A `def` and the text that it stands in, for its errors.
package struct SessionDefinition: Equatable, Sendable {
  package let definition: Definition
  package let source: SourceText

  package init(definition: Definition, source: SourceText) {
    self.definition = definition
    self.source = source
  }

  package static func == (a: SessionDefinition, b: SessionDefinition) -> Bool {
    a.definition == b.definition
  }
}
