import Catalog
import Engine
import Experiment
import Language

// What an expression may name: quantities that exist now, functions, definitions, variables.

extension Interpreter {
  func operands(at place: CursorPlace) -> [Completion.Candidate] {
    let functions = (Manual.functions + Activation.terms).map {
      Completion.Candidate("\($0.word)(", $0.summary)
    }
    let definitions = session.definitions.keys.sorted().map {
      Completion.Candidate("\($0)(", "a def of this session")
    }
    let words = ["true", "false", "not "].map { Completion.Candidate($0) }
    let variables = place.kind == .statement ? [] : variables(at: place) { _ in true }
    return quantities + functions + definitions + words + variables
  }

  /// What has a value now.
  var quantities: [Completion.Candidate] {
    Quantity.allCases.filter(session.exists).map { .init($0.rawValue, $0.summary) }
      + layerQuantities(where: session.exists)
  }

  /// What a command takes that is about such quantities.
  func targets(_ scope: TargetScope) -> [Completion.Candidate] {
    switch scope {
    case .quantities: quantities
    case .layers: layerQuantities { $1 > 0 && session.has($0, layer: $1) }
    case .parameters: layerQuantities { $0.isParameter && session.has($0, layer: $1) }
    }
  }

  /// Those of the quantities of layers that are there, layer by layer.
  private func layerQuantities(where isThere: (LayerQuantity, Int) -> Bool)
    -> [Completion.Candidate]
  {
    // Hundreds of layers are nobody's list.
    let count = min(session.network.layers.count, 99)
    return LayerQuantity.allCases.flatMap { quantity in
      (0...count).filter { isThere(quantity, $0) }.map {
        .init("\(quantity.rawValue)\($0)", quantity.summary)
      }
    }
  }
}

extension Session {
  /// Whether a quantity has a value now; finds out without computing it.
  func exists(_ quantity: Quantity) -> Bool {
    switch quantity {
    case .epoch, .steps, .lr, .pi: true
    case .params: (try? blueprint()) != nil
    case .samples, .x: data != nil
    case .y: data?.hasTarget == true
    case .loss, .r2, .mae: canScore(.train)
    case .val_loss, .val_r2, .val_mae: canScore(.val)
    case .test_loss, .test_r2, .test_mae: canScore(.test)
    case .accuracy: canScore(.train) && data?.classCount != nil
    case .val_accuracy: canScore(.val) && data?.classCount != nil
    case .test_accuracy: canScore(.test) && data?.classCount != nil
    case .yhat: canScore(.train)
    }
  }

  private func canScore(_ partition: Partition) -> Bool {
    guard let data, data.hasTarget, !data.rows(partition).isEmpty,
      let outputs = (try? blueprint())?.outputs,
      let targets = try? targets(for: outputs)
    else { return false }
    return targets.columns == outputs && (try? lossInForce.check(against: network)) != nil
  }

  /// Whether a layer, or the input as layer 0, has this quantity now.
  func exists(_ quantity: LayerQuantity, layer: Int) -> Bool {
    guard has(quantity, layer: layer) else { return false }
    if quantity.isParameter { return true }
    guard let pass, pass.layers == network.layers.count else { return false }
    return pass.hasGradients || !(quantity.isGradient || quantity == .delta)
  }

  /// Whether a layer, or the input as layer 0, has this quantity, once there was a pass.
  func has(_ quantity: LayerQuantity, layer: Int) -> Bool {
    guard layer > 0 || quantity == .a, let blueprint = try? blueprint() else { return false }
    return quantity.role.map { blueprint.slot(ParameterID(layer: layer, role: $0)) != nil } ?? true
  }
}
