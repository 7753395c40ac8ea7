import Catalog
import Engine

/// What is measured of a network: one case with its summary, formula, ends and value.
package enum Metric: String, CaseIterable, Vocabulary {
  case accuracy
  case balancedAccuracy = "balanced_accuracy"
  case f1
  case rocAUC = "roc_auc"
  case logLoss = "log_loss"
  case brier
  case mse, rmse, mae, r2

  package static let noun = "score"

  package var summary: String {
    switch self {
    case .accuracy: "share of rows that get their class"
    case .balancedAccuracy: "mean over the classes of the share of their rows that get it"
    case .f1: "mean over the classes of the harmonic mean of precision and recall"
    case .rocAUC: "probability that a row of a class is ranked above one of the rest"
    case .logLoss: "mean of −log of the probability given to the class of the row"
    case .brier: "mean squared distance of the probabilities from what came"
    case .mse: "mean squared error"
    case .rmse: "root of the mean squared error"
    case .mae: "mean absolute error"
    case .r2: "share of the targets' variance that is accounted for"
    }
  }

  package var formula: String? {
    switch self {
    case .accuracy: "hits / n"
    case .balancedAccuracy: "1/K sum recall"
    case .f1: "1/K sum 2 TP / (2 TP + FP + FN)"
    case .rocAUC: "P(s+ > s-) + P(s+ = s-)/2, the mean over one class against the rest"
    case .logLoss: "-1/n sum log p"
    case .brier: "1/n sum (p - y)^2"
    case .mse: "1/n sum (y - yhat)^2"
    case .rmse: "sqrt(mse)"
    case .mae: "1/n sum |y - yhat|"
    case .r2: "1 - sum (y - yhat)^2 / sum (y - mean y)^2"
    }
  }

  package static let ofClasses: [Metric] = [
    .accuracy, .balancedAccuracy, .f1, .rocAUC, .logLoss, .brier,
  ]
  package static let ofNumbers: [Metric] = [.mse, .rmse, .mae, .r2]

  /// The least and the largest value that it can have.
  private var ends: ClosedRange<Double> {
    switch self {
    case .accuracy, .balancedAccuracy, .f1, .rocAUC: 0...1
    case .brier: 0...2
    case .logLoss, .mse, .rmse, .mae: 0...Double.infinity
    case .r2: -Double.infinity...1
    }
  }

  /// The value with its 95 % interval: Wilson's for the accuracy, ± 1.96 standard errors for all
  /// others. Nil where it is not defined for these answers.
  package func measure(_ answers: Answers) -> Measurement? {
    let estimate: Estimate?
    switch (self, answers) {
    case (.accuracy, .classes(let given, _)):
      return Measurement(
        value: given.accuracy, interval: wilsonInterval(hits: given.hits, of: given.rows))
    case (.balancedAccuracy, .classes(let given, _)): estimate = given.balancedAccuracy
    case (.f1, .classes(let given, _)): estimate = given.macroF1
    case (.rocAUC, .classes(_, let said)): estimate = said.rocAUC
    case (.logLoss, .classes(_, let said)): estimate = said.areProbabilities ? said.logLoss : nil
    case (.brier, .classes(_, let said)): estimate = said.areProbabilities ? said.brierScore : nil
    case (.mse, .numbers(let given)): estimate = given.mse
    case (.rmse, .numbers(let given)): estimate = given.rmse
    case (.mae, .numbers(let given)): estimate = given.mae
    case (.r2, .numbers(let given)): estimate = given.r2
    case (.accuracy, _), (.balancedAccuracy, _), (.f1, _), (.rocAUC, _), (.logLoss, _),
      (.brier, _), (.mse, _), (.rmse, _), (.mae, _), (.r2, _):
      estimate = nil
    }
    return estimate.map { Measurement(value: $0.value, interval: $0.interval(within: ends)) }
  }
}

/// A score and where it lies with 95 % confidence.
package struct Measurement: Equatable, Sendable {
  package let value: Double
  package let interval: ClosedRange<Double>
}

/// What somebody said about rows, beside what is true of them.
package enum Answers: Equatable, Sendable {
  case classes(Classified, ClassProbabilities)
  case numbers(Regressed)
}

extension Answers {
  /// The class of each row as outputs `[rows × outputs]` say it: that of the largest probability.
  package init(truth: [Int], outputs: Matrix, classes: Int) {
    let said =
      outputs.columns == 1 && classes == 2
      ? ClassProbabilities(truth: truth, second: outputs.elements)
      : ClassProbabilities(truth: truth, values: outputs)
    let predicted = ClassProbabilities.winners(outputs, classes: classes)
    self = .classes(Classified(truth: truth, predicted: predicted, classes: classes), said)
  }
}
