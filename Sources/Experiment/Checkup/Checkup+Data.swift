import Datasets
import Engine
import Reports

// What the rows say.

extension Checkup {
  /// The columns that vary, each with its standard deviation and its largest absolute value.
  private var columns: [(name: String, deviation: Double, highest: Double)] {
    (0..<inputs.columns).map { column in
      let spread = Spread(inputs.column(column))
      return (inputNames[column], spread.deviation, max(abs(spread.lowest), abs(spread.highest)))
    }
  }

  /// What is scaled already is as even as it gets.
  var unscaled: [Finding] {
    guard session.scaling.method == .none else { return [] }
    let varying = columns.filter { $0.deviation > 0 }
    guard let widest = varying.max(by: { $0.deviation < $1.deviation }),
      let narrowest = varying.min(by: { $0.deviation < $1.deviation }),
      let largest = varying.max(by: { $0.highest < $1.highest })
    else { return [] }
    let isUneven = widest.deviation > 1 && widest.deviation > 30 * narrowest.deviation
    guard isUneven || largest.highest > 10 else { return [] }
    let text =
      isUneven
      ? "their spread runs from \(short(narrowest.deviation)) (\(narrowest.name)) to "
        + "\(short(widest.deviation)) (\(widest.name)); no one learning rate suits both"
      : "values as large as \(short(largest.highest)) (\(largest.name)) saturate units and make "
        + "steps too long"
    let isTrained = session.fixedScaling != nil
    return [
      FindingCode.unscaled.finding(
        "inputs", text, mend: isTrained ? "reset; scale standard" : "scale standard")
    ]
  }

  /// Numbers in the thousands; an output that cannot reach them is another finding.
  var largeTargets: [Finding] {
    let highest = targets.elements.reduce(0) { max($0, abs($1)) }
    guard classes == nil, highest > 1000, range.isEmpty else { return [] }
    let method = session.scaling.method == .none ? "standard" : session.scaling.method.rawValue
    return [
      FindingCode.largeTargets.finding(
        "targets",
        "numbers as large as \(short(highest)), and a network begins near 0: the way is long, and "
          + "errors of that size make steps too long",
        mend: (session.fixedScaling == nil ? "" : "reset; ") + "scale \(method) targets=on")
    ]
  }

  var constant: [Finding] {
    let names = columns.filter { $0.deviation == 0 }.map(\.name)
    guard !names.isEmpty, inputs.rows > 1 else { return [] }
    let dropped = session.dataFindings.filter { $0.kind == .constant }.map(\.column)
    let shown = names.prefix(4).joined(separator: ", ")
    let rest = names.count > 4 ? " and \(names.count - 4) more" : ""
    return [
      FindingCode.constant.finding(
        names.count == 1 ? "input \(shown)" : "inputs \(shown)\(rest)",
        "the same in all training rows: nothing can be learned from "
          + (names.count == 1 ? "it" : "them"),
        mend: dropped.isEmpty ? nil : session.statement(dropping: dropped))
    ]
  }

  /// Rows one class after the other, or by rising target, that no one shuffles.
  package var sorted: [Finding] {
    guard !shuffles, let batch, batch < targets.rows, targets.rows >= 10 else { return [] }
    let keys = (0..<targets.rows).map { row in
      targets.columns == 1 ? targets[row, 0] : Double(targets.largestColumn(inRow: row))
    }
    let changes = zip(keys, keys.dropFirst()).count { $0 != $1 }
    let isSorted = zip(keys, keys.dropFirst()).allSatisfy { $0 <= $1 }
    let isGrouped = classes.map { changes < $0.count } ?? false
    guard changes > 0, isSorted || isGrouped else { return [] }
    return [
      FindingCode.sorted.finding(
        "rows",
        "sorted by target: where they are not shuffled each batch sees one kind of answer only; "
          + "train without shuffle=off")
    ]
  }

  var imbalance: [Finding] {
    guard let classes, let most = classes.max(by: { $0.count < $1.count }), targets.rows >= 10
    else { return [] }
    let share = Double(most.count) / Double(count)
    guard share > 0.75 else { return [] }
    return [
      FindingCode.imbalance.finding(
        "classes",
        "\(most.count) of \(count) training rows are '\(most.name)': to say "
          + "always that gives an accuracy of \(short(share)); train with weights=balanced")
    ]
  }

  /// Columns of the data that mostly are a mistake, of one kind.
  func columns(_ kind: DataFinding.Kind, as code: FindingCode) -> [Finding] {
    session.dataFindings.filter { $0.kind == kind }.map {
      code.finding(
        "input \($0.column)", "\($0.message): \($0.suggestion)",
        mend: session.statement(dropping: [$0.column]))
    }
  }
}
