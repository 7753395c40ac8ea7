import Engine
import Language
import Reports

extension Session {
  /// A quantity as `show` shows it: a number as its value, an array with its shape.
  package func report(of name: String, _ focus: Focus) throws(Diagnostic) -> Report {
    if let (quantity, layer) = Quantity.layered(name) {
      return try report(of: quantity, layer, focus)
    }
    guard let quantity = Quantity(rawValue: name) else {
      throw Diagnostic(.unknown, "unknown quantity '\(name)'")
    }
    let value = try value(of: quantity)
    guard case .matrix(let matrix) = value else { return .value(value) }
    return .array(
      NamedArray(
        name: name, rowNoun: quantity == .x ? "input" : "output", columnNoun: "sample",
        matrix: try focus.narrow(matrix)))
  }

  private func report(of quantity: LayerQuantity, _ layer: Int, _ focus: Focus)
    throws(Diagnostic) -> Report
  {
    let value = try value(of: quantity, layer: layer)
    guard let matrix = value.asMatrix else { return .value(value) }
    let isOfSamples = quantity.role == nil
    return .array(
      NamedArray(
        name: "\(quantity.rawValue)\(layer)", rowNoun: layer == 0 ? "input" : "unit",
        columnNoun: isOfSamples ? "sample" : "input",
        matrix: isOfSamples ? try focus.narrow(matrix) : matrix,
        isList: !isOfSamples && quantity.role != .weights))
  }
}
