import Catalog
import Engine
import Experiment
import Language
import Reports

/// The parts of a step that `explain` explains.
enum Chapter: String, Vocabulary {
  case forward, backward, update, loss

  static let noun = "chapter"
  var summary: String {
    switch self {
    case .forward: "z and a of each layer, for one sample"
    case .backward: "δ of each layer for one sample, and the gradients"
    case .update: "the optimizer's next step, for the first entry of each array"
    case .loss: "the loss of each sample and of all of them"
    }
  }

  var options: [Parameter] {
    switch self {
    case .forward, .backward, .loss: [Chapter.sample.parameter]
    case .update: []
    }
  }

  static let sample = Slot.integer("sample", .key, 1...Int.max, "which column of the last pass")
}

extension Command {
  static let explain: Command = {
    let what = Slot.either(
      "what", .first,
      [.word(noun: Chapter.noun, terms: Chapter.terms), .target(.layers)],
      "forward, backward, update, loss, or a quantity: W1, W1[1,2], delta1[2,1]")
    let sample = Chapter.sample
    let notation = Slot.choice(
      "as", .key, ["text", "latex"], fallback: "text", "how the equations are written")
    return Command(
      "explain", shelf: .looking, summary: "show equations in symbols, with numbers, the result",
      parameters: [what.parameter, sample.parameter, notation.parameter]
        + OptimizerSettings.parameters,
      details: [
        "Of the last pass, or of one over all training rows where there was none.",
        "An explained parameter shows its gradient and the optimizer's next step: of the optimizer in "
          + "force (while training is paused, its own) with the keys given.",
        "Of an array without an index the first entries are explained.",
        "as=latex writes align* environments of amsmath.",
      ],
      examples: [
        "data xor; layer dense 2 tanh; layer dense 1 sigmoid; explain forward sample=2",
        "data xor; layer dense 2 tanh; layer dense 1 sigmoid; optimizer adam; explain W1[1,2]",
        "data xor; layer dense 2 tanh; layer dense 1 sigmoid; explain b1 lr=0.5",
        "data xor; layer dense 2 tanh; layer dense 1 sigmoid; explain delta1[2,1] as=latex",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let session = interpreter.session
      let subject = try Subject(try call.required(what), session, at: call.span(of: "what"))
      if let target = try call.required(what).target {
        let keys = Quantity.isOfSamples(target.name) ? [sample.parameter] : []
        try call.checkKeys(of: target.name, keys, beside: Chapter.terms)
      }
      let isLatex = call[notation] == "latex"
      var settings = session.optimizerOfNextStep
      try settings.apply(call)
      if !subject.showsStep, let key = OptimizerSettings.parameters.first(where: call.gives) {
        throw Diagnostic(
          .argument, "'\(key.name)' is of the next step, which is not shown here",
          at: call.span(ofKey: key.name),
          suggestion: "explain update, or a parameter such as W1[1,2]")
      }
      let (explanation, note) = try session.explanation(
        isBackward: subject.isBackward, optimizer: settings, terms: isLatex ? 4 : 8)
      if call[sample] != nil, subject.namesSample {
        throw Diagnostic(
          .argument, "the second index is the sample already", at: call.span(ofKey: "sample"),
          suggestion: "write one index and sample=, or two indices")
      }
      if let sample = call[sample], sample > explanation.samples {
        throw Diagnostic(
          .argument,
          "sample \(sample) is out of range: the last pass had \(explanation.samples)",
          at: call.span(of: "sample"))
      }
      let derivation = Derivation(
        try at(call.span(of: "what")) { () throws(Diagnostic) in
          try subject.sections(explanation, sample: call[sample].map { $0 - 1 })
        })
      let report: Report =
        isLatex
        ? .text(derivation.latex(digits: session.digits)) : .derivation(derivation)
      return Answer(report, notes: note.map { [$0] } ?? [])
    }
  }()
}

/// What is to be explained.
private enum Subject {
  case chapter(Chapter)
  case quantity(LayerQuantity, layer: Int, indices: [Int])

  init(_ value: BoundValue, _ session: Session, at span: SourceSpan) throws(Diagnostic) {
    if let chapter = value.text.flatMap(Chapter.init(rawValue:)) {
      self = .chapter(chapter)
      return
    }
    guard let target = value.target, let (quantity, layer) = Quantity.layered(target.name) else {
      throw Diagnostic(
        .argument, "'\(value.target?.name ?? "")' has no equation of its own", at: span,
        suggestion: "forward, backward, update, loss, or an entry such as W1[1,2] or delta1[2,1]")
    }
    let count = session.network.layers.count
    guard layer >= 1, layer <= count else {
      throw Diagnostic(
        .unknown,
        layer == 0 && quantity == .a
          ? "a0 is the input: it comes from the data"
          : "there is no \(target.name): the network has \(counted(count, "layer"))", at: span)
    }
    self = .quantity(quantity, layer: layer, indices: target.indices)
  }

