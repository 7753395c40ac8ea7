import Engine
import Rendering
import Reports
import Testing

/// Tables as text, on screens and without one.
@Suite struct TableTests {
  private func table(columns: Int) -> Report {
    let names = (1...columns).map { "name\($0)" }
    let rows = (1...2).map { row in (1...columns).map { Value.number(Double(10 * row + $0)) } }
    return .table(Table(columns: names, rows: rows))
  }

  private func lines(_ columns: Int, width: Int?) -> [String] {
    TextRenderer(digits: 6, width: width).render(table(columns: columns))
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func withoutAScreenNothingIsLeftOut() {
    let rows = lines(40, width: nil)
    #expect(rows.count == 3)
    #expect(rows[0].split(separator: " ").count == 40)
    #expect(rows[2].split(separator: " ").last == "60")
  }

  @Test func aLittleTooWideIsContinuedBelow() {
    #expect(
      lines(5, width: 20) == [
        "name1  name2  name3", "   11     12     13", "   21     22     23", "",
        "name1  name4  name5", "   11     14     15", "   21     24     25",
      ])
  }

  @Test func muchTooWideIsCutWithAMark() {
    #expect(
      lines(30, width: 22) == [
        "name1  …  name30", "   11  …      40", "   21  …      50",
      ])
    #expect(lines(30, width: 29)[0] == "name1  name2  …  name30")
    #expect(lines(30, width: 30)[0] == "name1  name2  name3  …  name30")
  }

  @Test func aScreenShowsAnExcerptOfManyRows() {
    let table = Table(
      columns: ["n"], rows: (1...4).map { [.number(Double($0))] },
      excerpt: .init(rows: [0, 3], remark: "2 of 4 rows"))
    #expect(TextRenderer(digits: 6, width: 80).render(.table(table)) == "n\n1\n4\n2 of 4 rows")
    #expect(TextRenderer(digits: 6).render(.table(table)) == "n\n1\n2\n3\n4")
  }

  @Test("large numbers of a column are all written alike")
  func columnsAreEven() {
    let columns: [([Double], [String])] = [
      // Whole numbers count something; beside fractions they stay so while none needs a power.
      ([3, 123_456_789], ["3", "123456789"]),
      ([0.5, 1_250_000], ["0.5", "1250000"]),
      // Losses in float32 are whole from 2^24 on.
      ([12_345_678.5, 123_456_789, 2], ["1.23457e+07", "1.23457e+08", "2"]),
      ([1e20, 123_456_789, 0], ["1e+20", "1.23457e+08", "0"]),
      ([.nan, 1e20, .infinity], ["nan", "1e+20", "inf"]),
    ]
    for (numbers, texts) in columns {
      #expect(format(column: numbers, digits: 6) == texts)
      let matrix = Matrix(rows: numbers.count, columns: 1, elements: numbers)
      let array = NamedArray(name: "m", rowNoun: "unit", columnNoun: "sample", matrix: matrix)
      let shown = TextRenderer(digits: 6).render(.array(array)).split(separator: "\n").dropFirst()
      #expect(shown.map { $0.drop { $0 == " " } } == texts.map { $0[...] })
    }
  }

  @Test("names from a file stay on their line and command no terminal")
  func namesOfSeveralLines() {
    let renderer = TextRenderer(digits: 6)
    let table = Table(columns: ["width\nin m", "class"], rows: [[.number(1), .text("a\r\nb")]])
    #expect(renderer.render(.table(table)) == "width in m  class\n         1  a  b")
    let fields = [Field("p(a\u{1B}[31m)", .text("x\ty"))]
    #expect(renderer.render(.fields(fields)) == "p(a\u{FFFD}[31m)  x y")
    let column = Diagram.Column(title: [], count: 1, names: ["in\nput"])
    #expect(column.names == ["in put"])
  }

  @Test("numbers that doubles cannot count have a power of ten in reports")
  func largeNumbers() {
    let numbers: [(Double, String)] = [
      (123_456_789, "123456789"), (9.0e15, "9000000000000000"), (8.364_788_8e19, "8.36479e+19"),
      (-2e300, "-2e+300"), (.infinity, "inf"), (1e-7, "1e-07"),
    ]
    for (number, text) in numbers {
      let report = Report.fields([Field("n", .number(number))])
      #expect(TextRenderer(digits: 6).render(report) == "n  \(text)")
    }
    let measured = Report.fields([Field("n", measure: 123_456_789)])
    #expect(TextRenderer(digits: 6).render(measured) == "n  1.23457e+08")
    #expect(short(9_999_999) == "1e7")
    #expect(short(-1_234_567) == "-1.23e6")
    #expect(short(0.123_456) == "0.123")
  }
}
