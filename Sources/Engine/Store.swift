/// The numbers of a model in one precision.
struct Store<S: Scalar>: Equatable, Sendable {
  /// All parameters, [W1 b1 W2 b2 …].
  var parameters: [S] = []
  /// Mean and variance of every batchnorm layer.
  var running: [S] = []
  var optimizer = OptimizerState<S>()

  /// Calls `body` with the places of all arrays, for as long as it runs.
  mutating func withPointers<R>(
    _ body: (StorePointers<S>) throws(EngineError) -> R
  ) throws(EngineError) -> R {
    try parameters.withUnsafeMutableBufferPointer { parameters throws(EngineError) in
      try running.withUnsafeMutableBufferPointer { running throws(EngineError) in
        try optimizer.first.withUnsafeMutableBufferPointer { first throws(EngineError) in
          try optimizer.second.withUnsafeMutableBufferPointer { second throws(EngineError) in
            try optimizer.third.withUnsafeMutableBufferPointer { third throws(EngineError) in
              try body(
                StorePointers(
                  parameters: parameters.place, running: running.place, first: first.place,
                  second: second.place, third: third.place))
            }
          }
        }
      }
    }
  }
}

/// Where the numbers of a model lie while it is trained.
struct StorePointers<S: Scalar> {
  let parameters: UnsafeMutablePointer<S>
  let running: UnsafeMutablePointer<S>
  /// The optimizer's arrays; those that its rule does not use must not be looked at.
  let first: UnsafeMutablePointer<S>
  let second: UnsafeMutablePointer<S>
  let third: UnsafeMutablePointer<S>
}

extension UnsafeMutableBufferPointer {
  /// The first element's address; for an empty array one that must not be looked at.
  var place: UnsafeMutablePointer<Element> {
    baseAddress ?? UnsafeMutablePointer(bitPattern: MemoryLayout<Element>.alignment)!
  }
}

/// What an optimizer remembers from step to step: up to three arrays as long as the parameters.
struct OptimizerState<S: Scalar>: Equatable, Sendable {
  /// The rule that made it; nil before the first update.
  var kind: Optimizer?
  /// The arrays named by `Optimizer.buffers`, empty where not in use.
  var first: [S] = []
  var second: [S] = []
  var third: [S] = []
  /// Updates of each array of parameters, by slot.
  var updates: [Int] = []
  /// nadam's product of μ, by slot.
  var products: [Double] = []

  subscript(index: Int) -> [S] {
    get { index == 0 ? first : (index == 1 ? second : third) }
    set {
      switch index {
      case 0: first = newValue
      case 1: second = newValue
      default: third = newValue
      }
    }
  }
}

/// The numbers of a model in whichever precision it has.
enum Contents: Equatable, Sendable {
  case float32(Store<Float>)
  case float64(Store<Double>)
}

extension Optimizer {
  /// The names that torch gives to the arrays this rule keeps, in the order of `OptimizerState`.
  package var buffers: [String] {
    switch self {
    case .sgd, .momentum, .nesterov: ["momentum_buffer"]
    case .rmsprop: ["square_avg", "momentum_buffer", "grad_avg"]
    case .adagrad: ["sum"]
    case .adadelta: ["square_avg", "acc_delta"]
    case .adam, .adamw: ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"]
    case .adamax: ["exp_avg", "exp_inf"]
    case .nadam: ["exp_avg", "exp_avg_sq"]
    }
  }
}

extension OptimizerSettings {
  /// Which of `Optimizer.buffers` these settings make use of.
  var usedBuffers: [Bool] {
    switch kind {
    case .sgd, .momentum, .nesterov: [self[.momentum] != 0]
    case .rmsprop: [true, self[.momentum] > 0, self[.centered] != 0]
    case .adagrad: [true]
    case .adadelta, .adamax, .nadam: [true, true]
    case .adam, .adamw: [true, true, self[.amsgrad] != 0]
    }
  }
}

extension OptimizerState {
  /// Makes the state one of `settings`: fresh where another rule made it.
  mutating func prepare(_ settings: OptimizerSettings, for slots: [ParameterSlot]) {
    if kind != settings.kind {
      self = OptimizerState()
      kind = settings.kind
      updates = [Int](repeating: 0, count: slots.count)
      products = [Double](repeating: 1, count: slots.count)
    }
    let count = slots.last.map { $0.range.upperBound } ?? 0
    for (index, isUsed) in settings.usedBuffers.enumerated() where isUsed && self[index].isEmpty {
      self[index] = [S](repeating: 0, count: count)
    }
    let start = S(settings[.initialAccumulatorValue])
    guard start != 0 else { return }
    for (index, slot) in slots.enumerated() where updates[index] == 0 {
      for entry in slot.range { first[entry] = start }
    }
  }
}
