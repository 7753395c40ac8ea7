import Language
import Testing

@Suite struct SyntaxErrorTests {
  @Test(
    arguments: [
      // Statements
      ("h = 4", ["1:1+1 found 'h =', a variable is set with 'let' | write `let h = 4`"]),
      ("h=4 # c", ["1:1+1 found 'h =', a variable is set with 'let' | write `let h = 4`"]),
      (
        "if true { $h = 'a;b'; x }",
        ["1:11+2 found '$h =', a variable is set with 'let' | write `let h = 'a;b'`"]
      ),
      (
        "batch=all",
        ["1:1+5 found 'batch =', a variable is set with 'let' | write `let batch = all`"]
      ),
      ("x += 2", ["1:1+1 found 'x +=', a variable is set with 'let' | write `let x = $x + 2`"]),
      (
        "W1[1,2] = 3",
        ["1:1+7 found '=' behind 'W1[1,2]', a parameter is set with 'set' | write `set W1[1,2] 3`"]
      ),
      ("let h 4", ["1:7+1 found '4', expected '=' behind the name"]),
      ("let h =", ["1:8+0 found the end of the text, expected a value"]),
      ("let $h = 4", ["1:5+2 found '$h', expected a name without '$' | write `let h = 4`"]),
      ("let 3 = 4", ["1:5+1 found '3', expected a name"]),
      ("for $i in [1] { }", ["1:5+2 found '$i', expected a name without '$' | write `for i in …`"]),
      ("for i = 1 { }", ["1:7+1 found '=', expected 'in' behind the name"]),
      ("for i in { }", ["1:10+1 found '{', expected a list or a range"]),
      ("repeat { }", ["1:8+1 found '{', expected a count"]),
      ("if { }", ["1:4+1 found '{', expected a value"]),
      ("if x = 3 { foo }", ["1:6+1 found '=', expected '{' | write `==` to compare"]),
      ("if x: a", ["1:5+1 found ':', expected '{'"]),
      ("while true", ["1:11+0 found the end of the text, expected '{'"]),
      (
        "if true { }\nelse { b c = 1 }",
        [
          "2:1+4 found 'else' at the beginning of a statement, expected it on the line of the '}' before it | write `} else {`",
          "2:10+1 found blanks around '=', a key and its value have none | write `c=1`",
        ]
      ),
      ("if true { } else a", ["1:18+1 found 'a', expected '{' or 'if' behind 'else'"]),
      ("if true { } a", ["1:13+1 found 'a', expected a new line or ';' behind '}'"]),
      ("def f a a { }", ["1:9+1 found the parameter 'a' twice"]),
      (
        "def f a = 1 { }",
        ["1:7+1 found blanks around '=', a key and its value have none | write `a=1`"]
      ),
      ("def f 3 { }", ["1:7+1 found '3', expected a parameter or '{'"]),
      ("def { }", ["1:5+1 found '{', expected a name"]),
      ("}", ["1:1+1 found '}', but no '{' is open"]),
      ("{ a }", ["1:1+1 found '{', expected a value"]),
      ("assert", ["1:1+6 found 'assert' without its condition"]),
      (
        "assert x y",
        ["1:10+1 found 'y', expected an operator, a message in quotes or the end of the statement"]
      ),
      // Brackets and strings
      (
        "print (1 + 2\nlet x = 3 3",
        [
          "1:7+1 found '(' without its ')'",
          "2:11+1 found '3', expected an operator or the end of the statement",
        ]
      ),
      ("print [1, (2]\nok", ["1:11+1 found '(' without its ')'"]),
      (
        "time {\n  print (1\n}\nx y = 2",
        [
          "2:9+1 found '(' without its ')'",
          "4:3+1 found blanks around '=', a key and its value have none | write `y=2`",
        ]
      ),
      ("time { train 10", ["1:6+1 found '{' without its '}'"]),
      ("print )", ["1:7+1 found ')', expected a value"]),
      (
        "print \"abc\nprint 'd",
        [
          "1:7+1 found \" without its closing \", a string ends on its line",
          "2:7+1 found ' without its closing ', a string ends on its line",
        ]
      ),
      (#"print "loss ${loss""#, ["1:13+2 found '${' without its '}'"]),
      (
        #"print "a ${1 + } b"; x = 1"#,
        [
          "1:16+1 found '}', expected a value behind '+'",
          "1:22+1 found 'x =', a variable is set with 'let' | write `let x = 1`",
        ]
      ),
      (#"print "${}""#, ["1:10+1 found '}', expected a value"]),
      (
        #"print "${loss:0}""#,
        ["1:15+1 found '0', expected the number of significant digits, 1 to 17 | write `${…:6}`"]
      ),
      (
        #"print "${loss:.3f}""#,
        ["1:15+3 found '.3f', expected the number of significant digits, 1 to 17 | write `${…:6}`"]
      ),
      (#"print "${a b}""#, ["1:12+1 found 'b', expected an operator, ':' or '}'"]),
      (#"print "${a # b}""#, ["1:12+1 found '#', expected an operator, ':' or '}'"]),
      (
        #"print "C:\data""#,
        [
          "1:10+2 found the escape '\\d', expected \\n, \\t, \\\", \\\\ or \\$ | write `\\\\` for a backslash, or use '…'"
        ]
      ),
      // Expressions
      (
        "print 1 < 2 < 3",
        ["1:13+1 found a second comparison '<', comparisons do not chain | write `1 < 2 and 2 < …`"]
      ),
      ("print 1..2..3", ["1:11+2 found a second '..', a range has one"]),
      ("print a within 2", ["1:9+6 found 'within' without the '~=' before it"]),
      (
        "print 1 + not a",
        ["1:11+3 found 'not' behind an operator that binds more tightly | write `(not …)`"]
      ),
      ("print 1 +", ["1:10+0 found the end of the text, expected a value behind '+'"]),
      ("print 1 +\n", ["1:10+0 found the end of the line, expected a value behind '+'"]),
      ("print 3 ** 2", ["1:10+1 found '*', expected a value behind '*' | write `^` for powers"]),
      (
        "print 1 && 2",
        ["1:9+1 found '&', expected an operator, ',' or the end of the statement | write `and`"]
      ),
      ("print !a", ["1:7+1 found '!', expected a value | write `not`"]),
      (
        "print sqrt (2)",
        [
          "1:12+1 found '(', expected an operator, ',' or the end of the statement | a call has no blank before '('"
        ]
      ),
      (
        "print 2 × 3",
        ["1:9+2 found '×', expected an operator, ',' or the end of the statement | write `*`"]
      ),
      ("print “a”", ["1:7+3 found '“', expected a value | write `\"`"]),
      ("print 2x, 1", ["1:7+2 found '2x', expected a value | write `2 * x`"]),
      ("print 1E5", ["1:7+3 found '1E5', expected a value | write `1e5`"]),
      ("print 1.", ["1:7+2 found '1.', expected a value | write `1.0`"]),
      ("print $", ["1:7+1 found '$', expected a value | a name follows '$' directly: `$name`"]),
      ("print $x[]", ["1:9+2 found '[]', expected an index"]),
      ("print [1 2]", ["1:10+1 found '2', expected ',' or ']'"]),
      ("print f(1 2)", ["1:11+1 found '2', expected ',' or ')'"]),
      (
        "print \"x\" \"y\"",
        ["1:11+3 found '\"y\"', expected an operator, ',' or the end of the statement"]
      ),
      ("print and", ["1:7+3 found 'and', expected a value"]),
      // Commands
      ("train -$x", ["1:7+3 found '-$x', values stand apart by blanks | write `(-$x)`"]),
      ("train 10*$h", ["1:7+5 found '10*$h', values stand apart by blanks | write `(10*$h)`"]),
      (
        "train sqrt(2)", ["1:7+7 found 'sqrt(2)', values stand apart by blanks | write `(sqrt(2))`"]
      ),
      (
        "data load $dir/a.csv",
        ["1:11+10 found '$dir/a.csv', values stand apart by blanks | write `\"$dir/a.csv\"`"]
      ),
      (
        "save model to=out$k.st",
        ["1:15+8 found 'out$k.st', values stand apart by blanks | write `\"out$k.st\"`"]
      ),
      (
        "save a(1 + $k).st",
        ["1:6+12 found 'a(1 + $k).st', values stand apart by blanks | write `\"a${1 + $k}.st\"`"]
      ),
      ("save a\"b\"", ["1:6+4 found 'a\"b\"', values stand apart by blanks"]),
      ("time$x", ["1:1+6 found 'time$x', values stand apart by blanks | write `\"time$x\"`"]),
      (
        "train 10 lr = 0.1",
        ["1:10+2 found blanks around '=', a key and its value have none | write `lr=0.1`"]
      ),
      ("train lr= 0.1", ["1:7+2 found a blank behind 'lr=' | write `lr=0.1`"]),
      ("train lr=", ["1:7+2 found 'lr=' without a value"]),
      ("train --lr=3", ["1:7+4 found '--lr=', expected a name before '=' | write `lr=…`"]),
      ("train lr={ 1 }", ["1:10+1 found '{' behind 'lr=', expected a value"]),
      ("forward 1,", ["1:11+0 found the end of the text, expected a value behind ','"]),
      ("forward 1 ,2", ["1:11+1 found ',' behind a blank, a comma stands directly behind a value"]),
      ("forward lr=0.1, b=2", ["1:17+1 found ',' before 'b=', a blank separates arguments"]),
      ("forward [1 2]", ["1:12+1 found '2', expected ',' or ']'"]),
      ("forward [1,,2]", ["1:12+1 found ',', expected a value"]),
      ("set W1[] 3", ["1:7+2 found no indices, expected [i] or [i,j]"]),
      ("set W1[1,2,3] 4", ["1:7+7 found 3 indices, expected [i] or [i,j]"]),
      (
        "rerun $a..",
        ["1:9+2 found '..' without its end, expected a whole number, '$name' or '(…)' behind it"]
      ),
      ("train 1 -> 2", ["1:9+2 found '->' outside a table `{ inputs -> targets; … }`"]),
      (
        "train ${x}",
        [
          "1:7+1 found '${', expected a name directly behind '$' | write `(…)`: `${…}` belongs inside a string"
        ]
      ),
      ("train a\u{A0}b", ["1:8+2 found the blank U+00A0 | write an ordinary blank"]),
      (
        "data table { 0 -> 1; 1 0; 2 -> ; a=1 -> 2; 3 -> 4 }",
        [
          "1:25+1 found ';', expected '->' and the targets of the row | write `1 -> 0`",
          "1:32+1 found ';', expected a value behind '->'",
          "1:34+1 found a key, a row of a table holds values only",
        ]
      ),
      // The first row shows that it is one: no statement has numbers one behind the other.
      (
        "data table { 0 -1 0; 0 1 -> 1 }",
        ["1:20+1 found ';', expected '->' and the targets of the row | write `0 -1 -> 0`"]
      ),
      (
        "data table {\n  -1 .5 # no arrow\n}",
        [
          "2:8+0 found the end of the line, expected '->' and the targets of the row | write `-1 -> .5`"
        ]
      ),
      ("time { 1 -2; 1 - 2; -1; 2e3 }", []),
      // Numbers
      (
        "print 1e999; train 1e999 lr=1e308h",
        [
          "1:7+5 the number 1e999 is not finite, the largest is about 1.8e308",
          "1:20+5 the number 1e999 is not finite, the largest is about 1.8e308",
        ]
      ),
      (
        "train lr=-1e308h",
        ["1:10+7 the number -1e308h is not finite, the largest is about 1.8e308"]
      ),
    ] as [(String, [String])])
  func texts(text: String, expected: [String]) {
    #expect(faults(in: text) == expected)
  }

  @Test func everyErrorIsReported() {
    let text = (1...50).map { "h\($0) = \($0)\nok" }.joined(separator: "\n")
    let parsed = parse(text)
    #expect(parsed.diagnostics.count == 50)
    #expect(parsed.script.items.count == 50)
  }

  @Test func bytesThatAreNoText() {
    func faults(_ bytes: [UInt8]) -> [String] {
      let source = SourceText(name: "t", bytes: bytes)
      return parse(source).diagnostics.map {
        "\(source.position(of: $0.span!.start)) \($0.message)"
      }
    }
    #expect(
      faults(Array("a\nb \0 c".utf8)) == ["(line: 2, column: 3) found the control character U+0000"]
    )
    #expect(
      faults(Array("a\rb".utf8)) == ["(line: 1, column: 2) found the control character U+000D"])
    #expect(
      faults(Array("# \u{85}".utf8)) == ["(line: 1, column: 3) found the control character U+0085"])
    #expect(faults(Array("'\u{1B}[31m'".utf8)).count == 1)
    #expect(
      faults(Array("ok\nx".utf8) + [0xC3, 0x28])
        == ["(line: 2, column: 2) found the byte 0xC3, which is no UTF-8 (at byte 4)"])
    for bad: [UInt8] in [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82],
    ] {
      #expect(faults(bad).count >= 1)
    }
    #expect(faults(Array("\tprint 'é€😀'\r\n".utf8)) == [])
  }

  @Test func linesHaveALimit() {
    let longest = "# " + String(repeating: "x", count: longestLine - 2)
    #expect(parse("a\n\(longest)\nb").diagnostics.isEmpty)
    let fault = parse("a\n\(longest)x\nb").diagnostics
    #expect(fault.map(\.message) == ["this line has 1048577 bytes, at most 1 MiB is allowed"])
    #expect(fault.first?.code == .limit)
    #expect(fault.first?.span == SourceSpan(2, 2))
  }

  @Test(arguments: [
    ("(", "1", ")"), ("[", "1", "]"), ("-(", "1", ")"), ("f(", "1", ")"), ("a[", "1", "]"),
    ("\"${", "1", "}\""),
  ])
  func expressionsNestSoDeep(open: String, inside: String, close: String) {
    func nested(_ depth: Int) -> String {
      String(repeating: open, count: depth) + inside + String(repeating: close, count: depth)
    }
    #expect(faults(in: "let x = " + nested(SyntaxLimit.depth)) == [])
    for depth in [201, 1000, 100_000] {
      let parsed = parse("let x = " + nested(depth))
      #expect(
        parsed.diagnostics.map(\.message)
          == ["brackets and blocks are nested more than 200 deep"])
      #expect(parsed.diagnostics.first?.code == .limit)
    }
    let unclosed = parse("let x = " + String(repeating: open, count: 100_000))
    #expect(unclosed.diagnostics.count == 1)
  }

  @Test(arguments: ["time { ", "if true { ", "repeat 2 {\n", "time { data table { 0 -> "])
  func blocksNestSoDeep(open: String) {
    let depth = open.contains("table") ? 100 : 200
    let close = String(repeating: " }", count: open.contains("table") ? 2 : 1)
    func nested(_ depth: Int) -> String {
      let last = open.contains("table") ? "" : "a"
      return String(repeating: open, count: depth) + last + String(repeating: close, count: depth)
    }
    if !open.contains("table") { #expect(faults(in: nested(depth)) == []) }
    let deep = parse(nested(depth + 1)).diagnostics
    #expect(!deep.isEmpty)
    #expect(parse(nested(50_000)).diagnostics.count < 3)
  }

  @Test func operatorsHaveALimit() {
    func sum(_ count: Int) -> String { "1" + String(repeating: " + 1", count: count) }
    #expect(parse("print \(sum(10_000))").diagnostics.isEmpty)
    for text in [sum(10_001), "(\(sum(5_000))) * (\(sum(5_001)))", sum(200_000)] {
      let faults = parse("print \(text)\nok").diagnostics
      #expect(faults.map(\.message) == ["an expression has more than 10000 operators"])
    }
    let many = (0..<30_000).map { _ in "1 + f(2)" }.joined(separator: "\n")
    #expect(parse(many).diagnostics.isEmpty)
    let list = "print [\(String(repeating: "$m[1], f(1), ", count: 20_000))1]"
    #expect(parse(list).diagnostics.isEmpty)
  }
}
