import Language
import Testing

@Suite struct ExpressionTests {
  @Test(arguments: [
    ("1 + 2 * 3", "(+ 1 (* 2 3))"),
    ("1 - 2 - 3", "(- (- 1 2) 3)"),
    ("8 / 4 / 2", "(/ (/ 8 4) 2)"),
    ("-2^2", "(- (^ 2 2))"),
    ("2^-1", "(^ 2 (- 1))"),
    ("2^3^2", "(^ 2 (^ 3 2))"),
    ("2^-3^2", "(^ 2 (- (^ 3 2)))"),
    ("2^-1 * 3", "(* (^ 2 (- 1)) 3)"),
    ("(-2)^2", "(^ (- 2) 2)"),
    ("--2", "(- (- 2))"),
    ("a * -b", "(* a (- b))"),
    ("W1 @ x + b1", "(+ (@ W1 x) b1)"),
    ("5 % 3", "(% 5 3)"),
    ("5%3", "(% 5 3)"),
    ("5% + 1", ""),
    ("[5%, 2]", "[5% 2]"),
    ("a or b and c", "(or a (and b c))"),
    ("not a == b", "(not (== a b))"),
    ("not a and b", "(and (not a) b)"),
    ("not not a", "(not (not a))"),
    ("a == 1..3", "(== a (.. 1 3))"),
    ("1..2 + 3", "(.. 1 (+ 2 3))"),
    ("a ~= b", "(~= a b)"),
    ("a ~= b + 1 within 1e-3 and c", "(and (~= a (+ b 1) 1e-3) c)"),
    ("$m[1][2,3]", "$m[1][2 3]"),
    ("f(1, k=2)[1]", "f(1 k=2)[1]"),
    ("f()", "f()"),
    ("f(a, b,)", "f(a b)"),
    ("[[1, 2], [3, 4],]", "[[1 2] [3 4]]"),
    ("[]", "[]"),
    ("(1 +\n  # why\n  2)", "(+ 1 2)"),
    ("slope(relu, 1 / 2)", "slope(relu (/ 1 2))"),
    ("10s < 1.5min", "(< 10s 1.5min)"),
    (".5 + 1e-3", "(+ .5 1e-3)"),
    ("true and false", "(and true! false!)"),
    ("\"a\" + 'b'", "(+ ‹\"a\"› ‹\"b\"›)"),
    ("W(2)[1,2]", "W(2)[1 2]"),
  ])
  func trees(text: String, tree: String) {
    if text == "5% + 1" {
      // There is no unary plus: the remainder has no right side.
      #expect(faults(in: "print 5% + 1") == ["1:10+1 found '+', expected a value behind '%'"])
    } else {
      #expect(outline(of: "print \(text)") == "print (\(tree))")
    }
  }

  @Test(arguments: [
    (#""""#, "‹›"),
    (#""a\n\t\"\\\$b""#, "‹\"a\n\t\"\\$b\"›"),
    (#"'a\n$x'"#, #"‹"a\n$x"›"#),
    (#""$x.csv""#, #"‹$x ".csv"›"#),
    (#""$x$y""#, "‹$x $y›"),
    (#""5 $ ${1 + 2}%""#, #"‹"5 $ " (+ 1 2) "%"›"#),
    (#""${loss:3} ${ $m[1] : 17 }""#, #"‹loss:3 " " $m[1]:17›"#),
    (#""${f("a}", '}')} b""#, #"‹f(‹"a}"› ‹"}"›) " b"›"#),
    (#""a # b""#, #"‹"a # b"›"#),
  ])
  func strings(text: String, tree: String) {
    #expect(outline(of: "print \(text)") == "print (\(tree))")
    #expect(outline(of: "save \(text)") == "save \(tree)")
  }

  @Test func spansInsideStrings() {
    let source = SourceText(name: "t", #"print "é ${loss + 1:3} $x""#)
    guard case .command(let call)? = parse(source).script.statements.first?.node,
      case .expression(let argument)? = call.arguments.first?.value.node,
      case .string(let literal) = argument.node
    else { return #expect(Bool(false)) }
    let texts = literal.pieces.map { piece in
      guard case .expression(let expression, _) = piece else { return "" }
      return source.text(expression.span)
    }
    #expect(texts == ["", "loss + 1", "", "$x"])
  }

  @Test func deepTreesAreFreedAndCompared() {
    let count = SyntaxLimit.operators
    for text in [
      "1" + String(repeating: " + 1", count: count), "1" + String(repeating: "^1", count: count),
      String(repeating: "-", count: count) + "1", String(repeating: "not ", count: count) + "a",
      "a" + String(repeating: "[1]", count: count + 1),
      "1" + String(repeating: "^-1", count: count / 2),
    ] {
      let first = parse("print \(text)")
      #expect(first.diagnostics.isEmpty)
      let printed = format(first.script)
      let second = parse(printed)
      #expect(second.diagnostics.isEmpty)
      #expect(first.script == second.script)
      #expect(format(second.script) == printed)
    }
  }
}
