/// A model as it was when an epoch was complete, without the curve that led there. An object, so
/// that sessions share it and one can tell that they do.
package final class Snapshot: Sendable {
  private enum Contents: Sendable {
    case model(Model)
    case packed32(PackedStore<Float>)
    case packed64(PackedStore<Double>)
  }

  private let contents: Contents
  private let moment: Moment

  /// How far training had come.
  struct Moment: Equatable, Sendable {
    let epoch: Int
    let steps: Int
    let plateau: PlateauState
    /// What the curve said of the epoch; nil before the first.
    let point: Curve.Point?
  }

  package init(_ model: Model) {
    var bare = model
    bare.curve = Curve()
    contents = .model(bare)
    moment = Moment(
      epoch: model.epoch, steps: model.steps, plateau: model.plateau,
      point: model.curve.points.last)
  }

  init(_ packed: PackedStore<Float>, _ moment: Moment) {
    contents = .packed32(packed)
    self.moment = moment
  }

  init(_ packed: PackedStore<Double>, _ moment: Moment) {
    contents = .packed64(packed)
    self.moment = moment
  }

  package var epoch: Int { moment.epoch }
  package var point: Curve.Point? { moment.point }

  /// How good the curve said the epoch was: by the validation loss where there is one.
  var recordedLoss: Double { moment.point?.monitored ?? .infinity }

  package var bytes: Int {
    switch contents {
    case .model(let model): model.bytes
    case .packed32(let store): store.bytes
    case .packed64(let store): store.bytes
    }
  }

  package var blueprint: Blueprint {
    switch contents {
    case .model(let model): model.blueprint
    case .packed32(let store): store.blueprint
    case .packed64(let store): store.blueprint
    }
  }

  /// With an empty curve.
  package var model: Model {
    switch contents {
    case .model(let model): model
    case .packed32(let store): store.model(at: moment)
    case .packed64(let store): store.model(at: moment)
    }
  }
}

extension Snapshot: Equatable {
  package static func == (a: Snapshot, b: Snapshot) -> Bool {
    a === b || (a.moment == b.moment && a.model == b.model)
  }
}

extension Curve.Point {
  var monitored: Double { validation ?? loss }
}
