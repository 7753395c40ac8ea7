import Engine
import Language

/// What is looked at when an epoch is complete, whoever completed it: `train`, `step` or `update`.
package struct EpochEnd {
  /// The rows whose loss tells how good the network is: those for validation where there are any.
  private let monitored: Samples
  private let hasValidation: Bool
  private let options: TrainingOptions

  package init(of session: Session, _ model: Model, _ options: TrainingOptions) throws(Diagnostic) {
    hasValidation = session.data?.rows.validation.isEmpty == false
    monitored = try session.samples(hasValidation ? .val : .train, for: model)
    self.options = options
  }

  private var isPlateau: Bool { options.schedule.kind == .plateau }

  /// Whether something is to be recorded after each epoch.
  package var looks: Bool { hasValidation || isPlateau }

  /// Records the validation loss and shows a plateau schedule how good the network is.
  ///
  /// - Returns: the loss that was looked at; nil where nothing had to be.
  @discardableResult
  package func look(at model: inout Model, isWanted: Bool = false) throws(Diagnostic) -> Double? {
    guard looks || isWanted else { return nil }
    let current = model
    let loss = try Diagnostic.wrapping {
      try current.loss(monitored, options.loss, threads: options.threads)
    }
    if hasValidation { model.curve.append(validation: loss) }
    if isPlateau { model.observe(loss, options: options) }
    return loss
  }
}
