import Catalog
import Engine
import Language
import Reports

/// A pass, the network that made it and what follows from it, as formulas whose every number is the
/// engine's own.
package struct Explanation {
  let model: Model
  package let pass: Pass
  let loss: LossFunction
  let options: TrainingOptions
  /// z, a and δ `[units × samples]` by layer, from the input on; those that there are.
  private let z: [Matrix?]
  private let a: [Matrix?]
  private let deltas: [Matrix?]
  /// The masks or x̂ of dropout and batchnorm layers.
  private let extras: [Matrix?]
  private let parameters: [ParameterID: Matrix]
  private let gradients: [ParameterID: Matrix]
  /// What the loss of each sample is multiplied with; nil where that is 1.
  private let weights: [Double]?
  /// How many terms of a sum are written out.
  private let terms: Int

  init(
    _ model: Model, _ pass: Pass, _ loss: LossFunction, _ options: TrainingOptions, terms: Int
  ) throws(Diagnostic) {
    self.terms = terms
    self.model = model
    self.pass = pass
    self.loss = loss
    self.options = options
    try Diagnostic.wrapping { try pass.checkRoom(keeping: 4) }
    z = (0...pass.layers).map { $0 == 0 ? nil : pass.z($0) }
    a = (0...pass.layers).map { pass.a($0) }
    deltas = (0...pass.layers).map { pass.delta($0) }
    weights = pass.weights
    extras = (0...pass.layers).map { pass.mask($0) ?? pass.normalized($0) }
    var parameters: [ParameterID: Matrix] = [:]
    var gradients: [ParameterID: Matrix] = [:]
    for slot in model.blueprint.parameters {
      parameters[slot.id] = try Diagnostic.wrapping { try model.values(slot.id) }
      gradients[slot.id] = pass.gradient(slot.id)
    }
    (self.parameters, self.gradients) = (parameters, gradients)
  }

  var layers: Int { pass.layers }
  package var samples: Int { pass.samples }

  package func layer(_ number: Int) -> Layer { model.blueprint.layer(number) }
  package func units(_ layer: Int) -> Int { model.blueprint.widths[layer] }

  package func slot(_ layer: Int, _ role: Role) -> ParameterSlot? {
    model.blueprint.slot(ParameterID(layer: layer, role: role))
  }

  // MARK: Quantities, by places from 0

  package func z(_ layer: Int, _ unit: Int, _ sample: Int) -> Formula {
    entry("z", layer, z[layer], unit, sample)
  }

  package func a(_ layer: Int, _ unit: Int, _ sample: Int) -> Formula {
    entry("a", layer, a[layer], unit, sample)
  }

  func delta(_ layer: Int, _ unit: Int, _ sample: Int) -> Formula {
    entry("delta", layer, deltas[layer], unit, sample)
  }

  func normalized(_ layer: Int, _ unit: Int, _ sample: Int) -> Formula {
    entry("x_hat", layer, extras[layer], unit, sample)
  }

  func mask(_ layer: Int, _ unit: Int, _ sample: Int) -> Formula {
    entry("mask", layer, extras[layer], unit, sample)
  }

  func mean(_ layer: Int, _ unit: Int) -> Formula {
    .quantity(Symbol("mean", layer: layer, unit + 1), pass.statistics(layer)?.mean[unit] ?? .nan)
  }

  func variance(_ layer: Int, _ unit: Int) -> Formula {
    .quantity(
      Symbol("variance", layer: layer, unit + 1), pass.statistics(layer)?.variance[unit] ?? .nan)
  }

  func target(_ output: Int, _ sample: Int) -> Formula {
    .quantity(
      Symbol("y", latex: "y", indices: [output + 1, sample + 1]),
      pass.targets?[output, sample] ?? .nan)
  }

  /// A parameter, or with `prefix` "d" its gradient.
  func parameter(_ id: ParameterID, _ row: Int, _ column: Int, prefix: String = "") -> Formula {
    let matrix = prefix.isEmpty ? parameters[id] : gradients[id]
    return .quantity(
      symbol(id, row, column, prefix: prefix), matrix?[row, column] ?? .nan)
  }

  func symbol(_ id: ParameterID, _ row: Int, _ column: Int, prefix: String = "") -> Symbol {
    let base = prefix + id.role.symbol
    return id.role == .weights
      ? Symbol(base, layer: id.layer, row + 1, column + 1) : Symbol(base, layer: id.layer, row + 1)
  }

  /// Something of a sample's loss with the weight that the sample has in the pass.
  func weighted(_ formula: Formula, _ sample: Int) -> Formula {
    guard let weights else { return formula }
    let symbol = Symbol("weight", latex: "w", indices: [sample + 1])
    return .quantity(symbol, weights[sample]) * formula
  }

  /// "w ", and what that is, where samples have weights: for the rules above the equations.
  var weightRule: (factor: String, meaning: String) {
    weights == nil ? ("", "") : ("w ", ", w = n / (K nₖ) of its class")
  }

  func alpha(_ layer: Int) -> Formula {
    .quantity(Symbol("alpha"), self.layer(layer).alpha)
  }

  private func entry(
    _ base: String, _ layer: Int, _ matrix: Matrix?, _ row: Int, _ column: Int
  ) -> Formula {
    .quantity(Symbol(base, layer: layer, row + 1, column + 1), matrix?[row, column] ?? .nan)
  }

  /// A sum of which as many terms are written out as there is room for.
  func sum(of count: Int, _ term: (Int) -> Formula) -> Formula {
    .sum(of: count, atMost: terms, term)
  }

  /// The equation that says how a quantity comes about.
  package func equation(_ quantity: Formula, _ right: Formula, where condition: Comparison? = nil)
    -> Equation
  {
    guard case .quantity(let symbol, let number) = quantity else {
      return Equation(Symbol("?"), right, result: right.value)
    }
    return Equation(symbol, right, result: number, condition: condition)
  }
}

extension Session {
  /// What `explain` looks at: the last pass with the weights as they are now, or a pass over all
  /// training rows where there was none; and a note where the weights have changed since.
  ///
  /// - Parameter optimizer: what takes the next step.
  package func explanation(isBackward: Bool, optimizer: OptimizerSettings, terms: Int)
    throws(Diagnostic) -> (Explanation, note: String?)
  {
    let model = try currentModel()
    let loss = lossInForce
    var pass: Pass
    var note: String?
    if let last = self.pass, last.layers == network.layers.count {
      pass = try Diagnostic.wrapping { try model.repeated(last, loss: loss, threads: threads) }
      if !pass.agrees(with: last) {
        note =
          "the weights have changed since the last pass; these are the numbers with the new ones"
      }
    } else {
      let samples = try samples(.train, for: try modelToTrain())
      pass = try Diagnostic.wrapping {
        try model.forward(samples, loss: loss, isTraining: true, threads: threads)
      }
    }
    if isBackward {
      let forward = pass
      pass = try Diagnostic.wrapping {
        try model.backward(forward, loss: loss, threads: threads)
      }
    }
    let options = trainingOptions(optimizer, batch: nil, shuffles: false)
    return (try Explanation(model, pass, loss, options, terms: terms), note)
  }
}
