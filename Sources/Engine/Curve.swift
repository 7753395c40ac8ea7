/// The losses seen in the course of training, at most 10,000 points, thinned evenly.
package struct Curve: Equatable, Sendable {
  package struct Point: Equatable, Sendable {
    /// Completed epochs, from 1.
    package var epoch: Int
    /// The mean loss of the epoch's batches.
    package var loss: Double
    package var validation: Double?

    package init(epoch: Int, loss: Double, validation: Double? = nil) {
      self.epoch = epoch
      self.loss = loss
      self.validation = validation
    }
  }

  package static let capacity = 10_000
  package private(set) var points: [Point] = []
  /// Every how many epochs a point is kept. The last one always is.
  package private(set) var stride = 1

  package init() {}

  package mutating func append(_ point: Point) {
    if let last = points.last, (last.epoch - 1) % stride != 0 { points.removeLast() }
    points.append(point)
    guard points.count >= Curve.capacity else { return }
    stride *= 2
    let last = points[points.count - 1]
    points.removeAll { ($0.epoch - 1) % stride != 0 }
    if points.last != last { points.append(last) }
  }

  /// Adds the validation loss to the last point.
  package mutating func append(validation: Double) {
    guard !points.isEmpty else { return }
    points[points.count - 1].validation = validation
  }
}
