import Catalog
import Engine
import Language
import Reports

// The optimizer's step.

extension Explanation {
  /// The first entry of every array of parameters.
  package func updates() throws(Diagnostic) -> [Derivation.Section] {
    let next = try updated()
    return model.blueprint.parameters.enumerated().map { index, slot in
      update(slot.id, 0..<1, next, hasRule: index == 0)
    }
  }

  /// The first entries of an array.
  package func update(_ slot: ParameterSlot) throws(Diagnostic) -> Derivation.Section {
    let entries = 0..<min(slot.count, Explanation.shown)
    return update(
      slot.id, entries, try updated(), hasRule: true, omitted: omitted(slot))
  }

  package func update(_ id: ParameterID, _ row: Int, _ column: Int) throws(Diagnostic)
    -> Derivation.Section
  {
    let entry = row * columns(of: id) + column
    return update(id, entry..<entry + 1, try updated(), hasRule: true)
  }

  private func columns(of id: ParameterID) -> Int { model.blueprint.slot(id)?.columns ?? 1 }

  /// The model after the step.
  private func updated() throws(Diagnostic) -> Model {
    var next = model
    var spent = pass
    try Diagnostic.wrapping { try next.update(from: &spent, options: options) }
    return next
  }

  /// - Parameter entries: places in the array, row by row, from 0.
  private func update(
    _ id: ParameterID, _ entries: Range<Int>, _ next: Model, hasRule: Bool, omitted: String? = nil
  ) -> Derivation.Section {
    guard !options.frozen.contains(id) else {
      return Derivation.Section("\(id.name) is frozen: it stays as it is", [])
    }
    let title = "\(id.name), \(options.optimizer.kind.rawValue)"
    let rule = hasRule ? options.optimizer.kind.formula.map { ": \($0)" } : nil
    return Derivation.Section(
      title + (rule ?? ""), entries.flatMap { step(of: id, $0, to: next) }, omitted: omitted)
  }

  /// How an entry becomes that of the next model.
  private func step(of id: ParameterID, _ entry: Int, to next: Model) -> [Equation] {
    let (row, column) = entry.quotientAndRemainder(dividingBy: columns(of: id))
    let before = memory(of: model, id, entry)
    let clipping = clippingEquations(id, row, column)
    let start = RuleStart(
      parameter: parameter(id, row, column),
      gradient: clipping.last.map { .quantity($0.left, $0.result) }
        ?? parameter(id, row, column, prefix: "d"),
      rate: .quantity(Symbol("lr"), options.rate(for: model)),
      step: Int(before["step"] ?? 0) + 1, before: before, after: memory(of: next, id, entry))
    let value = (try? next.values(id))?[row, column] ?? .nan
    return clipping
      + options.optimizer.steps(from: start).map { step in
        let result: Double
        switch step.place {
        case .parameter: result = value
        case .buffer(let name): result = start.after[name] ?? .nan
        case .nothing: result = step.formula.value
        }
        return Equation(
          step.symbol, step.formula, result: result, isAssignment: step.place != .nothing)
      }
  }

  /// What the optimizer remembers of one entry, by torch's names.
  private func memory(of model: Model, _ id: ParameterID, _ entry: Int) -> [String: Double] {
    let settings = options.optimizer
    var memory: [String: Double] = [:]
    if model.optimizerKind == settings.kind {
      for array in model.optimizerState() where array.id == id {
        memory[array.name] = array.values[array.values.count == 1 ? 0 : entry]
      }
    }
    if settings.kind == .adagrad, (memory["step"] ?? 0) == 0 {
      memory["sum"] = settings[.initialAccumulatorValue]
    }
    return memory
  }

  private func clippingEquations(_ id: ParameterID, _ row: Int, _ column: Int) -> [Equation] {
    let gradient = parameter(id, row, column, prefix: "d")
    let symbol = Symbol("clipped", latex: "\\tilde{g}")
    switch options.clipping {
    case .none: return []
    case .value(let limit):
      let limit = Formula.quantity(Symbol("limit"), limit)
      let isInside = abs(gradient.value) <= limit.value
      let right = isInside ? gradient : limit * .sign(gradient)
      return [
        Equation(
          symbol, right, result: right.value,
          condition: Comparison(.abs(gradient), isInside ? .atMost : .above, limit))
      ]
    case .norm(let limit):
      let limit = Formula.quantity(Symbol("limit"), limit)
      let norm = Formula.quantity(Symbol("norm(gradients)", latex: "\\|g\\|"), gradientNorm)
      let size = norm + 1e-6
      let isInside = limit.value >= size.value
      let right = isInside ? gradient : gradient * (limit / size)
      return [
        Equation(
          symbol, right, result: right.value,
          condition: Comparison(size, isInside ? .atMost : .above, limit))
      ]
    }
  }

  private var gradientNorm: Double {
    model.blueprint.parameters.filter { !options.frozen.contains($0.id) }
      .flatMap { pass.gradient($0.id)?.elements ?? [] }
      .reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
