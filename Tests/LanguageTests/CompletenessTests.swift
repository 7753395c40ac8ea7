import Language
import Testing

@Suite struct CompletenessTests {
  @Test(
    arguments: [
      ("", nil), ("train 10", nil), ("time {", 1), ("time {\n  if true {\n", 2), ("time {\n}", nil),
      ("print (1 +", 1), ("set W1 [[1,", 2), ("train 10 \\", 0), ("train 10 \\\n", 0),
      ("train 10 \\\n\n", nil), ("train 10 \\ \r\n", 0), ("a \\ b", nil), ("print \"{ (", nil),
      ("print '{'", nil), ("print \"${f(\"", nil), ("# { \\", nil), ("time { # }", 1),
      ("print \"\\\"{\"", nil), ("print (1 }", nil), (")", nil), ("if x { a } else {", 1),
      ("a(\\", 1),
    ] as [(String, Int?)])
  func prompts(text: String, depth: Int?) {
    #expect(completeness(of: text) == (depth.map { .incomplete(depth: $0) } ?? .complete))
  }

  @Test func pipesAreCutAtCompleteLines() {
    let text = "a; b\ntime {\n  c # }\n}\n\n # d\nlet x = [1,\n2]\nd \\\n e\nf"
    let expected = [
      "a; b\n", "time {\n  c # }\n}\n", "\n # d\nlet x = [1,\n2]\n", "d \\\n e\n", "f",
    ]
    for size in [1, 2, 3, 7, 1000] {
      let chunks = chunks(of: Array(text.utf8), by: size)
      #expect(chunks.map { String(decoding: $0.bytes, as: UTF8.self) } == expected)
      #expect(chunks.map(\.firstLine) == [1, 2, 5, 9, 11])
    }
  }

  @Test func linesOfPartsCountInTheWhole() {
    let chunk = chunks(of: Array("a\n\nb c = 1\n".utf8), by: 4)[1]
    let source = SourceText(name: "stdin", bytes: chunk.bytes, firstLine: chunk.firstLine)
    let fault = parse(source).diagnostics[0]
    #expect(source.position(of: fault.span!.start) == (3, 3))
    #expect(source.characters(ofLine: 3, from: 1, count: 9).characters == Array("b c = 1")[...])
    #expect(source.characters(ofLine: 1, from: 1, count: 9).characters.isEmpty)
  }

  @Test func endlessLinesAreCutOff() {
    var reader = StatementReader()
    var chunks: [StatementReader.Chunk] = []
    for _ in 0..<40 {
      reader.append(repeatElement(UInt8(ascii: "x"), count: 100_000))
      while let chunk = reader.next() { chunks.append(chunk) }
    }
    #expect(chunks.count == 1)
    #expect(parse(SourceText(name: "t", bytes: chunks[0].bytes)).diagnostics.first?.code == .limit)
    reader.append("yyy\nok\n".utf8)
    let next = reader.next()
    #expect(next?.bytes == Array("ok\n".utf8))
    #expect(next?.firstLine == 2)
    #expect(reader.finish() == nil)
    #expect(reader.isEmpty)
  }
}
