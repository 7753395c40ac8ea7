import Catalog
import Engine
import Experiment
import Language
import Reports

extension Command {
  static let plotLandscape: Command = {
    let span = Slot.number("span", .key, .positive, fallback: "1", "how far to go to each side")
    let size = Slot.integer("size", .key, 5...101, fallback: "25", "points along each side")
    let seed = Slot.integer("seed", .key, 0...Int.max, "of the directions; the session's own")
    return .plot(
      "landscape", summary: "draw the loss around the current weights",
      parameters: [span.parameter, size.parameter, seed.parameter],
      details: [
        "Along two random directions in which each unit's weights are as long as its own: at 1 "
          + "the weights have moved by their own length (filter normalisation, Li et al. 2018). "
          + "Biases, γ and β stay.",
        "The loss is over the training rows, at most 1000 of them, evenly chosen.",
      ],
      examples: ["data xor; layer dense 4 tanh; layer dense 1; train 50; plot landscape size=9"]
    ) { (call, interpreter) throws(Diagnostic) in
      let session = interpreter.session
      let seed = call[seed].map { UInt64($0) } ?? session.seed
      let landscape = try Landscape(session, seed: seed, span: call[span] ?? 1)
      return try landscape.plot(size: call[size] ?? 25, on: interpreter)
    }
  }()
}

/// The loss over a plane through the current weights.
private struct Landscape {
  private let model: Model
  private let samples: Samples
  private let loss: LossFunction
  private let reach: Double
  private let seed: UInt64
  private let digits: Int
  private let weights: [(id: ParameterID, start: Matrix, directions: [Matrix])]

  init(_ session: Session, seed: UInt64, span: Double) throws(Diagnostic) {
    model = try session.modelToTrain()
    loss = session.lossInForce
    reach = span
    self.seed = seed
    digits = session.digits
    samples = try session.samples(.train, for: model).evenly(1_000)
    var streams = [0, 1].map { RandomStream(seed: seed, purpose: .landscape, index: $0) }
    var weights: [(ParameterID, Matrix, [Matrix])] = []
    for slot in model.blueprint.parameters where slot.id.role == .weights {
      let start = try Diagnostic.wrapping { [model] in try model.values(slot.id) }
      let directions = streams.indices.map { Landscape.direction(like: start, from: &streams[$0]) }
      weights.append((slot.id, start, directions))
    }
    self.weights = weights
  }

  /// A random matrix, each of its rows as long as that of the weights.
  private static func direction(like weights: Matrix, from stream: inout RandomStream) -> Matrix {
    var elements: [Double] = []
    for row in 0..<weights.rows {
      let numbers = (0..<weights.columns).map { _ in stream.normal() }
      let (own, drawn) = (length(weights.row(row)), length(numbers))
      elements += numbers.map { drawn > 0 ? $0 * own / drawn : 0 }
    }
    return Matrix(rows: weights.rows, columns: weights.columns, elements: elements)
  }

  private static func length(_ numbers: [Double]) -> Double {
    numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  private func loss(at place: [Double]) throws(Diagnostic) -> Double {
    var moved = model
    for (id, start, directions) in weights {
      let elements = start.elements.indices.map { index in
        start.elements[index] + place[0] * directions[0].elements[index]
          + place[1] * directions[1].elements[index]
      }
      let matrix = Matrix(rows: start.rows, columns: start.columns, elements: elements)
      try Diagnostic.wrapping { try moved.set(id, to: matrix) }
    }
    return try Diagnostic.wrapping { [moved] in try moved.loss(samples, loss) }
  }

  func plot(size: Int, on interpreter: Interpreter) throws(Diagnostic) -> Plot {
    let axes = ["first", "second"].map {
      Axis("\($0) direction (lengths of the weights)", from: -reach, to: reach)
    }
    var values: [Double] = []
    for row in 0..<size {
      for column in 0..<size {
        try interpreter.checkInterrupt()
        values.append(
          try loss(at: [axes[0].node(column, of: size), axes[1].node(row, of: size)]))
      }
    }
    let least = values.min() ?? 0
    let isLogarithmic = least > 0 && (values.filter(\.isFinite).max() ?? 0) / least > 30
    let here = short(try loss(at: [0, 0]), digits: digits)
    return Plot(
      title: "Loss around the weights after \(counted(model.epoch, "epoch"))",
      notes: [
        "At the mark, the current weights, the loss is \(here); "
          + "\(counted(samples.count, "training row")).",
        "Random directions of seed \(seed), each unit's weights as long as its own.",
      ],
      Chart(
        x: axes[0], y: axes[1],
        grid: Grid(
          isLogarithmic ? .logarithmic : .sequential, names: ["loss (\(loss.title))"],
          channels: [Matrix(rows: size, columns: size, elements: values)], isSmooth: true),
        series: [Series("current weights", .points, x: [0], y: [0])]))
  }
}
