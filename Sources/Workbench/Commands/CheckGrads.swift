import Engine
import Language
import Reports

extension Command {
  static let checkGrads = Command(
    "check grads", shelf: .looking, summary: "hold the gradients against central differences",
    details: [
      "In double precision, for each parameter ‖a − n‖ / (‖a‖ + ‖n‖) of the analytic and the "
        + "numeric gradient, away from kinks, dropout masks held. Above 1e-6 it fails."
    ],
    examples: ["data xor; layer dense 4 tanh; layer dense 1 sigmoid; check grads"]
  ) { (call, interpreter) throws(Diagnostic) in
    let session = interpreter.session
    let model = try session.modelToTrain()
    let samples = try session.samples(.train, for: model)
    let loss = session.lossInForce
    let checks = try Diagnostic.wrapping {
      try GradientCheck.run(model, samples, loss: loss) { !interpreter.environment.isInterrupted() }
    }
    let rows: [[Value?]] = checks.map { check in
      [
        .text("d\(check.id.role.symbol)\(check.id.layer)"), .number(check.error),
        .number(Double(check.checked)), .number(Double(check.skipped)),
        .text(check.error <= 1e-6 ? "ok" : "differs"),
      ]
    }
    if let wrong = checks.first(where: { !($0.error <= 1e-6) }) {
      throw Diagnostic(
        .assertion,
        "d\(wrong.id.role.symbol)\(wrong.id.layer) differs from central differences by "
          + "\(format(wrong.error, digits: 3)), most in entry "
          + "[\(wrong.row + 1),\(wrong.column + 1)]")
    }
    return Answer(
      .table(Table(columns: ["gradient", "error", "entries", "at kinks", "verdict"], rows: rows)))
  }
}
