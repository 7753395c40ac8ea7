import Engine
import Experiment
import Language
import Reports

// Arrays of the network as cells in colours.

extension Command {
  static let plotWeights = plotOfWeights(
    "weights", summary: "draw W of each layer as a map of colours", title: "Weights", prefix: ""
  ) { (session) throws(Diagnostic) in
    let model = try session.currentModel()
    return { try? model.values($0) }
  }

  static let plotGrads = plotOfWeights(
    "grads", summary: "draw dW of the last pass as a map of colours",
    title: "Gradients of the last pass", prefix: "d"
  ) { (session) throws(Diagnostic) in
    let pass = try session.gradientPass
    return { pass.gradient($0) }
  }

  static let plotActivations = plotOfSamples(
    "activations", summary: "draw a of each layer of the last pass as a map of colours",
    title: "Activations of the last pass", symbol: "a", after: "forward", from: 0
  ) { (session) throws(Diagnostic) in
    let pass = try session.lastPass(for: "the activation")
    return (pass, { pass.a($0) })
  }

  static let plotDeltas = plotOfSamples(
    "deltas", summary: "draw δ of each layer of the last pass as a map of colours",
    title: "δ of the last pass", symbol: "delta", after: "forward; backward", from: 1
  ) { (session) throws(Diagnostic) in
    let pass = try session.gradientPass
    return (pass, { pass.delta($0) })
  }

  /// A plot of what has the shape of the weights.
  private static func plotOfWeights(
    _ noun: String, summary: String, title: String, prefix: String,
    _ find: @escaping @Sendable (Session) throws(Diagnostic) -> (ParameterID) -> Matrix?
  ) -> Command {
    let layer = Slot.integer("layer", .key, 1...10_000, "only this layer")
    return .plot(
      noun, summary: summary, parameters: [layer.parameter],
      details: ["Blue is positive, vermilion negative; rows are units, columns inputs."],
      examples: ["data xor; layer dense 4 tanh; layer dense 1 sigmoid; train 5; plot \(noun)"]
    ) { (call, interpreter) throws(Diagnostic) in
      let session = interpreter.session
      let focus = Focus(layer: call[layer], call)
      try focus.checkLayer(session)
      return try session.weightPlot(title, prefix, focus, try find(session))
    }
  }

  /// A plot of what a layer has of each sample, from a layer on.
  private static func plotOfSamples(
    _ noun: String, summary: String, title: String, symbol: String, after passes: String,
    from first: Int,
    _ find: @escaping @Sendable (Session) throws(Diagnostic) -> (Pass, (Int) -> Matrix?)
  ) -> Command {
    let layer = Slot.integer(
      "layer", .key, first...10_000, "only this layer" + (first == 0 ? "; 0 is the input" : ""))
    let sample = Slot.integer("sample", .key, 1...Int.max, "only this sample of the last pass")
    return .plot(
      noun, summary: summary, parameters: [layer.parameter, sample.parameter],
      details: [
        "Rows are units, columns samples; where there are negative numbers, they are vermilion, and "
          + "positive ones blue."
      ],
      examples: [
        "data xor; layer dense 4 tanh; layer dense 1 sigmoid; \(passes); plot \(noun) layer=1"
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let session = interpreter.session
      let focus = Focus(layer: call[layer], sample: call[sample], call)
      try focus.checkLayer(session)
      let (pass, matrix) = try find(session)
      return try session.samplePlot(title, symbol, focus, pass, matrix)
    }
  }
}

extension Focus {
  fileprivate init(layer: Int?, sample: Int? = nil, _ call: BoundCall) {
    self.init(
      layer: layer, sample: sample, layerSpan: call.span(of: "layer"),
      sampleSpan: call.span(of: "sample"))
  }
}

extension Session {
  /// A panel for the weights, or something of their shape, of each layer.
  fileprivate func weightPlot(
    _ title: String, _ prefix: String, _ focus: Focus, _ find: (ParameterID) -> Matrix?
  ) throws(Diagnostic) -> Plot {
    let blueprint = try blueprint()
    var panels: [Plot.Panel] = []
    for slot in blueprint.parameters
    where slot.id.role == .weights && focus.includes(slot.id.layer) {
      guard let matrix = find(slot.id) else { continue }
      let name = prefix + slot.id.name
      let inputs = slot.id.layer == 1 ? inputNames(matrix.columns) : numbers(matrix.columns)
      panels.append(
        .chart(
          Chart(
            title: "\(name) (\(matrix.rows) × \(matrix.columns))",
            x: Axis("input", places: inputs), y: Axis("unit", places: numbers(matrix.rows)),
            grid: Grid(.diverging, names: [name], channels: [matrix], isSmooth: false))))
    }
    guard !panels.isEmpty else {
      throw Diagnostic(.state, "there are no weights in the layer", at: focus.layerSpan)
    }
    return Plot(title: title, panels: panels)
  }

  /// The last pass, where it has been gone back through.
  fileprivate var gradientPass: Pass {
    get throws(Diagnostic) {
      let pass = try lastPass(for: "the gradient", from: "backward")
      guard pass.hasGradients else {
        throw Diagnostic(
          .state, "there are no gradients yet", suggestion: "'backward' or 'train' computes them")
      }
      return pass
    }
  }

  /// A panel for what each layer has of each sample `[units × samples]`, where it has something.
  fileprivate func samplePlot(
    _ title: String, _ symbol: String, _ focus: Focus, _ pass: Pass, _ find: (Int) -> Matrix?
  ) throws(Diagnostic) -> Plot {
    try Diagnostic.wrapping { try pass.checkRoom(keeping: 2) }
    var panels: [Plot.Panel] = []
    for layer in 0...pass.layers where focus.includes(layer) {
      guard let all = find(layer) else { continue }
      let matrix = try focus.narrow(all)
      let names = layer == 0 ? inputNames(matrix.rows) : numbers(matrix.rows)
      let columns = focus.sample.map { ["\($0)"] } ?? numbers(matrix.columns)
      let isSigned = matrix.elements.contains { $0 < 0 }
      panels.append(
        .chart(
          Chart(
            title: "\(symbol)\(layer) (\(matrix.rows) × \(matrix.columns))",
            x: Axis("sample", places: columns),
            y: Axis(layer == 0 ? "input" : "unit", places: names),
            grid: Grid(
              isSigned ? .diverging : .sequential, names: ["\(symbol)\(layer)"], channels: [matrix],
              isSmooth: false))))
    }
    return Plot(title: title, panels: panels)
  }

  /// The names of the inputs where they are known, else their numbers.
  func inputNames(_ count: Int) -> [String] {
    let names = data?.dataset.inputNames ?? self.names?.columns.flatMap(\.inputNames) ?? []
    return names.count == count ? names : numbers(count)
  }

  private func numbers(_ count: Int) -> [String] { (1...max(1, count)).map { "\($0)" } }
}
