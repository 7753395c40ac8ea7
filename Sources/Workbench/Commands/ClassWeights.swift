import Engine
import Experiment
import Language
import Scores

extension Slot where Content == String {
  static let weights = Slot.choice(
    "weights", .key, ["balanced"], "make each class count alike, however rare it is")
}

extension Session {
  /// Training rows with the weights that a call asks for.
  func samplesToTrain(_ model: Model, weights: String?, at span: SourceSpan?)
    throws(Diagnostic) -> Samples
  {
    var samples = try samples(.train, for: model)
    guard weights != nil else { return samples }
    guard let classes = try loadedData().classes else {
      throw Diagnostic(
        .value, "weights=balanced needs classes, but the targets are numbers", at: span)
    }
    try Diagnostic.wrapping { try Memory.check(bytes: 8 * Double(classes.labels.count)) }
    samples.weights = balancedWeights(
      labels: classes.labels, classes: classes.names.count,
      rows: samples.allRows)
    return samples
  }
}
