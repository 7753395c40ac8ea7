import Experiment
import Reports
import Testing

@Suite struct VariablesTests {
  /// Beside a dictionary, from the first name through several growths of the table.
  @Test func setsAndFinds() {
    var (variables, expected) = (Variables(), [String: Double]())
    for step in 0..<3_000 {
      let name = step % 3 == 0 ? "v\(step % 700)" : "a_longer_name_of_a_variable_\(step % 500)"
      variables.set(name, to: .number(Double(step)))
      expected[name] = Double(step)
      #expect(variables[name] == .number(Double(step)))
    }
    #expect(variables.count == expected.count)
    #expect(Set(variables.names) == Set(expected.keys))
    for (name, number) in expected { #expect(variables[name] == .number(number)) }
    #expect(variables["v"] == nil)
    #expect(Variables()["v0"] == nil)
  }

  @Test func equalInAnyOrder() {
    var (a, b) = (Variables(), Variables())
    for name in ["x", "y", "z"] { a.set(name, to: .text(name)) }
    for name in ["z", "x", "y"] { b.set(name, to: .text(name)) }
    #expect(a == b)
    b.set("y", to: .text("x"))
    #expect(a != b)
    b.set("y", to: .text("y"))
    b.set("w", to: .text("w"))
    #expect(a != b)
  }

  @Test func aCopyKeepsItsValues() {
    var variables = Variables()
    variables.set("x", to: .number(1))
    let before = variables
    variables.set("x", to: .number(2))
    variables.set("y", to: .number(3))
    #expect(before["x"] == .number(1))
    #expect(before["y"] == nil)
  }
}
