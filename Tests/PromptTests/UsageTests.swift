import Testing

import Prompt

@Suite struct UsageTests {
  private let usage = Usage(
    parts: ["layer dense", "UNITS", "⟨ACTIVATION⟩", "⟨init=INIT⟩", "⟨bias=on⟩"], current: 1,
    note: "how many units")

  @Test func allOfItWhereItFits() {
    #expect(
      usage.row(columns: 80, usesColors: false)
        == "layer dense UNITS ⟨ACTIVATION⟩ ⟨init=INIT⟩ ⟨bias=on⟩  how many units")
  }

  @Test func partsBehindTheCurrentOneGoFirst() {
    #expect(
      usage.row(columns: 50, usesColors: false)
        == "layer dense UNITS ⟨ACTIVATION⟩ …  how many units")
    #expect(
      usage.row(columns: 36, usesColors: false) == "layer dense UNITS …  how many units")
    #expect(usage.row(columns: 24, usesColors: false) == "layer dense UNITS …  ho…")
  }

  @Test func noRowIsWiderThanTheScreen() {
    for columns in 1...90 {
      let row = usage.row(columns: columns, usesColors: true)
      #expect(row.columns <= columns)
    }
  }

  @Test func theCurrentPartIsNotDim() {
    let row = usage.row(columns: 80, usesColors: true)
    #expect(row.hasPrefix("\u{1B}[2mlayer dense \u{1B}[0mUNITS\u{1B}[2m ⟨ACTIVATION⟩"))
  }
}

@Suite struct MatchingBracketsTests {
  private func pair(_ text: String, at cursor: Int, except: Set<Int> = []) -> [Int] {
    var buffer = EditBuffer(text)
    buffer.move(to: cursor)
    return buffer.matchingBrackets { !except.contains($0) }
  }

  @Test func theBracketAtTheCursorAndItsPartner() {
    #expect(pair("a (b [c] d)", at: 2) == [2, 10])
    #expect(pair("a (b [c] d)", at: 5) == [5, 7])
    #expect(pair("a (b [c] d)", at: 11) == [10, 2])
    #expect(pair("((x)", at: 4) == [3, 1])
    #expect(pair("((x)", at: 0) == [])
    #expect(pair("abc", at: 1) == [])
    #expect(pair("", at: 0) == [])
  }

  @Test func bracketsInStringsAreNone() {
    #expect(pair("(\")\")", at: 0, except: [2]) == [0, 4])
    #expect(pair("(\")\")", at: 2, except: [2]) == [])
  }
}
