import Datasets
import Engine
import Language
import Reports

// What `show` answers.

extension Layer {
  /// The units that a layer has whatever its inputs are.
  fileprivate var ownUnits: Int? {
    switch kind {
    case .dense(let dense): dense.units
    case .dropout, .batchnorm: nil
    }
  }
}

extension Session {
  package func networkReport() throws(Diagnostic) -> Report {
    guard !network.layers.isEmpty else {
      throw Diagnostic(
        .state, "the network has no layers", suggestion: "add one: layer dense 4 relu")
    }
    let blueprint = inputCount == nil ? nil : try blueprint()
    var rows: [[Value?]] = []
    for (index, layer) in network.layers.enumerated() {
      let slots = blueprint?.parameters.filter { $0.id.layer == index + 1 } ?? []
      rows.append([
        .number(Double(index + 1)), .text(layer.title),
        blueprint.map { .number(Double($0.widths[index])) },
        (blueprint?.widths[index + 1] ?? layer.ownUnits).map { .number(Double($0)) },
        slots.isEmpty ? nil : .text(slots.map(sizes(of:)).joined(separator: ", ")),
        blueprint == nil ? nil : .number(Double(slots.reduce(0) { $0 + $1.count })),
      ])
    }
    let table = Table(
      columns: ["layer", "kind", "inputs", "units", "arrays", "parameters"], rows: rows)
    var fields = [Field("loss", .text(lossInForce.title))]
    if let blueprint {
      fields.insert(Field("parameters", .number(Double(blueprint.parameterCount))), at: 0)
    }
    return .group([.table(table), .fields(fields)])
  }

  /// "W1 16×4", "b1 16 (frozen)".
  private func sizes(of slot: ParameterSlot) -> String {
    let size = slot.id.role == .weights ? "\(slot.rows)×\(slot.columns)" : "\(slot.rows)"
    return "\(slot.id.name) \(size)" + (frozen.contains(slot.id) ? " (frozen)" : "")
  }

  package func parameterReport(_ roles: [Role], _ focus: Focus) throws(Diagnostic) -> Report {
    let model = try currentModel()
    let shown = model.blueprint.parameters.filter {
      roles.contains($0.id.role) && focus.includes($0.id.layer)
    }
    try checkRoom(rows: shown.reduce(0) { $0 + $1.count }, columns: 1)
    let reports = shown.map { slot in
      let values = (try? model.values(slot.id)) ?? Matrix(rows: 0, columns: 0)
      return Report.array(named(slot.id, values, prefix: ""))
    }
    guard !reports.isEmpty else {
      throw Diagnostic(.state, "there are none in the layer", at: focus.layerSpan)
    }
    return reports.count == 1 ? reports[0] : .group(reports)
  }

  package func gradientReport(_ focus: Focus) throws(Diagnostic) -> Report {
    let model = try currentModel()
    let pass = try lastPass(for: "the gradient", from: "backward")
    let shown = model.blueprint.parameters.filter { focus.includes($0.id.layer) }
    try checkRoom(rows: shown.reduce(0) { $0 + $1.count }, columns: 1)
    var reports: [Report] = []
    for slot in shown {
      guard let gradient = pass.gradient(slot.id) else {
        throw Diagnostic(
          .state, "there are no gradients yet", suggestion: "'backward' or 'train' computes them")
      }
      reports.append(.array(named(slot.id, gradient, prefix: "d")))
    }
    return reports.count == 1 ? reports[0] : .group(reports)
  }

  private func named(_ id: ParameterID, _ matrix: Matrix, prefix: String) -> NamedArray {
    NamedArray(
      name: "\(prefix)\(id.role.symbol)\(id.layer)", rowNoun: "unit", columnNoun: "input",
      matrix: matrix, isList: id.role != .weights)
  }

