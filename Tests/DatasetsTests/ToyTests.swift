import Datasets
import Engine
import Testing

@Suite struct ToyTests {
  @Test(arguments: [
    (ToyDataset.xor, [0, 1, 1, 0]), (.and, [0, 0, 0, 1]), (.or, [0, 1, 1, 1]),
    (.nand, [1, 1, 1, 0]),
  ])
  func gatesHaveTheirFourRows(gate: ToyDataset, outputs: [Int]) throws {
    let data = try gate.make(seed: 0)
    #expect(data.inputs == Matrix(rows: 4, columns: 2, elements: [0, 0, 0, 1, 1, 0, 1, 1]))
    #expect(data.target == .classes(labels: Labels(outputs), names: ["0", "1"]))
    #expect(data.inputNames == ["x1", "x2"])
    let more = try gate.make(count: 10, seed: 0)
    #expect(
      more.target == .classes(labels: Labels((0..<10).map { outputs[$0 % 4] }), names: ["0", "1"]))
    #expect(more.inputs.row(0) != more.inputs.row(4))
    let exact = try gate.make(count: 8, noise: 0, seed: 0)
    #expect(exact.inputs.row(6) == [1, 0])
  }

  @Test(arguments: ToyDataset.allCases)
  func theSeedDecides(set: ToyDataset) throws {
    let first = try set.make(count: 50, noise: 0.1, seed: 1)
    #expect(try set.make(count: 50, noise: 0.1, seed: 1) == first)
    #expect(try set.make(count: 50, noise: 0.1, seed: 2) != first)
    #expect(try set.make(seed: 1).samples == set.defaultCount)
  }

  @Test(arguments: [ToyDataset.moons, .circles, .spiral, .blobs], [50, 51, 52])
  func classesAreEquallyMany(set: ToyDataset, count: Int) throws {
    let data = try set.make(count: count, seed: 4)
    let names = try #require(labels(data))
    let sizes = Dictionary(grouping: names, by: { $0 }).values.map(\.count)
    #expect(sizes.count == (set == .blobs ? 3 : 2))
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    #expect(names != names.sorted())
  }

  @Test func pointsLieOnTheirShapes() throws {
    for (set, distance) in [
      (ToyDataset.moons, moonDistance), (.circles, circleDistance),
    ] as [(ToyDataset, (Int, Double, Double) -> Double)] {
      let data = try set.make(count: 41, noise: 0, seed: 9)
      guard case .classes(let labels, _) = data.target else { continue }
      for row in 0..<41 {
        #expect(abs(distance(labels[row], data.inputs[row, 0], data.inputs[row, 1])) < 1e-12)
      }
    }
  }

  private func moonDistance(_ label: Int, _ x: Double, _ y: Double) -> Double {
    let (dx, dy) = label == 0 ? (x, y) : (1 - x, 0.5 - y)
    return (dx * dx + dy * dy).squareRoot() - 1 + min(0, dy + 1e-12)
  }

  private func circleDistance(_ label: Int, _ x: Double, _ y: Double) -> Double {
    (x * x + y * y).squareRoot() - (label == 0 ? 1 : 0.5)
  }

  @Test func curvesAndTheirNoise() throws {
    let line = try ToyDataset.linear.make(count: 5, noise: 0, seed: 0)
    #expect(line.inputs.elements == [-1, -0.5, 0, 0.5, 1])
    #expect(values(line) == [-1, 0, 1, 2, 3])
    let noisy = try ToyDataset.linear.make(count: 20_000, noise: 0.5, seed: 3)
    let outputs = try #require(values(noisy))
    let rest = zip(outputs, noisy.inputs.elements).map { $0 - 2 * $1 - 1 }
    let mean = rest.reduce(0, +) / 20_000
    let deviation = (rest.reduce(0) { $0 + $1 * $1 } / 20_000).squareRoot()
    // Five standard errors: 0.5 / √20000, and that over √2.
    #expect(abs(mean) < 0.018)
    #expect(abs(deviation - 0.5) < 0.0125)
    let wave = try ToyDataset.sine.make(count: 3, noise: 0, seed: 0)
    #expect(wave.inputs.elements == [-Double.pi, 0, Double.pi])
  }

  @Test(arguments: ToyDataset.allCases)
  func countsAndNoiseOutOfRangeAreErrors(set: ToyDataset) {
    for count in [Int.min, -1, 0, 1, 1_000_001, Int.max] {
      #expect(throws: DataError.self) { try set.make(count: count, seed: 0) }
    }
    for noise in [-0.1, .nan, .infinity, 1e300] {
      #expect(throws: DataError.self) { try set.make(count: 10, noise: noise, seed: 0) }
    }
  }
}
