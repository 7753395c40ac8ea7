import Datasets
import Engine
import Testing

/// ARFF, FANN's `.data` and IDX.
@Suite struct FormatTests {
  private func read(_ bytes: [UInt8], _ name: String, _ options: LoadOptions = LoadOptions())
    throws(DataError) -> Dataset
  {
    try loadDataset(bytes: bytes, name: name, options: options)
  }

  private func read(_ text: String, _ name: String, _ options: LoadOptions = LoadOptions())
    throws(DataError) -> Dataset
  {
    try read(Array(text.utf8), name, options)
  }

  private func error(_ text: String, _ name: String) -> String? {
    do throws(DataError) {
      _ = try read(text, name)
      return nil
    } catch { return error.message }
  }

  // MARK: ARFF

  let flowers = """
    % a comment
    @RELATION flowers
    @attribute 'stem length' NUMERIC
    @attribute color {red, 'dark blue', "it's"}
    @attribute kind string
    @data
    % another
    1.5, red, rose
    -2e1,'dark blue',"a, b"
    3,"it's",'a \\'lily\\''
    """

  @Test func arffIsRead() throws {
    let data = try read(flowers, "f.arff")
    #expect(data.inputNames == ["stem length", "color=dark blue", "color=it's", "color=red"])
    #expect(data.inputs.elements == [1.5, 0, 0, 1, -20, 1, 0, 0, 3, 0, 1, 0])
    #expect(labels(data) == ["rose", "a, b", "a 'lily'"])
    // The name is not needed.
    #expect(try read(flowers, "f.txt").inputs == data.inputs)
  }

  @Test func arffMissingValues() throws {
    let text = "@relation r\n@attribute a real\n@attribute b {x,y}\n@data\n1,x\n?,y\n3,?\n"
    #expect(error(text, "f.arff") == "line 6, column 1 'a': found a missing value")
    #expect(try read(text, "f.arff", LoadOptions(missing: .drop)).samples == 1)
  }

  @Test(arguments: [
    ("1,z", "line 5, column 2 'b': found 'z', which its declaration does not name"),
    ("u,x", "line 5, column 1 'a': found 'u', expected a number"),
    ("1", "line 5, found 1 cell, the header has 2 columns"),
    ("1,'x", "line 5, a quote is not closed"),
    ("{0 1}", "line 5, sparse rows in { } are not read"),
  ])
  func arffErrorsNameTheLine(row: String, message: String) {
    let header = "@relation r\n@attribute a real\n@attribute b {x,y}\n@data\n"
    #expect(error(header + row + "\n", "f.arff") == message)
  }

  @Test func arffHeaders() {
    #expect(error("@relation r\n@attribute a real\n", "f.arff") == "the file has no @data")
    #expect(
      error("@relation r\n@data\n1\n", "f.arff") == "line 2, @data without an @attribute before it")
    #expect(
      error("@relation r\n@attribute d relational\n", "f.arff")
        == "line 2, column 'd' is of the type 'relational', expected numeric, real, integer, "
        + "string, date or {values}")
  }

  @Test func arffDatesAreTexts() throws {
    let header =
      "@relation r\n@attribute d DATE 'yyyy-MM-dd'\n@attribute e date\n@attribute y real\n"
    let data = try read(
      header + "@data\n'2020-01-02',x,1\n2020-01-03,x,2\n", "f.arff",
      LoadOptions(drop: ["e"]))
    #expect(data.columns.map(\.categories) == [["2020-01-02", "2020-01-03"]])
  }

  // MARK: FANN

  @Test func fannIsRead() throws {
    let data = try read("4 2 1\n-1 -1\n-1\n-1 1\n1\n1 -1\n1\n1 1\n-1\n", "xor.data")
    #expect(data.inputs.elements == [-1, -1, -1, 1, 1, -1, 1, 1])
    #expect(values(data) == [-1, 1, 1, -1])
    let two = try read("1 1 2\r\n0.5\r\n1e-1 0\r\n", "two.data")
    #expect(
      two.target == .values(Matrix(rows: 1, columns: 2, elements: [0.1, 0]), names: ["y1", "y2"]))
    // Without its three counts it is a table like any other.
    #expect(try read("1,2,a\n3,4,b\n", "iris.data").inputs.elements == [1, 2, 3, 4])
  }

  @Test func fannErrorsNameTheLine() {
    #expect(
      error("2 1 1\n1\n2\n3\n", "f.data")
        == "the file is cut off: line 4 ends in sample 2 of those announced")
    #expect(
      error("1 1 1\n1\nx\n", "f.data") == "line 3, column 2 'y1': found 'x', expected a number")
    #expect(
      error("1 1 1\n1\n2\n3\n", "f.data") == "line 4: found '3' behind the last of 1 samples")
    #expect(
      error("99999 9999 1\n1\n", "f.data")
        == "line 1: 99999 samples of 9999 inputs and 1 outputs do not fit in the 15 bytes of the "
        + "file")
  }

  // MARK: IDX

  private func idx(_ type: UInt8, _ sizes: [UInt8], _ data: [UInt8]) -> [UInt8] {
    [0, 0, type, UInt8(sizes.count)] + sizes.flatMap { [0, 0, 0, $0] } + data
  }

  @Test func idxIsRead() throws {
    let images = try read(idx(8, [2, 1, 2], [0, 255, 7, 9]), "images")
    #expect(images.inputs.elements == [0, 255, 7, 9])
    #expect(images.inputNames == ["pixel1", "pixel2"])
    #expect(images.target == .none)
    let signed = try read(idx(0x0B, [2, 1], [0xFF, 0xFE, 1, 0]), "x")
    #expect(signed.inputs.elements == [-2, 256])
    let floats = try read(idx(0x0D, [1, 1], [0x3F, 0xC0, 0, 0]), "x")
    #expect(floats.inputs.elements == [1.5])
  }

  @Test func idxErrors() {
    func message(_ bytes: [UInt8]) -> String? {
      do throws(DataError) {
        _ = try read(bytes, "x")
        return nil
      } catch { return error.message }
    }
    #expect(
      message(idx(8, [2, 2], [1, 2, 3]))
        == "the shape [2, 2] takes 4 bytes, but the file has 3 behind its header")
    #expect(message([0, 0, 8, 2, 0, 0, 0, 1]) == "the file is cut off in its header")
    #expect(
      message([0, 0, 8, 2] + [UInt8](repeating: 0xFF, count: 8))
        == "the shape [4294967295, 4294967295] has more numbers than can be read")
  }
}
