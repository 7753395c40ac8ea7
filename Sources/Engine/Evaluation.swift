import Synchronization

/// What a model makes of samples in evaluation mode: no dropout, running statistics.
package struct Evaluation: Equatable, Sendable {
  /// Over all samples, penalties included.
  package let loss: Double
  /// `[samples × outputs]`
  package let outputs: Matrix
}

extension Model {
  /// The loss and the outputs of all samples.
  package func evaluate(
    _ samples: Samples, loss: LossFunction, threads: Int = 1
  ) throws(EngineError) -> Evaluation {
    try checkTargets(of: samples, loss)
    let (outputs, loss) = try outputs(for: samples, loss, threads)
    return Evaluation(loss: loss, outputs: outputs)
  }

  /// The loss alone.
  package func loss(
    _ samples: Samples, _ loss: LossFunction, threads: Int = 1
  ) throws(EngineError) -> Double {
    try checkTargets(of: samples, loss)
    return try visit(samples, loss, threads) { _ in }
  }

  /// The loss of all samples, and what is made of their outputs: of some at a time, so that there
  /// need be no room for all of them.
  ///
  /// - Parameter make: is given neighbouring places of the samples and their outputs
  ///   `[places × outputs]`, on the thread that has just computed them.
  /// - Returns: also what was made, in the order of the samples, however many threads there were.
  package func evaluate<Piece: Sendable>(
    _ samples: Samples, loss: LossFunction, threads: Int = 1,
    make: @Sendable (Range<Int>, Matrix) -> Piece
  ) throws(EngineError) -> (loss: Double, pieces: [Piece]) {
    try checkTargets(of: samples, loss)
    let width = blueprint.outputs
    var pieces = [Piece?](repeating: nil, count: chunks(of: samples.count))
    let loss = try pieces.withUnsafeMutableBufferPointer { (pieces) throws(EngineError) in
      try visit(samples, loss, threads) { chunk in
        let outputs = [Double](unsafeUninitializedCapacity: chunk.places.count * width) {
          chunk.copyOutputs($0.place)
          $1 = chunk.places.count * width
        }
        pieces[chunk.number] = make(
          chunk.places, Matrix(rows: chunk.places.count, columns: width, elements: outputs))
      }
    }
    return (loss, pieces.compactMap(\.self))
  }

  /// The outputs `[samples × outputs]` for inputs `[samples × inputs]` before scaling.
  package func predict(
    _ inputs: Matrix, scaling: Scaling? = nil, threads: Int = 1
  ) throws(EngineError) -> Matrix {
    try predict(Samples(inputs: inputs, scaling: scaling), threads: threads)
  }

  package func predict(_ samples: Samples, threads: Int = 1) throws(EngineError) -> Matrix {
    var samples = samples
    samples.targets = nil
    try samples.check(against: blueprint)
    return try outputs(for: samples, nil, threads).outputs
  }

  private func checkTargets(of samples: Samples, _ loss: LossFunction) throws(EngineError) {
    try samples.check(against: blueprint)
    guard let targets = samples.targets else { throw .noTarget }
    try loss.check(against: blueprint.network)
    try loss.check(targets: targets)
  }

  /// Without a loss it is 0.
  private func outputs(
    for samples: Samples, _ loss: LossFunction?, _ threads: Int
  ) throws(EngineError) -> (outputs: Matrix, loss: Double) {
    let width = blueprint.outputs
    try Memory.check(bytes: 8 * Double(samples.count) * Double(width))
    var result = 0.0
    let outputs = try [Double](unsafeUninitializedCapacity: samples.count * width) {
      (outputs, count) throws(EngineError) in
      let start = outputs.place
      result = try visit(samples, loss, threads) { chunk in
        chunk.copyOutputs(start + chunk.places.lowerBound * width)
      }
      count = samples.count * width
    }
    return (Matrix(rows: samples.count, columns: width, elements: outputs), result)
  }
}

/// Neighbouring samples whose outputs have just been computed.
private struct Chunk {
  let number: Int
  let places: Range<Int>
  /// Writes the outputs `[places × outputs]` to memory that need hold no numbers yet.
  let copyOutputs: (UnsafeMutablePointer<Double>) -> Void
}

extension Model {
  /// How many samples are computed at once, so that they stay in the cache: their numbers take about
  /// half a megabyte.
  private var chunk: Int {
    let numbers = blueprint.widths.reduce(blueprint.widths.max() ?? 0, +)
    return max(16, min(1_024, (1 << 17) / numbers))
  }

  private func chunks(of samples: Int) -> Int { (samples + chunk - 1) / chunk }

  /// Computes the samples chunk by chunk and shows each to `body`, on one of the threads. Neither the
  /// chunks nor the loss depend on their number.
  private func visit(
    _ samples: Samples, _ loss: LossFunction?, _ threads: Int, _ body: (Chunk) -> Void
  ) throws(EngineError) -> Double {
    switch blueprint.precision {
    case .float32: try visit(samples, loss, threads, as: Float.self, body)
    case .float64: try visit(samples, loss, threads, as: Double.self, body)
    }
  }

  private func visit<S: Scalar>(
    _ samples: Samples, _ loss: LossFunction?, _ threads: Int, as type: S.Type,
    _ body: (Chunk) -> Void
  ) throws(EngineError) -> Double {
    let (count, rows, store): (Int, Rows, Store<S>) = (samples.count, samples.allRows, store())
    let size = chunk
    let plan = try Plan(blueprint, capacity: min(count, size), keepsSums: false)
    let workspaces = (0..<plan.shards(for: count, threads: threads)).map { _ in Workspace<S>(plan) }
    var losses = [Double](repeating: 0, count: chunks(of: count))
    let next = Atomic<Int>(0)
    try samples.withSource { (source) throws(EngineError) in
      losses.withUnsafeMutableBufferPointer { losses in
        Workers.share(workspaces.count) { shard in
          // Whoever is free takes the next one: the threads may not be equally fast.
          while true {
            let number = next.add(1, ordering: .relaxed).oldValue
            guard number < losses.count else { break }
            let places = number * size..<min(count, (number + 1) * size)
            let workspace = workspaces[shard]
            losses[number] = workspace.evaluate(source, Array(rows[places]), store, loss)
            body(
              Chunk(number: number, places: places) {
                workspace.copyOutputs(places.count, to: $0)
              })
          }
        }
      }
    }
    guard let loss else { return 0 }
    let penalty = store.withReading { workspaces[0].penalty($0.parameters) }
    return loss.factor(samples: count, outputs: plan.outputs) * losses.reduce(0, +) + penalty
  }
}

extension Workspace {
  /// Computes the outputs of some rows of the data; returns their summed loss, 0 without one.
  fileprivate func evaluate(
    _ source: BatchSource, _ rows: [Int], _ store: Store<S>, _ loss: LossFunction?
  ) -> Double {
    isWeighted = source.weights != nil
    return withoutSubnormals {
      rows.withUnsafeBufferPointer { gather(source, $0.baseAddress!, count: rows.count) }
      store.withReading {
        forward(0..<rows.count, $0.parameters, $0.running, Mode(isTraining: false))
      }
      return loss.map { lossSum(0..<rows.count, $0) } ?? 0
    }
  }

  fileprivate func copyOutputs(_ samples: Int, to place: UnsafeMutablePointer<Double>) {
    let a = values + layers[layers.count - 1].a
    for i in 0..<samples &* plan.outputs { (place + i).initialize(to: a[i].asDouble) }
  }
}
