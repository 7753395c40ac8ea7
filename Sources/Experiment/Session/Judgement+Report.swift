import Catalog
import Engine
import Reports
import Scores

// What `evaluate` answers.

extension Judgement {
  /// At most eight lines; with `all` every score, those of the classes and the calibration.
  package func report(all: Bool) -> Report {
    let metrics =
      classes == nil
      ? Metric.ofNumbers
      : all ? Metric.ofClasses : Metric.ofClasses.filter { $0 != .logLoss && $0 != .brier }
    var parts: [Report] = [.table(scores(metrics))]
    if all, let classes, case .classes(let given, let said) = network {
      parts.append(.table(classTable(given, classes)))
      if said.areProbabilities { parts.append(.table(calibrationTable(said))) }
    }
    if all, classes == nil, case .numbers(let given) = network, given.targets.columns > 1 {
      parts.append(.table(outputTable(given)))
    }
    if let warning { parts.append(.text(warning)) }
    return parts.count == 1 ? parts[0] : .group(parts)
  }

  private func scores(_ metrics: [Metric]) -> Table {
    let rows = metrics.map { metric -> [Value?] in
      let own = metric.measure(network)
      let values = [
        own?.value, metric.measure(baseline)?.value, linear.flatMap(metric.measure)?.value,
        own?.interval.lowerBound, own?.interval.upperBound,
      ]
      return [.text(metric.rawValue)] + values.map { $0.map { .number($0) } }
    }
    return Table(
      columns: [
        "\(counted(count, "\(partition.noun) row"))", "network",
        classes == nil ? "mean" : "majority", "linear", "95 % from", "to",
      ], rows: [[.text("loss"), .number(loss), nil, nil, nil, nil]] + rows)
  }

  /// What has to be said where the network has learned nothing of use.
  private var warning: String? {
    let metric: Metric = classes == nil ? .mse : .accuracy
    guard let own = metric.measure(network)?.value,
      let other = metric.measure(baseline)?.value
    else { return nil }
    let isBetter = classes == nil ? own < other : own > other
    return isBetter
      ? nil
      : "the network is no better than the baseline: \(baselineTitle) has "
        + "\(metric.rawValue) \(format(measure: other, digits: 4))"
  }

  private func classTable(_ given: Classified, _ names: [String]) -> Table {
    let scores = [given.precision, given.recall, given.f1]
    let rows = names.indices.map { class_ -> [Value?] in
      [.text(names[class_]), .number(Double(given.support[class_]))]
        + scores.map { .number($0(class_)) }
    }
    let averages = Classified.Average.allCases.map { average -> [Value?] in
      [.text("(\(average.rawValue))"), .number(Double(given.rows))]
        + scores.map { .number(given.average(average, of: $0)) }
    }
    return Table(columns: ["class", "rows", "precision", "recall", "f1"], rows: rows + averages)
  }

  private func calibrationTable(_ said: ClassProbabilities) -> Table {
    let what = said.classes == 2 ? "of '\(classes?[1] ?? "1")'" : "of the predicted class"
    return Table(
      title: "calibration: the probability \(what), and how often it came true",
      columns: ["from", "to", "rows", "predicted", "observed"],
      rows: said.calibration.map { bin in
        [bin.lower, bin.upper, Double(bin.rows), bin.predicted, bin.observed].map { .number($0) }
      })
  }

  private func outputTable(_ given: Regressed) -> Table {
    let rows = targets.indices.map { output -> [Value?] in
      let alone = Answers.numbers(
        Regressed(targets: given.targets.only(output), outputs: given.outputs.only(output)))
      return [.text(targets[output])]
        + Metric.ofNumbers.map { $0.measure(alone).map { .number($0.value) } }
    }
    return Table(columns: ["output"] + Metric.ofNumbers.map(\.rawValue), rows: rows)
  }
}

extension Matrix {
  fileprivate func only(_ index: Int) -> Matrix {
    Matrix(rows: rows, columns: 1, elements: column(index))
  }
}
