import Language
import Testing

/// Where the errors of arguments point, and what they say.
@Suite struct BinderTests {
  @Test(
    arguments: [
      ("layer dense 4 rellu", "rellu", "did you mean 'relu'?"),
      ("layer dense 4 silu", "silu", "nn says 'swish'"),
      ("layer dense 0", "0", nil),
      ("layer dense 99999999999999999999", "99999999999999999999", nil),
      ("layer dense 1/2", "1/2", "write `(1/2)`"),
      ("layer dense 4 relu 7", "7", nil),
      ("layer dense", "layer", nil),
      ("layer dense 4 lambda=1", "lambda", nil),
      ("layer dense 4 relu alpha=1", "alpha", "'alpha' goes with leaky_relu"),
      ("layer dense 4 leaky_relu alpha=x", "x", nil),
      ("layer dense units=4", "units", "nn says 'layer dense N'"),
      ("digits digits=4", "digits", "it is given by its place"),
      ("train 5 lrr=1", "lrr", "did you mean 'lr'?"),
      ("train 5 learning_rate=1", "learning_rate", "nn says 'lr'"),
      ("train 5 lr=1 lr=2", "lr", nil),
      ("train 5 shuffle=yes", "yes", nil),
      ("scale minimax", "minimax", "choose from"),
      ("time 5", "5", nil),
      ("clip 1", "1", "write `clip norm=1` or `clip value=1`"),
      ("clip of", "of", nil),
      ("train 3 time=-1s", "-1s", nil),
      ("expect error { let a = 1 }", "expect", nil),
    ] as [(String, String, String?)])
  func pointsAtTheFault(line: String, place: String, suggestion: String?) throws {
    let error = try #require(Bench().run(line))
    let span = try #require(error.span)
    #expect(SourceText(name: "", line).text(span) == place)
    if let suggestion { #expect(error.suggestion?.contains(suggestion) == true) }
    #expect(error.message.first?.isUppercase == false)
  }

  @Test(arguments: [
    "expect error { nope }", "expect error \"nope\" { nope }", "time { }", "print", "print 1, 2",
    "layer dense 4 leaky_relu alpha=0.1", "layer dense 4 alpha=0.1 leaky_relu",
    "let a = \"relu\"; layer dense 4 $a", "let n = 3; layer dense $n",
    "digits 3", "layer dense 4.0", "layer dense 4e0",
  ])
  func takes(line: String) {
    let error = Bench().run(line)
    #expect(error == nil, "\(error?.message ?? "")")
  }

  /// A value in the wrong place of any command is an error, never a crash.
  @Test func wrongValuesAreErrors() {
    let values = [
      "-1", "0", "1e300", "0.5", "word", "\"\"", "[]", "[[]]", "[[1, 2]]", "1..3", "{ }",
      "{ 1 -> 2 }", "$a", "W1[1]", "W1[0,0]", "(0 / 0)", "(1 / 0)", "true", "key=1", "[a, b]",
    ]
    for verb in [
      "layer", "loss", "optimizer", "schedule", "clip", "regularize", "set", "freeze",
      "split", "scale", "seed", "threads", "input", "init", "forward", "predict", "evaluate",
      "step", "undo", "redo", "show", "digits", "train", "reset", "precision", "data arrays",
      "data table", "layer dense", "layer dropout", "layer insert", "layer remove", "for i in",
      "repeat", "arg", "help",
    ] {
      for value in values {
        let bench = Bench()
        bench.run("let a = [1, 2]; data xor; layer dense 2; layer dense 1")
        let body = verb == "for i in" || verb == "repeat" ? " { break }" : ""
        bench.run("\(verb) \(value)\(body)")
        bench.run("\(verb) \(value) \(value)\(body)")
        #expect(bench.value("1 + 1") == .number(2))
      }
    }
  }
}
