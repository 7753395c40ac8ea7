import Formats
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

  /// The bytes with a few of them changed, taken out, put in or cut off.
  mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for _ in 0...Int.random(in: 0..<4, using: &self) {
      guard !result.isEmpty else { return result }
      let place = Int.random(in: 0..<result.count, using: &self)
      switch Int.random(in: 0..<6, using: &self) {
      case 0: result[place] = UInt8.random(in: 0...255, using: &self)
      case 1: result[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 2: result.remove(at: place)
      case 3: result.insert(UInt8.random(in: 0...255, using: &self), at: place)
      case 4: result.removeLast(place / 2)
      default: result[place] = [0, 0xFF, 0x7F, 0x80, 0x39][Int.random(in: 0..<5, using: &self)]
      }
    }
    return result
  }
}

/// Damaged files end in an error or in a value, never in a trap.
@Suite struct RobustnessTests {
  private func survive(_ files: [[UInt8]], _ count: Int, _ read: ([UInt8]) throws -> Void) {
    var generator = CaseGenerator(state: 42)
    var errors = 0
    for index in 0..<count {
      let bytes = generator.damaged(files[index % files.count])
      do { try read(bytes) } catch { errors += 1 }
    }
    #expect(errors > count / 10)
    for file in files {
      #expect(throws: Never.self) { try read(file) }
      for length in 0..<file.count where file.count < 2000 { try? read(Array(file[..<length])) }
    }
  }

  @Test func safetensors() throws {
    let model = Safetensors(
      metadata: ["a": "b"],
      tensors: [
        .init(name: "W", shape: [3, 2], dtype: .float32, values: [1, 2, 3, 4, 5, 6]),
        .init(name: "n", shape: [2], dtype: .int64, values: [1, 2]),
      ])
    let files = [try model.encoded(), ForeignFiles.bytes(ForeignFiles.safetensors)]
    survive(files, 6000) { bytes in
      let read = try Safetensors(decoding: bytes)
      // What is accepted holds together well enough to be written again.
      _ = try read.encoded()
    }
  }

  @Test func numpyArraysAndArchives() {
    let arrays = [
      npy("<f8", "(2, 1)", [UInt8](repeating: 1, count: 16)),
      npy("|u1", "(2, 3)", order: "True", [1, 2, 3, 4, 5, 6]),
      ForeignFiles.bytes(ForeignFiles.columnMajor),
    ]
    survive(arrays, 6000) { _ = try NumpyArray(decoding: $0) }
    let archives = [ForeignFiles.deflatedArchive, ForeignFiles.storedArchive]
    survive(archives.map(ForeignFiles.bytes), 6000) { _ = try archivedArrays(in: $0) }
  }

  @Test func gzip() throws {
    func gunzip(_ bytes: [UInt8]) throws -> [UInt8] {
      let stream = try ByteStream(bytes)
      var unpacked: [UInt8] = []
      while try stream.append(4096, to: &unpacked) {}
      return unpacked
    }
    let packed = ForeignFiles.bytes(ForeignFiles.packedText)
    #expect(try gunzip(packed) == Array(String(repeating: "0123456789", count: 1000).utf8))
    #expect(try gunzip(packed + packed).count == 20_000)
    #expect(try gunzip(packed + [0, 0, 0]).count == 10_000)
    #expect(throws: FormatError.self) { try gunzip(packed + [1]) }
    #expect(throws: FormatError.self) { try gunzip(Array(packed.dropLast(9))) }
    #expect(try gunzip([]) == [])
    #expect(try gunzip([0x1F]) == [0x1F])
    survive([packed], 3000) { _ = try gunzip($0) }
  }

  @Test func json() {
    let text = #"{"a": [1, -2.5e3, true, null, "x\u00e9\ud83d\ude00"], "b": {"c": {}}}"#
    survive([Array(text.utf8)], 6000) { _ = try JSONValue(parsing: $0) }
  }
}
