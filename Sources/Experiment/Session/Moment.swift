import Catalog
import Engine
import Language

/// A place in the course of training that one can go to.
package enum Moment: Equatable, Sendable {
  case epoch(Int)
  case best, last
  case mark(String)
}

extension Session {
  /// The model at a moment as it was then, with the curve that led to it.
  ///
  /// - Parameter goesOn: asked now and then while an epoch without a snapshot is trained once more.
  /// - Throws: where it is not kept, and names the nearest that is.
  package func model(at moment: Moment, goesOn: @escaping () -> Bool = { true })
    throws(Diagnostic) -> Model
  {
    let now = try currentModel()
    let model =
      switch moment {
      case .epoch(let epoch): try self.model(atEpoch: epoch, now: now, goesOn)
      case .best: try best(now: now)
      case .last: history.end ?? now
      case .mark(let name): try mark(name)
      }
    guard model.blueprint.hasLayers(of: now.blueprint) else {
      throw Diagnostic(
        .state, "the layers have changed since epoch \(model.epoch)",
        suggestion: "'undo' takes back statements")
    }
    return model
  }

  /// A model of another moment with the settings of now: nothing of it is drawn again.
  package func settled(_ model: Model) throws(Diagnostic) -> Model {
    let blueprint = try blueprint()
    guard model.blueprint != blueprint else { return model }
    var settled = model
    settled.fixAll()
    return settled.adapted(to: blueprint)
  }

  private func model(atEpoch epoch: Int, now: Model, _ goesOn: @escaping () -> Bool)
    throws(Diagnostic) -> Model
  {
    if let model = history.model(at: epoch, now: now) { return model }
    if let model = try retrained(to: epoch, now: now, goesOn) { return model }
    let kept = history.epochs(now: now)
    guard let nearest = kept.min(by: { abs($0 - epoch) < abs($1 - epoch) }) else {
      throw Diagnostic(.state, "no epoch is kept yet", suggestion: "'train 10' trains ten")
    }
    throw Diagnostic(
      .state, "epoch \(epoch) is not kept; the nearest that is kept is epoch \(nearest)",
      suggestion: history.isOn
        ? "write goto \(nearest); 'show epochs' lists them"
        : "snapshots are off; 'snapshots on' keeps them from now on")
  }

  private func mark(_ name: String) throws(Diagnostic) -> Model {
    if let mark = history.marks[name] { return mark.model }
    let names = history.marks.keys.sorted()
    throw Diagnostic(
      .unknown, "unknown mark '\(name)'",
      suggestion: nearest(to: name, in: names + ["best", "last"]).map { "did you mean '\($0)'?" }
        ?? (names.isEmpty
          ? "'mark \(name)' makes it" : "marks are \(names.joined(separator: ", "))"))
  }

  /// The one with the lowest loss, over the validation rows where there are any.
  private func best(now: Model) throws(Diagnostic) -> Model {
    var best = (loss: Double.infinity, model: now)
    for model in history.bestCandidates(now: now)
    where model.blueprint.hasLayers(of: now.blueprint) {
      let loss = try monitoredLoss(of: settled(model))
      if loss < best.loss { best = (loss, model) }
    }
    return best.model
  }

  private func monitoredLoss(of model: Model) throws(Diagnostic) -> Double {
    let hasValidation = try loadedData().rows.validation.isEmpty == false
    let samples = try samples(hasValidation ? .val : .train, for: model)
    let loss = lossInForce
    return try Diagnostic.wrapping { try model.loss(samples, loss) }
  }

  /// Puts the model of another moment in place of the present one.
  package mutating func go(to model: Model) throws(Diagnostic) {
    let new = try settled(model)
    history.go(from: try currentModel(), to: model)
    self.model = new
    pass = nil
    if model.isFresh { fixedScaling = nil }
  }
}
