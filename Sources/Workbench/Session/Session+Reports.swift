import Datasets
import Engine
import Language
import Reports

// What `show` answers.

extension Session {
  func networkReport() throws(Diagnostic) -> Report {
    guard !network.layers.isEmpty else {
      throw Diagnostic(
        .state, "the network has no layers", suggestion: "add one: layer dense 4 relu")
    }
    let blueprint = inputCount == nil ? nil : try blueprint()
    var rows: [[Value?]] = []
    for (index, layer) in network.layers.enumerated() {
      let slots = blueprint?.parameters.filter { $0.id.layer == index + 1 } ?? []
      let names = slots.map {
        $0.id.role == .weights ? "W \($0.rows)×\($0.columns)" : "\($0.id.role.symbol) \($0.rows)"
      }
      let isFrozen = slots.contains { frozen.contains($0.id) }
      rows.append([
        .number(Double(index + 1)), .text(layer.title),
        blueprint.map { .number(Double($0.widths[index])) },
        blueprint.map { .number(Double($0.widths[index + 1])) },
        .text(names.joined(separator: ", ") + (isFrozen ? " (frozen)" : "")),
        blueprint == nil ? nil : .number(Double(slots.reduce(0) { $0 + $1.count })),
      ])
    }
    let table = Table(
      columns: ["layer", "kind", "inputs", "units", "parameters", "count"], rows: rows)
    var fields = [Field("loss", .text(lossInForce.title))]
    if let blueprint {
      fields.insert(Field("parameters", .number(Double(blueprint.parameterCount))), at: 0)
    }
    return .group([.table(table), .fields(fields)])
  }

  func parameterReport(_ roles: [Role], _ focus: Focus) throws(Diagnostic) -> Report {
    let model = try currentModel()
    let reports = model.blueprint.parameters.filter {
      roles.contains($0.id.role) && focus.includes($0.id.layer)
    }.map { slot in
      let values = (try? model.values(slot.id)) ?? Matrix(rows: 0, columns: 0)
      return Report.array(named(slot.id, values, prefix: ""))
    }
    guard !reports.isEmpty else {
      throw Diagnostic(.state, "there are none in the layer", at: focus.layerSpan)
    }
    return reports.count == 1 ? reports[0] : .group(reports)
  }

  func gradientReport(_ focus: Focus) throws(Diagnostic) -> Report {
    let model = try currentModel()
    let pass = try lastPass(for: "the gradient")
    var reports: [Report] = []
    for slot in model.blueprint.parameters where focus.includes(slot.id.layer) {
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
      name: "\(prefix)\(id.role.symbol)\(id.layer)", rowNoun: "units", columnNoun: "inputs",
      matrix: matrix, isList: id.role != .weights)
  }

  func passReport(_ quantity: LayerQuantity, _ focus: Focus) throws(Diagnostic) -> Report {
    let pass = try lastPass(for: quantity == .delta ? "δ" : quantity.rawValue)
    let first = quantity == .a ? 0 : 1
    var reports: [Report] = []
    for layer in first...max(first, network.layers.count) where focus.includes(layer) {
      guard case .matrix(let matrix) = try value(of: quantity, layer: layer) else { continue }
      reports.append(
        .array(
          NamedArray(
            name: "\(quantity.rawValue)\(layer)", rowNoun: layer == 0 ? "inputs" : "units",
            columnNoun: "samples", matrix: try focus.narrow(matrix))))
    }
    _ = pass
    guard !reports.isEmpty else {
      throw Diagnostic(
        .argument, "layer \(focus.layer ?? 0) has no \(quantity.rawValue)", at: focus.layerSpan)
    }
    return reports.count == 1 ? reports[0] : .group(reports)
  }

