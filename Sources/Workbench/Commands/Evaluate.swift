import Engine
import Experiment
import Language
import Reports
import Scores

extension Command {
  static let evaluate: Command = {
    let what = Slot.choice(
      "rows", .repeated, Partition.allCases.map(\.rawValue) + ["all"],
      "which rows, test where there are any, else train; all for every score")
    return Command(
      "evaluate", shelf: .training, summary: "say how good the network is",
      parameters: [what.parameter],
      details: [
        "Beside the network: the baseline, which always says the majority class or the mean of the "
          + "training rows, and a linear model (softmax regression with scikit-learn's C = 1 on "
          + "standardised inputs, or least squares) fitted to the same training rows.",
        "The 95 % interval is Wilson's for the accuracy, else 1.96 standard errors by the "
          + "infinitesimal jackknife, which for roc_auc is DeLong's.",
        "'evaluate all' adds log_loss, brier, the scores of each class and the calibration.",
      ] + Metric.allCases.map { "\($0.rawValue): \($0.formula ?? "")" },
      examples: [
        "data iris; split 0.25; layer dense 3 softmax; train 5; evaluate",
        "data xor; layer dense 1 sigmoid; evaluate train",
        "data wine; scale standard; layer dense 3 softmax; train 5; evaluate all",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let words = call.all(what)
      let named = words.compactMap(Partition.init(rawValue:))
      let session = interpreter.session
      var reports: [Report] = []
      for partition in named.isEmpty ? [session.judgedPartition] : named {
        reports.append(try session.judgement(partition).report(all: words.contains("all")))
      }
      return Answer(reports.count == 1 ? reports[0] : .group(reports))
    }
  }()

  static let confusion: Command = {
    let partition = Slot.choice(
      "rows", .optional, Partition.allCases.map(\.rawValue),
      "which rows; test where there are any, else train")
    return Command(
      "confusion", shelf: .training, summary: "count which classes are taken for which",
      parameters: [partition.parameter],
      details: ["Rows are the true classes, columns the predicted ones."],
      examples: ["data iris; split 0.25; layer dense 3 softmax; train 5; confusion"]
    ) { (call, interpreter) throws(Diagnostic) in
      let session = interpreter.session
      let rows = call[partition].flatMap(Partition.init(rawValue:)) ?? session.judgedPartition
      let (given, names) = try session.confusion(rows)
      return Answer(
        .table(
          Table(
            columns: ["true \\ predicted"] + names,
            rows: names.indices.map { class_ in
              [.text(names[class_])] + given.counts[class_].map { .number(Double($0)) }
            })))
    }
  }()
}

extension Session {
  /// The rows that are judged where the user names none.
  var judgedPartition: Partition { data?.rows.test.isEmpty == false ? .test : .train }
}
