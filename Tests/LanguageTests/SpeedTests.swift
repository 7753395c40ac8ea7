import Language
import Testing

@Suite(.serialized) struct SpeedTests {
  /// Seconds of the fastest of three runs.
  func seconds(_ work: () -> Void) -> Double {
    (0..<3).map { _ in
      let start = ContinuousClock.now
      work()
      return (ContinuousClock.now - start) / .seconds(1)
    }.min()!
  }

  @Test func aHundredThousandLines() {
    let text = (0..<50_000).map { "let x\($0) = (1 + 2)\ntrain 10 lr=0.1" }.joined(separator: "\n")
    let source = SourceText(name: "t", text)
    #expect(parse(source).script.items.count == 100_000)
    let parsing = seconds { _ = parse(source) }
    let script = parse(source).script
    let printing = seconds { _ = format(script) }
    let cutting = seconds { _ = chunks(of: source.bytes, by: 65_536) }
    print("100,000 lines: parse \(parsing) s, print \(printing) s, cut \(cutting) s")
    // About ten times what it takes, for machines that are busy.
    #expect(parsing < 1)
    #expect(printing < 1)
    #expect(cutting < 1)
  }

  /// What looks ahead must not look at the same text again and again.
  @Test(arguments: [
    "print (", "time {", "[", "print \"${", "a [1 2", "}", "x = 1\n", "data table { 0 -> ",
    "a \\\n", "print \"", "let x = [1,\n", "(((((\n", "print (1 + \"", "if x { ", "$a..", "a$b",
    "a(1)",
  ])
  func errorsTakeLinearTime(piece: String) {
    for end in ["", "\n"] {
      let count = end.isEmpty ? 1_000_000 / piece.utf8.count : 50_000
      let source = SourceText(name: "t", String(repeating: piece + end, count: count))
      let start = ContinuousClock.now
      let parsed = parse(source)
      #expect(!parsed.diagnostics.isEmpty || !parsed.script.items.isEmpty)
      #expect(ContinuousClock.now - start < .seconds(2), "\(piece)")
    }
  }
}
