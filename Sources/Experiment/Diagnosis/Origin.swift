import Catalog
import Engine
import Reports

/// The first number that is not finite, in the order in which they are computed.
struct Origin {
  private enum Kind { case input, sum, output, loss, delta, parameter }
  private let kind: Kind
  private let symbol: String
  private let number: Double
  private let layer: Int
  private let unit: Int
  /// The training row, from 1, where it is one sample's.
  private let row: Int?

  /// "z2[1,14] = inf (layer 2, unit 1, training row 37)".
  var description: String {
    var parts: [String] = []
    if layer > 0 { parts.append("layer \(layer), unit \(unit + 1)") }
    if let row { parts.append("training row \(row)") }
    let place = parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    return "\(symbol) = \(format(number, digits: 6))\(place)"
  }

  /// - Parameters:
  ///   - model: as the failing step left it.
  ///   - pass: of that step.
  ///   - row: the training row, from 1, that is a sample of the pass, from 0.
  init?(_ error: EngineError, _ model: Model, _ pass: Pass?, row: (Int) -> Int?) {
    if let pass, let first = Origin(pass, row) {
      self = first
    } else if let loss = pass?.loss, !loss.isFinite {
      (kind, symbol, number) = (.loss, "the loss", loss)
      (layer, unit, self.row) = (0, 0, nil)
    } else if case .nonFiniteParameter(let id, _) = error, let slot = model.blueprint.slot(id),
      let numbers = try? model.values(id).elements,
      let index = numbers.firstIndex(where: { !$0.isFinite })
    {
      kind = .parameter
      symbol = slot.entryName(index)
      (number, layer, unit, self.row) = (numbers[index], id.layer, index / slot.columns, nil)
    } else {
      return nil
    }
  }

  /// Looks through a pass sample by sample, so that the first one is named.
  private init?(_ pass: Pass, _ row: (Int) -> Int?) {
    for (kind, name, layer, matrix) in Origin.arrays(of: pass) {
      for sample in 0..<matrix.columns {
        guard let unit = (0..<matrix.rows).first(where: { !matrix[$0, sample].isFinite }) else {
          continue
        }
        self.kind = kind
        symbol = "\(name)\(layer)[\(unit + 1),\(sample + 1)]"
        (number, self.layer, self.unit) = (matrix[unit, sample], layer, unit)
        self.row = row(sample)
        return
      }
    }
    return nil
  }

  private static func arrays(of pass: Pass) -> [(Kind, String, Int, Matrix)] {
    var arrays: [(Kind, String, Int, Matrix)] = []
    if let a = pass.a(0) { arrays.append((.input, "a", 0, a)) }
    for layer in 1...pass.layers {
      if let z = pass.z(layer) { arrays.append((.sum, "z", layer, z)) }
      if let a = pass.a(layer) { arrays.append((.output, "a", layer, a)) }
    }
    guard pass.loss?.isFinite == true else { return arrays }
    for layer in (1...pass.layers).reversed() {
      if let delta = pass.delta(layer) { arrays.append((.delta, "delta", layer, delta)) }
    }
    return arrays
  }

  /// What led there, as the last steps show it.
  func cause(_ records: [Autopsy.Record], rate: Double) -> String {
    let rate = "lr=\(short(rate))"
    let known = records.filter { !$0.largest.isNaN }
    let steps = known.count - 1
    let growth = known.last.flatMap { last -> String? in
      guard let before = known.first, steps > 0, last.largest > 10 * before.largest else {
        return nil
      }
      return "in \(counted(steps, "step")) with \(rate) the largest parameter grew from "
        + "\(short(before.largest)) to \(short(last.largest)) (\(last.name))"
    }
    switch kind {
    case .input: return "the input is too large for the precision"
    case .sum, .output, .delta:
      return growth ?? "the weights that lead there are too large for its inputs"
    case .loss:
      return (growth.map { "\($0); " } ?? "")
        + "all outputs are finite, but the loss of numbers so large is not"
    case .parameter: return growth ?? "one step with \(rate) went that far"
    }
  }
}
