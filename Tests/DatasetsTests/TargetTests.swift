import Datasets
import Engine
import Testing

@Suite struct TargetTests {
  let table = "a,b,c,d\n1,2,3.5,x\n4,5,6.5,y\n7,8,9.5,x\n"

  @Test func aTargetIsNamedOrCounted() throws {
    let byName = try load(table, LoadOptions(target: ["b"], drop: ["d"]))
    #expect(byName.inputNames == ["a", "c"])
    #expect(byName.target == .classes(labels: [0, 1, 2], names: ["2", "5", "8"]))
    #expect(try load(table, LoadOptions(target: ["2"], drop: ["4"])) == byName)
    #expect(try load(table, LoadOptions(target: ["4"], drop: ["a"])).inputNames == ["b", "c"])
  }

  @Test func severalTargetsAreValues() throws {
    let data = try load(table, LoadOptions(target: ["c", "a"], drop: ["d"]))
    let expected = Matrix(rows: 3, columns: 2, elements: [3.5, 1, 6.5, 4, 9.5, 7])
    #expect(data.target == .values(expected, names: ["c", "a"]))
    #expect(data.inputNames == ["b"])
  }

  @Test func noneAndInputs() throws {
    let alone = try load(table, LoadOptions(target: ["none"], drop: ["d"]))
    #expect(alone.target == .none)
    #expect(alone.inputs.columns == 3)
    let auto = try load(table, LoadOptions(target: ["inputs"], drop: ["d"]))
    #expect(auto.target == .values(auto.inputs, names: ["a", "b", "c"]))
  }

  @Test func wholeNumbersAreClassesUpToTwentyOfThem() throws {
    func rows(_ count: Int) -> String { (0..<40).map { "\($0),\($0 % count)\n" }.joined() }
    let twenty = try load(rows(20))
    guard case .classes(_, let names) = twenty.target else {
      Issue.record("no classes")
      return
    }
    #expect(names == (0..<20).map(String.init))
    #expect(values(try load(rows(21)))?.count == 40)
    #expect(values(try load(rows(20), LoadOptions(task: .regression)))?.count == 40)
    #expect(labels(try load(rows(21), LoadOptions(task: .classification)))?.last == "18")
  }

  @Test func classesSortByNumberElseAsText() throws {
    #expect(
      try load("1,10\n2,9\n3,-1").target == .classes(labels: [2, 1, 0], names: ["-1", "9", "10"]))
    #expect(
      try load("1,b\n2,a10\n3,a9").target
        == .classes(labels: [2, 0, 1], names: ["a10", "a9", "b"]))
    #expect(
      try Target.classes(texts: ["10", "9", "10"])
        == .classes(labels: [1, 0, 1], names: ["9", "10"]))
  }

  @Test(arguments: [
    (["widht"], "there is no column 'widht'", "did you mean 'width'?"),
    (["zzzzzz"], "there is no column 'zzzzzz'", "the columns are width, height, kind"),
    (["7"], "there is no column 7, the last one is 3", nil),
    (["width", "1"], "column '1' is named twice", nil),
    (["width", "kind"], "column 3 'kind' is text, several targets must be numbers", nil),
  ])
  func wrongTargets(target: [String], message: String, suggestion: String?) {
    let error = loadError("width,height,kind\n1,2,x\n", LoadOptions(target: target))
    #expect(error?.message == message)
    #expect(error?.suggestion == suggestion)
  }

  @Test func tasksThatDoNotFit() {
    #expect(
      loadError("1,x\n", LoadOptions(task: .regression))?.message
        == "column 2 is text, regression needs numbers")
    #expect(
      loadError("1,2\n3,2.5\n", LoadOptions(task: .classification))?.message
        == "line 2, column 2: found 2.5, expected a whole number or text for a class")
    let many = (0...1000).map { "\($0),c\($0)\n" }.joined()
    #expect(
      loadError(many)?.message == "the target has 1001 classes, expected at most 1000")
  }
}
