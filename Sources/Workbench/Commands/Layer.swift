import Catalog
import Engine
import Experiment
import Language
import Reports

/// A kind of layer as `layer` and `layer insert` take it.
struct LayerForm: Sendable {
  let noun: String
  let summary: String
  let parameters: [Parameter]
  let details: [String]
  let examples: [String]
  let make: @Sendable (BoundCall) throws(Diagnostic) -> Layer.Kind

  static let all = [dense, dropout, batchnorm]

  /// What stands behind `layer insert K`, as if it stood behind `layer`; nil in any other call.
  static func inserted(by call: Call) -> Call? {
    let before = call.arguments.prefix(2)
    guard call.verb.text == "layer", before.count == 2, before.allSatisfy({ $0.key == nil }),
      case .word("insert") = before[0].value.node
    else { return nil }
    return Call(verb: call.verb, arguments: Array(call.arguments.dropFirst(2)))
  }

  /// `layer` with this kind, which adds one at the end.
  var command: Command {
    Command(
      "layer \(noun)", shelf: .network, summary: summary, parameters: parameters,
      details: details, examples: examples
    ) { (call, interpreter) throws(Diagnostic) in
      try interpreter.add(make(call), at: interpreter.session.network.layers.count)
    }
  }

  static let dense: LayerForm = {
    let units = Slot.integer("units", .first, 1...1_000_000_000, "how many units")
    let activation = Slot.word(
      "activation", .optional, Activation.self, fallback: "linear", "a = f(z)")
    let initializer = Slot.word("init", .key, Initializer.self, "how its weights are drawn")
    let bias = Slot.boolean("bias", fallback: true, "whether it has a bias")
    let l1 = Slot.number("l1", .key, .nonNegative, "λ of λ ‖W‖₁ in the loss")
    let l2 = Slot.number("l2", .key, .nonNegative, "λ of λ/2 ‖W‖² in the loss")
    return LayerForm(
      noun: "dense", summary: "add a fully connected layer",
      parameters: [
        units.parameter, activation.parameter, initializer.parameter, bias.parameter,
        l1.parameter, l2.parameter,
      ],
      details: ["z = W a + b, a = f(z); W is (units × inputs)."],
      examples: ["layer dense 4 relu", "layer dense 8 leaky_relu alpha=0.1 init=he l2=0.001"]
    ) { (call) throws(Diagnostic) in
      let chosen = call[activation] ?? .linear
      return .dense(
        Dense(
          units: try call.required(units), activation: chosen, alpha: call.number("alpha"),
          initialization: call[initializer].map { Initialization($0, options: call) },
          hasBias: call[bias] ?? true, l1: call[l1], l2: call[l2]))
    }
  }()

  static let dropout: LayerForm = {
    let rate = Slot.number("p", .first, .fraction, "probability that an input is dropped")
    return LayerForm(
      noun: "dropout", summary: "add a layer that drops inputs while training",
      parameters: [rate.parameter],
      details: ["What is kept is divided by 1 − p; in evaluation nothing is dropped."],
      examples: ["layer dropout 0.2"]
    ) { (call) throws(Diagnostic) in .dropout(rate: try call.required(rate)) }
  }()

  static let batchnorm: LayerForm = {
    let activation = Slot.word(
      "activation", .optional, Activation.self, fallback: "linear", "a = f(z)")
    return LayerForm(
      noun: "batchnorm", summary: "add a layer that normalises each input",
      parameters: [activation.parameter],
      details: [
        "z = γ x̂ + β, x̂ = (a − μ) / √(σ² + 1e-5), a = f(z).",
        "μ and σ² are those of the batch; in evaluation running means, momentum 0.1.",
      ],
      examples: ["layer dense 8; layer batchnorm relu"]
    ) { (call) throws(Diagnostic) in
      .batchnorm(BatchNorm(activation: call[activation] ?? .linear, alpha: call.number("alpha")))
    }
  }()
}

extension Initialization {
  /// An initialiser with the option that a call gives it.
  init(_ kind: Initializer, options call: BoundCall) {
    self.init(kind, scale: kind.options.lazy.compactMap { call.number($0.name) }.first)
  }
}

extension Command {
  static let layerDense = LayerForm.dense.command
  static let layerDropout = LayerForm.dropout.command
  static let layerBatchnorm = LayerForm.batchnorm.command

