import Language
import Reports
import Testing

@Suite struct ArithmeticTests {
  /// What stands beside what, and the shape that comes out: s a number, `n` a list, r×c a matrix.
  @Test(
    arguments: [
      ("1", "2", "s"), ("1", "[1, 2]", "2"), ("[1, 2]", "1", "2"), ("[1, 2]", "[3, 4]", "2"),
      ("1", "[[1, 2, 3]]", "1×3"), ("[[1, 2, 3]]", "1", "1×3"),
      ("[[1, 2], [3, 4]]", "[[5, 6], [7, 8]]", "2×2"), ("[1, 2]", "[[1, 2, 3], [4, 5, 6]]", "2×3"),
      ("[[1, 2, 3], [4, 5, 6]]", "[1, 2]", "2×3"), ("[1, 2]", "[[1], [2]]", "2×1"),
      ("[]", "[]", "0"), ("[]", "1", "0"),
      ("[1, 2]", "[1, 2, 3]", nil), ("[1, 2, 3]", "[[1, 2, 3], [4, 5, 6]]", nil),
      ("[[1, 2]]", "[[1], [2]]", nil), ("[[1, 2]]", "[[1, 2], [3, 4]]", nil), ("1", "\"a\"", nil),
      ("true", "1", nil), ("[\"a\"]", "1", nil),
    ] as [(String, String, String?)])
  func broadcasts(left: String, right: String, shape: String?) {
    for symbol in ["+", "-", "*", "/", "%", "^"] {
      let value = Bench().value("\(left) \(symbol) \(right)")
      #expect(value.map(shapeText) == shape, "\(left) \(symbol) \(right)")
    }
  }

  @Test(
    arguments: [
      ("[[1, 2], [3, 4]]", "[1, 1]", "[3, 7]"), ("[[1, 2]]", "[[1], [2]]", "[[5]]"),
      ("[1, 2]", "[3, 4]", "11"), ("[1, 2]", "[[3, 4]]", "[[3, 4], [6, 8]]"),
      ("[[1, 2], [3, 4]]", "[[0, 1], [1, 0]]", "[[2, 1], [4, 3]]"),
      ("2", "[1, 2]", nil), ("[1, 2]", "2", nil), ("[[1, 2]]", "[1, 2, 3]", nil),
      ("[[1, 2]]", "[[1, 2]]", nil),
    ] as [(String, String, String?)])
  func multipliesMatrices(left: String, right: String, product: String?) {
    #expect(Bench().value("\(left) @ \(right)")?.text(digits: 17) == product)
  }

  @Test func elementsGoWithTheirRow() {
    #expect(
      Bench().value("[10, 20] + [[1, 2], [3, 4]]")?.text(digits: 6) == "[[11, 12], [23, 24]]")
    #expect(Bench().value("[[1, 2], [3, 4]] - [1, 2]")?.text(digits: 6) == "[[0, 1], [1, 2]]")
  }

  @Test(arguments: [
    (7.0, 3.0, 1.0), (-7, 3, 2), (7, -3, -2), (-7, -3, -1), (6, 3, 0), (-6, 3, 0), (5.5, 2, 1.5),
    (-0.5, 2, 1.5),
  ])
  func remainderHasTheSignOfTheDivisor(a: Double, b: Double, rest: Double) {
    #expect(Bench().value("(\(a)) % (\(b))") == .number(rest))
  }

  private func shapeText(_ value: Value) -> String {
    switch value {
    case .number: "s"
    case .list(let items): "\(items.count)"
    case .matrix(let matrix): "\(matrix.rows)×\(matrix.columns)"
    case .text, .boolean: "?"
    }
  }

  /// A long product asks whether anybody has interrupted it, a short one does not.
  @Test func longProductsCanBeInterrupted() throws {
    final class Key: @unchecked Sendable { var isPressed = false }
    let key = Key()
    let bench = Bench { $0.isInterrupted = { key.isPressed } }
    #expect(bench.run("let a = zeros(1000, 100); let b = zeros(100, 100); let c = 1") == nil)
    key.isPressed = true
    #expect(bench.run("let c = [[1, 2]] @ [[3], [4]]") == nil)
    let source = SourceText(name: "test", "let c = $a @ $b")
    let statement = try #require(parse(source).script.statements.first)
    guard case .interrupted = bench.interpreter.run(statement, of: source) else {
      Issue.record("the product ran to its end")
      return
    }
    key.isPressed = false
    #expect(bench.value("$c == 11") == .boolean(true))
    #expect(bench.value("rows($a @ $b)") == .number(1000))
  }
}
