import Formats
import Testing

/// The bytes of a `.npy` file of version 1.0 with the header as it is given.
func npy(header: String, _ data: [UInt8]) -> [UInt8] {
  let count = header.utf8.count
  let start = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(count & 255), UInt8(count >> 8)]
  return start + Array(header.utf8) + data
}

func npy(_ descr: String, _ shape: String, order: String = "False", _ data: [UInt8]) -> [UInt8] {
  npy(header: "{'descr': '\(descr)', 'fortran_order': \(order), 'shape': \(shape), }   \n", data)
}

/// An array that is read to its end, in the order of the file.
struct NumpyArray: Equatable {
  let shape: [Int]
  let isColumnMajor: Bool
  let values: [Double]

  init(shape: [Int], isColumnMajor: Bool = false, values: [Double]) {
    (self.shape, self.isColumnMajor, self.values) = (shape, isColumnMajor, values)
  }

  init(_ source: ByteStream) throws {
    var stream = try NumpyStream(source)
    var values: [Double] = []
    try stream.read { values += $0 }
    self.init(shape: stream.shape, isColumnMajor: stream.isColumnMajor, values: values)
  }

  init(decoding bytes: [UInt8]) throws { try self.init(ByteStream(bytes)) }
}

/// The names of the files in an archive, and the arrays that they are.
func archivedArrays(in bytes: [UInt8]) throws -> [(name: String, array: NumpyArray)] {
  let archive = try ZipArchive(ByteStream(bytes).contents())
  return try archive.entries.map { ($0.name, try NumpyArray(archive.stream(of: $0))) }
}

@Suite struct NumpyTests {
  @Test(
    arguments: [
      ("<f8", [0, 0, 0, 0, 0, 0, 0xF8, 0xBF], -1.5), (">f8", [0xBF, 0xF8, 0, 0, 0, 0, 0, 0], -1.5),
      ("<f4", [0, 0, 0xC0, 0xBF], -1.5), (">f4", [0xBF, 0xC0, 0, 0], -1.5),
      ("|i1", [0xFE], -2), ("<i2", [0xFE, 0xFF], -2), (">i2", [0xFF, 0xFE], -2),
      ("<i4", [0xFE, 0xFF, 0xFF, 0xFF], -2), (">i8", [0, 0, 0, 0, 0, 0, 1, 0], 256),
      ("|u1", [0xFE], 254), ("<u2", [0xFE, 0xFF], 65534),
      (">u4", [0xFF, 0xFF, 0xFF, 0xFE], 4294967294),
      ("<u8", [0, 0, 0, 0, 0, 0, 0, 0x80], 9223372036854775808), ("|b1", [1], 1), ("=i1", [3], 3),
    ] as [(String, [UInt8], Double)])
  func everyTypeIsRead(descr: String, data: [UInt8], value: Double) throws {
    let array = try NumpyArray(decoding: npy(descr, "(1,)", data))
    #expect(array == NumpyArray(shape: [1], values: [value]))
  }

  @Test func columnMajorArraysSaySo() throws {
    let array = try NumpyArray(decoding: npy("|u1", "(2, 3)", order: "True", [1, 2, 3, 4, 5, 6]))
    #expect(array == NumpyArray(shape: [2, 3], isColumnMajor: true, values: [1, 2, 3, 4, 5, 6]))
    let cube = try NumpyArray(decoding: ForeignFiles.bytes(ForeignFiles.columnMajor))
    // The first index runs fastest: (0, 0, 0), (1, 0, 0), (0, 1, 0) …
    #expect(cube.shape == [2, 3, 4] && cube.isColumnMajor && cube.values[..<3] == [0, 12, 4])
    let list = try NumpyArray(decoding: npy("|u1", "(2,)", order: "True", [1, 2]))
    #expect(list == NumpyArray(shape: [2], values: [1, 2]))
  }

  @Test func archivesOfNumPyAreRead() throws {
    let packed = try archivedArrays(in: ForeignFiles.bytes(ForeignFiles.deflatedArchive))
    #expect(packed.map(\.name) == ["x.npy", "y.npy"])
    #expect(packed[0].array == NumpyArray(shape: [3, 2], values: [0.5, 1.5, -2.25, 4, 1e-300, 7]))
    #expect(packed[1].array == NumpyArray(shape: [3], values: [0, 1, 1]))
    let stored = try archivedArrays(in: ForeignFiles.bytes(ForeignFiles.storedArchive))
    #expect(stored.map(\.name) == ["X.npy", "y.npy"])
    #expect(stored[0].array.values == [0.5, 1.5, -2.25, 4, 0, 7])
    #expect(
      stored[1].array
        == NumpyArray(shape: [3, 2], isColumnMajor: true, values: [0, 2, 4, 1, 3, 5]))
  }

  @Test(arguments: [
    "", "{", "{}", "{'descr': '<f8', 'fortran_order': False}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} x",
    "{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 4)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (1152921504606846976, 2)}",
    "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}",
    "{'descr': '<f3', 'fortran_order': False, 'shape': (1,)}",
    "{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}",
    "{'descr': '<U2', 'fortran_order': False, 'shape': (1,)}",
    "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,)}",
    "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': 1}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': __import__('os')}",
  ])
  func malformedHeadersAreErrors(header: String) {
    let bytes = npy(header: header, [UInt8](repeating: 0, count: 8))
    #expect(throws: FormatError.self) { try NumpyArray(decoding: bytes) }
  }

  @Test func wholeNumbersBeyondDoublesAreErrors() {
    let large: [UInt8] = [1, 0, 0, 0, 0, 0, 0x20, 0]
    #expect(throws: FormatError.self) { try NumpyArray(decoding: npy("<i8", "(1,)", large)) }
  }
}
