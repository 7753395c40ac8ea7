import Catalog
import Engine
import Language
import Reports

/// Where the first number that is not finite came from.
struct Autopsy {
  /// One step before the end.
  struct Record {
    let epoch: Int
    let batch: Int
    let loss: Double
    let largest: Double
    let name: String
  }

  /// The error of training, with what was found.
  let diagnostic: Diagnostic
  /// The last steps, the failing one at the end.
  let records: [Record]
  let place: String
  let cause: String

  private static let kept = 8

  /// Nil where the error is another one, `poll` ended the replay, or it did not fail again.
  init?(
    of error: EngineError, from start: Model, _ samples: Samples, _ options: TrainingOptions,
    poll: () -> Bool
  ) {
    switch error {
    case .nonFiniteLoss, .nonFiniteParameter: break
    default: return nil
    }
    var model = start
    guard let trainer = try? Trainer(for: model, samples: samples, options: options) else {
      return nil
    }
    var records: [Record] = []
    while true {
      guard poll() else { return nil }
      let (epoch, batch) = (model.epoch + 1, model.position.batches + 1)
      var failure: EngineError?
      do throws(EngineError) { try trainer.step(&model) } catch { failure = error }
      let (name, largest) = model.largestParameter
      records.append(
        Record(
          epoch: epoch, batch: batch, loss: trainer.lastPass?.loss ?? .nan, largest: largest,
          name: name))
      if records.count > Autopsy.kept { records.removeFirst() }
      guard let failure else { continue }
      guard let origin = Origin(failure, model, trainer) else { return nil }
      self.records = records
      place = "\(origin.description), epoch \(epoch), batch \(batch)"
      cause = origin.cause(records, options)
      diagnostic = Diagnostic(
        .number,
        "\(error.message): the first number that is not finite is \(origin.description); "
          + cause, suggestion: "a smaller lr, or 'clip norm=1'; 'why nan' tells more")
      return
    }
  }
}

/// The first number that is not finite, in the order in which they are computed.
private struct Origin {
  private enum Kind { case input, sum(layer: Int), output, loss, delta, parameter }
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

  init?(_ error: EngineError, _ model: Model, _ trainer: Trainer) {
    if case .nonFiniteParameter(let id, _) = error, let values = try? model.values(id),
      let index = values.elements.firstIndex(where: { !$0.isFinite })
    {
      let (row, column) = (index / values.columns, index % values.columns)
      kind = .parameter
      symbol = "\(id.name)[\(row + 1)" + (id.role == .weights ? ",\(column + 1)]" : "]")
      (number, layer, unit, self.row) = (values.elements[index], id.layer, row, nil)
      return
    }
    guard let pass = trainer.lastPass else { return nil }
    let arrays = Origin.arrays(of: pass)
    for (kind, name, layer, matrix) in arrays {
      // Sample by sample, so that the first one is named.
      for sample in 0..<matrix.columns {
        guard let unit = (0..<matrix.rows).first(where: { !matrix[$0, sample].isFinite }) else {
          continue
        }
        self.kind = kind
        symbol = "\(name)\(layer)[\(unit + 1),\(sample + 1)]"
        (number, self.layer, self.unit) = (matrix[unit, sample], layer, unit)
        row = trainer.lastRows.indices.contains(sample) ? trainer.lastRows[sample] + 1 : nil
        return
      }
    }
    (kind, symbol, number) = (.loss, "the loss", pass.loss ?? .nan)
    (layer, unit, row) = (0, 0, nil)
  }

  private static func arrays(of pass: Pass) -> [(Kind, String, Int, Matrix)] {
    var arrays: [(Kind, String, Int, Matrix)] = []
    if let a = pass.a(0) { arrays.append((.input, "a", 0, a)) }
    for layer in 1...pass.layers {
      if let z = pass.z(layer) { arrays.append((.sum(layer: layer), "z", layer, z)) }
      if let a = pass.a(layer) { arrays.append((.output, "a", layer, a)) }
    }
    guard pass.loss?.isFinite == true else { return arrays }
    for layer in (1...pass.layers).reversed() {
      if let delta = pass.delta(layer) { arrays.append((.delta, "delta", layer, delta)) }
    }
    return arrays
  }

  func cause(_ records: [Autopsy.Record], _ options: TrainingOptions) -> String {
    let rate = "lr=\(short(options.optimizer.lr))"
    let steps = records.count - 1
    let growth = records.last.flatMap { last -> String? in
      guard let before = records.first, steps > 0, last.largest > 10 * before.largest else {
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

extension Model {
  /// The parameter entry of the largest absolute value, and where it is.
  fileprivate var largestParameter: (name: String, value: Double) {
    var found = ("", 0.0)
    for slot in blueprint.parameters {
      guard let values = try? values(slot.id) else { continue }
      for (index, value) in values.elements.enumerated() where abs(value) > found.1 || value.isNaN {
        let (row, column) = (index / slot.columns + 1, index % slot.columns + 1)
        found = (
          "\(slot.id.name)[\(row)" + (slot.id.role == .weights ? ",\(column)]" : "]"), abs(value)
        )
        if value.isNaN { return found }
      }
    }
    return found
  }
}

extension Interpreter {
  /// The error of a training that failed, with what was found, which `why nan` can show.
  func failure(_ error: EngineError, autopsy: Autopsy?) -> Diagnostic {
    guard let autopsy else { return Diagnostic.of(error) }
    self.autopsy = autopsy
    return autopsy.diagnostic
  }

  /// Says so where rows sorted by target are about to be taken in their order.
  func warnOfOrder(batch: Int?) {
    let checkup = try? Checkup(session, batch: batch, shuffles: false)
    for finding in checkup?.sorted ?? [] {
      show(.note("warning \(finding.code): \(finding.place) \(finding.text)"))
    }
  }
}
