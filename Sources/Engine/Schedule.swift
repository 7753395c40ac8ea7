import Catalog
import Glibc

/// How the learning rate changes from epoch to epoch; names and meaning as in
/// torch.optim.lr_scheduler, stepped once an epoch.
package enum ScheduleKind: String, CaseIterable, Vocabulary {
  case off, step, exponential, cosine, plateau

  package static let noun = "schedule"

  package var summary: String {
    switch self {
    case .off: "the same rate in every epoch"
    case .step: "times gamma every few epochs"
    case .exponential: "times gamma every epoch"
    case .cosine: "half a cosine wave down to min over a number of epochs"
    case .plateau: "times factor when the loss no longer falls"
    }
  }

  package var formula: String? {
    switch self {
    case .off: "lr"
    case .step: "lr gamma^floor(e / every)"
    case .exponential: "lr gamma^e"
    case .cosine: "min + (lr - min) (1 + cos(pi e / epochs)) / 2"
    case .plateau: "lr factor^(number of plateaus)"
    }
  }

  package var options: [Parameter] {
    let warmup = Parameter.option(
      "warmup", .integer(0...Int(Int32.max)), fallback: "0", "epochs in which the rate rises to lr")
    return own + [warmup]
  }

  private var own: [Parameter] {
    let count = Kind.integer(1...Int(Int32.max))
    return switch self {
    case .off: []
    case .step:
      [
        Parameter("every", role: .key, kind: count, isRequired: true, summary: "epochs in a step"),
        .option("gamma", .number(.positive), fallback: "0.1", "factor of each step"),
      ]
    case .exponential:
      [
        Parameter(
          "gamma", role: .key, kind: .number(.positive), isRequired: true,
          summary: "factor of each epoch")
      ]
    case .cosine:
      [
        Parameter(
          "epochs", role: .key, kind: count, isRequired: true, summary: "epochs down to min"),
        .option("min", .number(.nonNegative), fallback: "0", "lowest rate"),
      ]
    case .plateau:
      [
        .option(
          "factor", .number(Bounds(0, 1, lowerIsOpen: true, upperIsOpen: true)), fallback: "0.1",
          "factor at each plateau"),
        .option(
          "patience", .integer(0...Int(Int32.max)), fallback: "10",
          "epochs without improvement that are let pass"),
        .option(
          "threshold", .number(.nonNegative), fallback: "0.0001",
          "relative improvement that counts as one"),
      ]
    }
  }
}

/// A schedule with its options.
package struct Schedule: Equatable, Sendable {
  package var kind: ScheduleKind
  package var every = 1
  package var gamma = 0.1
  package var epochs = 1
  package var min = 0.0
  package var factor = 0.1
  package var patience = 10
  package var threshold = 1e-4
  package var warmup = 0

  package init(_ kind: ScheduleKind = .off) { self.kind = kind }

  /// The value of an option of this kind.
  package func value(of option: String) -> Double? {
    switch option {
    case "every": Double(every)
    case "gamma": gamma
    case "epochs": Double(epochs)
    case "min": min
    case "factor": factor
    case "patience": Double(patience)
    case "threshold": threshold
    case "warmup": Double(warmup)
    default: nil
    }
  }

  /// Takes over an option by its name; the value is within the option's range.
  package mutating func set(option: String, to value: Double) {
    switch option {
    case "every": every = Int(value)
    case "gamma": gamma = value
    case "epochs": epochs = Int(value)
    case "min": min = value
    case "factor": factor = value
    case "patience": patience = Int(value)
    case "threshold": threshold = value
    case "warmup": warmup = Int(value)
    default: break
    }
  }

  /// The rate of an epoch.
  ///
  /// - Parameters:
  ///   - base: the rate without a schedule.
  ///   - epoch: epochs completed since the schedule began.
  ///   - plateau: what has been seen of the loss.
  package func rate(base: Double, epoch: Int, plateau: PlateauState = PlateauState()) -> Double {
    if epoch < warmup { return base * Double(epoch + 1) / Double(warmup) }
    let e = Double(epoch - warmup)
    switch kind {
    case .off: return base
    case .step: return base * pow(gamma, (e / Double(every)).rounded(.down))
    case .exponential: return base * pow(gamma, e)
    case .cosine: return min + (base - min) * (1 + cos(.pi * e / Double(epochs))) / 2
    case .plateau: return base * plateau.scale
    }
  }
}

/// What a plateau schedule remembers of the losses it has seen (torch's ReduceLROnPlateau).
package struct PlateauState: Equatable, Sendable {
  /// The lowest loss so far.
  package var best = Double.infinity
  /// Epochs since then.
  package var badEpochs = 0
  /// What the rate is multiplied with.
  package var scale = 1.0

  package init(best: Double = .infinity, badEpochs: Int = 0, scale: Double = 1) {
    self.best = best
    self.badEpochs = badEpochs
    self.scale = scale
  }

  /// Takes in the loss at the end of an epoch; `rate` is the rate that was in force.
  package mutating func observe(_ loss: Double, schedule: Schedule, rate: Double) {
    guard schedule.kind == .plateau else { return }
    if loss < best * (1 - schedule.threshold) {
      best = loss
      badEpochs = 0
    } else {
      badEpochs += 1
    }
    guard badEpochs > schedule.patience else { return }
    badEpochs = 0
    // A change of the rate too small to matter is not made.
    if rate - rate * schedule.factor > 1e-8 { scale *= schedule.factor }
  }
}
