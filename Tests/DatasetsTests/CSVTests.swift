import Datasets
import Engine
import Testing

/// Reads text as a file without a name.
func load(_ text: String, _ options: LoadOptions = LoadOptions()) throws -> Dataset {
  try loadDataset(bytes: Array(text.utf8), name: "data.csv", options: options)
}

/// The error that reading text ends in.
func loadError(_ text: String, _ options: LoadOptions = LoadOptions()) -> DataError? {
  do {
    let dataset = try loadDataset(bytes: Array(text.utf8), name: "data.csv", options: options)
    Issue.record("no error, but \(dataset)")
    return nil
  } catch { return error }
}

func labels(_ dataset: Dataset) -> [String]? {
  guard case .classes(let labels, let names) = dataset.target else { return nil }
  return labels.map { names[$0] }
}

func values(_ dataset: Dataset) -> [Double]? {
  guard case .values(let matrix, _) = dataset.target else { return nil }
  return matrix.elements
}

@Suite struct CSVTests {
  let flowers = """
    length,width,species
    1.5,2,rose
    -3e-1,.5,lily
    +7.,1E2,rose
    """

  @Test func readsHeaderNumbersAndTextClasses() throws {
    let data = try load(flowers)
    #expect(data.inputNames == ["length", "width"])
    #expect(data.inputs == Matrix(rows: 3, columns: 2, elements: [1.5, 2, -0.3, 0.5, 7, 100]))
    #expect(data.target == .classes(labels: [1, 0, 1], names: ["lily", "rose"]))
    #expect(data.description == "3 samples, 2 inputs, 2 classes (text in column species)")
  }

  @Test(arguments: ["\n", "\r\n", "\r"], ["", "\u{FEFF}"])
  func lineEndsAndByteOrderMarkMakeNoDifference(end: String, mark: String) throws {
    let text = mark + flowers.split(separator: "\n").joined(separator: end)
    #expect(try load(text) == load(flowers))
    #expect(try load(text + end + end) == load(flowers))
  }

  @Test(arguments: Separator.allCases)
  func everySeparatorIsFoundAndForced(separator: Separator) throws {
    let byte: [Separator: String] = [
      .comma: ",", .semicolon: ";", .tab: "\t", .pipe: "|", .space: "   ",
    ]
    let text = flowers.split(separator: ",", omittingEmptySubsequences: false)
      .joined(separator: byte[separator] ?? "")
    #expect(try content(load(text)) == content(load(flowers)))
    let forced = LoadOptions(separator: separator)
    #expect(try content(load(text, forced)) == content(load(flowers)))
  }

  /// The samples, without the remarks on how they were read.
  private func content(_ data: Dataset) throws -> Dataset {
    try Dataset(name: data.name, inputs: data.inputs, columns: data.columns, target: data.target)
  }

  @Test func quotesHoldSeparatorsQuotesAndLineEnds() throws {
    let text = "a,\"b, or \"\"c\"\"\",d\n\"1\" , 2 ,\"x\r\ny\"\n3,4, \"\"\"z\" \n"
    let data = try load(text)
    #expect(data.inputNames == ["a", "b, or \"c\""])
    #expect(data.inputs.elements == [1, 2, 3, 4])
    #expect(labels(data) == ["x\r\ny", "\"z"])
  }

  @Test func commentsAreWholeLinesOnly() throws {
    let data = try load("# made by hand\na,b\n#1,2\n1,x#1\n\n  \n2,#y\n# end")
    #expect(data.inputs.elements == [1, 2])
    #expect(labels(data) == ["x#1", "#y"])
  }

  @Test func headerIsWhereNoCellIsANumber() throws {
    #expect(try load("1,2,a\n3,4,b").samples == 2)
    #expect(try load("a,b,c\n3,4,b").samples == 1)
    #expect(try load(",b,c\n3,4,b").inputNames == ["column1", "b"])
    #expect(try load("1,2,3\n4,5,6", LoadOptions(header: .on)).inputNames == ["1", "2"])
    let error = loadError("a,b\n1,2", LoadOptions(header: .off))
    #expect(error?.line == 2)
    #expect(error?.message == "line 2, column 1: found the number '1' in a column of text")
  }

