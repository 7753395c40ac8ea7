import Engine
import Language
import Reports

// Whether data needs a network that bends. Asked of the data itself: a straight network and one
// with a hidden layer are trained for a moment, and compared on rows that neither has seen.

extension Checkup {
  func linear() throws(Diagnostic) -> [Finding] {
    let hidden = layers.dropLast()
    guard let last = layers.last, case .dense(let output) = last.kind,
      hidden.allSatisfy({ ($0.activation ?? .linear) == .linear }),
      (try? session.lossInForce.check(against: session.network)) != nil,
      let (train, test) = probeRows
    else { return [] }
    let straight = try probe([], output, train, test)
    let bent = try probe([.dense(Dense(units: 16, activation: .tanh))], output, train, test)
    let constant = Samples(inputs: inputs, targets: probeTargets(output), rows: Rows(test))
      .constantLoss(session.lossInForce)
    guard bent < 0.5 * straight, straight > 0.25 * (constant ?? 0) else { return [] }
    return [
      FindingCode.linear.finding(
        "network",
        "without a bend between its layers it draws straight lines; with 16 tanh units "
          + "the loss fell to \(short(bent)) where it stayed at \(short(straight))", mend: bend)
    ]
  }

  /// The statements that put a bend before the last layer.
  private var bend: String? {
    guard layers.count > 1 else { return "layer insert 1 dense 16 tanh" }
    guard case .dense(let dense) = layers[layers.count - 2].kind else { return nil }
    let number = layers.count - 1
    return "layer remove \(number); layer insert \(number) dense \(max(4, dense.units)) tanh"
  }

  /// Up to 300 rows, every third of them for the comparison; of a handful all serve for both.
  private var probeRows: (train: [Int], test: [Int])? {
    let count = inputs.rows
    guard count >= 4, inputs.columns <= 2000 else { return nil }
    guard count >= 30 else { return (Array(0..<count), Array(0..<count)) }
    var stream = RandomStream(seed: 0, purpose: .check)
    let rows = stream.permutation(count).prefix(300)
    let cut = rows.count * 2 / 3
    return (Array(rows.prefix(cut)), Array(rows.dropFirst(cut)))
  }

  /// The lowest loss on the test rows in the course of a short training.
  private func probe(
    _ hidden: [Layer.Kind], _ output: Dense, _ train: [Int], _ test: [Int]
  ) throws(Diagnostic) -> Double {
    let kinds = hidden + [.dense(Dense(units: output.units, activation: output.activation))]
    let network = Network(
      layers: kinds.enumerated().map { Layer(id: $0.offset + 1, kind: $0.element) })
    let loss = session.lossInForce
    let x = standardized(inputs)
    let y = probeTargets(output)
    var optimizer = OptimizerSettings(.adam)
    optimizer.lr = 0.03
    let options = TrainingOptions(loss: loss, optimizer: optimizer, batch: nil, shuffle: false)
    return try Diagnostic.wrapping {
      var model = Model(try Blueprint(network: network, inputs: inputs.columns))
      let trainer = try Trainer(
        for: model, samples: Samples(inputs: x, targets: y, rows: Rows(train)), options: options)
      let unseen = Samples(inputs: x, targets: y, rows: Rows(test))
      var lowest = Double.infinity
      for _ in 0..<30 {
        try trainer.train(&model, epochs: 10)
        lowest = min(lowest, try model.loss(unseen, loss))
      }
      return lowest
    }
  }

  private func probeTargets(_ output: Dense) -> Matrix {
    output.activation == .linear ? standardized(targets) : targets
  }

  /// Every column with mean 0 and standard deviation 1.
  private func standardized(_ matrix: Matrix) -> Matrix {
    let spreads = (0..<matrix.columns).map { Spread(matrix.column($0)) }
    return Scaling(
      shift: spreads.map(\.mean), factor: spreads.map { $0.deviation == 0 ? 0 : 1 / $0.deviation }
    ).applied(to: matrix)
  }
}
