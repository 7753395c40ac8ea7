import Engine
import Testing

@Suite("Activations agree with the reference")
struct ReferenceActivationTests {
  @Test(arguments: Activation.allCases.filter { $0 != .softmax })
  func valuesAndSlopes(_ activation: Activation) throws {
    let rows = try ReferenceTable("activations").rows("activation", activation.rawValue)
    try #require(!rows.isEmpty)
    for row in rows {
      let z = try row.number("z")
      let alpha = try row.optional("alpha") ?? activation.defaultAlpha
      let found = [
        activation.value(z, alpha: alpha), activation.slope(z, alpha: alpha),
      ]
      let reference = try [row.number("value"), row.number("slope")]
      expectClose(found, reference, relative: 1e-14, absolute: 1e-15, "\(row)")
    }
  }

  /// Near 0 and in the tails a value keeps its relative precision: nothing cancels.
  @Test(arguments: Activation.allCases.filter { $0 != .softmax })
  func smallValuesAreNotRounded(_ activation: Activation) throws {
    for row in try ReferenceTable("activations").rows("activation", activation.rawValue) {
      let z = try row.number("z")
      let value = activation.value(z, alpha: try row.optional("alpha") ?? activation.defaultAlpha)
      try expectClose(
        [value], [row.number("value")], relative: 1e-13, absolute: 1e-307, "\(row)")
    }
  }

  @Test func softmax() throws {
    let rows = try ReferenceTable("softmax").rows("softmax")
    try #require(!rows.isEmpty)
    for row in rows {
      let found = try Activation.softmax(row.list("z"))
      expectClose(found, try row.list("value"), relative: 1e-14, absolute: 1e-300, "\(row.fields)")
    }
  }
}
