import Catalog
import Engine
import Testing

@Suite struct VocabularyTests {
  @Test func extremeNumbersStayFinite() {
    for activation in Activation.allCases {
      for z in [-1e300, -1e4, -745.2, -40, -1e-300, 0, 1e-300, 40, 710, 1e4, 1e300] {
        let value = activation.value(z, alpha: activation.defaultAlpha)
        #expect(value.isFinite, "\(activation) at \(z)")
        // z² overflows beyond the square root of the largest number.
        let slope = activation.slope(z, alpha: activation.defaultAlpha)
        #expect(slope.isFinite, "slope of \(activation) at \(z)")
      }
    }
    #expect(Activation.softmax([1e308, 1e308]) == [0.5, 0.5])
    #expect(Activation.softmax([-1e308, 0]) == [0, 1])
    #expect(Activation.softmax([]) == [])
  }

  @Test func slopesAreThoseOfTheValues() {
    let h = 1e-5
    for activation in Activation.allCases where activation != .softmax {
      for z in [-3.1, -0.7, 0.4, 2.2] {
        let alpha = 0.3
        let numeric =
          (activation.value(z + h, alpha: alpha) - activation.value(z - h, alpha: alpha)) / (2 * h)
        #expect(abs(numeric - activation.slope(z, alpha: alpha)) < 1e-9, "\(activation) at \(z)")
      }
    }
    #expect(Activation.relu.slope(0, alpha: 1) == 0)
  }

  @Test func everyDefaultIsWithinItsBounds() {
    for kind in Optimizer.allCases {
      let settings = OptimizerSettings(kind)
      #expect(throws: Never.self) { try settings.check() }
      for option in kind.options {
        #expect(settings.value(of: option.name) != nil)
        if case .number(let bounds) = option.kind {
          #expect(bounds.contains(settings.value(of: option.name)!))
        }
      }
      #expect(settings.lr > 0 && settings.value(of: "nonsense") == nil)
    }
    var sgd = OptimizerSettings(.sgd)
    let isKnown = sgd.set(option: "beta1", to: 0.5)
    #expect(!isKnown)
    sgd.set(option: "nesterov", to: 1)
    #expect(throws: EngineError.nesterovNeedsMomentum) { try sgd.check() }
  }

  @Test func schedules() {
    func rates(_ schedule: Schedule, _ count: Int) -> [Double] {
      (0..<count).map { schedule.rate(base: 1, epoch: $0) }
    }
    var step = Schedule(.step)
    step.every = 2
    step.gamma = 0.5
    #expect(rates(step, 5) == [1, 1, 0.5, 0.5, 0.25])
    var cosine = Schedule(.cosine)
    cosine.epochs = 2
    cosine.min = 0.5
    #expect(zip(rates(cosine, 3), [1, 0.75, 0.5]).allSatisfy { abs($0 - $1) < 1e-15 })
    var warm = Schedule(.exponential)
    warm.gamma = 0.5
    warm.warmup = 4
    #expect(rates(warm, 6) == [0.25, 0.5, 0.75, 1, 1, 0.5])
  }

  @Test func plateausLowerTheRate() {
    var schedule = Schedule(.plateau)
    schedule.patience = 1
    schedule.factor = 0.5
    var state = PlateauState()
    var rates: [Double] = []
    for loss in [1.0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.8] {
      state.observe(loss, schedule: schedule, rate: 1)
      rates.append(schedule.rate(base: 1, epoch: 0, plateau: state))
    }
    #expect(rates == [1, 1, 1, 0.5, 0.5, 0.25, 0.25])
  }

  @Test func theCurveIsThinnedEvenly() {
    var curve = Curve()
    for epoch in 1...50_000 { curve.append(Curve.Point(epoch: epoch, loss: Double(epoch))) }
    #expect(curve.points.count <= Curve.capacity)
    #expect(curve.points.count >= Curve.capacity / 2)
    #expect(curve.points.first?.epoch == 1 && curve.points.last?.epoch == 50_000)
    let gaps = zip(curve.points.dropLast().dropFirst(), curve.points).map { $0.epoch - $1.epoch }
    #expect(Set(gaps) == [curve.stride])
  }

  @Test func clippingBoundsTheStep() throws {
    let network = Fixture.network([.dense(Dense(units: 1))])
    let blueprint = try Blueprint(network: network, inputs: 2, precision: .float64)
    let samples = Samples(
      inputs: Fixture.matrix([[30, 40]]), targets: Fixture.matrix([[100]]))
    for (clipping, expected) in [(Clipping.norm(1), 1.0), (.value(0.5), 0.75.squareRoot())] {
      var model = Model(blueprint)
      let before = try model.values(ParameterID(layer: 1, role: .weights)).elements
      var options = TrainingOptions(clipping: clipping, batch: nil)
      options.optimizer.lr = 1
      let trainer = try Trainer(for: model, samples: samples, options: options)
      try trainer.train(&model, epochs: 1)
      let after = try model.values(ParameterID(layer: 1, role: .weights)).elements
      let bias = try model.values(ParameterID(layer: 1, role: .bias)).elements[0]
      let moved = zip(before, after).reduce(bias * bias) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      #expect(abs(moved.squareRoot() - expected) < 1e-6)
    }
  }
}
