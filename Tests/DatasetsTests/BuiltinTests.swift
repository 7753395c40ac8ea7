import Datasets
import Engine
import Testing

/// What the literature and scikit-learn's descriptions say of the data sets.
@Suite struct BuiltinTests {
  @Test(arguments: [
    (BuiltinDataset.iris, 150, 4, ["setosa": 50, "versicolor": 50, "virginica": 50]),
    (.wine, 178, 13, ["class_0": 59, "class_1": 71, "class_2": 48]),
    (.breastCancer, 569, 30, ["malignant": 212, "benign": 357]),
    (
      .digits, 1797, 64,
      [
        "0": 178, "1": 182, "2": 177, "3": 183, "4": 181, "5": 182, "6": 181, "7": 179, "8": 174,
        "9": 180,
      ]
    ),
  ])
  func classesAreAsManyAsKnown(set: BuiltinDataset, rows: Int, inputs: Int, counts: [String: Int])
    throws
  {
    let data = try set.load()
    #expect(data.name == set.rawValue)
    #expect(data.samples == rows)
    #expect(data.inputs.columns == inputs)
    #expect(Set(data.inputNames).count == inputs)
    let names = try #require(labels(data))
    #expect(Dictionary(grouping: names, by: { $0 }).mapValues(\.count) == counts)
  }

  @Test func irisHasFishersMeans() throws {
    let inputs = try BuiltinDataset.iris.load().inputs
    for (column, mean, low, high) in [
      (0, 5.8433, 4.3, 7.9), (1, 3.0573, 2.0, 4.4), (2, 3.758, 1.0, 6.9), (3, 1.1993, 0.1, 2.5),
    ] {
      expect(inputs.column(column), mean: mean, within: 5e-5, low: low, high: high)
    }
    #expect(inputs.row(0) == [5.1, 3.5, 1.4, 0.2])
    #expect(inputs.row(34) == [4.9, 3.1, 1.5, 0.2])
    #expect(inputs.row(37) == [4.9, 3.6, 1.4, 0.1])
  }

  @Test func wineAndCancerHaveTheirKnownRanges() throws {
    let wine = try BuiltinDataset.wine.load()
    expect(wine.inputs.column(0), mean: 13.0, within: 0.05, low: 11.03, high: 14.83)
    expect(wine.inputs.column(12), mean: 746, within: 1, low: 278, high: 1680)
    let cancer = try BuiltinDataset.breastCancer.load()
    expect(cancer.inputs.column(0), mean: 14.127, within: 1e-3, low: 6.981, high: 28.11)
    expect(cancer.inputs.column(29), mean: 0.0839, within: 1e-4, low: 0.05504, high: 0.2075)
    #expect(cancer.inputNames[7] == "mean_concave_points")
  }

  @Test func digitsAreEightByEightFromZeroToSixteen() throws {
    let digits = try BuiltinDataset.digits.load().inputs
    #expect(digits.elements.min() == 0)
    #expect(digits.elements.max() == 16)
    #expect(digits.elements.allSatisfy { $0 == $0.rounded() })
    #expect(digits.row(0)[0..<8] == [0, 0, 5, 13, 9, 1, 0, 0])
  }

  @Test func diabetesIsRegressionOfRawValues() throws {
    let data = try BuiltinDataset.diabetes.load()
    #expect(data.samples == 442)
    #expect(data.inputNames == ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"])
    let progression = try #require(values(data))
    expect(progression, mean: 152.133, within: 1e-3, low: 25, high: 346)
    expect(data.inputs.column(0), mean: 48.518, within: 1e-3, low: 19, high: 79)
    expect(data.inputs.column(2), mean: 26.376, within: 1e-3, low: 18, high: 42.2)
  }

  private func expect(
    _ column: [Double], mean: Double, within tolerance: Double, low: Double, high: Double
  ) {
    let found = column.reduce(0, +) / Double(column.count)
    #expect(abs(found - mean) <= tolerance)
    #expect(column.min() == low)
    #expect(column.max() == high)
  }
}
