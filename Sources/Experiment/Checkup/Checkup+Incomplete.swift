import Engine

// What is missing before anything can be trained.

extension Session {
  /// The statements that bring about what the network lacks to fit the data; nil where only a person
  /// can say what is wanted.
  var completion: String? {
    guard let data, data.hasTarget else { return nil }
    let columns = data.dataset.inputs.columns
    if let inputs, inputs != columns { return "input \(columns)" }
    let activation: Activation =
      data.classCount == nil ? .linear : data.targets.columns > 1 ? .softmax : .sigmoid
    let last = Session.dense(data.targets.columns, activation)
    guard let layer = network.layers.last else { return last }
    guard let outputs = try? blueprint().outputs,
      (try? targets(for: outputs))?.columns != outputs
    else { return nil }
    return layer.isOutput ? "layer remove \(network.layers.count); \(last)" : last
  }

  /// The statement that adds a dense layer.
  static func dense(_ units: Int, _ activation: Activation) -> String {
    "layer dense \(units)" + (activation == .linear ? "" : " \(activation.rawValue)")
  }
}

extension Layer {
  /// Whether it looks as if it were meant for the last one; all else is a hidden layer.
  fileprivate var isOutput: Bool {
    guard case .dense(let dense) = kind else { return activation == .softmax }
    return [.linear, .sigmoid, .softmax].contains(dense.activation)
  }
}
