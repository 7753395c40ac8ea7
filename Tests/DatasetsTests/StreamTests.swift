import Datasets
import Engine
import Foundation
import Testing

/// `streamDataset` gives what `loadDataset` gives, from a file that is mapped.
@Suite struct StreamTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func write(_ text: String, _ name: String = "a.csv") throws -> String {
    try write(Array(text.utf8), name)
  }

  private func write(_ bytes: [UInt8], _ name: String) throws -> String {
    let url = folder.appendingPathComponent(name)
    try Data(bytes).write(to: url)
    return url.path
  }

  private func numbers(_ target: Target) -> [Double] {
    switch target {
    case .classes(let labels, _): labels.map { Double($0) }
    case .values(let matrix, _): matrix.elements
    case .none: []
    }
  }

  private func expectSame(_ path: String, _ options: LoadOptions = LoadOptions()) throws {
    let loaded = try loadDataset(path: path, options: options)
    // Once from the text, once from the cache.
    for _ in 0..<2 {
      let streamed = try streamDataset(path: path, options: options)
      #expect(streamed.inputs.elements == loaded.inputs.elements)
      #expect(streamed.inputs.rows == loaded.inputs.rows && streamed.inputs.bytes == 0)
      #expect(numbers(streamed.target) == numbers(loaded.target))
      #expect(streamed.target.names == loaded.target.names)
      #expect(streamed.description == loaded.description)
      #expect(streamed.columns == loaded.columns && streamed.choices == loaded.choices)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.allSatisfy { !$0.hasPrefix(".nn-save-") })
  }

  private static let table = """
    size,colour,weight,kind
    1.5,red,10,oak
    2.5,blue,,elm
    ?,red,30,oak
    4.5,"light, green",40,ash
    """

  @Test(arguments: [
    LoadOptions(missing: .drop), LoadOptions(missing: .mean),
    LoadOptions(target: ["weight"], missing: .drop),
    LoadOptions(target: ["weight", "size"], missing: .drop),
    LoadOptions(target: ["none"], drop: ["kind"], missing: .mean),
    LoadOptions(target: ["inputs"], columns: ["size", "weight"], missing: .mean),
    LoadOptions(target: ["colour"], task: .classification, missing: .mean),
  ])
  func sameDataAsInMemory(options: LoadOptions) throws {
    try expectSame(try write(StreamTests.table), options)
  }

  /// Longer than what is read at once, so that its file grows.
  @Test func longTables() throws {
    var text = "a,b,y\n"
    for row in 0..<150_000 { text += "\(row),\(Double(row) / 7),\(row % 3)\n" }
    try expectSame(try write(text))
  }

  // MARK: Arrays that are used where they lie

  private func files() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
  }

  private func bytes<Number>(_ numbers: [Number]) -> [UInt8] {
    numbers.withUnsafeBytes { Array($0) }
  }

  private func expectMapped(_ array: [UInt8], _ options: LoadOptions = LoadOptions()) throws {
    let path = try write(array, "a.npy")
    let loaded = try loadDataset(path: path, options: options)
    let mapped = try streamDataset(path: path, options: options)
    #expect(mapped.inputs.elements == loaded.inputs.elements && mapped.inputs.bytes == 0)
    #expect(numbers(mapped.target) == numbers(loaded.target))
    #expect(mapped.target.names == loaded.target.names)
    #expect(mapped.description == loaded.description && mapped.columns == loaded.columns)
    #expect(mapped.choices == ["its numbers are used where they lie, without a cache"])
    #expect(try files() == ["a.npy"])
  }

  @Test func numbersOfEveryForm() throws {
    let whole = [1, 2, 0, 3, 4, 1]
    let signed = [-1, 2, -7, 3, -4, 1]
    for (descr, data) in [
      ("<f8", bytes([1.5, -2, 0, 3, 4, 1])), ("<f4", bytes([1.5, -2, 0, 3, 4, 1] as [Float])),
      ("|u1", bytes(whole.map { UInt8($0) })), ("<u2", bytes(whole.map { UInt16($0) })),
      ("<u4", bytes(whole.map { UInt32($0) })), ("<u8", bytes(whole.map { UInt64($0) })),
      ("|i1", bytes(signed.map { Int8($0) })), ("<i2", bytes(signed.map { Int16($0) })),
      ("<i4", bytes(signed.map { Int32($0) })), ("<i8", bytes(signed.map { Int64($0) })),
    ] {
      try expectMapped(npy(descr, "(2, 3)", data))
      try expectMapped(npy(descr, "(2, 3)", data), LoadOptions(target: ["1"], task: .regression))
    }
  }

  @Test(arguments: [
    LoadOptions(target: ["4"]), LoadOptions(target: ["1"]), LoadOptions(target: ["none"]),
    LoadOptions(target: ["inputs"]), LoadOptions(target: ["3", "4"]), LoadOptions(drop: ["1"]),
    LoadOptions(target: ["4"], columns: ["2", "3"], missing: .mean),
    LoadOptions(task: .regression, missing: .drop),
  ])
  func neighbouringColumns(options: LoadOptions) throws {
    try expectMapped(
      npy("<i2", "(3, 4)", bytes([1, 5, 9, -1, 2, 6, 8, 1, 3, 7, 7, -1] as [Int16])), options)
  }

  /// What cannot be used where it lies is read into a cache.
  @Test func arraysThatGetACache() throws {
    let data = bytes([1, 2, 0, 3, 4, 1] as [Float])
    let missing = bytes([1, .nan, 0, 3, 4, 1, 7, 8, 1] as [Float])
    for (array, options) in [
      (npy("<f4", "(2, 3)", data), LoadOptions(target: ["2"])),
      (
        npy(">f4", "(2, 3)", bytes([1, 2, 0, 3, 4, 1].map { Float($0).bitPattern.bigEndian })),
        LoadOptions()
      ),
      (npy("<f4", "(3, 3)", missing), LoadOptions(missing: .drop)),
      (npy("<f4", "(3, 3)", missing), LoadOptions(missing: .mean)),
      (npy("|b1", "(2, 2)", [1, 0, 0, 1]), LoadOptions()),
      (npy("|u1", "(2, 3)", fortran: true, [1, 2, 3, 4, 5, 6]), LoadOptions()),
    ] {
      try expectSame(try write(array, "a.npy"), options)
      #expect(try files() == ["a.npy", "a.npy.nncache"])
      try FileManager.default.removeItem(at: folder.appendingPathComponent("a.npy.nncache"))
    }
  }

  /// What somebody else does to the file is seen, and ends nothing.
  @Test func fileThatIsCutWhileItIsUsed() throws {
    let path = try write(
      npy("<f8", "(5000, 2)", bytes([Double](repeating: 1, count: 10_000))), "a.npy")
    let data = try streamDataset(path: path, options: LoadOptions(task: .regression))
    let numbers = try #require(data.inputs.lentNumbers)
    #expect(numbers.keeper.isUnchanged && numbers[4999, 0] == 1)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.truncate(atOffset: 1000)
    try handle.close()
    #expect(numbers[4999, 0] == 0 && !numbers.keeper.isUnchanged)
  }

  private func message(_ path: String, _ options: LoadOptions = LoadOptions(), cache: String? = nil)
    -> DataError?
  {
    do throws(DataError) {
      _ = try streamDataset(path: path, options: options, cache: cache)
      return nil
    } catch { return error }
  }

  @Test func arraysThatCannotBeStreamed() throws {
    let short = npy("|u1", "(2, 3)", [1, 2, 3, 4, 5])
    #expect(message(try write(short, "b.npy"))?.message.contains("does not fill") == true)
    let long = npy("|u1", "(2, 3)", [1, 2, 3, 4, 5, 6, 7])
    #expect(message(try write(long, "c.npy"))?.message.contains("does not fill") == true)
    let wide = npy("|u1", "(1, 1000001)", [UInt8](repeating: 1, count: 1_000_001))
    #expect(message(try write(wide, "d.npy"))?.message.contains("columns") == true)
    #expect(message(try write("@relation a", "a.arff"))?.message.contains(".npy") == true)
  }

  // MARK: The cache

  private func stamp(_ path: String) throws -> Int {
    try #require(
      FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int)
  }

  /// The file's number is another one where the cache was written anew.
  private func isKept(_ path: String, _ change: () throws -> LoadOptions) throws -> Bool {
    _ = try streamDataset(path: path)
    let cache = path + ".nncache"
    // As long as the old file is there, its number is not given to a new one.
    let old = try FileHandle(forReadingFrom: URL(fileURLWithPath: cache))
    defer { try? old.close() }
    let before = try stamp(cache)
    let options = try change()
    let streamed = try streamDataset(path: path, options: options)
    #expect(
      try streamed.inputs.elements == loadDataset(path: path, options: options).inputs.elements)
    return try stamp(cache) == before
  }

  private static let numbers = "a,b,y\n1,2,0\n3,4,1\n5,6,1\n"

  @Test func cacheServesUntilFileOrOptionsChange() throws {
    let path = try write(StreamTests.numbers)
    #expect(try isKept(path) { LoadOptions() })
    #expect(try !isKept(path) { LoadOptions(drop: ["a"]) })
    #expect(try !isKept(path) { LoadOptions(task: .regression) })
    #expect(
      try !isKept(path) {
        _ = try write(StreamTests.numbers + "7,8,0\n")
        return LoadOptions()
      })
    // As long as before, and written later.
    #expect(
      try !isKept(path) {
        _ = try write((StreamTests.numbers + "7,9,0\n"))
        let later = Date(timeIntervalSinceNow: 100)
        try FileManager.default.setAttributes([.modificationDate: later], ofItemAtPath: path)
        return LoadOptions()
      })
  }

  @Test func damagedCachesAreWrittenAnew() throws {
    let path = try write(StreamTests.numbers)
    let cache = path + ".nncache"
    _ = try streamDataset(path: path)
    let whole = Array(try Data(contentsOf: URL(fileURLWithPath: cache)))
    // Each of the last bytes, and some of those before: a cache is written down to the disk.
    let tail = whole.count - 18
    for length in [0, 1, 47, 48, 71, 72, 200] + Array(tail..<whole.count) {
      #expect(
        try !isKept(path) {
          _ = try write(Array(whole[..<length]), "a.csv.nncache")
          return LoadOptions()
        })
    }
    // Inputs are any numbers; all other bytes mean something. The labels are the last numbers.
    for place in Array(stride(from: 6 * 8, to: tail, by: 29)) + Array(tail..<whole.count) {
      var bytes = whole
      bytes[place] ^= place < 9 * 8 ? 0x40 : 0x80
      #expect(
        try !isKept(path) {
          _ = try write(bytes, "a.csv.nncache")
          return LoadOptions()
        })
    }
  }

  @Test func whereNoCacheCanBeWritten() throws {
    let path = try write(StreamTests.numbers)
    let error = try #require(message(path, cache: folder.path + "/none/a"))
    #expect(error.message.contains("cannot write"))
    #expect(error.suggestion?.contains("cache=FILE") == true)
    #expect(message(path, cache: folder.path)?.message.contains("cannot write") == true)
    #expect(message(folder.path + "/b.csv")?.message.contains("no such file") == true)
    #expect(message(folder.path)?.message.contains("no file") == true)
  }

  /// What is wrong with the file is said as by `loadDataset`, and nothing is left behind.
  @Test func badFilesLeaveNothingBehind() throws {
    for text in ["a,b\n1,2\n3\n", "a,b\n1,x\n2,3\n", "a,b\n1,\n", "a,b\n"] {
      let path = try write(text)
      do throws(DataError) {
        _ = try loadDataset(path: path)
        Issue.record("read \(text)")
      } catch { #expect(message(path) == error) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.csv"])
    }
  }
}