  var isBackward: Bool {
    switch self {
    case .chapter(.backward), .chapter(.update): true
    case .chapter(.forward), .chapter(.loss), .quantity(.z, _, _), .quantity(.a, _, _): false
    case .quantity: true
    }
  }

  /// Whether the optimizer's next step is a part of it.
  var showsStep: Bool {
    switch self {
    case .chapter(let chapter): chapter == .update
    case .quantity(let quantity, _, _): quantity.isParameter
    }
  }

  /// Whether its indices say which sample is meant.
  var namesSample: Bool {
    guard case .quantity(let quantity, _, let indices) = self else { return false }
    return quantity.role == nil && indices.count > 1
  }

  func sections(_ explanation: Explanation, sample: Int?) throws(Diagnostic)
    -> [Derivation.Section]
  {
    switch self {
    case .chapter(.forward): return explanation.forward(sample: sample ?? 0)
    case .chapter(.backward): return explanation.backward(sample: sample ?? 0)
    case .chapter(.update): return try explanation.updates()
    case .chapter(.loss):
      guard explanation.pass.hasTargets else {
        throw Diagnostic(
          .state, "these inputs have no target, so there is no loss",
          suggestion: "forward x,… target=y,…")
      }
      return explanation.lossSections(sample: sample)
    case .quantity(let quantity, let layer, let indices):
      guard !indices.isEmpty else { return try array(quantity, layer, sample ?? 0, explanation) }
      let place = try place(quantity, layer, indices, sample, explanation)
      return try entry(quantity, layer, place.row, place.column, explanation)
    }
  }

  /// The first entries of an array; of z, a and δ those of one sample.
  private func array(_ quantity: LayerQuantity, _ layer: Int, _ sample: Int, _ e: Explanation)
    throws(Diagnostic) -> [Derivation.Section]
  {
    guard let role = quantity.role else {
      return [
        quantity == .delta ? e.deltas(layer, sample: sample) : e.forward(layer, sample: sample)
      ]
    }
    let slot = try slot(role, quantity, layer, e)
    return quantity.isGradient ? [e.gradient(slot)] : [e.gradient(slot), try e.update(slot)]
  }

  private func slot(_ role: Role, _ quantity: LayerQuantity, _ layer: Int, _ e: Explanation)
    throws(Diagnostic) -> ParameterSlot
  {
    if let slot = e.slot(layer, role) { return slot }
    throw Diagnostic(
      .unknown,
      "there is no \(quantity.rawValue)\(layer): layer \(layer) is \(e.layer(layer).title)")
  }

  private func entry(
    _ quantity: LayerQuantity, _ layer: Int, _ row: Int, _ column: Int, _ e: Explanation
  ) throws(Diagnostic) -> [Derivation.Section] {
    let heading = e.heading(layer)
    if let role = quantity.role {
      let id = ParameterID(layer: layer, role: role)
      let gradient = Derivation.Section(
        "\(heading): the gradient", [e.gradientEquation(id, row, column)])
      return quantity.isGradient ? [gradient] : [gradient, try e.update(id, row, column)]
    }
    switch quantity {
    case .delta:
      return [Derivation.Section(e.deltaHeading(layer), [e.deltaEquation(layer, row, column)])]
    case .a:
      let a =
        e.aEquation(layer, row, column)
        ?? e.equation(
          e.a(layer, row, column), e.z(layer, row, column))
      return [Derivation.Section(heading, e.zEquations(layer, row, column) + [a])]
    default: return [Derivation.Section(heading, e.zEquations(layer, row, column))]
    }
  }

  /// The entry that the indices name, from 0.
  private func place(
    _ quantity: LayerQuantity, _ layer: Int, _ indices: [Int], _ sample: Int?, _ e: Explanation
  ) throws(Diagnostic) -> (row: Int, column: Int) {
    let name = "\(quantity.rawValue)\(layer)"
    let sizes: [Int]
    if let role = quantity.role {
      let slot = try slot(role, quantity, layer, e)
      sizes = role == .weights ? [slot.rows, slot.columns] : [slot.rows]
    } else {
      sizes = [e.units(layer), e.samples]
    }
    let shape =
      sizes.count == 1
      ? "has \(counted(sizes[0], "entry"))"
      : "is \(sizes[0])×\(sizes[1])"
    var indices = indices
    if quantity.role == nil, indices.count == 1 { indices.append((sample ?? 0) + 1) }
    guard indices.count == sizes.count else {
      let first = sizes.map { _ in "1" }.joined(separator: ",")
      throw Diagnostic(
        .shape,
        "\(name) \(shape), found \(indices.count == 1 ? "one index" : "\(indices.count) indices")",
        suggestion: "explain \(name)[\(first)]")
    }
    for (index, size) in zip(indices, sizes) where !(1...size).contains(index) {
      throw Diagnostic(
        .shape,
        "\(name)[\(indices.map(String.init).joined(separator: ","))] is out of range: \(name) \(shape)"
      )
    }
    return (indices[0] - 1, indices.count > 1 ? indices[1] - 1 : 0)
  }
}
