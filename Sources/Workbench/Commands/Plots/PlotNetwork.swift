import Catalog
import Engine
import Experiment
import Language
import Reports

extension Command {
  static let plotNetwork: Command = .plot(
    "network", summary: "draw the units and the weights between them",
    details: [
      "The width and the colour of a line say its weight: blue is positive, vermilion negative.",
      "Of many units the first ones and the last are drawn.",
    ],
    examples: [
      "data xor; layer dense 4 tanh; layer dense 1 sigmoid; train 50; plot network",
      "data iris; layer dense 8 relu; layer dense 3 softmax; plot network to=/tmp/nn-example.svg",
    ]
  ) { (_, interpreter) throws(Diagnostic) in try interpreter.session.networkPlot() }
}

extension Session {
  fileprivate func networkPlot() throws(Diagnostic) -> Plot {
    let model = try currentModel()
    let widths = model.blueprint.widths
    var titles = [["input"]]
    var counts = [widths[0]]
    var links: [Matrix] = []
    var names: [String] = []
    for (index, layer) in network.layers.enumerated() {
      let id = ParameterID(layer: index + 1, role: .weights)
      guard model.blueprint.slot(id) != nil else {
        // Dropout and batchnorm have no weights of their own: they stand with the layer before.
        titles[titles.count - 1].append(layer.shortTitle)
        continue
      }
      titles.append(["layer \(index + 1)", layer.shortTitle])
      counts.append(widths[index + 1])
      links.append(try Diagnostic.wrapping { try model.values(id) })
      names.append(id.name)
    }
    guard !links.isEmpty else {
      throw Diagnostic(.state, "the network has no weights", suggestion: "add layer dense 4 relu")
    }
    let columns = counts.indices.map { column in
      Diagram.Column(
        title: titles[column], count: counts[column],
        names: column == 0
          ? inputNames(counts[0]) : column == counts.count - 1 ? outputNames(counts[column]) : [])
    }
    return Plot(
      title: "Network of \(counted(model.blueprint.parameterCount, "parameter")) after "
        + counted(model.epoch, "epoch"),
      panels: [.diagram(Diagram(columns: columns, links: links, names: names))])
  }

  /// The names of the units of the last layer, where they have any.
  private func outputNames(_ count: Int) -> [String] {
    let classes = classNames ?? []
    if classes.count == count { return classes.map(Session.className) }
    if classes.count == 2, count == 1 { return [Session.className(classes[1])] }
    return targetNames(count) ?? []
  }
}
