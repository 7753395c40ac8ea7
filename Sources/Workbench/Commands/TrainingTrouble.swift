import Engine
import Experiment
import Language
import Reports

extension Interpreter {
  /// The error of a training that failed, with what was found, which `why nan` can show.
  func failure(_ error: EngineError, autopsy: Autopsy?) -> Diagnostic {
    guard let autopsy else { return Diagnostic.of(error) }
    self.autopsy = autopsy
    return autopsy.diagnostic
  }

  /// Says so where all is frozen, and where rows sorted by target are about to be taken in their
  /// order.
  func warn(before run: TrainingRun, of model: Model) {
    var findings = Checkup.frozen(session: session, model)
    if !run.shuffles {
      let checkup = try? Checkup(session, batch: run.batch, shuffles: false)
      findings += checkup?.sorted ?? []
    }
    for finding in findings {
      show(.note("warning \(finding.code): \(finding.place): \(finding.text)"))
    }
  }
}
