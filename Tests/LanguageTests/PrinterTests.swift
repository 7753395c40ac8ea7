import Language
import Testing

@Suite struct PrinterTests {
  @Test(arguments: [
    ("a   b  c=1;d", "a b c=1\nd\n"),
    ("print  1+2 , 'a'", "print 1 + 2, 'a'\n"),
    ("print(1,2)", "print 1, 2\n"),
    ("assert(x==1,'m')", "assert x == 1 'm'\n"),
    ("(loss)", "(loss)\n"),
    ("(loss) < 1", "loss < 1\n"),
    ("(data) and x", "(data and x)\n"),
    ("(print(1)) + 1", "(print(1) + 1)\n"),
    ("((1 + 2)) * (3 * 4)", "(1 + 2) * (3 * 4)\n"),
    ("(1 * 2) + 3", "1 * 2 + 3\n"),
    ("(-2)^2 + -(2^2)", "(-2)^2 + -2^2\n"),
    ("(2^3)^2 - 2^(3^2) - 2^(-1)", "(2^3)^2 - 2^3^2 - 2^-1\n"),
    ("1 .. 5", "1..5\n"),
    ("1..(5 + x)", "1 .. 5 + x\n"),
    ("let p = (5%) + 1", "let p = (5%) + 1\n"),
    ("let p = 5%3", "let p = 5 % 3\n"),
    ("train 10 until=( loss<0.01 )", "train 10 until=(loss < 0.01)\n"),
    ("forward 1, 0, 1", "forward 1,0,1\n"),
    ("set W1 [[1,2],[3,4]]", "set W1 [[1, 2], [3, 4]]\n"),
    ("set W2[1,2] 3", "set W2[1, 2] 3\n"),
    ("if $x{a}else if $y {b}else{c}", "if $x {\n  a\n} else if $y {\n  b\n} else {\n  c\n}\n"),
    ("def f a b=1{return}", "def f a b=1 {\n  return\n}\n"),
    ("time { }", "time { }\n"),
    ("data table {0 0->0;0 1->1}", "data table {\n  0 0 -> 0\n  0 1 -> 1\n}\n"),
    ("\n\n# a\n\n\n\nb # c\n\n\n# d\n\n", "# a\n\nb # c\n\n# d\n"),
    ("time { # a\n\n\n  b\n\n  # c\n\n}", "time {\n  # a\n\n  b\n\n  # c\n}\n"),
    ("let x = [1, # one\n 2] # two", "# one\nlet x = [1, 2] # two\n"),
    ("train 1 \\\n  lr=2", "train 1 lr=2\n"),
    ("a \\; b", "a \\;\nb\n"),
    ("", ""),
    ("# only", "# only\n"),
  ])
  func canonicalForm(text: String, form: String) {
    let parsed = parse(text)
    #expect(parsed.diagnostics.isEmpty)
    #expect(format(parsed.script) == form)
    let again = parse(form)
    #expect(again.script == parsed.script)
    #expect(format(again.script) == form)
  }

  @Test func longListsAreBroken() {
    let row = "[\((1...12).map { "0.\($0)" }.joined(separator: ", "))]"
    let matrix = parse("set W1 [\(row), \(row)]").script
    #expect(format(matrix) == "set W1 [\n  \(row),\n  \(row)\n]\n")
    let numbers = (1...60).map(String.init).joined(separator: ", ")
    let list = parse("print f([\(numbers)], 1)").script
    #expect(parse(format(list)).script == list)
    let flat = parse("time { set b1 [\(numbers)] }").script
    let lines = format(flat).split(separator: "\n")
    #expect(lines.count > 4)
    #expect(lines.allSatisfy { $0.utf8.count <= 100 })
    #expect(parse(format(flat)).script == flat)
  }

  @Test func partsArePrintedAlone() {
    let statement = parse("if $x { a }").script.statements[0]
    #expect(format(statement) == "if $x {\n  a\n}")
    guard case .if(let branches, _) = statement.node else { return #expect(Bool(false)) }
    #expect(format(branches[0].condition) == "$x")
    #expect(format(CommandValue(text: "a b")) == "\"a b\"")
  }
}
