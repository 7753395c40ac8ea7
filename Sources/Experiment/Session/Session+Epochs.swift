import Engine
import Language
import Reports

extension Session {
  /// The curve of the road that the model stands on, which epochs of it are kept, and the curves of
  /// roads that were left.
  package func epochsReport() throws(Diagnostic) -> Report {
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
    let road = table(of: points, title: nil) { point in
      if let names = names[point.epoch] { return names.joined(separator: ", ") }
      return kept.contains(point.epoch) ? "yes" : nil
    }
    let others = history.roadsNotTaken.map {
      table(of: $0.points, title: "not taken, from epoch \($0.fork)", kept: nil)
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
    of points: [Curve.Point], title: String?, kept: ((Curve.Point) -> String?)?
  ) -> Report {
    let hasValidation = points.contains { $0.validation != nil }
    return .table(
      Table(
        title: title,
        columns: ["epoch", "loss"] + (hasValidation ? ["val_loss"] : [])
          + (kept == nil ? [] : ["kept"]),
        rows: points.map { point in
          [.number(Double(point.epoch)), point.loss.isNaN ? nil : .number(point.loss)]
            + (hasValidation ? [point.validation.map { .number($0) }] : [])
            + (kept.map { [$0(point).map { .text($0) }] } ?? [])
        }, measures: ["loss", "val_loss"]))
  }
}
