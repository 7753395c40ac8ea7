import Engine
import Testing

/// Small random networks, trained here as PyTorch trained them.
@Suite("Trainings agree with the reference")
struct ReferenceNetworkTests {
  static func cases() throws -> [ReferenceTraining] {
    try ReferenceTable("networks").groups(from: "case").map(ReferenceTraining.init)
  }

  @Test func thereAreCases() throws {
    #expect(try Self.cases().count >= 60)
  }

  @Test(arguments: try Self.cases())
  func trainedAsAWhole(_ reference: ReferenceTraining) throws {
    var model = try reference.model()
    let trainer = try Trainer(for: model, samples: reference.samples, options: reference.options)
    #expect(try trainer.train(&model, epochs: reference.epochs))
    #expect(model.epoch == reference.epochs)
    try reference.expectFinal(model)
    expectClose(
      model.curve.points.map(\.loss), reference.epochLosses, relative: 1e-10, absolute: 1e-12,
      "\(reference) curve")
  }

  @Test(arguments: try Self.cases())
  func trainedStepByStep(_ reference: ReferenceTraining) throws {
    var model = try reference.model()
    let trainer = try Trainer(for: model, samples: reference.samples, options: reference.options)
    var losses: [Double] = []
    for _ in reference.batchLosses {
      try trainer.step(&model)
      losses.append(try #require(try trainer.lastPass?.loss))
    }
    #expect(model.epoch == reference.epochs)
    try reference.expectFinal(model)
    expectClose(
      losses, reference.batchLosses, relative: 1e-10, absolute: 1e-12, "\(reference) batches")
  }

  /// The same formulas in the other precision: the losses drift apart by rounding alone.
  @Test(arguments: try Self.cases())
  func trainedInFloat32(_ reference: ReferenceTraining) throws {
    var model = try reference.model(precision: .float32)
    let trainer = try Trainer(for: model, samples: reference.samples, options: reference.options)
    let losses = try reference.batchLosses.map { _ in
      try trainer.step(&model)
      return try #require(try trainer.lastPass?.loss)
    }
    expectClose(
      losses, reference.batchLosses, relative: 1e-4, absolute: 1e-5, "\(reference) batches")
  }

  @Test(arguments: try Self.cases().filter { $0.options.batch == nil })
  func trainedByForwardBackwardUpdate(_ reference: ReferenceTraining) throws {
    var model = try reference.model()
    let loss = reference.options.loss
    for _ in 0..<reference.epochs {
      let forward = try model.forward(reference.samples, loss: loss, isTraining: true)
      var pass = try model.backward(forward, loss: loss)
      try model.update(from: &pass, options: reference.options)
    }
    #expect(model.epoch == reference.epochs)
    try reference.expectFinal(model)
  }
}
