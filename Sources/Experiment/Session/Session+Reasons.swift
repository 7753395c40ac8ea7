import Catalog
import Engine
import Language
import Reports
import Scores

// What `why sample=` answers: the inputs that mattered, and the training rows that are most alike.

extension Session {
  /// - Parameter row: a training row, from 1.
  package func reasons(for row: Int, at span: SourceSpan) throws(Diagnostic) -> Report {
    let model = try modelToTrain()
    let samples = try samples(.train, for: model)
    guard row <= samples.count else {
      throw Diagnostic(
        .argument,
        "sample \(row) is out of range: the data has \(counted(samples.count, "training row"))",
        at: span)
    }
    let outputs = inUnitsOfTargets(try Diagnostic.wrapping { try model.predict(samples) })
    let own = outputs.row(row - 1)
    let inputs = try inputsThatMattered(to: row, own, samples, model)
    return .group([
      .fields([
        Field("sample", .number(Double(row))), Field("target", try target(of: row)),
        Field("predicted", said(own)),
      ]),
      .table(inputs), .table(try nearest(to: row, outputs, samples)),
    ])
  }

  private static let shown = 5

  /// What the network says, as one number: the probability of its class, else the first output.
  private func statement(_ outputs: [Double], decidedBy own: [Double]) -> Double {
    guard let count = data?.classes?.names.count else { return outputs[0] }
    return ClassProbabilities.of(outputs, classes: count)[
      largest(ClassProbabilities.of(own, classes: count))]
  }

  private func said(_ outputs: [Double]) -> Value {
    guard let names = data?.classes?.names else {
      return outputs.count == 1 ? .number(outputs[0]) : .numbers(outputs)
    }
    return .text(names[largest(ClassProbabilities.of(outputs, classes: names.count))])
  }

  private func target(of row: Int) throws(Diagnostic) -> Value {
    let data = try loadedData()
    let index = data.rows.train[row - 1]
    if let (labels, names) = data.classes { return .text(names[labels[index]]) }
    let values = data.targets.row(index)
    return values.count == 1 ? .number(values[0]) : .numbers(values)
  }

  /// The inputs by how much the statement changes with the mean in their place.
  private func inputsThatMattered(
    to row: Int, _ own: [Double], _ samples: Samples, _ model: Model
  ) throws(Diagnostic) -> Table {
    let data = try loadedData()
    let values = data.dataset.inputs.row(data.rows.train[row - 1])
    let count = Double(data.rows.train.count)
    let means = values.indices.map { column in
      data.rows.train.reduce(0) { $0 + data.dataset.inputs[$1, column] / count }
    }
    let whole = statement(own, decidedBy: own)
    var effects: [Double] = []
    // A few hundred at a time: of many inputs all the rows at once would be their square.
    for start in stride(from: 0, to: values.count, by: 256) {
      let columns = start..<min(start + 256, values.count)
      var without = Matrix(
        rows: columns.count, columns: values.count, elements: columns.flatMap { _ in values })
      for column in columns { without[column - start, column] = means[column] }
      let (asked, scaling) = (without, samples.scaling)
      let outputs = inUnitsOfTargets(
        try Diagnostic.wrapping { try model.predict(asked, scaling: scaling) })
      effects += columns.map { whole - statement(outputs.row($0 - start), decidedBy: own) }
    }
    let order = effects.indices.sorted { (abs(effects[$1]), $0) < (abs(effects[$0]), $1) }
    let names = data.dataset.inputNames
    let subject = data.classes == nil ? "the first output" : "the predicted class's probability"
    return Table(
      title: "how much \(subject) changes by an input, from its mean to its value",
      columns: ["input", "value", "mean", "effect"],
      rows: order.prefix(Session.shown).map { column in
        [
          .text(names[column]), .number(values[column]), .number(means[column]),
          .number(effects[column]),
        ]
      })
  }

  private func nearest(to row: Int, _ outputs: Matrix, _ samples: Samples)
    throws(Diagnostic) -> Table
  {
    let data = try loadedData()
    let raw = try selected(data.rows.train, of: data.dataset.inputs)
    let inputs = samples.scaling?.applied(to: raw) ?? raw
    let own = inputs.row(row - 1)
    let distances = (0..<inputs.rows).map { other in
      zip(own, inputs.row(other)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
    let order = distances.indices.filter { $0 != row - 1 }
      .sorted { (distances[$0], $0) < (distances[$1], $1) }
    var rows: [[Value?]] = []
    for other in order.prefix(Session.shown) {
      rows.append([
        .number(Double(other + 1)), .number(distances[other]), try target(of: other + 1),
        said(outputs.row(other)),
      ])
    }
    return Table(
      title: "the nearest training rows", columns: ["sample", "distance", "target", "predicted"],
      rows: rows)
  }
}
