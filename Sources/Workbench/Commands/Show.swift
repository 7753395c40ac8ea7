import Catalog
import Engine
import Experiment
import Language
import Reports

/// What `show` can show.
enum View: String, Vocabulary {
  case network, weights, biases, z, activations, deltas, grads, loss, data, epochs, optimizer
  case session, flow, variables, stats, classes

  static let noun = "view"
  var summary: String {
    switch self {
    case .network: "the layers with their sizes and parameters"
    case .weights: "W of each layer"
    case .biases: "b of each layer"
    case .z: "weighted sums of the last pass"
    case .activations: "a of the last pass, from the input a0"
    case .deltas: "δ of the last pass"
    case .grads: "dW and db of the last pass"
    case .loss: "loss and score over the rows"
    case .data: "the data that is loaded, with its first rows"
    case .epochs: "the recorded loss, epoch by epoch"
    case .optimizer: "the optimizer with its keys, and the learning rate"
    case .session: "all settings"
    case .flow: "per layer: z, dead and saturated units, δ, dW and the size of the updates"
    case .variables: "variables and defs"
    case .stats:
      "each column: range, quartiles, mean, spread, how it goes with the target; warnings"
    case .classes: "how many samples each class has, and the share of the largest"
    }
  }

  /// What narrows it.
  var options: [Parameter] {
    switch self {
    case .weights, .biases, .grads: [View.layer.parameter]
    case .z, .activations, .deltas: [View.layer.parameter, View.sample.parameter]
    case .epochs: [View.every.parameter]
    case .network, .loss, .data, .optimizer, .session, .flow, .variables, .stats, .classes: []
    }
  }

  static let layer = Slot.integer("layer", .key, 0...10_000, "only this layer; 0 is the input")
  static let sample = Slot.integer(
    "sample", .key, 1...Int.max, "only this sample of the last pass")
  static let every = Slot.integer(
    "every", .key, 1...1_000_000_000, "of epochs: one row for so many; else all, on a screen some")
}

extension Command {
  static let show: Command = {
    let view = Slot.either(
      "view", .first, [.word(noun: View.noun, terms: View.terms), .target(.quantities)],
      "what to show: a view, or a quantity such as W1 or W1[1,2]")
    let rows = Slot.integer("rows", .optional, 1...1_000_000, "of data: how many of its first rows")
    let (layer, sample, every) = (View.layer, View.sample, View.every)
    return Command(
      "show", shelf: .looking, summary: "look at anything",
      parameters: [
        view.parameter, rows.parameter, layer.parameter, sample.parameter, every.parameter,
      ],
      examples: [
        "data xor; layer dense 4 relu; layer dense 1; train 5; show grads",
        "data xor; layer dense 4 relu; show weights layer=1",
        "data xor; layer dense 2 tanh; forward; show z sample=2", "data iris; show data 10",
        "data wine; show stats", "data xor; layer dense 2 tanh; show W1; show W1[1,2]",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let session = interpreter.session
      let focus = Focus(
        layer: call[layer], sample: call[sample], layerSpan: call.span(of: "layer"),
        sampleSpan: call.span(of: "sample"))
      try focus.checkLayer(session)
      let what = try call.required(view)
      if call[rows] != nil, what.text != View.data.rawValue {
        throw Diagnostic(.argument, "a number goes with 'show data'", at: call.span(of: "rows"))
      }
      guard let view = what.text.flatMap(View.init(rawValue:)) else {
        return Answer(try interpreter.report(of: try call.quantity(what), focus, in: call))
      }
      switch view {
      case .network: return Answer(try session.networkReport())
      case .weights: return Answer(try session.parameterReport([.weights], focus))
      case .biases: return Answer(try session.parameterReport([.bias, .beta, .gamma], focus))
      case .z: return Answer(try session.passReport(.z, focus))
      case .activations: return Answer(try session.passReport(.a, focus))
      case .deltas: return Answer(try session.passReport(.delta, focus))
      case .grads: return Answer(try session.gradientReport(focus))
      case .loss: return Answer(try session.lossReport())
      case .data: return Answer(try session.dataReport(rows: call[rows]))
      case .stats: return Answer(try session.statsReport())
      case .classes: return Answer(try session.classesReport())
      case .epochs: return Answer(try session.epochsReport(every: call[every]))
      case .optimizer: return Answer(session.optimizerReport())
      case .session: return Answer(session.settingsReport())
      case .flow: return Answer(try session.flowReport())
      case .variables: return Answer(session.variablesReport(locals: interpreter.scopes.last))
      }
    }
  }()
}

extension BoundCall {
  /// The quantity that is to be shown.
  fileprivate func quantity(_ value: BoundValue) throws(Diagnostic) -> Reference {
    let target = value.target ?? Reference(name: "", indices: [])
    let isOfSamples = target.indices.isEmpty && Quantity.isOfSamples(target.name)
    try checkKeys(
      of: target.indices.isEmpty ? target.name : "an entry of \(target.name)",
      isOfSamples ? [View.sample.parameter] : [], beside: View.terms)
    return target
  }
}

extension Interpreter {
  /// A quantity as a report, or an entry of one as its value.
  fileprivate func report(
    of target: Reference, _ focus: Focus, in call: BoundCall
  ) throws(Diagnostic) -> Report {
    let span = call.span(of: "view")
    guard !target.indices.isEmpty else {
      return try at(span) { () throws(Diagnostic) in try session.report(of: target.name, focus) }
    }
    let places = target.indices.map { (Value.number(Double($0)), span) }
    return .value(try element(of: try quantity(target.name, at: span), at: places, span))
  }
}
