import Engine
import Testing

/// Numbers in memory that is not an array's are learned from as those of an array.
@Suite struct LentNumbersTests {
  private final class Memory: NumberKeeper {
    let numbers: UnsafeMutableBufferPointer<Double>

    init(_ values: [Double]) {
      numbers = .allocate(capacity: values.count)
      _ = numbers.initialize(from: values)
    }

    deinit { numbers.deallocate() }
  }

  func lent(_ values: [Double], columns: Int = 1) -> LentNumbers {
    let memory = Memory(values)
    return LentNumbers(UnsafeBufferPointer(memory.numbers), columns: columns, keptBy: memory)
  }

  let samples = Fixture.samples(50, inputs: 4, outputs: 3, loss: .crossEntropy)

  func model() throws -> Model {
    let layers: [Layer.Kind] = [
      .dense(Dense(units: 6, activation: .tanh)), .dense(Dense(units: 3, activation: .softmax)),
    ]
    return Model(
      try Blueprint(
        network: Fixture.network(layers), inputs: 4, seed: 5, precision: .float64))
  }

  let options = TrainingOptions(
    loss: LossFunction(.crossEntropy), optimizer: OptimizerSettings(.adam), batch: 7)

  /// The labels that the one-hot targets of the fixture stand for, and the samples with them.
  func lentSamples(buffer: Int?) throws -> Samples {
    let targets = try #require(samples.targets)
    let labels = (0..<targets.rows).map { row in
      Double((0..<3).first { targets[row, $0] == 1 } ?? 0)
    }
    return Samples(
      inputs: Matrix(lent: lent(samples.inputs.elements, columns: 4)),
      targets: Matrix(oneHot: LentLabels(lent(labels), values: [0, 1, 2])), buffer: buffer)
  }

  @Test func matrixOfLentNumbersIsAMatrix() {
    let numbers = [1.0, 2, 3, 4, 5, 6]
    let plain = Matrix(rows: 2, columns: 3, elements: numbers)
    var matrix = Matrix(lent: lent(numbers, columns: 3))
    #expect(matrix.elements == numbers && matrix.row(1) == [4, 5, 6])
    #expect(matrix.column(2) == [3, 6] && matrix.transposed == plain.transposed)
    #expect(matrix.bytes == 0 && plain.bytes == 48)
    let copy = matrix
    matrix[0, 1] = 9
    #expect(matrix.elements == [1, 9, 3, 4, 5, 6] && copy.elements == numbers)
  }

  @Test func someColumnsOfLentNumbers() {
    let numbers = lent([1, 2, 3, 4, 5, 6], columns: 3)
    let chosen = numbers.selecting(columns: 1..<3)
    #expect(Matrix(lent: chosen).elements == [2, 3, 5, 6] && chosen[1, 0] == 5)
    #expect(chosen.elements(1..<2) == [5, 6] && chosen.first { $0 > 3 } == 5)
    #expect(chosen.withDoubles { Array($0) } == nil && numbers.withDoubles { $0.count } == 6)
  }

  /// Whatever stands there has a class, since others may write to the file.
  @Test func labelsAreFoundByTheirNumbers() {
    let labels = LentLabels(lent([-1, 7, 3, 2, 100, -100, .nan]), values: [-1, 3, 7])
    #expect((0..<7).map { labels[$0] } == [0, 2, 1, 1, 2, 0, 0])
    #expect(Matrix(labels: labels).column(0) == [0, 2, 1, 1, 2, 0, 0])
  }

  private final class Changed: NumberKeeper {
    var isUnchanged: Bool { false }
  }

  @Test func changedNumbersAreAnError() throws {
    let memory = UnsafeMutablePointer<Double>.allocate(capacity: 200)
    defer { memory.deallocate() }
    memory.initialize(repeating: 1, count: 200)
    let numbers = UnsafeBufferPointer(start: memory, count: 200)
    let changed = Samples(
      inputs: Matrix(lent: LentNumbers(numbers, columns: 4, keptBy: Changed())),
      targets: samples.targets)
    var model = try model()
    #expect(throws: EngineError.changedData) { try model.evaluate(changed, loss: options.loss) }
    #expect(throws: EngineError.changedData) {
      try Trainer(for: model, samples: changed, options: options).train(&model, epochs: 1)
    }
  }

  @Test func labelsAreOneHotRows() {
    for labels in [
      LentLabels(lent([2, 0]), values: [0, 1, 2]), LentLabels([2, 0], classes: 3),
      LentLabels(lent([9, 4]), values: [4, 5, 9]),
    ] {
      let matrix = Matrix(oneHot: labels)
      #expect(matrix.elements == [0, 0, 1, 1, 0, 0] && matrix[0, 2] == 1 && matrix[1, 2] == 0)
      #expect(matrix.row(1) == [1, 0, 0] && matrix.largestColumn(inRow: 0) == 2)
      #expect(matrix.first { $0 != 0 } == 1 && matrix.first { $0 < 0 } == nil)
      var written = matrix
      written[0, 1] = 5
      #expect(written.elements == [0, 5, 1, 1, 0, 0] && written.largestColumn(inRow: 0) == 1)
    }
    let labels = LentLabels([2, 0], classes: 3)
    #expect(labels == LentLabels([2, 0], classes: 3) && labels != LentLabels([2, 1], classes: 3))
  }

  @Test func bufferOfAllRowsTrainsAsInMemory() throws {
    var (plain, streamed) = (try model(), try model())
    try Trainer(for: plain, samples: samples, options: options).train(&plain, epochs: 5)
    let lent = try lentSamples(buffer: 50)
    try Trainer(for: streamed, samples: lent, options: options).train(&streamed, epochs: 5)
    #expect(plain == streamed)
    let loss = options.loss
    #expect(try plain.evaluate(samples, loss: loss) == plain.evaluate(lent, loss: loss))
    #expect(try plain.loss(samples, loss) == plain.loss(lent, loss))
  }

  /// Batches of seven lie across buffers of ten.
  @Test func smallBufferTakesEachRowOnce() throws {
    var model = try model()
    let trainer = try Trainer(for: model, samples: lentSamples(buffer: 10), options: options)
    for _ in 0..<2 {
      var seen: [Int] = []
      for _ in 0..<8 {
        try trainer.step(&model)
        seen += trainer.lastRows
      }
      #expect(seen.sorted() == Array(0..<50))
    }
    #expect(model.epoch == 2)
  }

  @Test func stepsAndEpochsTakeTheSameOrder() throws {
    var (whole, steps) = (try model(), try model())
    let samples = try lentSamples(buffer: 10)
    try Trainer(for: whole, samples: samples, options: options).train(&whole, epochs: 2)
    for _ in 0..<16 {
      try Trainer(for: steps, samples: samples, options: options).step(&steps)
    }
    #expect(whole == steps)
  }

  /// What is made of pieces comes in order, on any number of threads.
  @Test(arguments: [1, 2, 3]) func evaluationInPieces(threads: Int) throws {
    let network = Fixture.network([.dense(Dense(units: 3))])
    let model = Model(try Blueprint(network: network, inputs: 50, precision: .float32))
    let many = Fixture.samples(20_001, inputs: 50, outputs: 3, loss: .mse)
    let whole = try model.evaluate(many, loss: LossFunction(.mse))
    let (loss, pieces) = try model.evaluate(many, loss: LossFunction(.mse), threads: threads) {
      (places: $0, outputs: $1)
    }
    #expect(loss == whole.loss)
    #expect(pieces.flatMap(\.outputs.elements) == whole.outputs.elements)
    #expect(pieces.flatMap(\.places) == Array(0..<20_001))
  }
}
