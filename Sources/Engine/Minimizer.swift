/// Finds the lowest point of a smooth convex function by the limited-memory BFGS method (Liu and
/// Nocedal 1989) with a line search that halves the step (Armijo 1966). The same function gives the
/// same point, bit for bit.
struct Minimizer {
  /// Ends where no slope is larger than this.
  let tolerance: Double
  var iterations = 500
  private static let memory = 10

  /// - Parameter function: the value at a point; it writes the slopes into its second argument.
  func minimum(from start: [Double], _ function: ([Double], inout [Double]) -> Double) -> [Double] {
    var point = start
    var gradient = [Double](repeating: 0, count: start.count)
    var value = function(point, &gradient)
    var history: [Change] = []
    for _ in 0..<iterations {
      guard gradient.contains(where: { abs($0) > tolerance }) else { break }
      let direction = Minimizer.direction(gradient, history)
      let slope = dot(direction, gradient)
      guard slope < 0 else { break }
      // The first direction has no scale of its own.
      var step = history.isEmpty ? 1 / max(1, dot(gradient, gradient).squareRoot()) : 1
      var (next, nextGradient) = (point, gradient)
      var nextValue = value
      repeat {
        for i in point.indices { next[i] = point[i] + step * direction[i] }
        nextValue = function(next, &nextGradient)
        // Near the lowest point the values differ by their rounding alone.
        if nextValue <= value + 1e-4 * step * slope + 1e-14 * abs(value) { break }
        step /= 2
      } while step > 1e-12
      guard step > 1e-12 else { break }
      history.append(Change(from: (point, gradient), to: (next, nextGradient)))
      if history.count > Minimizer.memory { history.removeFirst() }
      if let last = history.last, last.curvature <= 0 { history.removeLast() }
      (point, gradient, value) = (next, nextGradient, nextValue)
    }
    return point
  }

  /// −H g, where H is the inverse of the curvature that the last changes show.
  private static func direction(_ gradient: [Double], _ history: [Change]) -> [Double] {
    var direction = gradient.map { -$0 }
    var shares: [Double] = []
    for change in history.reversed() {
      let share = dot(change.point, direction) / change.curvature
      for i in direction.indices { direction[i] -= share * change.gradient[i] }
      shares.append(share)
    }
    if let last = history.last {
      let scale = last.curvature / dot(last.gradient, last.gradient)
      for i in direction.indices { direction[i] *= scale }
    }
    for (change, share) in zip(history, shares.reversed()) {
      let rest = share - dot(change.gradient, direction) / change.curvature
      for i in direction.indices { direction[i] += rest * change.point[i] }
    }
    return direction
  }

  /// One step: how point and gradient changed.
  private struct Change {
    let point: [Double]
    let gradient: [Double]
    let curvature: Double

    init(from old: ([Double], [Double]), to new: ([Double], [Double])) {
      point = zip(new.0, old.0).map { $0 - $1 }
      gradient = zip(new.1, old.1).map { $0 - $1 }
      curvature = dot(point, gradient)
    }
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for i in a.indices { sum += a[i] * b[i] }
  return sum
}
