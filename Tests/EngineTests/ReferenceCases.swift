import Engine
import Testing

/// What the rows of the tables mean to the engine.

extension Matrix {
  static func identity(_ size: Int) -> Matrix {
    var matrix = Matrix(rows: size, columns: size)
    for i in 0..<size { matrix[i, i] = 1 }
    return matrix
  }

  static func column(_ values: [Double]) -> Matrix {
    Matrix(rows: values.count, columns: 1, elements: values)
  }
}

extension LossFunction {
  /// `loss NAME reduction= ⟨delta=⟩`
  init(_ row: ReferenceRow) throws {
    self.init(
      try #require(Loss(rawValue: row.words[1])),
      reduction: try #require(Reduction(rawValue: row.text("reduction"))),
      delta: try row.optional("delta") ?? 1)
  }
}

extension OptimizerSettings {
  /// `optimizer NAME option=…`
  init(_ row: ReferenceRow) throws {
    self.init(try #require(Optimizer(rawValue: row.words[1])))
    for name in row.fields.keys {
      #expect(set(option: name, to: try row.number(name)), "\(row): no option \(name)")
    }
  }
}

extension Clipping {
  /// `clip norm|value LIMIT`
  init(_ row: ReferenceRow) throws {
    let limit = try #require(Double(row.words[2]))
    self = row.words[1] == "norm" ? .norm(limit) : .value(limit)
  }
}

extension Dense {
  /// A row with activation= and, where they are given, alpha= bias=off l1= l2=
  init(_ row: ReferenceRow, units: Int) throws {
    self.init(
      units: units, activation: try #require(Activation(rawValue: row.text("activation"))),
      alpha: try row.optional("alpha"), hasBias: row.fields["bias"] != "off",
      l1: try row.optional("l1"), l2: try row.optional("l2"))
  }
}

extension BatchNorm {
  /// A row with activation= and, where it is given, alpha=
  init(_ row: ReferenceRow) throws {
    self.init(
      activation: try #require(Activation(rawValue: row.text("activation"))),
      alpha: try row.optional("alpha"))
  }
}

extension ParameterID {
  /// W1, b1, gamma2 …
  init(name: String) throws {
    let symbol = name.prefix { !$0.isNumber }
    let layer = try #require(Int(name.dropFirst(symbol.count)), "\(name)")
    self.init(layer: layer, role: try #require(Role.allCases.first { $0.symbol == symbol }))
  }
}