  static let layerInsert: Command = {
    let place = Slot.integer("layer", .first, 1...10_000, "the number that it will have")
    let words = Slot.value("kind", .repeated, "what stands behind 'layer': dense 4 relu")
    return Command(
      "layer insert", shelf: .network, summary: "add a layer before another one",
      parameters: [place.parameter, words.parameter], takesAnyKey: true,
      examples: ["layer dense 1; layer insert 1 dense 4 relu"]
    ) { (call, interpreter) throws(Diagnostic) in
      let position = try call.required(place)
      let count = interpreter.session.network.layers.count
      guard position <= count + 1 else {
        throw Diagnostic(
          .argument, "layer \(position) is out of range: expected 1 to \(count + 1)",
          at: call.span(of: "layer"))
      }
      let rest = LayerForm.inserted(by: call.call)
      let kind = rest?.arguments.first?.value
      guard let rest, case .word(let noun)? = kind?.node,
        let form = LayerForm.all.first(where: { $0.noun == noun })
      else {
        throw Diagnostic(
          .argument, "'layer insert' needs a layer: dense, dropout or batchnorm",
          at: kind?.span ?? call.call.verb.span,
          suggestion: "write layer insert \(position) dense 4 relu")
      }
      let bound = try Binder(command: form.command, call: rest).bind { (value) throws(Diagnostic) in
        try interpreter.evaluate(value)
      }
      return try interpreter.add(form.make(bound), at: position - 1)
    }
  }()

  static let layerRemove: Command = {
    let place = Slot.integer("layer", .first, 1...10_000, "its number")
    return Command(
      "layer remove", shelf: .network, summary: "take a layer out",
      parameters: [place.parameter],
      examples: ["layer dense 4 relu; layer dense 1; layer remove 1"]
    ) { (call, interpreter) throws(Diagnostic) in
      let position = try call.required(place)
      let count = interpreter.session.network.layers.count
      guard position <= count else {
        throw Diagnostic(
          .argument,
          count == 0
            ? "the network has no layers"
            : "layer \(position) is out of range: expected 1 to \(count)",
          at: call.span(of: "layer"))
      }
      let removed = interpreter.session.network.layers.remove(at: position - 1)
      try interpreter.session.networkChanged(removing: position)
      return .note("removed layer \(position): \(removed.title)")
    }
  }()

  static let input: Command = {
    let count = Slot.integer("inputs", .first, 1...1_000_000, "how many inputs a sample has")
    return Command(
      "input", shelf: .network, summary: "say how many inputs there are, where there is no data",
      parameters: [count.parameter], examples: ["input 2; layer dense 1; forward 1,2"]
    ) { (call, interpreter) throws(Diagnostic) in
      let inputs = try call.required(count)
      if let data = interpreter.session.data, data.dataset.inputs.columns != inputs {
        throw Diagnostic(
          .shape, "the data has \(counted(data.dataset.inputs.columns, "input")), not \(inputs)",
          at: call.span(of: "inputs"))
      }
      interpreter.session.inputs = inputs
      try interpreter.session.networkChanged()
      return .note(counted(inputs, "input"))
    }
  }()
}

extension Interpreter {
  /// Puts a layer in, before the one at `index` (from 0).
  fileprivate func add(_ kind: Layer.Kind, at index: Int) throws(Diagnostic) -> Answer {
    session.network.layers.insert(Layer(id: session.nextLayerID, kind: kind), at: index)
    session.nextLayerID += 1
    try session.networkChanged(inserting: index + 1)
    return .note(layerNote(index + 1))
  }

  /// "layer 2: dense 3 softmax, 4 → 3, 15 parameters".
  private func layerNote(_ number: Int) -> String {
    let layer = session.network.layers[number - 1]
    guard let blueprint = try? session.blueprint() else { return "layer \(number): \(layer.title)" }
    let widths = blueprint.widths
    let count = blueprint.parameters.filter { $0.id.layer == number }.reduce(0) { $0 + $1.count }
    return "layer \(number): \(layer.title), \(widths[number - 1]) → \(widths[number]), "
      + counted(count, "parameter")
  }
}

extension Session {
  /// What follows from an edit of the layers: sizes are checked as far as they are known, frozen
  /// parameters move with their layers, and the last pass no longer fits.
  mutating func networkChanged(inserting inserted: Int? = nil, removing removed: Int? = nil)
    throws(Diagnostic)
  {
    frozen = Set(
      frozen.compactMap { id in
        if let inserted, id.layer >= inserted {
          return ParameterID(layer: id.layer + 1, role: id.role)
        }
        if let removed, id.layer == removed { return nil }
        if let removed, id.layer > removed {
          return ParameterID(layer: id.layer - 1, role: id.role)
        }
        return id
      })
    pass = nil
    guard !network.layers.isEmpty, inputCount != nil else { return }
    let blueprint = try blueprint()
    if let model { self.model = model.adapted(to: blueprint) }
  }
}
