import Language

/// SplitMix64 (Steele, Lea, Flood 2014), so that a failing case comes again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Random scripts that are well formed, in every layout that the grammar allows.
struct ScriptGenerator {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(state: seed) }

  mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }
  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  mutating func times(_ range: ClosedRange<Int>) -> Range<Int> {
    0..<Int.random(in: range, using: &random)
  }

  mutating func blank() -> String { pick([" ", " ", " ", "  ", "\t", " \\\n  ", " \\\r\n"]) }
  mutating func gap() -> String { chance(60) ? "" : blank() }
  /// A blank inside brackets.
  mutating func inner() -> String {
    chance(85) ? gap() : pick(["\n", "\r\n ", " # in\n", "\n# a\n  "])
  }
  mutating func name() -> String {
    pick(["a", "x", "loss", "W1", "h_2", "print2", "größe", "data", "help"])
  }

  mutating func script() -> String {
    (chance(20) ? "#!/usr/bin/env nn\n" : "") + statements(depth: 3)
      + pick(["", "\n", "\n\n# end\n"])
  }

  mutating func statements(depth: Int) -> String {
    var text = ""
    for _ in times(0...4) {
      text += pick(["", "", "", "\n", "\n\n", "# note\n", "\n# note\n\n\n# more\n", ";"])
      text += statement(depth: depth) + pick(["\n", "\n", ";", " ; ", " # behind\n", "\r\n"])
    }
    return text
  }

  mutating func block(depth: Int) -> String {
    "{" + pick([" ", "\n", " # head\n", ""]) + statements(depth: depth - 1)
      + pick(["", " ", "# tail\n"]) + "}"
  }

  mutating func statement(depth: Int) -> String {
    guard depth > 0 else { return command(depth: 0) }
    switch Int.random(in: 0..<14, using: &random) {
    case 0: return "let \(name())\(gap())=\(gap())\(expression(2))"
    case 1:
      var text = "if \(expression(2)) \(block(depth: depth))"
      for _ in times(0...1) { text += "\(gap())else if \(expression(1)) \(block(depth: depth))" }
      return text + (chance(50) ? " else \(block(depth: depth))" : "")
    case 2: return "for \(name()) in \(value(2)) \(block(depth: depth))"
    case 3: return "while \(expression(2))\(gap())\(block(depth: depth))"
    case 4: return "repeat \(value(1)) \(block(depth: depth))"
    case 5: return "def \(name()) p q k=\(value(2)) j=1 \(block(depth: depth))"
    case 6: return pick(["return", "break", "next", "return \(expression(2))"])
    case 7:
      return "print\(blank())"
        + times(1...3).map { _ in expression(3) }.joined(separator: "\(gap()), ")
    case 8: return "assert \(expression(3))" + (chance(50) ? " \(string(1))" : "")
    case 9: return "time \(block(depth: depth))"
    case 10: return "data table \(table())"
    case 11: return "print(\(inner())\(expression(2)),\(inner())\(expression(1)))"
    case 12: return "(\(expression(3)))"
    default: return command(depth: depth)
    }
  }

  mutating func table() -> String {
    let rows = times(1...3).map { _ in
      "\(value(1)) \(value(1))\(pick([" ", ""]))->\(pick([" ", ""]))\(value(1))"
    }
    return "{" + pick([" ", "\n", " # head\n\n"])
      + rows.joined(separator: pick(["; ", "\n", " # row\n", "\n\n# row\n"]))
      + pick([" ", "\n# tail\n"]) + "}"
  }

  mutating func command(depth: Int) -> String {
    var text = pick(["train", "layer", "save", "x", "loss", "help", "data"])
    for _ in times(0...4) {
      let key = chance(30) ? pick(["lr=", "to=", "k_1="]) : ""
      text += blank() + key + value(2)
    }
    return text
  }

  mutating func number() -> String {
    pick(["0", "1", "12.5", ".5", "1e-3", "2e+10", "10s", "1.5min", "3ms", "2h"])
  }

  mutating func value(_ depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 12 : 5), using: &random) {
    case 0: return pick(["-", ""]) + number() + ""
    case 1: return pick(["5%", "-0.1%", "100"])
    case 2:
      return pick(["relu", "iris.csv", "../a/b-c.nn", "~/x", "5.", "1/2", "on", "not-a", "a..b"])
    case 3: return "$\(name())"
    case 4: return string(1)
    case 5: return "(\(inner())\(expression(2))\(inner()))"
    case 6:
      return
        "[\(times(0...3).map { _ in inner() + value(depth - 1, isListed: true) + inner() }.joined(separator: ","))]"
    case 7: return times(2...4).map { _ in value(0) }.joined(separator: pick([",", ", "]))
    case 8: return "\(pick(["W1", "delta2", "$m"]))[\(pick(["1", "$k,1", "1, (2 + 3)"]))]"
    case 9: return "\(pick(["1", "-3", "$a", "(1 + 2)"]))..\(pick(["5", "-1", "$n", "(f(2))"]))"
    default: return value(0)
    }
  }

  /// A value in brackets, where `v,v` would be two.
  mutating func value(_ depth: Int, isListed: Bool) -> String {
    while true {
      let text = value(depth)
      if !text.contains(",") || text.first == "[" || text.first == "(" && text.last == ")" {
        return text
      }
    }
  }

  mutating func string(_ depth: Int) -> String {
    guard depth > 0, chance(60) else {
      return pick(["\"\"", "'it # \"x\" $y'", "\"a\\n\\\"\\$b # c\"", "\"é $ 5\""])
    }
    return "\"a $\(name()).b ${\(simple(depth))\(pick(["", ":6", " : 3 "]))} {}\""
  }

  /// An expression without newlines and comments.
  mutating func simple(_ depth: Int) -> String {
    pick(["loss", "$x + 1", "f('}', \"$y\")", "-$m[1,2]", "[1, 2][1]"])
  }

  mutating func expression(_ depth: Int) -> String {
    guard depth > 0 else { return primary(0) }
    switch Int.random(in: 0..<9, using: &random) {
    case 0, 1: return "(\(inner())\(expression(depth - 1))\(inner()))\(pick(["", "", "[1]"]))"
    case 2: return "\(pick(["-", "not "]))(\(expression(depth - 1)))"
    case 3...5:
      let symbol = pick([
        "+", "-", "*", "/", "%", "@", "and", "or", "==", "<", ">=", "!=", "..", "^", "~=",
      ])
      let within = symbol == "~=" && chance(50) ? " within (\(expression(depth - 1)))" : ""
      return "(\(expression(depth - 1)))\(blank())\(symbol) -(\(expression(depth - 1)))\(within)"
    case 6: return "1 + \(primary(depth)) * 2 - -\(primary(depth))^2^\(primary(0))"
    case 7: return "not $a == \(primary(depth)) and \(primary(0)) < 3 or true"
    default: return primary(depth)
    }
  }

  mutating func primary(_ depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 5), using: &random) {
    case 0: return number()
    case 1: return "$\(name())"
    case 2: return name()
    case 3: return pick(["true", "false"])
    case 4: return string(depth)
    case 5: return "f(\(inner())\(expression(depth - 1)), k\(gap())=\(gap())\(expression(0)))"
    case 6: return "[\(inner())\(expression(depth - 1)),\(inner())5%]"
    case 7: return "W1[\(expression(depth - 1)),1][$k]"
    default: return "(\(expression(depth - 1)))"
    }
  }

  // MARK: Trees

  /// An expression as a tree that no text has shaped.
  mutating func tree(_ depth: Int) -> Expression {
    func at(_ node: Expression.Node) -> Expression { Expression(node, SourceSpan(0, 0)) }
    guard depth > 0 else {
      return at(
        pick([
          .number(NumberLiteral(value: 1, text: "1")),
          .number(NumberLiteral(value: 0.05, text: "5%")),
          .number(NumberLiteral(value: 0.5, text: ".5")),
          .number(NumberLiteral(value: 2, text: "2s", isDuration: true)), .name("loss"),
          .name("data"),
          .name("print"), .variable("x"), .boolean(true), .string(StringLiteral(quoting: "a$\"")),
        ]))
    }
    let below = depth - 1
    switch Int.random(in: 0..<10, using: &random) {
    case 0: return at(.unary(.negate, tree(below)))
    case 1: return at(.unary(.not, tree(below)))
    case 2:
      return at(.approximately(tree(below), tree(below), within: chance(50) ? tree(below) : nil))
    case 3: return at(.index(tree(below), [tree(below)]))
    case 4: return at(.list([tree(below), tree(below)]))
    case 5:
      let key = Name("k", SourceSpan(0, 0))
      return at(.call("f", [.init(value: tree(below)), .init(key: key, value: tree(below))]))
    case 6: return tree(0)
    default: return at(.binary(pick(BinaryOperator.allCases), tree(below), tree(below)))
    }
  }
}
