import Datasets
import Engine
import Foundation
import Testing

/// The bytes of a `.npy` file, as NumPy's `format.write_array` lays them out.
func npy(_ descr: String, _ shape: String, fortran: Bool = false, _ data: [UInt8]) -> [UInt8] {
  let order = fortran ? "True" : "False"
  var header = Array("{'descr': '\(descr)', 'fortran_order': \(order), 'shape': \(shape), }".utf8)
  header += [UInt8](repeating: 0x20, count: 63 - (10 + header.count) % 64) + [0x0A]
  let length = [UInt8(header.count & 255), UInt8(header.count >> 8)]
  return [0x93] + Array("NUMPY".utf8) + [1, 0] + length + header + data
}

/// A gzip file whose content is stored, not packed; its check sum is given.
func storedGzip(_ data: [UInt8], crc: UInt32) -> [UInt8] {
  let count = UInt16(data.count)
  func little(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> ($0 * 8) & 255) } }
  let sizes = [UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8)]
  return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + sizes + data + little(crc)
    + little(UInt32(count))
}

@Suite struct ArrayFileTests {
  private func load(_ bytes: [UInt8], _ name: String, _ options: LoadOptions = LoadOptions())
    throws -> Dataset
  {
    try loadDataset(bytes: bytes, name: name, options: options)
  }

  @Test func theLastColumnOfAnArrayIsTheTarget() throws {
    let array = npy("|u1", "(2, 3)", [1, 2, 0, 3, 4, 1])
    let data = try load(array, "a.npy")
    #expect(data.inputs == Matrix(rows: 2, columns: 2, elements: [1, 2, 3, 4]))
    #expect(data.target == .classes(labels: [0, 1], names: ["0", "1"]))
    #expect(try load(array, "a.npy", LoadOptions(drop: ["3"])).inputs.elements == [1, 3])
    #expect(try load(array, "a.npy", LoadOptions(target: ["1"])).inputs.elements == [2, 0, 4, 1])
  }

  @Test func infinitiesAndMissingValuesAreErrors() {
    let infinity: [UInt8] = [0, 0, 0x80, 0x7F]
    let nan: [UInt8] = [0, 0, 0xC0, 0x7F]
    let one: [UInt8] = [0, 0, 0x80, 0x3F]
    func message(_ data: [UInt8]) -> String? {
      do {
        _ = try loadDataset(bytes: npy("<f4", "(2, 2)", data), name: "a.npy")
        return nil
      } catch { return error.message }
    }
    #expect(
      message(one + one + infinity + one)
        == "row 2, column 1: found inf, expected a finite number")
    #expect(message(one + nan + one + one) == "row 1, column 2: found a missing value")
  }

  /// Put into the order of rows, whatever that of the file is.
  @Test func columnMajorArrays() throws {
    let array = npy("|u1", "(2, 3)", fortran: true, [1, 4, 2, 5, 3, 6])
    let data = try load(array, "a.npy", LoadOptions(target: ["none"]))
    #expect(data.inputs.elements == [1, 2, 3, 4, 5, 6])
    // The element (i, j, k) of shape (2, 2, 3) is 100 i + 10 j + k.
    let cube: [UInt8] = [0, 100, 10, 110, 1, 101, 11, 111, 2, 102, 12, 112]
    let turned = try load(
      npy("|u1", "(2, 2, 3)", fortran: true, cube), "a.npy", LoadOptions(target: ["none"]))
    #expect(turned.inputs.elements == [0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112])
  }

  @Test func emptyArraysAreErrors() {
    for shape in ["(0, 3)", "(3, 0)", "(1000000000000000000, 0)", "(0,)"] {
      #expect(throws: DataError.self) { try load(npy("<f8", shape, []), "a.npy") }
    }
    #expect(throws: DataError.self) {
      try load(npy("<f8", "()", [UInt8](repeating: 0, count: 8)), "a.npy")
    }
  }

  @Test func packedTextIsRead() throws {
    // The check sum is that of `crc32` in Python's zlib.
    let packed = storedGzip(Array("1,2\n3,4\n".utf8), crc: 0xAF6C_9347)
    #expect(try load(packed, "a.csv.gz").inputs.elements == [1, 3])
  }

  @Test func filesAreReadByTheirPathAndNearNamesOffered() throws {
    let folder = NSTemporaryDirectory() + "nn-datasets-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("a b\tc\n1\t2.5\n".utf8).write(to: URL(fileURLWithPath: folder + "/iris.tsv"))
    #expect(try loadDataset(path: folder + "/iris.tsv").inputNames == ["a b"])
    let error = #expect(throws: DataError.self) { try loadDataset(path: folder + "/irsi.tsv") }
    #expect(error?.suggestion == "did you mean '\(folder)/iris.tsv'?")
  }

  @Test func otherKindsOfFilesAreNamed() {
    #expect(
      throws: DataError("files of the kind '.xlsx' are not read", suggestion: "export it as CSV")
    ) {
      try load(Array("PK\u{3}\u{4}".utf8), "a.xlsx")
    }
  }
}
