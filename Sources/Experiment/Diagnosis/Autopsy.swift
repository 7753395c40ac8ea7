import Engine
import Language

/// Where the first number that is not finite came from.
package struct Autopsy {
  /// One step before the end.
  package struct Record {
    package let epoch: Int
    package let batch: Int
    package let loss: Double?
    /// The parameter entry of the largest absolute value.
    package let largest: Double
    package let name: String

    init(epoch: Int, batch: Int, loss: Double?, _ model: Model) {
      self.epoch = epoch
      self.batch = batch
      self.loss = loss
      (name, largest) = model.largestParameter
    }
  }

  /// The error of training, with what was found.
  package let diagnostic: Diagnostic
  /// The last steps, the failing one at the end.
  package let records: [Record]
  package let place: String
  package let cause: String

  private static let kept = 8

  private init(
    _ error: EngineError, _ origin: Origin, _ records: [Record], _ optimizer: OptimizerSettings
  ) {
    self.records = records
    let last = records.last.map { ", epoch \($0.epoch), batch \($0.batch)" } ?? ""
    place = origin.description + last
    cause = origin.cause(records, rate: optimizer.lr)
    diagnostic = Diagnostic(
      .number,
      "\(error.message): the first number that is not finite is \(origin.description); \(cause)",
      suggestion: "a smaller lr, or 'clip norm=1'; 'why nan' tells more")
  }

  /// Of a training that is done again up to where it failed. Nil where the error is another one,
  /// the replay was told to end, or it did not fail again.
  package init?(of error: EngineError, from start: Model, by replay: Replay) {
    guard error.isNotFinite else { return nil }
    var model = start
    var records: [Record] = []
    while true {
      let (epoch, batch) = (model.epoch + 1, model.position.batches + 1)
      var failure: EngineError?
      do throws(EngineError) {
        guard try replay.step(&model) else { return nil }
      } catch {
        failure = error
      }
      let pass = try? replay.trainer.lastPass
      records.append(Record(epoch: epoch, batch: batch, loss: pass?.loss, model))
      if records.count > Autopsy.kept { records.removeFirst() }
      guard let failure else { continue }
      guard let origin = Origin(failure, model, pass, row: replay.trainingRow) else { return nil }
      self.init(failure, origin, records, replay.options.optimizer)
      return
    }
  }

  /// Of an `update` by hand: its pass is there, and what came before are the snapshots of the
  /// epochs.
  ///
  /// - Parameter model: as the update left it.
  package init?(
    of error: EngineError, _ model: Model, _ pass: Pass, after snapshots: Snapshots,
    _ optimizer: OptimizerSettings
  ) {
    guard error.isNotFinite,
      let origin = Origin(error, model, pass, row: { pass.coversAllRows ? $0 + 1 : nil })
    else { return nil }
    let before = snapshots.kept.suffix(Autopsy.kept - 1).map {
      Record(epoch: $0.epoch, batch: $0.epoch > 0 ? 1 : 0, loss: $0.point?.loss, $0.model)
    }
    // The numbers that the pass was made with.
    let start = snapshots.kept.last?.model ?? model
    let last = Record(epoch: model.epoch + 1, batch: 1, loss: pass.loss, start)
    self.init(error, origin, before + [last], optimizer)
  }
}

extension EngineError {
  fileprivate var isNotFinite: Bool {
    switch self {
    case .nonFiniteLoss, .nonFiniteParameter: true
    default: false
    }
  }
}

extension Model {
  /// The parameter entry of the largest absolute value, and where it is.
  fileprivate var largestParameter: (name: String, value: Double) {
    var found = ("", 0.0)
    for slot in blueprint.parameters {
      guard let values = try? values(slot.id) else { continue }
      for (index, value) in values.elements.enumerated() where abs(value) > found.1 || value.isNaN {
        found = (slot.entryName(index), abs(value))
        if value.isNaN { return found }
      }
    }
    return found
  }
}
