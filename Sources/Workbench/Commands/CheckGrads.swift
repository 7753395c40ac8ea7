import Engine
import Experiment
import Language
import Reports

extension Command {
  static let checkGrads = Command(
    "check grads", shelf: .looking, summary: "hold the gradients against central differences",
    details: [
      "In double precision, for each parameter ‖a − n‖ / (‖a‖ + ‖n‖) of the analytic and the "
        + "numeric gradient, away from kinks, dropout masks held. Above 1e-6 it fails.",
      "A gradient that is 0 up to the rounding of the difference quotient (some 1e-11 of the loss) is "
        + "ok and has no error: of two such numbers it would say nothing.",
    ],
    examples: ["data xor; layer dense 4 tanh; layer dense 1 sigmoid; check grads"]
  ) { (call, interpreter) throws(Diagnostic) in
    let session = interpreter.session
    let model = try session.modelToTrain()
    let samples = try session.samples(.train, for: model)
    let loss = session.lossInForce
    if session.bug != nil { try session.checkTeaching() }
    var backward: ((Model, Pass) throws(EngineError) -> Pass)?
    if session.bug != nil {
      backward = { (model, pass) throws(EngineError) in try session.brokenBackward(model, pass) }
    }
    let checks = try Diagnostic.wrapping {
      try GradientCheck.run(model, samples, loss: loss, backward: backward) {
        !interpreter.environment.isInterrupted()
      }
    }
    let rows: [[Value?]] = checks.map { check in
      [
        .text("d\(check.id.role.symbol)\(check.id.layer)"), check.error.map { .number($0) },
        .number(Double(check.checked)), .number(Double(check.skipped)),
        .text(check.verdict),
      ]
    }
    if let wrong = checks.first(where: { !$0.isRight }) {
      throw wrong.failure(session)
    }
    return Answer(
      .table(Table(columns: ["gradient", "error", "entries", "at kinks", "verdict"], rows: rows)))
  }
}

extension GradientCheck {
  fileprivate var verdict: String {
    if checked == 0 { return "not compared" }
    if !isRight { return "differs" }
    return error == nil ? "ok, 0 up to rounding" : "ok"
  }

  /// Layer and entry where the two differ most, with both numbers.
  fileprivate func failure(_ session: Session) -> Diagnostic {
    let index = id.role == .weights ? "\(row + 1),\(column + 1)" : "\(row + 1)"
    return Diagnostic(
      .assertion,
      "d\(id.name) of layer \(id.layer) (\(session.network.layers[id.layer - 1].shortTitle)) differs "
        + "from central differences by \(format(error ?? 0, digits: 3)), most in entry [\(index)]: "
        + "\(format(analytic, digits: 6)) analytic, \(format(numeric, digits: 6)) numeric",
      suggestion: "explain d\(id.name)[\(index)]")
  }
}
