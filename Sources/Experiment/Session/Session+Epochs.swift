import Engine
import Language
import Reports

extension Session {
  /// The curve of the road that the model stands on, which epochs of it are kept, and the curves of
  /// roads that were left.
  ///
  /// - Parameter step: one row for so many epochs, beside those that are marked; nil is all of them, on
  ///   a screen as many as it has room for.
  package func epochsReport(every step: Int? = nil) throws(Diagnostic) -> Report {
    guard let model, !history.curve(now: model).points.isEmpty else {
      throw Diagnostic(.state, "no epoch is recorded yet", suggestion: "'train 10' trains ten")
    }
    let curve = history.curve(now: model)
    let kept = history.epochs(now: model)
    let names = placeNames(model)
    var points = curve.points
    for epoch in kept where curve.point(at: epoch) == nil {
      points.append(Curve.Point(epoch: epoch, loss: .nan))
    }
    points.sort { $0.epoch < $1.epoch }
    let road = table(of: points, title: nil, every: step, marked: Set(names.keys)) { point in
      if let names = names[point.epoch] { return names.joined(separator: ", ") }
      return kept.contains(point.epoch) ? "yes" : nil
    }
    let others = history.roadsNotTaken.map {
      table(of: $0.points, title: "not taken, from epoch \($0.fork)", every: step)
    }
    return others.isEmpty ? road : .group([road] + others)
  }

  /// What epochs of the road are besides their number: where the model stands, the best, marks.
  private func placeNames(_ now: Model) -> [Int: [String]] {
    let end = history.end ?? now
    var names = [now.epoch: ["now"]]
    if let best = try? self.model(at: .best) { names[best.epoch, default: []].append("best") }
    for (name, mark) in history.marks.sorted(by: { $0.key < $1.key })
    where history.leads(to: mark.model, end) {
      names[mark.model.epoch, default: []].append("mark \(name)")
    }
    return names
  }

  private func table(
    of points: [Curve.Point], title: String?, every step: Int?, marked: Set<Int> = [],
    kept: ((Curve.Point) -> String?)? = nil
  ) -> Report {
    let hasValidation = points.contains { $0.validation != nil }
    let excerpt = points.places(every: step ?? points.screenStep, marked: marked)
    let isCut = excerpt.count < points.count
    let table = Table(
      title: title,
      columns: ["epoch", "loss"] + (hasValidation ? ["val_loss"] : [])
        + (kept == nil ? [] : ["kept"]),
      rows: points.map { point in
        [.number(Double(point.epoch)), point.loss.isNaN ? nil : .number(point.loss)]
          + (hasValidation ? [point.validation.map { .number($0) }] : [])
          + (kept.map { [$0(point).map { .text($0) }] } ?? [])
      }, measures: ["loss", "val_loss"],
      excerpt: isCut
        ? Table.Excerpt(
          rows: excerpt,
          remark: "\(excerpt.count) of \(points.count) rows; all: show epochs every=1") : nil)
    return .table(step == nil ? table : table.selecting(excerpt))
  }
}

extension [Curve.Point] {
  /// The least round number of epochs at which a screen has room for the points.
  fileprivate var screenStep: Int {
    guard let first, let last else { return 1 }
    var power = 1
    while true {
      for step in [power, 2 * power, 5 * power] where (last.epoch - first.epoch) / step < 20 {
        return step
      }
      power *= 10
    }
  }

  /// One place with a loss for so many epochs, at their multiples as far as these are there; besides
  /// the first, the last and those of marked epochs.
  fileprivate func places(every step: Int, marked: Set<Int>) -> [Int] {
    var next = 0
    return indices.filter { index in
      let epoch = self[index].epoch
      let isDue = epoch >= next && !self[index].loss.isNaN
      if isDue || index == 0 { next = (epoch / step + 1) * step }
      return isDue || index == 0 || index == count - 1 || marked.contains(epoch)
    }
  }
}
