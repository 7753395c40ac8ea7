import Engine
import Testing

@Suite("Initialisers agree with the reference")
struct ReferenceInitializerTests {
  @Test(arguments: Initializer.allCases)
  func spread(_ initializer: Initializer) throws {
    let rows = try ReferenceTable("initializers").rows("initializer", initializer.rawValue)
    try #require(!rows.isEmpty)
    for row in rows {
      let weights = try weights(row, Initialization(initializer))
      if let bound = try row.optional("bound") {
        expectUniform(weights, within: bound, row)
      } else {
        expectNormal(weights, deviation: try row.number("std"), row)
      }
    }
  }

  /// An initialiser draws as `uniform` or `normal` with the bound or deviation of the table would.
  @Test(arguments: Initializer.allCases)
  func scale(_ initializer: Initializer) throws {
    for row in try ReferenceTable("initializers").rows("initializer", initializer.rawValue) {
      let plain =
        if let bound = try row.optional("bound") {
          Initialization(.uniform, scale: bound)
        } else {
          Initialization(.normal, scale: try row.number("std"))
        }
      expectClose(
        try weights(row, Initialization(initializer)), try weights(row, plain),
        relative: 1e-14, absolute: 0, "\(row)")
    }
  }

  private func weights(_ row: ReferenceRow, _ initialization: Initialization) throws -> [Double] {
    let layer = Dense(units: try row.integer("units"), initialization: initialization)
    let blueprint = try Blueprint(
      network: Network(layers: [Layer(id: 1, kind: .dense(layer))]),
      inputs: try row.integer("inputs"), seed: 7, precision: .float64)
    return try Model(blueprint).values(ParameterID(layer: 1, role: .weights)).elements
  }

  /// Of n uniform numbers the extremes come nearer to the bounds than 20/n of their distance, but
  /// for a chance of e^-10; every tenth of the interval holds its share within five deviations.
  private func expectUniform(_ weights: [Double], within bound: Double, _ row: ReferenceRow) {
    let count = Double(weights.count)
    let slack = 2 * bound * 10 / count
    #expect(weights.allSatisfy { abs($0) <= bound }, "\(row)")
    #expect((weights.max() ?? 0) >= bound - slack, "\(row)")
    #expect((weights.min() ?? 0) <= -bound + slack, "\(row)")
    guard bound > 0 else { return }
    for tenth in 0..<10 {
      let share = weights.count { Int(($0 / bound + 1) * 5) == tenth }
      #expect(abs(Double(share) - count / 10) < 5 * (count * 0.09).squareRoot(), "\(row)")
    }
  }

  /// Mean, deviation and the shares beyond one, two and three deviations, each within five of its
  /// own deviations.
  private func expectNormal(_ weights: [Double], deviation: Double, _ row: ReferenceRow) {
    let count = Double(weights.count)
    let scaled = weights.map { $0 / deviation }
    let mean = scaled.reduce(0, +) / count
    let square = scaled.reduce(0) { $0 + $1 * $1 } / count
    #expect(abs(mean) < 5 / count.squareRoot(), "\(row)")
    #expect(abs(square - 1) < 5 * (2 / count).squareRoot(), "\(row)")
    for (limit, share) in [(1.0, 0.3173105), (2.0, 0.0455003), (3.0, 0.0026998)] {
      let found = Double(scaled.count { abs($0) > limit }) / count
      #expect(abs(found - share) < 5 * (share / count).squareRoot(), "\(row) beyond \(limit)")
    }
  }
}
