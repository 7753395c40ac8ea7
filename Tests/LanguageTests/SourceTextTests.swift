import Language
import Testing

/// Lines and columns, also of lines so long that they are not counted through each time.
@Suite struct SourceTextTests {
  /// Characters of one to several bytes, lines of each length around that of the marks, both ends.
  private static let texts: [String] = {
    let long = (0..<900).map { "a\($0) é = 🇩🇪\u{0301}" }.joined(separator: "; ")
    let plain = String(repeating: "x", count: 1_025)
    return [
      "", "\n", "a", "a\r\nb\r\n", long, "\u{FEFF}\(long)\n\(plain)\n\n\(long)\r\nend",
      String(repeating: "ä", count: 3_000) + "\n" + plain, plain + "\n" + plain + "x\r",
    ]
  }()

  @Test(arguments: texts) func positionsAreThoseOfAPersonWhoCounts(text: String) {
    let source = SourceText(name: "", text)
    let bytes = Array(text.utf8)
    let mark = text.hasPrefix("\u{FEFF}") ? 3 : 0
    var (line, start) = (1, mark)
    for offset in stride(from: mark, through: bytes.count, by: 1) {
      if offset > mark, bytes[offset - 1] == 0x0A { (line, start) = (line + 1, offset) }
      guard offset % 97 == 0 || offset + 3 > bytes.count || offset - start < 3 else { continue }
      let column = String(decoding: bytes[start..<offset], as: UTF8.self).count + 1
      #expect(source.position(of: offset) == (line, column), "\(offset)")
    }
  }

  @Test(arguments: texts) func partsOfLinesAreThoseOfTheLine(text: String) {
    let source = SourceText(name: "", text)
    let text = text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      Array(String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self))
    }
    for (number, line) in lines.enumerated() {
      for column in [1, 2, 500, 1_024, 1_025, 1_026, 5_000, 9_000] {
        let found = source.characters(ofLine: number + 1, from: column, count: 200)
        #expect(Array(found.characters) == Array(line.dropFirst(column - 1).prefix(200)))
        #expect(found.goesOn == (line.count > column - 1 + 200))
      }
    }
    #expect(source.characters(ofLine: lines.count + 1, from: 1, count: 9).characters.isEmpty)
  }
}
