import Catalog
import Datasets
import Engine
import Language

/// The fractions that `split` sets aside.
package struct SplitSetting: Equatable, Sendable {
  var test: Double
  var validation: Double
  var isStratified: Bool
  /// nil: the session's seed.
  var seed: UInt64?

  package init(test: Double, validation: Double, isStratified: Bool, seed: UInt64? = nil) {
    self.test = test
    self.validation = validation
    self.isStratified = isStratified
    self.seed = seed
  }
}

/// What `scale` asks for.
package struct ScaleSetting: Equatable, Sendable {
  package var method: ScaleMethod
  /// Whether targets that are numbers are scaled, too.
  package var takesTargets: Bool

  package init(_ method: ScaleMethod = .none, takesTargets: Bool = false) {
    self.method = method
    self.takesTargets = takesTargets
  }

  /// As it is written behind `scale`.
  package var title: String { method.rawValue + (takesTargets ? " targets=on" : "") }
}

/// Which rows of the data a score or a pass is over.
package enum Partition: String, CaseIterable, Sendable {
  case train, val, test
}

/// The loaded data with what the session derives from it: targets as numbers, rows, scaling.
package struct SessionData: Equatable, Sendable {
  package let dataset: Dataset
  /// Targets `[samples, outputs]`, classes one-hot.
  package let targets: Matrix
  /// Targets as one 0/1 column, where there are two classes.
  package let binaryTargets: Matrix?
  /// How many classes there are, where the targets are classes or are written as such: 0 and 1, or
  /// one 1 in a row of zeros.
  package let classCount: Int?
  package var rows: Split
  /// Fitted on the training rows.
  /// What the engine does to each input; nil where nothing is to be done.
  private(set) var inputScaling: Scaling?
  /// The same for targets that are numbers; nil where they stay as they are.
  private(set) var targetScaling: Scaling?
  private var scaledTargets: Matrix?

  package init(_ dataset: Dataset, split: SplitSetting?, scaling: ScaleSetting, seed: UInt64)
    throws(Diagnostic)
  {
    self.dataset = dataset
    switch dataset.target {
    case .classes(let labels, let names):
      targets = labels.oneHot(classes: names.count)
      binaryTargets = names.count == 2 ? labels.column : nil
      classCount = names.count
    case .values(let matrix, _):
      targets = matrix
      binaryTargets = nil
      classCount = matrix.areClasses ? max(2, matrix.columns) : nil
    case .none:
      targets = Matrix(rows: dataset.samples, columns: 0)
      binaryTargets = nil
      classCount = nil
    }
    rows = try SessionData.draw(split, over: dataset, seed: seed)
    scale(scaling)
  }

  /// Draws the split again and fits the scaling again.
  package mutating func refresh(split: SplitSetting?, scaling: ScaleSetting, seed: UInt64)
    throws(Diagnostic)
  {
    use(try SessionData.draw(split, over: dataset, seed: seed), scaling: scaling)
  }

  /// Takes these rows instead, with the scaling fitted to those for training.
  package mutating func use(_ rows: Split, scaling: ScaleSetting) {
    self.rows = rows
    scale(scaling)
  }

  /// Fits the scaling to the training rows.
  private mutating func scale(_ setting: ScaleSetting) {
    inputScaling = setting.method.fitted(to: dataset.inputs, rows: rows.train)
    (targetScaling, scaledTargets) = (nil, nil)
    guard setting.takesTargets, setting.method != .none, case .values = dataset.target else {
      return
    }
    let fitted = setting.method.fitted(to: targets, rows: rows.train)
    (targetScaling, scaledTargets) = (fitted, fitted?.applied(to: targets))
  }

  /// The targets as a network with this scaling learns them.
  func targets(scaledBy scaling: Scaling) -> Matrix {
    if scaling == targetScaling, let scaledTargets { return scaledTargets }
    return scaling.applied(to: targets)
  }

  package var classNames: [String]? {
    if case .classes(_, let names) = dataset.target { return names }
    return nil
  }

  package var hasTarget: Bool { dataset.target != .none }

  package func rows(_ partition: Partition) -> Rows {
    switch partition {
    case .train: rows.train
    case .val: rows.validation
    case .test: rows.test
    }
  }

  /// Of data that has test rows of its own the others are drawn from; where test rows are drawn, too,
  /// its own are in no part.
  private static func draw(_ setting: SplitSetting?, over dataset: Dataset, seed: UInt64)
    throws(Diagnostic) -> Split
  {
    let own = dataset.tests > 0 ? Split(rows: dataset.samples, tests: dataset.tests) : nil
    guard let setting else { return own ?? Split(allOf: dataset.samples) }
    var labels: Labels?
    if setting.isStratified {
      guard case .classes(let found, _) = dataset.target else {
        throw Diagnostic(.data, "stratify=on needs classes, but the target is numbers")
      }
      labels = own.map { Labels($0.train.map { found[$0] }) } ?? found
    }
    let drawn = try Diagnostic.wrapping {
      try Split(
        rows: own?.train.count ?? dataset.samples, test: setting.test,
        validation: setting.validation, stratifiedBy: labels, seed: setting.seed ?? seed)
    }
    guard let own, setting.test == 0 else { return drawn }
    return Split(train: drawn.train, validation: drawn.validation, test: own.test)
  }
}

extension SessionData {
  /// "112 training, 38 test rows".
  package var splitNote: String {
    let parts = [
      "\(rows.train.count) training",
      rows.validation.isEmpty ? nil : "\(rows.validation.count) validation",
      rows.test.isEmpty ? nil : "\(rows.test.count) test",
    ]
    let left = dataset.samples - rows.train.count - rows.validation.count - rows.test.count
    return parts.compactMap { $0 }.joined(separator: ", ") + " rows"
      + (left > 0 ? "; left out: \(counted(left, "test row")) of the file" : "")
  }
}
