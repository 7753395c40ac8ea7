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

  /// Says so where rows sorted by target are about to be taken in their order.
  func warnOfOrder(batch: Int?) {
    let checkup = try? Checkup(session, batch: batch, shuffles: false)
    for finding in checkup?.sorted ?? [] {
      show(.note("warning \(finding.code): \(finding.place) \(finding.text)"))
    }
  }
}
