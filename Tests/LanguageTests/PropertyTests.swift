import Language
import Testing

@Suite struct PropertyTests {
  @Test func printedScriptsReadBack() {
    for seed in 0..<3000 as Range<UInt64> {
      var generator = ScriptGenerator(seed: seed)
      let text = generator.script()
      let first = parse(text)
      #expect(first.diagnostics.isEmpty, "seed \(seed): \(faults(in: text))\n\(text)")
      let printed = format(first.script)
      let second = parse(printed)
      #expect(second.diagnostics.isEmpty, "seed \(seed): \(faults(in: printed))\n\(printed)")
      #expect(first.script == second.script, "seed \(seed)\n\(text)\n-----\n\(printed)")
      #expect(format(second.script) == printed, "seed \(seed)\n\(printed)")
      #expect(completeness(of: printed) == .complete)
    }
  }

  @Test func printedTreesReadBack() {
    for seed in 0..<4000 as Range<UInt64> {
      var generator = ScriptGenerator(seed: seed)
      let tree = generator.tree(Int(seed % 6))
      let statement = Statement(.expression(tree), SourceSpan(0, 0))
      for text in [format(statement), "let x = \(format(tree))", "print \(format(tree)), 1"] {
        let parsed = parse(text)
        #expect(parsed.diagnostics.isEmpty, "seed \(seed): \(faults(in: text))\n\(text)")
        let found: Expression? =
          switch parsed.script.statements.first?.node {
          case .expression(let found): found
          case .let(_, let found): found
          case .command(let call):
            if case .expression(let found)? = call.arguments.first?.value.node {
              found
            } else {
              nil
            }
          default: nil
          }
        #expect(found == tree, "seed \(seed): \(text)")
      }
    }
  }

  @Test func noTextTraps() {
    let alphabet = Array("a1 .$\"'#\\{}()[];,=-><~!^@%+*/:\n\r\t_e§é \u{0}".utf8) + [0xFF, 0xC3]
    var random = SeededGenerator(state: 1)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0..<60, using: &random)
      survive((0..<count).map { _ in alphabet.randomElement(using: &random)! })
    }
    for _ in 0..<5_000 {
      let count = Int.random(in: 0..<80, using: &random)
      survive((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
  }

  @Test func noMutationTraps() {
    var random = SeededGenerator(state: 2)
    let pieces = [
      "{", "}", "(", ")", "[", "]", "\"", "'", "${", "->", "=", "\\", "\n", "..", "#", " ",
    ]
    for seed in 0..<2_000 as Range<UInt64> {
      var generator = ScriptGenerator(seed: seed)
      let bytes = Array(generator.script().utf8)
      guard !bytes.isEmpty else { continue }
      survive(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random))))
      var mutated = bytes
      for _ in 0..<3 {
        let place = Int.random(in: 0...mutated.count, using: &random)
        if Bool.random(using: &random), place < mutated.count {
          mutated.remove(at: place)
        } else {
          mutated.insert(contentsOf: pieces.randomElement(using: &random)!.utf8, at: place)
        }
        survive(mutated)
      }
    }
  }

  /// Everything that reads text reads this one; what is well formed reads back.
  func survive(_ bytes: [UInt8]) {
    let source = SourceText(name: "t", bytes: bytes)
    let parsed = parse(source)
    for fault in parsed.diagnostics {
      let span = fault.span ?? SourceSpan(-1, -1)
      #expect(span.start >= 0 && span.start <= span.end && span.end <= bytes.count, "\(fault)")
    }
    let printed = format(parsed.script)
    if parsed.diagnostics.isEmpty {
      let again = parse(printed)
      #expect(
        again.diagnostics.isEmpty, "\(String(decoding: bytes, as: UTF8.self))\n-----\n\(printed)")
      #expect(
        again.script == parsed.script,
        "\(String(decoding: bytes, as: UTF8.self))\n-----\n\(printed)")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    _ = completeness(of: text)
    var last = 0
    for (span, _) in tokenClasses(of: text) {
      #expect(span.start >= last && span.end > span.start && span.end <= text.utf8.count)
      last = span.end
    }
    #expect(chunks(of: bytes, by: 7).flatMap(\.bytes) == bytes)
  }
}

/// What the reader makes of bytes that come in parts.
func chunks(of bytes: [UInt8], by size: Int) -> [StatementReader.Chunk] {
  var reader = StatementReader()
  var chunks: [StatementReader.Chunk] = []
  for start in stride(from: 0, to: bytes.count, by: size) {
    reader.append(bytes[start..<min(start + size, bytes.count)])
    while let chunk = reader.next() { chunks.append(chunk) }
  }
  if let rest = reader.finish() { chunks.append(rest) }
  return chunks
}
