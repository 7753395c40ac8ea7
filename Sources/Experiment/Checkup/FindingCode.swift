import Catalog
import Language
import Reports

/// What `check` can find before training. One case is one check: its word, its meaning and its
/// search.
package enum FindingCode: String, Vocabulary {
  case incomplete = "NN001"
  case unscaled = "NN002"
  case constant = "NN003"
  case range = "NN004"
  case pairing = "NN005"
  case linear = "NN006"
  case symmetric = "NN007"
  case sorted = "NN008"
  case imbalance = "NN009"
  case parameters = "NN010"
  case rate = "NN011"
  case start = "NN012"
  case identifier = "NN013"
  case leak = "NN014"
  case largeTargets = "NN015"
  case frozen = "NN016"

  package static let noun = "finding"

  package var summary: String {
    switch self {
    case .incomplete: "data, layers, or sizes that fit are missing"
    case .unscaled: "inputs of large or very different size"
    case .constant: "inputs that are the same in every row"
    case .range: "targets that the last layer cannot reach"
    case .pairing: "a loss and a last layer that do not go together"
    case .linear: "a network without a bend, on data that needs one"
    case .symmetric: "units that begin alike and stay alike"
    case .sorted: "rows sorted by target, taken in their order"
    case .imbalance: "one class that outweighs the others"
    case .parameters: "far more parameters than samples"
    case .rate: "a learning rate that is unusual for the optimizer"
    case .start: "a loss at the start far from the expected"
    case .identifier: "an input that numbers or names the rows"
    case .leak: "an input that gives the target away"
    case .largeTargets: "targets of large size"
    case .frozen: "a network in which all is frozen"
    }
  }

  /// All that this check finds.
  func findings(in checkup: Checkup) throws(Diagnostic) -> [Finding] {
    switch self {
    case .incomplete: []
    case .unscaled: checkup.unscaled
    case .constant: checkup.constant
    case .range: checkup.range
    case .pairing: checkup.pairing
    case .linear: try checkup.linear()
    case .symmetric: try checkup.symmetric()
    case .sorted: checkup.sorted
    case .imbalance: checkup.imbalance
    case .parameters: checkup.parameters
    case .rate: checkup.rate
    case .start: try checkup.start()
    case .identifier: checkup.columns(.identifier, as: self)
    case .leak: checkup.columns(.leak, as: self)
    case .largeTargets: checkup.largeTargets
    case .frozen: Checkup.frozen(session: checkup.session, checkup.model)
    }
  }

  func finding(_ place: String, _ text: String, mend: String? = nil) -> Finding {
    Finding(code: rawValue, place: place, text: text, mend: mend)
  }
}
