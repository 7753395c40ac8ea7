import Catalog
import Engine
import Experiment
import Language
import Reports

extension Command {
  static let seed: Command = {
    let number = Slot.integer("seed", .first, 0...Int.max, "any whole number")
    return Command(
      "seed", shelf: .network, summary: "choose the random numbers",
      parameters: [number.parameter],
      details: [
        "Each purpose (data, split, weights, order, dropout) has its own stream.",
        "Weights and split are drawn again until the first update; data at the next 'data'.",
      ],
      examples: ["seed 7"]
    ) { (call, interpreter) throws(Diagnostic) in
      interpreter.session.seed = UInt64(try call.required(number))
      interpreter.session.draws = 0
      let isTrained = interpreter.session.model?.isFresh == false
      if !isTrained { try interpreter.session.refreshData() }
      return .note(
        "seed: \(interpreter.session.seed)" + (isTrained ? "; what was trained stays" : ""))
    }
  }()

  static let precision: Command = {
    let name = Slot.word("precision", .first, Precision.self, "of parameters and activations")
    return Command(
      "precision", shelf: .network, summary: "choose single or double precision",
      parameters: [name.parameter],
      details: ["Data, literals and expressions are always kept in double precision."],
      examples: ["precision float64"]
    ) { (call, interpreter) throws(Diagnostic) in
      interpreter.session.precision = try call.required(name)
      if interpreter.session.model != nil, interpreter.session.inputCount != nil {
        interpreter.session.model = try interpreter.session.currentModel()
      }
      interpreter.session.pass = nil
      return .note("precision: \(interpreter.session.precision.rawValue)")
    }
  }()

  static let threads: Command = {
    let count = Slot.either(
      "threads", .first, [.integer(1...64), .literally("auto", "one for each core")],
      "how many threads train and predict")
    return Command(
      "threads", shelf: .network, summary: "choose how many threads train and predict",
      parameters: [count.parameter],
      details: ["The same number of threads gives the same bits."],
      examples: ["threads 2", "threads auto"]
    ) { (call, interpreter) throws(Diagnostic) in
      interpreter.session.threads = try call.required(count).integer ?? availableCores()
      return .note("threads: \(interpreter.session.threads)")
    }
  }()

  static let reset: Command = {
    let scope = Slot.word("what", .optional, ResetScope.self, fallback: "weights", "what is reset")
    return Command(
      "reset", shelf: .network, summary: "draw the weights again, or start over",
      parameters: [scope.parameter],
      examples: ["reset", "reset network", "reset all"]
    ) { (call, interpreter) throws(Diagnostic) in
      switch call[scope] ?? .weights {
      case .weights:
        try interpreter.session.resetWeights()
        return .note("reset: weights are drawn again")
      case .network:
        interpreter.session.resetNetwork()
        try interpreter.session.refreshData()
        return .note("reset: no layers, loss, optimizer and schedule as at first")
      case .data:
        interpreter.session.resetData()
        return .note("reset: no data, split or scaling")
      case .all:
        interpreter.session = Session()
        return .note("reset: everything is as at first")
      }
    }
  }()
}

/// What `reset` can reset.
enum ResetScope: String, Vocabulary {
  case weights, network, data, all

  static let noun = "reset"
  var summary: String {
    switch self {
    case .weights: "parameters are drawn again, optimizer state and history cleared"
    case .network: "also layers, loss, optimizer, schedule and the like; data and seed stay"
    case .data: "data, split and scaling are dropped"
    case .all: "everything, variables and defs too"
    }
  }
}

extension Session {
  fileprivate mutating func resetWeights() throws(Diagnostic) {
    model = nil
    history = history.cleared
    debugger.paused = nil
    pass = nil
    fixedScaling = nil
    scheduleStart = 0
    try refreshData()
  }

  mutating func resetNetwork() {
    let fresh = Session()
    model = nil
    history = history.cleared
    debugger.paused = nil
    pass = nil
    fixedScaling = nil
    names = nil
    network = fresh.network
    inputs = nil
    loss = nil
    optimizer = fresh.optimizer
    schedule = fresh.schedule
    scheduleStart = 0
    clipping = fresh.clipping
    regularizer = fresh.regularizer
    initialization = nil
    frozen = []
  }

  fileprivate mutating func resetData() {
    data = nil
    split = nil
    scaling = ScaleSetting()
    fixedScaling = nil
    pass = nil
  }
}
