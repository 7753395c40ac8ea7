import Engine
import Reports
import Testing

/// What is printed reads back as the same value, to the last bit.
@Suite struct ValueTextTests {
  @Test(arguments: 0..<300)
  func readsBack(seed: Int) throws {
    var random = RandomStream(seed: UInt64(seed), purpose: .expression, index: 0)
    let value = ValueTextTests.value(&random)
    let again = try #require(Bench().value(value.text(digits: 17)))
    #expect(again == value)
  }

  @Test(arguments: [
    (1e300, "1.0000000000000001e+300"), (0.1, "0.10000000000000001"), (-0.0, "0"),
    (1e15, "1000000000000000"),
    (9007199254740992, "9007199254740992"), (-123456789, "-123456789"), (2.5, "2.5"),
  ])
  func writesNumbers(number: Double, text: String) {
    #expect(Value.number(number).text(digits: 17) == text)
  }

  private static func value(_ random: inout RandomStream) -> Value {
    switch Int(random.uniform() * 5) {
    case 0: .number(number(&random))
    case 1: .boolean(random.uniform() < 0.5)
    case 2: .numbers((0..<Int(random.uniform() * 6)).map { _ in number(&random) })
    case 3: .list((0..<Int(1 + random.uniform() * 4)).map { _ in .text(text(&random)) })
    default: matrix(&random)
    }
  }

  /// Any finite number: half of them of any bits, half short ones.
  private static func number(_ random: inout RandomStream) -> Double {
    let bits = UInt64(random.uniform() * 0x1p32) << 32 | UInt64(random.uniform() * 0x1p32)
    let number = Double(bitPattern: bits)
    if random.uniform() < 0.5, number.isFinite { return number }
    return (random.normal() * 1000).rounded() / 8
  }

  private static func text(_ random: inout RandomStream) -> String {
    let letters = Array("ab $\"\\'{}\n\t#ü✓[],:")
    return String(
      (0..<Int(random.uniform() * 12)).map { _ in
        letters[Int(random.uniform() * Double(letters.count))]
      })
  }

  private static func matrix(_ random: inout RandomStream) -> Value {
    let (rows, columns) = (Int(1 + random.uniform() * 3), Int(1 + random.uniform() * 3))
    return .matrix(
      Matrix(
        rows: rows, columns: columns,
        elements: (0..<rows * columns).map { _ in number(&random) }))
  }
}
