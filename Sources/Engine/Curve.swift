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

  /// The point of an epoch, where it is kept.
  package func point(at epoch: Int) -> Point? {
    let index = index(of: epoch)
    return index < points.count && points[index].epoch == epoch ? points[index] : nil
  }

  /// The points behind an epoch.
  package func points(after epoch: Int) -> ArraySlice<Point> { points[index(of: epoch + 1)...] }

  /// The curve as it was when an epoch was complete, of which `last` was the point.
  package func upTo(_ epoch: Int, last: Point?) -> Curve {
    var curve = self
    curve.points.removeSubrange(index(of: epoch)...)
    if let last { curve.points.append(last) }
    return curve
  }

  /// The index of the first point of this epoch or a later one.
  private func index(of epoch: Int) -> Int {
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if points[middle].epoch < epoch { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
