import Catalog
import Engine
import Experiment
import Language
import Reports

// Weights and biases: how they are drawn, set and held.

extension Command {
  static let initialize: Command = {
    let name = Slot.word("initializer", .first, Initializer.self, "how weights are drawn")
    let layer = Slot.integer("layer", .key, 1...10_000, "only this layer")
    return Command(
      "init", shelf: .network, summary: "draw the weights of the layers another way",
      parameters: [name.parameter, layer.parameter],
      details: [
        "The weights are drawn again; biases stay. Without layer= it holds for later layers too."
      ],
      examples: ["layer dense 4 relu; init he", "layer dense 4; init uniform range=0.5 layer=1"]
    ) { (call, interpreter) throws(Diagnostic) in
      let kind = try call.required(name)
      let initialization = Initialization(kind, options: call)
      try at(call.span(of: "layer")) { () throws(Diagnostic) in
        try interpreter.session.initialize(initialization, layer: call[layer])
      }
      let place = call[layer].map { "in layer \($0)" } ?? "in all layers"
      return .note("init: \(initialization.words) \(place)")
    }
  }()

  static let set: Command = {
    let reference = Slot.target(
      "parameter", .first, .parameters, "W1, b2, gamma3, or an entry: W2[1,2]")
    let value = Slot.numbers("value", .first, "a matrix, a list, or one number that fills")
    return Command(
      "set", shelf: .network, summary: "give a parameter its numbers",
      parameters: [reference.parameter, value.parameter],
      examples: [
        "input 2; layer dense 1; set W1 [[0.5, -0.2]]", "input 2; layer dense 1; set b1 0.1",
        "input 2; layer dense 1; set W1[1,2] 0.45",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let target = try call.required(reference)
      var model = try interpreter.session.currentModel()
      let id = try at(call.span(of: "parameter")) { () throws(Diagnostic) in
        try interpreter.session.parameterID(target.name, of: model)
      }
      let content = try call.required(value)
      try at(call.span(of: target.indices.isEmpty ? "value" : "parameter")) {
        () throws(Diagnostic) in
        try model.assign(content, to: id, target)
      }
      interpreter.session.model = model
      return .note("set \(target.name)")
    }
  }()

  static let freeze = hold(
    "freeze", summary: "keep parameters as they are while training",
    details: ["They still have gradients and count in the regulariser."]
  ) { $0.formUnion($1) }

  static let unfreeze = hold(
    "unfreeze", summary: "let frozen parameters learn again", details: []
  ) { $0.subtract($1) }

  private static func hold(
    _ verb: String, summary: String, details: [String],
    change: @escaping @Sendable (inout Set<ParameterID>, Set<ParameterID>) -> Void
  ) -> Command {
    let what = Slot.text("what", .repeated, "W1, b1, all weights W, all biases b, a layer, or all")
    return Command(
      verb, shelf: .network, summary: summary,
      parameters: [
        Parameter(
          "what", role: .positional, kind: .parameters, isRequired: true, isRepeated: true,
          summary: what.parameter.summary)
      ],
      details: details,
      examples: [
        "input 2; layer dense 4 relu; layer dense 1; \(verb) 1",
        "input 2; layer dense 1; \(verb) b",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let model = try interpreter.session.currentModel()
      for name in call.all(what) {
        let ids = try at(call.span(of: "what")) { () throws(Diagnostic) in
          try interpreter.session.parameters(named: name, of: model)
        }
        change(&interpreter.session.frozen, ids)
      }
      return .note("frozen: \(interpreter.session.frozenNames)")
    }
  }
}

extension Session {
  fileprivate mutating func initialize(_ initialization: Initialization, layer: Int?)
    throws(Diagnostic)
  {
    let count = network.layers.count
    if let layer, layer > count {
      throw Diagnostic(
        .argument, "there is no layer \(layer): the network has \(counted(count, "layer"))")
    }
    for index in network.layers.indices where layer == nil || layer == index + 1 {
      guard case .dense(var dense) = network.layers[index].kind else { continue }
      dense.initialization = initialization
      network.layers[index].kind = .dense(dense)
    }
    if layer == nil { self.initialization = initialization }
    guard model != nil else { return }
    var model = try currentModel()
    let redrawn = model.blueprint.parameters.map(\.id).filter {
      $0.role == .weights && (layer == nil || layer == $0.layer)
    }
    model.redraw(redrawn)
    self.model = model
  }

  /// The parameter with this name: `W1`, `b2`, `gamma3`, `beta3`.
  fileprivate func parameterID(_ name: String, of model: Model) throws(Diagnostic) -> ParameterID {
    guard let (quantity, layer) = Quantity.layered(name), quantity.isParameter,
      let role = quantity.role
    else {
      throw Diagnostic(
        .unknown, "'\(name)' is no parameter", suggestion: "parameters are W1, b1, gamma2, beta2 …")
    }
    let id = ParameterID(layer: layer, role: role)
    guard model.blueprint.slot(id) != nil else {
      let count = network.layers.count
      throw Diagnostic(
        .unknown,
        layer >= 1 && layer <= count
          ? "there is no \(name): layer \(layer) is \(network.layers[layer - 1].title)"
          : "there is no \(name): the network has \(counted(count, "layer"))")
    }
    return id
  }

  /// What `W1`, `W`, `b`, `2` and `all` name.
  fileprivate func parameters(named name: String, of model: Model) throws(Diagnostic)
    -> Set<ParameterID>
  {
    let all = model.blueprint.parameters.map(\.id)
    switch name {
    case "all": return Set(all)
    case "W": return Set(all.filter { $0.role == .weights })
    case "b": return Set(all.filter { $0.role == .bias })
    default: break
    }
    guard let layer = Int(name) else { return [try parameterID(name, of: model)] }
    guard layer >= 1, layer <= network.layers.count else {
      throw Diagnostic(
        .unknown,
        "there is no layer \(layer): the network has \(counted(network.layers.count, "layer"))")
    }
    return Set(all.filter { $0.layer == layer })
  }
}

extension Model {
  fileprivate mutating func assign(_ value: Value, to id: ParameterID, _ target: Reference)
    throws(Diagnostic)
  {
    let current = try Diagnostic.wrapping { try values(id) }
    guard target.indices.isEmpty else { return try assignEntry(value, to: id, target, current) }
    let matrix: Matrix
    switch value {
    case .number(let number):
      matrix = Matrix(rows: current.rows, columns: current.columns, repeating: number)
    default:
      guard let given = value.asMatrix, given.rows == current.rows,
        given.columns == current.columns
      else {
        throw Diagnostic(
          .shape, "\(target.name) is \(shape(current, id)), found \(value.kindDescription)")
      }
      matrix = given
    }
    try Diagnostic.wrapping { try set(id, to: matrix) }
  }

  private mutating func assignEntry(
    _ value: Value, to id: ParameterID, _ target: Reference, _ current: Matrix
  ) throws(Diagnostic) {
    guard case .number(let number) = value else {
      throw Diagnostic(.shape, "an entry is one number, found \(value.kindDescription)")
    }
    let indices = target.indices
    let row = indices[0] - 1
    let column = indices.count > 1 ? indices[1] - 1 : 0
    let wanted = id.role == .weights ? 2 : 1
    guard indices.count == wanted else {
      throw Diagnostic(
        .shape,
        "\(target.name) is \(shape(current, id)) and takes \(wanted) indices, "
          + "found \(indices.count)")
    }
    guard (0..<current.rows).contains(row), (0..<current.columns).contains(column) else {
      throw Diagnostic(
        .shape,
        "\(target.name)[\(indices.map(String.init).joined(separator: ","))] is out of "
          + "range: \(target.name) is \(shape(current, id))")
    }
    try Diagnostic.wrapping { try set(id, row: row, column: column, to: number) }
  }

  private func shape(_ matrix: Matrix, _ id: ParameterID) -> String {
    id.role == .weights
      ? "a \(matrix.rows)×\(matrix.columns) matrix" : "a list of \(matrix.rows)"
  }
}