  func lossReport() throws(Diagnostic) -> Report {
    var rows: [[Value?]] = []
    for partition in Partition.allCases {
      guard let data, !data.rows(partition).isEmpty else {
        if partition == .train { _ = try loadedData() }
        continue
      }
      let score = try score(partition)
      let loss = try evaluation(partition).loss
      let accuracy = score.isClassification ? try score.accuracy() : nil
      rows.append([
        .text(partition.noun), .number(Double(score.targets.rows)), .number(loss),
        accuracy.map { .number($0) } ?? .number(score.r2()),
      ])
    }
    let isClassification = try score(.train).isClassification
    return .table(
      Table(
        title: lossInForce.title,
        columns: ["rows", "count", "loss", isClassification ? "accuracy" : "r2"],
        rows: rows))
  }

  func dataReport() throws(Diagnostic) -> Report {
    let data = try loadedData()
    let dataset = data.dataset
    var columns = ["row"] + dataset.inputNames
    switch dataset.target {
    case .classes: columns.append("class")
    case .values(_, let names): columns += names
    case .none: break
    }
    let shown = min(5, dataset.samples)
    let rows = (0..<shown).map { row -> [Value?] in
      var cells: [Value?] = [.number(Double(row + 1))] + dataset.inputs.row(row).map { .number($0) }
      switch dataset.target {
      case .classes(let labels, let names): cells.append(.text(names[labels[row]]))
      case .values(let matrix, _): cells += matrix.row(row).map { .number($0) }
      case .none: break
      }
      return cells
    }
    let more = dataset.samples > shown ? ", the first \(shown) rows" : ""
    return .group([
      .fields([
        Field("data", .text(dataset.name)), Field("size", .text(dataset.description)),
        Field("split", .text(String(data.splitNote.dropFirst("split: ".count)))),
        Field("scale", .text(scaling.rawValue)),
      ]),
      .table(Table(title: "raw values\(more)", columns: columns, rows: rows)),
    ])
  }

  func epochsReport() throws(Diagnostic) -> Report {
    guard let curve = model?.curve, !curve.points.isEmpty else {
      throw Diagnostic(.state, "no epoch is recorded yet", suggestion: "'train 10' trains ten")
    }
    let hasValidation = curve.points.contains { $0.validation != nil }
    return .table(
      Table(
        columns: ["epoch", "loss"] + (hasValidation ? ["val_loss"] : []),
        rows: curve.points.map { point in
          [.number(Double(point.epoch)), .number(point.loss)]
            + (hasValidation ? [point.validation.map { .number($0) }] : [])
        }))
  }

  func optimizerReport() -> Report {
    var fields = [Field("optimizer", .text(optimizer.kind.rawValue))]
    for option in optimizer.kind.options {
      guard let value = optimizer.value(of: option.name) else { continue }
      if case .boolean = option.kind {
        fields.append(Field(option.name, .boolean(value != 0)))
      } else {
        fields.append(Field(option.name, .number(value)))
      }
    }
    fields.append(Field("schedule", .text(schedule.kind.rawValue)))
    fields.append(Field("rate of the next epoch", .number(learningRate)))
    return .fields(fields)
  }

  func settingsReport() -> Report {
    var fields = [
      Field("data", .text(data.map { "\($0.dataset.name): \($0.dataset.description)" } ?? "none")),
      Field("split", .text(split == nil ? "off" : data?.splitNote ?? "set")),
      Field("scale", .text(scaling.rawValue)),
      Field("layers", .text(network.layers.map(\.title).joined(separator: "; "))),
      Field("loss", .text(lossInForce.title)),
      Field("optimizer", .text(optimizer.kind.rawValue)),
      Field("schedule", .text(schedule.kind.rawValue)),
    ]
    fields += [
      Field("seed", .number(Double(seed))), Field("precision", .text(precision.rawValue)),
      Field("threads", .number(Double(threads))), Field("digits", .number(Double(digits))),
      Field("epoch", .number(Double(model?.epoch ?? 0))),
      Field("steps", .number(Double(model?.steps ?? 0))),
    ]
    return .fields(fields)
  }

  func variablesReport(locals: [String: Value]?) -> Report {
    let all = variables.merging(locals ?? [:]) { $1 }
    let fields =
      all.sorted { $0.key < $1.key }.map { Field("$\($0.key)", $0.value) }
      + definitions.keys.sorted().map { Field($0, .text("def")) }
    return fields.isEmpty ? .text("no variables") : .fields(fields)
  }
}
