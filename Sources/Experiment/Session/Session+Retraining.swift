import Engine
import Language

extension Session {
  /// The model at the end of an epoch that has no snapshot, trained once more from the one before it;
  /// nil where there is no way to it.
  ///
  /// - Parameter goesOn: asked before each batch.
  /// - Throws: where that does not come to the same losses, since data or layers have changed.
  func retrained(to epoch: Int, now: Model, _ goesOn: @escaping () -> Bool) throws(Diagnostic)
    -> Model?
  {
    guard let way = history.way(to: epoch, now: now) else { return nil }
    var model = way.start
    for stretch in way.stretches {
      let goal = min(epoch, stretch.end)
      guard let replay = replay(of: model, on: stretch, goesOn) else {
        throw lost(epoch, copied: way.start.epoch)
      }
      while model.epoch < goal {
        let isDone = try Diagnostic.wrapping { try replay.step(&model) }
        guard isDone else {
          throw Diagnostic(.interrupted, "interrupted on the way to epoch \(epoch)")
        }
      }
    }
    let curve = history.curve(now: now)
    let recorded = curve.points(after: way.start.epoch).prefix { $0.epoch <= epoch }
    guard !recorded.isEmpty, recorded.allSatisfy({ model.curve.point(at: $0.epoch) == $0 }) else {
      throw lost(epoch, copied: way.start.epoch)
    }
    model.curve = curve.upTo(epoch, last: model.curve.points.last)
    return model
  }

  private func replay(of model: Model, on stretch: Stretch, _ goesOn: @escaping () -> Bool)
    -> Replay?
  {
    guard var samples = try? samples(.train, for: model),
      let epochEnd = try? EpochEnd(of: self, model, stretch.options)
    else { return nil }
    samples.weights = stretch.weights
    return Replay(of: model, samples, stretch.options, epochEnd, goesOn: goesOn)
  }

  private func lost(_ epoch: Int, copied: Int) -> Diagnostic {
    Diagnostic(
      .state,
      "epoch \(epoch) is not kept: it would have to be trained once more from epoch \(copied), and data "
        + "or layers have changed since",
      suggestion: "write goto \(copied), or take the changes back with 'undo'")
  }
}
