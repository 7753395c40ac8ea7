/// Rows with the class that each has and the class that it was given: the scores that need no
/// probabilities. Classes count from 0; all values are those of scikit-learn, which counts a class
/// that no row has and none was given not at all, and takes 0/0 for 0.
package struct Classified: Equatable, Sendable {
  package let truth: [Int]
  package let predicted: [Int]
  /// [classes][classes]: rows of a true class (first) that were given a class (second).
  package let counts: [[Int]]
  /// Rows of each class, and rows that were given it.
  package let support: [Int]
  package let given: [Int]

  /// There is at least one row, and every class lies in 0..<classes.
  package init(truth: [Int], predicted: [Int], classes: Int) {
    self.truth = truth
    self.predicted = predicted
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    for (true_, found) in zip(truth, predicted) { counts[true_][found] += 1 }
    self.counts = counts
    support = counts.map { $0.reduce(0, +) }
    given = (0..<classes).map { found in counts.reduce(0) { $0 + $1[found] } }
  }

  package var classes: Int { counts.count }
  package var rows: Int { truth.count }
  package var hits: Int { (0..<classes).reduce(0) { $0 + counts[$1][$1] } }

  /// The share of rows that were given their class (`accuracy_score`).
  package var accuracy: Double { Double(hits) / Double(rows) }

  /// The mean recall of the classes that some row has (`balanced_accuracy_score`).
  package var balancedAccuracy: Estimate {
    let present = support.indices.filter { support[$0] > 0 }
    let count = Double(present.count)
    let value = present.reduce(0) { $0 + recall($1) } / count
    let sensitivities = zip(truth, predicted).map { true_, found in
      ((true_ == found ? 1 : 0) - recall(true_)) / (Double(support[true_]) * count)
    }
    return Estimate(value, sensitivities: sensitivities)
  }

  // MARK: One class

  /// Of the rows that were given a class, the share that has it: TP / (TP + FP).
  package func precision(_ class_: Int) -> Double { share(counts[class_][class_], given[class_]) }

  /// Of the rows that have a class, the share that was given it: TP / (TP + FN).
  package func recall(_ class_: Int) -> Double { share(counts[class_][class_], support[class_]) }

  /// 2 TP / (2 TP + FP + FN), the harmonic mean of precision and recall.
  package func f1(_ class_: Int) -> Double {
    share(2 * counts[class_][class_], support[class_] + given[class_])
  }

  private func share(_ part: Int, _ whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }

  // MARK: All classes

  /// The ways of `average=` in scikit-learn.
  package enum Average: String, CaseIterable, Sendable {
    /// The mean over the classes.
    case macro
    /// Over the rows of all classes together; where each row is given one class, the accuracy.
    case micro
    /// The mean over the classes, each as often as it has rows.
    case weighted
  }

  package func average(_ average: Average, of score: (Int) -> Double) -> Double {
    switch average {
    case .macro: occurring.reduce(0) { $0 + score($1) } / Double(occurring.count)
    case .micro: accuracy
    case .weighted:
      occurring.reduce(0) { $0 + Double(support[$1]) * score($1) } / Double(rows)
    }
  }

  /// The mean F1 over the classes (`f1_score(average="macro")`).
  package var macroF1: Estimate {
    let count = Double(occurring.count)
    let scores = (0..<classes).map(f1)
    let sizes = (0..<classes).map { Double(support[$0] + given[$0]) * count }
    // dF = (2 dTP − F (d support + d given)) / (support + given)
    let sensitivities = zip(truth, predicted).map { (true_, found) -> Double in
      if true_ == found { return (2 - 2 * scores[true_]) / sizes[true_] }
      return -scores[true_] / sizes[true_] - scores[found] / sizes[found]
    }
    return Estimate(average(.macro, of: f1), sensitivities: sensitivities)
  }

  /// The classes that a row has or was given.
  private var occurring: [Int] { support.indices.filter { support[$0] + given[$0] > 0 } }
}
