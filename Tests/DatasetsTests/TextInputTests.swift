import Datasets
import Engine
import Testing

@Suite struct TextInputTests {
  let table = "size,color,y\n1,red,a\n2,blue,b\n3,red,a\n"

  @Test func aColumnOfTextsIsAnInputForEachText() throws {
    let data = try load(table)
    #expect(data.inputNames == ["size", "color=blue", "color=red"])
    #expect(data.inputs.elements == [1, 0, 1, 2, 1, 0, 3, 0, 1])
    #expect(data.columns.map(\.categories) == [nil, ["blue", "red"]])
    #expect(data.cells(1) == [.number(2), .text("blue")])
    #expect(data.choices.last == "column color holds 2 texts: 2 inputs of 0 and 1")
  }

  @Test func tooManyTextsAreAnError() throws {
    func rows(_ count: Int) -> String { (0..<count).map { "t\($0),1.5\n" }.joined() }
    #expect(try load(rows(100)).inputs.columns == 100)
    let error = loadError(rows(101))
    #expect(
      error?.message
        == "column 1 holds 101 different texts ('t0' …), an input has at most 100")
    #expect(error?.suggestion == "leave the column out, drop=1, or make it the target")
    #expect(
      loadError("Customer ID,y\n" + rows(101))?.suggestion
        == "leave the column out, drop=\"Customer ID\", or make it the target")
  }

  /// Whatever they were taken for, numbers in another notation are said to be some.
  @Test func numbersWithCommasAreSaidToBeSome() throws {
    let price = (0..<101).map { "1,\($0 + 11);\($0 % 7)\n" }.joined()
    #expect(loadError("price;y\n" + price)?.suggestion == "with decimal=comma they are numbers")
    let target = try load("y;price\n1;2,5\n2;3,75\n")
    #expect(target.remark == "text in column price; with decimal=comma they are numbers")
    let options = LoadOptions(task: .regression)
    #expect(
      loadError("y;price\n1;2,5\n2;3,75\n", options)?.suggestion
        == "with decimal=comma they are numbers")
    // 12,500 may be twelve and a half.
    let thousands =
      "with decimal=comma they are numbers; "
      + "where ',' parts thousands, take it out of the file"
    #expect(loadError("y;income\n1;12,500\n2;999\n")?.suggestion == thousands)
    #expect(loadError("y;income\n1;999\n2;12,500\n")?.suggestion == thousands)
  }

  @Test func columnsAreTheInputs() throws {
    let wide = "a,b,c,d\n1,2,3,x\n4,5,6,y\n"
    #expect(try load(wide, LoadOptions(columns: ["b"])).inputs.elements == [2, 5])
    let data = try load(wide, LoadOptions(target: ["c"], task: .regression, columns: ["2", "a"]))
    #expect(data.inputNames == ["a", "b"])
    #expect(values(data) == [3, 6])
    let alone = try load(wide, LoadOptions(target: ["none"], columns: ["a", "c"]))
    #expect(alone.inputs.elements == [1, 3, 4, 6])
    let error = loadError(wide, LoadOptions(columns: ["e"]))
    #expect(error?.option == "columns")
    // What is left out need not be of one kind.
    #expect(try load("a,b,c\n1,x,2\n3,4,5\n", LoadOptions(columns: ["a"])).samples == 2)
  }

  @Test func missingTextsAreNoneOfTheTexts() throws {
    let text = "size,color,y\n1,red,a\n2,?,b\n,blue,a\n"
    let data = try load(text, LoadOptions(missing: .mean))
    #expect(data.inputNames == ["size", "color=blue", "color=red"])
    #expect(data.inputs.elements == [1, 0, 1, 2, 0, 0, 1.5, 1, 0])
    #expect(data.cells(1) == [.number(2), .text("")])
    #expect(data.columns.map(\.missing) == [1, 1])
    #expect(data.choices.contains("1 missing cell filled with the mean of the column"))
    #expect(data.choices.contains("1 missing text taken as none of its column"))
    #expect(try load(text, LoadOptions(missing: .drop)).inputs.elements == [1, 1])
    #expect(loadError(text)?.message == "line 3, column 2 'color': found a missing value ('?')")
  }

  @Test func missingTargetsAreNotMadeUp() {
    let error = loadError("size,y\n1,a\n,b\n2,\n", LoadOptions(missing: .mean))
    #expect(error?.message == "line 4, column 2 'y': found a missing value")
    #expect(error?.suggestion == "a target cannot be made up; missing=drop leaves such rows out")
  }
}
