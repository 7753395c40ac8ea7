import Language
import Testing

@Suite struct StatementTests {
  @Test(arguments: [
    ("predict(1, 0)", "= predict(1 0)"),
    ("W1[1,2]", "= W1[1 2]"),
    ("loss < 0.1", "= (< loss 0.1)"),
    ("loss", "loss"),
    ("x - 1", "= (- x 1)"),
    ("seed -1", "seed #-1"),
    ("x \\\n  - 1", "= (- x 1)"),
    ("x*2", "= (* x 2)"),
    ("x==2", "= (== x 2)"),
    ("loss and accuracy", "= (and loss accuracy)"),
    ("data and", "data and"),
    ("data or 100 noise=0.1", "data or #100 noise=#0.1"),
    ("help and", "help and"),
    ("help ^", "help ^"),
    ("(loss)", "= loss"),
    ("2", "= 2"),
    ("-2", "= (- 2)"),
    ("$x", "= $x"),
    ("[1, 2]", "= [1 2]"),
    ("'a'", "= ‹\"a\"›"),
    ("not true", "= (not true!)"),
    ("true", "= true!"),
    ("_3", "_3"),
    ("größe 1", "größe #1"),
    ("train(1)", "= train(1)"),
    ("1..3", "= (.. 1 3)"),
    ("print(1, 2)", "print (1) (2)"),
    ("print (1 + 2) * 3, 4", "print ((* (+ 1 2) 3)) (4)"),
    ("print(1)*2", "print ((* 1 2))"),
    ("print(1), 2", "print (1) (2)"),
    ("print - 1", "print ((- 1))"),
    ("print", "print"),
    ("print()", "print"),
    ("print [1], 'a'", "print ([1]) (‹\"a\"›)"),
    ("assert(x == 1)", "assert ((== x 1))"),
    ("assert(x == 1, 'm')", "assert ((== x 1)) ‹\"m\"›"),
    ("assert x == 1 \"m\"", "assert ((== x 1)) ‹\"m\"›"),
    ("assert x == \"a\" \"m\"", "assert ((== x ‹\"a\"›)) ‹\"m\"›"),
    ("assert x == 1, \"m\"", "assert ((== x 1)) ‹\"m\"›"),
  ])
  func textAloneDecidesTheKind(text: String, tree: String) {
    #expect(outline(of: text) == tree)
  }

  @Test(arguments: [
    ("let h = 4", "let h 4"),
    ("let h=4", "let h 4"),
    ("let if = 3", "let if 3"),
    (
      "if $x > 1 { a } else if $x < 0 { b } else { c }",
      "if (> $x 1) {a} else if (< $x 0) {b} else {c}"
    ),
    ("if($x){a}", "if $x {a}"),
    ("for i in 1..5 { print $i }", "for i (.. #1 #5) {print ($i)}"),
    ("for i in 1..$n { }", "for i (.. #1 $n) {}"),
    ("for i in (2 * $n)..5 { }", "for i (.. ((* 2 $n)) #5) {}"),
    ("for i in $a..$b { }", "for i (.. $a $b) {}"),
    ("for i in -3..-1{}", "for i (.. #-3 #-1) {}"),
    ("for act in [relu, tanh] { layer dense 4 $act }", "for act [relu tanh] {layer dense #4 $act}"),
    ("for lr in 0.1, 0.01 { }", "for lr <#0.1 #0.01> {}"),
    ("for x in $xs { next }", "for x $xs {next}"),
    ("while loss > 0.1 { train 1; break }", "while (> loss 0.1) {train #1; break}"),
    ("repeat 3 { step }", "repeat #3 {step}"),
    ("repeat (2 * $n) { }", "repeat ((* 2 $n)) {}"),
    ("def f { return }", "def f {return}"),
    (
      "def tryout n m epochs=50 { return loss + $n }",
      "def tryout n m epochs=#50 {return (+ loss $n)}"
    ),
    ("time { train 10\ntrain 20; }", "time {train #10; train #20}"),
    ("expect error \"no\" { boom }", "expect error ‹\"no\"› {boom}"),
    ("if $x {\n  a\n\n  # c\n} else {\n  b\n}", "if $x {a} else {b}"),
    ("a; b;; c\n;\nd", "a; b; c; d"),
    ("\u{FEFF}a\r\nb \\\r\n 3\r\n", "a; b #3"),
    ("#!/usr/bin/env nn\na", "a"),
    ("a # b ; c", "a"),
    ("", ""),
  ])
  func keywordsAndBlocks(text: String, tree: String) {
    #expect(outline(of: text) == tree)
  }

  @Test func theScriptOfTheManual() {
    let parsed = parse(manualScript)
    #expect(parsed.diagnostics.isEmpty)
    #expect(
      parsed.script.statements.map(outline) == [
        "arg lr=#0.5", "seed #7", "data xor", "layer dense #4 tanh", "layer dense #1 sigmoid",
        "loss mse", "train #5000 lr=$lr batch=all until=((< loss 0.01))",
        "assert ((== accuracy 1))", "assert ((== round(predict(1 0)) 1))",
        "print (‹\"XOR in \" epoch \" epochs, loss \" loss:3›)",
      ])
    #expect(format(parsed.script) == manualScript)
  }

  @Test func spansCoverTheText() {
    let source = SourceText(name: "t", "  train 10 lr=(1 + 2)  # c\nx < 1")
    let statements = parse(source).script.statements
    #expect(statements.map { source.text($0.span) } == ["train 10 lr=(1 + 2)", "x < 1"])
    guard case .command(let call) = statements[0].node else { return #expect(Bool(false)) }
    #expect(source.text(call.arguments[1].value.span) == "(1 + 2)")
    #expect(call.arguments[1].key.map { source.text($0.span) } == "lr")
  }

  @Test func commentsGoWithStatements() {
    let text = """
      # top

      # a
      a # behind


      b; c # d
      let x = [1, # in
        2] # end
      time { # head
        # e
      }
      # f

      # g
      """
    let script = parse(text).script
    #expect(script.items.map(\.comments) == [["# top", "", "# a"], [], [], ["# in"], []])
    #expect(script.items.map(\.isSpaced) == [false, true, false, false, false])
    #expect(script.items.map(\.trailingComment) == ["# behind", nil, "# d", "# end", nil])
    #expect(script.closingComments == ["# f", "", "# g"])
    guard case .command(let time) = script.items[4].statement.node,
      case .block(let block)? = time.arguments.first?.value.node
    else { return #expect(Bool(false)) }
    #expect(block.closingComments == ["# head", "# e"])
  }
}

let manualScript = """
  #!/usr/bin/env nn
  # Fits XOR with a 2-4-1 network.
  arg lr=0.5
  seed 7
  data xor
  layer dense 4 tanh
  layer dense 1 sigmoid
  loss mse
  train 5000 lr=$lr batch=all until=(loss < 0.01)
  assert accuracy == 1
  assert round(predict(1, 0)) == 1
  print "XOR in ${epoch} epochs, loss ${loss:3}"

  """