  package func passReport(_ quantity: LayerQuantity, _ focus: Focus) throws(Diagnostic) -> Report {
    let isDelta = quantity == .delta
    _ = try lastPass(
      for: isDelta ? "δ" : quantity.rawValue, from: isDelta ? "backward" : "forward")
    let first = quantity == .a ? 0 : 1
    var reports: [Report] = []
    for layer in first...max(first, network.layers.count) where focus.includes(layer) {
      guard case .matrix(let matrix) = try value(of: quantity, layer: layer) else { continue }
      reports.append(
        .array(
          NamedArray(
            name: "\(quantity.rawValue)\(layer)", rowNoun: layer == 0 ? "input" : "unit",
            columnNoun: "sample", matrix: try focus.narrow(matrix))))
    }
    guard !reports.isEmpty else {
      throw Diagnostic(
        .argument, "layer \(focus.layer ?? 0) has no \(quantity.rawValue)", at: focus.layerSpan)
    }
    return reports.count == 1 ? reports[0] : .group(reports)
  }

  package func lossReport() throws(Diagnostic) -> Report {
    var rows: [[Value?]] = []
    var columns = ["rows", "samples"]
    var measures: Set<String> = []
    for partition in Partition.allCases {
      let count = try loadedData().rows(partition).count
      guard count > 0 else { continue }
      let verdict = try verdict(partition)
      if rows.isEmpty { columns += verdict.map(\.name) }
      measures.formUnion(verdict.filter(\.isMeasure).map(\.name))
      rows.append([.text(partition.noun), .number(Double(count))] + verdict.map(\.value))
    }
    return .table(Table(title: lossInForce.title, columns: columns, rows: rows, measures: measures))
  }

  package func optimizerReport() -> Report {
    var fields = [Field("optimizer", .text(optimizer.kind.rawValue))]
    for option in optimizer.kind.options {
      guard let value = optimizer.value(of: option.name) else { continue }
      if case .boolean = option.kind {
        fields.append(Field(option.name, .boolean(value != 0)))
      } else {
        fields.append(Field(option.name, .number(value)))
      }
    }
    return .fields(
      fields + [
        Field("schedule", .text(schedule.title)), Field("clip", .text(clipping.title)),
        Field("regularize", .text(regularizer.title)), Field("frozen", .text(frozenNames)),
        Field("rate of the next epoch", .number(learningRate)),
      ])
  }

  /// "0.25: 112 training, 38 test rows".
  private var splitDescription: String {
    let title = split?.title ?? "off"
    guard let data, split != nil || data.dataset.tests > 0 else { return title }
    return "\(title): \(data.splitNote)"
  }

  package func settingsReport() -> Report {
    let layers = network.layers.map(\.title).joined(separator: "; ")
    let fields = [
      Field("data", .text(data.map { "\($0.dataset.name): \($0.dataset.description)" } ?? "none")),
      Field("split", .text(splitDescription)),
      Field("scale", .text(scaling.title)),
      Field("layers", .text(layers.isEmpty ? "none" : layers)),
      Field("loss", .text(lossInForce.title)),
      Field("optimizer", .text(optimizer.summary)),
      Field("schedule", .text(schedule.title)),
      Field("clip", .text(clipping.title)),
      Field("regularize", .text(regularizer.title)),
      Field("frozen", .text(frozenNames)),
      Field("seed", .number(Double(seed))), Field("precision", .text(precision.rawValue)),
      Field("threads", .number(Double(threads))), Field("digits", .number(Double(digits))),
      Field("epoch", .number(Double(model?.epoch ?? 0))),
      Field("steps", .number(Double(model?.steps ?? 0))),
    ]
    let planted = bug.map { [Field("planted bug", .text($0.rawValue))] } ?? []
    return .fields(fields + debugger.fields + planted)
  }

  package func variablesReport(locals: Variables?) -> Report {
    let names = Set(variables.names + (locals?.names ?? [])).sorted()
    let fields =
      names.compactMap { name in
        (locals?[name] ?? variables[name]).map { Field("$\(name)", $0) }
      }
      + definitions.keys.sorted().map { Field($0, .text("def")) }
    return fields.isEmpty ? .text("no variables") : .fields(fields)
  }
}
