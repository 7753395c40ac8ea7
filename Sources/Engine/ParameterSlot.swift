/// What an array of parameters is to its layer.
package enum Role: String, CaseIterable, Sendable {
  case weights, bias, gamma, beta

  /// The array's name in the language, without the layer's number.
  package var symbol: String {
    switch self {
    case .weights: "W"
    case .bias: "b"
    case .gamma: "gamma"
    case .beta: "beta"
    }
  }
}

/// Names one array of parameters: W1, b1, gamma2.
package struct ParameterID: Hashable, Sendable {
  /// From 1.
  package var layer: Int
  package var role: Role

  package init(layer: Int, role: Role) {
    self.layer = layer
    self.role = role
  }

  package var name: String { "\(role.symbol)\(layer)" }
}

/// Where an array of parameters `[rows × columns]` lies in the flat vector of all of them.
package struct ParameterSlot: Equatable, Sendable {
  package let id: ParameterID
  package let rows: Int
  package let columns: Int
  package let offset: Int

  package var count: Int { rows * columns }
  package var range: Range<Int> { offset..<offset + count }

  /// The entry at a place of the array as the language names it: W1[2,1], b1[2].
  package func entryName(_ index: Int) -> String {
    let row = index / columns + 1
    return id.role == .weights
      ? "\(id.name)[\(row),\(index % columns + 1)]" : "\(id.name)[\(row)]"
  }
}
