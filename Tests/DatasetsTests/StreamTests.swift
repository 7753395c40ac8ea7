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

  @Test func arrays() throws {
    let array = npy("|u1", "(2, 3)", [1, 2, 0, 3, 4, 1])
    try expectSame(try write(array, "a.npy"))
    try expectSame(try write(array, "b.npy"), LoadOptions(target: ["2"], drop: ["1"]))
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
    let turned = npy("|u1", "(2, 3)", fortran: true, [1, 2, 3, 4, 5, 6])
    #expect(message(try write(turned, "a.npy"))?.message.contains("column by column") == true)
    let short = npy("|u1", "(2, 3)", [1, 2, 3, 4, 5])
    #expect(message(try write(short, "b.npy"))?.message.contains("does not fill") == true)
    let long = npy("|u1", "(2, 3)", [1, 2, 3, 4, 5, 6, 7])
    #expect(message(try write(long, "c.npy"))?.message.contains("does not fill") == true)
    let wide = npy("|u1", "(1, 9000000000)", [1])
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
