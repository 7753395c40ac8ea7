import Language
import Testing

@Suite struct CommandTests {
  @Test(arguments: [
    ("layer dense 4 relu", "layer dense #4 relu"),
    (
      "train 10s 5% 1.5min 3h 20ms 1e5 -.5 5. 1E5 +3",
      "train #10s #5% #1.5min #3h #20ms #1e5 #-.5 5. 1E5 +3"
    ),
    ("data load ../a-b/iris.csv ~/x.nn C:\\x", "data load ../a-b/iris.csv ~/x.nn C:\\x"),
    ("data load iris.csv target=species drop=A,B", "data load iris.csv target=species drop=<A B>"),
    ("forward 5.1, 3.5,1.4 target=1", "forward <#5.1 #3.5 #1.4> target=#1"),
    ("data arrays $X $Y", "data arrays $X $Y"),
    ("set W1 [[1, 2],\n  [3, 4]]", "set W1 [[#1 #2] [#3 #4]]"),
    ("set W1 [1,2],[3,4]", "set W1 <[#1 #2] [#3 #4]>"),
    ("set b1 [1, 2,]", "set b1 [#1 #2]"),
    ("set b1 []", "set b1 []"),
    ("set W2[1,2] -0.45", "set W2[#1 #2] #-0.45"),
    ("explain delta1[$k,1]", "explain delta1[$k #1]"),
    ("explain $name[(1 + 1)]", "explain $name[((+ 1 1))]"),
    ("rerun 3..5", "rerun (.. #3 #5)"),
    ("rerun 3..(2 * $n)", "rerun (.. #3 ((* 2 $n)))"),
    ("run a..b ../x", "run a..b ../x"),
    ("train 10 until=(loss < 0.01)", "train #10 until=((< loss 0.01))"),
    ("train (10 * $h) lr=$lr", "train ((* 10 $h)) lr=$lr"),
    ("save model \"my $x.st\" 'a # b'", "save model ‹\"my \" $x \".st\"› ‹\"a # b\"›"),
    ("train 1/2", "train 1/2"),
    ("arg n", "arg n"),
    ("data table { 0 0 -> 0; 0 1 -> red }", "data table {#0 #0 -> #0; #0 #1 -> red}"),
    ("data table {\n\n# c\n0->1\n1 -> 0\n}", "data table {#0 -> #1; #1 -> #0}"),
    ("data table { [1, 2] $x -> (1 + 1) 'a' }", "data table {[#1 #2] $x -> ((+ 1 1)) ‹\"a\"›}"),
    ("time { print \"->\" }", "time {print (‹\"->\"›)}"),
    ("time{}", "time {}"),
  ])
  func values(text: String, tree: String) {
    #expect(outline(of: text) == tree)
  }

  @Test(
    arguments: [
      ("10", 10, false), ("5%", 0.05, false), ("20ms", 0.02, true), ("1.5min", 90, true),
      ("3h", 10800, true), ("2s", 2, true), ("-.5e-3", -0.0005, false),
      ("1e400000000000%", 0, false),
      ("0.1", 0.1, false), ("123456789012345678", 1.2345678901234568e17, false),
      ("1e22", 1e22, false),
      ("4.35", 4.35, false), ("1e-400", 0, false), ("3.14159265358979312", Double.pi, false),
    ] as [(String, Double, Bool)])
  func numbers(text: String, value: Double, isDuration: Bool) {
    let parsed = parse("train \(text)")
    guard case .command(let call)? = parsed.script.statements.first?.node,
      case .number(let number)? = call.arguments.first?.value.node
    else {
      #expect(parsed.diagnostics.first?.code == .number)
      #expect(text.hasPrefix("1e4000"))
      return
    }
    #expect(number.value == value)
    #expect(number.text == text)
    #expect(number.isDuration == isDuration)
  }

  @Test func tablesKeepTheirComments() {
    let text = "data table { # a\n0 -> 1 # b\n\n# c\n1 -> 0; # d\n# e\n}"
    let item = parse(text).script.items[0]
    #expect(item.comments == ["# e"])
    guard case .command(let call) = item.statement.node,
      case .table(let rows)? = call.arguments.last?.value.node
    else { return #expect(Bool(false)) }
    #expect(rows.map(\.comments) == [["# a"], ["", "# c"]])
    #expect(rows.map(\.trailingComment) == ["# b", "# d"])
  }

  @Test func textsBecomeWordsOrStrings() {
    #expect(outline(CommandValue(text: "iris.csv")) == "iris.csv")
    #expect(outline(CommandValue(text: "my file")) == "‹\"my file\"›")
    #expect(outline(CommandValue(text: "")) == "‹›")
    #expect(outline(CommandValue(text: "12")) == "‹\"12\"›")
    for text in ["a\"b", "c$d", "\\", "x\ny\tz", "é€😀", "->", "1..5", "a\u{A0}b"] {
      let value = CommandValue(text: text)
      let parsed = parse("save " + format(value))
      #expect(parsed.diagnostics.isEmpty)
      guard case .command(let call)? = parsed.script.statements.first?.node else { continue }
      #expect(call.arguments.first?.value == value)
      guard case .string(let literal) = value.node else { continue }
      #expect(literal.plainText == text)
    }
  }

  @Test func arithmeticWordsAreTold() {
    for word in ["1/2", "-1/2", "2*3+1", "1+1", "2^-1"] { #expect(isArithmetic(word: word)) }
    for word in ["1", "-1", "a/b", "1/a", "iris.csv", "", "1/", "--lr", "5%"] {
      #expect(!isArithmetic(word: word), "\(word)")
    }
  }
}
