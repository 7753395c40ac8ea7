/// A weight for each label, from the rows that are learned from: n / (K · n_k) for a class with n_k
/// of the n rows, K the classes that occur among them (scikit-learn's `class_weight="balanced"`).
/// They are 1 in the mean over the rows; a class without rows has the weight 0.
package func balancedWeights<Labels: RandomAccessCollection>(
  labels: Labels, classes: Int, rows: some Collection<Int>
) -> [Double] where Labels.Element == Int, Labels.Index == Int {
  var counts = [Int](repeating: 0, count: classes)
  for row in rows { counts[labels[row]] += 1 }
  let present = counts.count { $0 > 0 }
  let weights = counts.map { $0 == 0 ? 0 : Double(rows.count) / Double(present * $0) }
  return labels.map { weights[$0] }
}
