import Formats
import Testing

/// A file with a header as it is given.
func safetensors(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
  let count = header.utf8.count
  return (0..<8).map { UInt8(count >> ($0 * 8) & 255) } + Array(header.utf8) + data
}

@Suite struct SafetensorsTests {
  let model = Safetensors(
    metadata: ["architecture": "{\"layers\":[2,4,1]}", "é": "\"\n"],
    tensors: [
      .init(name: "m", shape: [2, 2], dtype: .float64, values: [0.1, -1e300, .infinity, -0.0]),
      .init(name: "step", shape: [], dtype: .int64, values: [-9_007_199_254_740_992]),
      .init(name: "0.weight", shape: [1, 3], dtype: .float32, values: [0.5, -3, 65536.5]),
      .init(name: "none", shape: [0, 7], dtype: .float32, values: []),
    ])

  @Test func whatIsWrittenIsReadBack() throws {
    let bytes = try model.encoded()
    #expect(try Safetensors(decoding: bytes) == model)
    #expect(try Safetensors(decoding: Safetensors().encoded()) == Safetensors())
    let header = 8 + Int(bytes[0]) + Int(bytes[1]) << 8
    #expect(header % 8 == 0)
  }

  @Test func eightByteNumbersGoFirst() throws {
    let small = Safetensors.Tensor(name: "a", shape: [1], dtype: .float32, values: [1])
    let large = Safetensors.Tensor(name: "b", shape: [1], dtype: .float64, values: [2])
    let bytes = try Safetensors(tensors: [small, large]).encoded()
    #expect(try Safetensors(decoding: bytes).tensors == [large, small])
  }

  @Test func theReferenceImplementationsFilesAreRead() throws {
    let read = try Safetensors(decoding: ForeignFiles.bytes(ForeignFiles.safetensors))
    #expect(read.metadata == ["who": "numpy", "k": "é"])
    #expect(read["a"]?.shape == [1, 3])
    #expect(read["a"]?.values == [1, 2, 3])
    #expect(read["b.weight"]?.values == [0.1, -1e300])
    #expect(read["b.weight"]?.dtype == .float64)
    #expect(read["n"]?.shape == [])
    #expect(read["n"]?.values == [7])
    let error = #expect(throws: FormatError.self) {
      try Safetensors(decoding: ForeignFiles.bytes(ForeignFiles.halfSafetensors))
    }
    #expect(error?.message == "tensor 'h': the type is 'F16', expected F32, F64 or I64")
  }

  @Test(arguments: [
    ("", 0), (" {}", 0), ("[]", 0), ("{}", 1), ("{} x", 0), ("{\"a\":1}", 0),
    ("{\"__metadata__\":{\"a\":1}}", 0), ("{\"__metadata__\":[]}", 0),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 3),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 5),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", 4),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", 4),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}}", 4),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}}", 4),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[9007199254740991,1025],\"data_offsets\":[0,4]}}", 4),
    ("{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4
    ),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},"
        + "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}", 0
    ),
  ])
  func malformedFilesAreErrors(header: String, count: Int) {
    let bytes = safetensors(header, [UInt8](repeating: 0, count: count))
    #expect(throws: FormatError.self) { try Safetensors(decoding: bytes) }
  }

  @Test func headersLongerThanTheFileAreErrors() {
    for length in [3, 100_000_001, UInt64(Int64.max), .max] {
      let bytes = (0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) } + Array("{}".utf8)
      #expect(throws: FormatError.self) { try Safetensors(decoding: bytes) }
    }
    #expect(throws: FormatError.self) { try Safetensors(decoding: []) }
  }

  @Test func whatTheFormatCannotHoldIsAnError() {
    let tensors: [[Safetensors.Tensor]] = [
      [.init(name: "a", shape: [2], dtype: .float32, values: [1])],
      [.init(name: "a", shape: [1], dtype: .int64, values: [0.5])],
      [.init(name: "a", shape: [1], dtype: .int64, values: [.nan])],
      [.init(name: "a", shape: [1], dtype: .int64, values: [1e19])],
      [.init(name: "__metadata__", shape: [0], dtype: .float32, values: [])],
      [
        .init(name: "a", shape: [0], dtype: .float32, values: []),
        .init(name: "a", shape: [0], dtype: .float32, values: []),
      ],
    ]
    for tensors in tensors {
      #expect(throws: FormatError.self) { try Safetensors(tensors: tensors).encoded() }
    }
    let large: [UInt8] = [1, 0, 0, 0, 0, 0, 0x20, 0]
    let header = "{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}"
    #expect(throws: FormatError.self) { try Safetensors(decoding: safetensors(header, large)) }
  }
}