  @Test(arguments: [
    ("a,b\n1,2\n3\n", 3, "line 3 has 1 cell, expected 2 as in line 1"),
    ("a,b\n1,2\n\n3,4,5\n", 4, "line 4 has 3 cells, expected 2 as in line 1"),
    ("a,b\n1,\"x\n3,4\n", 2, "line 2, column 2: a quote is not closed"),
    (
      "a,b\n\"x\ny\"z,4\n", 3,
      "line 3: text after a closing quote, which was opened in line 2; a quote inside quotes is "
        + "doubled"
    ),
    ("a,b\n1,2\n,4\n", 3, "line 3, column 1 'a': found a missing value (empty)"),
    ("a,b\n1,2\n2,?\n", 3, "line 3, column 2 'b': found a missing value ('?')"),
    ("1,2\nNA,2\n", 2, "line 2, column 1: found a missing value ('NA')"),
    ("1,2\n1,NaN\n", 2, "line 2, column 2: found a missing value ('NaN')"),
    ("a,b\n1,2\nx,3\n", 3, "line 3, column 1 'a': found 'x' in a column of numbers"),
    ("a,b\n1,x\n1,2\n", 3, "line 3, column 2 'b': found the number '2' in a column of text"),
    ("a,b\n1,2\ninf,3\n", 3, "line 3, column 1 'a': found 'inf' in a column of numbers"),
    ("a,b\n1,2\n0x1,3\n", 3, "line 3, column 1 'a': found '0x1' in a column of numbers"),
    ("a,b\n1,1e999\n", 2, "line 2, column 2 'b': found '1e999', a number too large for a double"),
    ("a,a\n1,2\n", 1, "columns 1 and 2 are both named 'a'"),
  ])
  func mistakesNameLineColumnAndWhatWasFound(text: String, line: Int, message: String) {
    let error = loadError(text)
    #expect(error?.message == message)
    #expect(error?.line == line)
  }

  @Test func filesWithoutSamplesAreErrors() {
    #expect(loadError("")?.message == "the file is empty")
    #expect(
      loadError("\n# x\n\n")?.message == "the file holds blank lines and comments only")
    #expect(loadError("a,b\n")?.message == "the file has a header but no rows")
    #expect(
      loadError("1\n2\n")?.message
        == "no column is left for the inputs: the only one, column 1, is the target")
    #expect(
      loadError("a,b\n1,2\0")?.message
        == "the file is no text: its byte 8 is 0, a control character")
  }

  @Test(arguments: [
    ("a,b\n1,2,3\n", "a cell that holds the separator stands in quotes"),
    ("a,b\n1,2\nx,3\n1,3\n", "drop=a leaves the column out"),
    ("1,2\n1,2\nx,3\n", "drop=1 leaves the column out"),
    ("1,2\nx,3\n", "say header=on if the first line holds names"),
    ("a,b,\n1,2,\n", "the first line has no name for it; drop=3 leaves the column out"),
    ("a,a\n1,2\n", "rename one of them; header=off, if the first line is data"),
  ])
  func mistakesSayWhatToDo(text: String, suggestion: String) {
    #expect(loadError(text)?.suggestion == suggestion)
  }

  @Test func textsThatMayBeNumbersAreNamed() throws {
    let choices = try load("a;b;c\n1,5;x;1\n2,5;y;2\n").choices
    #expect(
      choices.suffix(2) == [
        "column a holds 2 texts: 2 inputs of 0 and 1 (with decimal=comma they are numbers)",
        "column b holds 2 texts: 2 inputs of 0 and 1",
      ])
  }

  @Test func labelsApartAreOfIDXOnly() {
    let error = loadError("a,b\n1,2\n", LoadOptions(labels: "b.idx"))
    #expect(error?.option == "labels" && error?.message.contains("IDX") == true)
  }

  @Test func decimalCommasAreReadWhenAsked() throws {
    let text = "a;b;c\n1;2;3\n1,5;2;-,25\n"
    #expect(
      loadError(text)?.suggestion == "with decimal=comma they are numbers")
    let data = try load(text, LoadOptions(task: .regression, decimal: .comma))
    #expect(data.inputs.elements == [1, 2, 1.5, 2])
    #expect(values(data) == [3, -0.25])
    let error = loadError("1;2\n1.5;2\n", LoadOptions(decimal: .comma))
    #expect(error?.message == "line 2, column 1: found '1.5' in a column of numbers")
    #expect(error?.suggestion == "with decimal=point they are numbers")
  }

  @Test func missingRowsAreDroppedAndInputsFilled() throws {
    let text = "a,b,c\n1,2,x\n?,4,y\n3,,x\n8,12,y"
    let dropped = try load(text, LoadOptions(missing: .drop))
    #expect(dropped.inputs.elements == [1, 2, 8, 12])
    #expect(labels(dropped) == ["x", "y"])
    let filled = try load(text, LoadOptions(missing: .mean))
    #expect(filled.inputs.elements == [1, 2, 4, 4, 3, 6, 8, 12])
    #expect(filled.columns.map(\.missing) == [1, 1])
    #expect(filled.choices.last == "2 missing cells filled with the mean of the column")
    #expect(dropped.choices.last == "2 rows with a missing cell left out")
    let error = loadError("a,b\n1,2\n3,NA\n", LoadOptions(missing: .mean))
    #expect(error?.message == "line 3, column 2 'b': found a missing value")
  }

  @Test func numbersAreTheNearestDoubles() throws {
    let texts = [
      "0.1", "1e22", "1e23", "9007199254740993", "123456789012345678901234567890", "5e-324",
      "2.2250738585072011e-308", "1.7976931348623157e308", "0.30000000000000004", "1e-400",
      "8.5e-23", "-0.000000000000000000000000000000000000000001", "7450580596923828125e-27",
      "179769313486231570000000000000000000000e270", "3.14159265358979323846264338327950288",
    ]
    let data = try load("x,y\n" + texts.map { "\($0),1.5\n" }.joined())
    #expect(data.inputs.elements == texts.compactMap { Double($0) })
  }
}
