import Language
import Testing
import Workbench

@Suite struct CheckerTests {
  @Test(
    arguments: [
      ("train 5 lrr=1", ["lrr"]), ("print $a, $b", ["$a", "$b"]),
      ("layer dense 0; trian", ["0", "trian"]),
      ("if true { for i in 1..3 { print $j } }", ["$j"]), ("def f { nope }", ["nope"]),
      ("print \"${1 + los}\"", ["los"]), ("time { break }", ["break"]), ("if 1 { }", ["1"]),
      ("def f a { }; print f(1, b=2)", ["b"]), ("train 5 until=(lost < 1)", ["lost"]),
      ("expect error { nope }", []), ("let a = 1; print $a", []), ("arg lr=1; print $lr", []),
      ("for i in [relu, tanh] { layer dense 2 $i }", []), ("f; def f { }", []),
      ("h = 3; layer dense 4 rellu", ["h", "rellu"]),
      ("let a 3; def f x y= { }; print $a; f 1; tarin; layer dense 0", ["3", "y", "0"]),
      ("for i im 1..3 { break }; train 3 lr=", ["im", "lr"]),
      ("for i in 1..2 { time { break } }", []), ("epoch", []), ("print W1, delta12[1,2], W(3)", []),
    ] as [(String, [String])])
  func finds(text: String, places: [String]) {
    let source = SourceText(name: "test", text)
    let found = Checker.check(source).compactMap { $0.span.map(source.text) }
    #expect(found == places)
  }

  @Test(arguments: [
    "assert 1", "assert \"a\"", "assert [1]", "assert 1 + 1", "if 1 { }", "while -3 { }",
    "train 3 until=(2)", "train 3 time=-1s", "clip 1", "clip on", "show loss sample=1",
  ])
  func saysWhatTheRunSays(line: String) throws {
    let found = try #require(Checker.check(SourceText(name: "test", line)).first)
    let bench = Bench()
    bench.run("data xor; layer dense 1")
    let failure = try #require(bench.run(line))
    #expect(found.message == failure.message)
    #expect(found.suggestion == failure.suggestion)
    #expect(found.span == failure.span)
  }

  @Test func examplesOfCommandsHaveNoMistakes() {
    for command in Commands.all {
      for example in command.examples where command.verb != "run" {
        #expect(Checker.check(SourceText(name: command.name, example)).isEmpty, "\(example)")
      }
    }
  }

  @Test func deepExpressionsAreWalked() {
    let text = "print $a" + String(repeating: " + $a", count: 9_999)
    #expect(Checker.check(SourceText(name: "", text)).count == 10_000)
  }
}
