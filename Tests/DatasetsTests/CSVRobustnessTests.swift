import Datasets
import Engine
import Testing

/// SplitMix64: the same cases on every run.
struct CaseGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite struct CSVRobustnessTests {
  private func options(_ generator: inout CaseGenerator) -> LoadOptions {
    func pick<T>(_ choices: [T]) -> T { choices.randomElement(using: &generator)! }
    return LoadOptions(
      target: pick([[], [], ["none"], ["inputs"], ["1"], ["b"], ["1", "2"], ["-1"], ["99"]]),
      task: pick([nil, .classification, .regression]), header: pick(Header.allCases),
      separator: pick([nil, nil, .comma, .semicolon, .tab, .pipe, .space]),
      columns: pick([[], [], [], ["1"], ["a", "b"]]),
      drop: pick([[], [], ["1"], ["a"], ["1", "2", "3"]]), missing: pick(MissingPolicy.allCases),
      decimal: pick([.point, .point, .comma]))
  }

  @Test func damagedFilesNeverTrap() {
    var generator = CaseGenerator(state: 7)
    let files = [
      "a,b,c\n1,2,x\n3,4,y\n", "1;2\r\n3;4\r\n", "# c\n\"a\"\"\",\"b\nc\",d\n1,?,\"x\"\n,2,y",
      "1 2  3\n4 5 6\n", "\u{FEFF}a\tb\n1e5\tNA\n-.5e-3\t7\n",
    ].map { Array($0.utf8) }
    let marks = Array("\",;\t| \n\r#?e.-+0\0\u{FF}N".utf8) + [0xFF, 0xC3]
    var errors = 0
    for index in 0..<20_000 {
      var bytes = files[index % files.count]
      for _ in 0...Int.random(in: 0..<4, using: &generator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.insert(marks.randomElement(using: &generator)!, at: place)
        case 1 where place < bytes.count: bytes[place] = marks.randomElement(using: &generator)!
        case 2 where place < bytes.count: bytes.remove(at: place)
        default: bytes.removeLast((bytes.count - place) / 3)
        }
      }
      do {
        let data = try loadDataset(bytes: bytes, name: "f", options: options(&generator))
        #expect(data.inputs.elements.allSatisfy { $0.isFinite })
      } catch { errors += 1 }
    }
    #expect(errors > 2000)
    #expect(errors < 20_000)
  }

  /// A second reader, one character at a time by the grammar of RFC 4180.
  private func reference(_ text: String, _ separator: Character) -> [[String]] {
    var rows: [[String]] = [[""]]
    var isQuoted = false
    var previous: Character = "\n"
    for character in text {
      if character == "\"" {
        // A quote right behind the one that closed is a doubled one.
        if !isQuoted, previous == "\"" {
          rows[rows.count - 1][rows[rows.count - 1].count - 1] += "\""
        }
        isQuoted.toggle()
      } else if !isQuoted, character == separator {
        rows[rows.count - 1].append("")
      } else if !isQuoted, character.isNewline {
        rows.append([""])
      } else {
        rows[rows.count - 1][rows[rows.count - 1].count - 1].append(character)
      }
      previous = character == "\"" && !isQuoted ? "\"" : " "
    }
    return rows.filter { $0 != [""] }
  }

  @Test func randomTablesAreReadAsByTheReference() throws {
    var generator = CaseGenerator(state: 3)
    let pieces = ["a", "b c", "é", "\"\"", ",", ";", "\n", "|", "#", "x"]
    for _ in 0..<2000 {
      let separator = (Separator.allCases.filter { $0 != .space }).randomElement(using: &generator)!
      let mark = [Separator.comma: ",", .semicolon: ";", .tab: "\t", .pipe: "|"][separator]!
      let rows = (0..<Int.random(in: 1..<6, using: &generator)).map { row in
        let number = Double(bitPattern: generator.next())
        let count = Int.random(in: 1..<5, using: &generator)
        let inside = (0..<count).map { _ in pieces.randomElement(using: &generator)! }.joined()
        return "\(number.isFinite ? number : 0.5)\(mark)\"t\(inside)\""
      }
      let text = rows.joined(separator: generator.next() & 1 == 0 ? "\n" : "\r\n")
      let data = try load(text, LoadOptions(header: .off, separator: separator))
      let expected = reference(text, Character(mark))
      #expect(data.inputs.elements == expected.compactMap { Double($0[0]) })
      #expect(labels(data) == expected.map { $0[1] })
    }
  }

  @Test func numbersOfEveryLengthAreTheNearestDoubles() throws {
    var generator = CaseGenerator(state: 11)
    var texts: [String] = []
    for _ in 0..<20_000 {
      let digits = (0..<Int.random(in: 1...25, using: &generator)).map { _ in
        String(Int.random(in: 0...9, using: &generator))
      }
      let point = Int.random(in: 0...digits.count, using: &generator)
      let sign = ["", "-", "+"].randomElement(using: &generator)!
      let exponent = Int.random(in: -330...280, using: &generator)
      let tail = ["", "", "e\(exponent)", "E\(exponent / 12)"].randomElement(using: &generator)!
      texts.append(
        sign + digits[..<point].joined() + "." + digits[point...].joined() + tail)
    }
    let data = try load(texts.map { "\($0),1.5\n" }.joined())
    #expect(data.inputs.elements == texts.map { Double($0) ?? .nan })
  }
}
