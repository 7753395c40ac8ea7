import Foundation
import Prompt
import Testing

/// A folder of its own for one test.
private struct Folder: ~Copyable {
  let path = NSTemporaryDirectory() + "nn-history-" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

private func mode(of path: String) throws -> Int? {
  try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
}

@Suite struct HistoryTests {
  @Test(arguments: [
    "train 100", "a\nb", "\\n", "\\", "\\\\n\n\\", "\r\n", "é日本\n\t}", "", "print \"\\n\"",
  ])
  func anEntryIsOneLineAndComesBack(entry: String) {
    let line = HistoryFile.escaped(entry)
    #expect(!line.utf8.contains { $0 == 0x0A || $0 == 0x0D })
    #expect(Array(HistoryFile.unescaped(line).utf8) == Array(entry.utf8))
  }

  @Test func unknownEscapesStandForThemselves() {
    #expect(HistoryFile.unescaped("\\040x\\") == "\\040x\\")
  }

  @Test func entriesOutliveTheSession() throws {
    let folder = try Folder()
    let path = folder.path + "/state/nn/history"
    let first = History(path: path)
    first.append("repeat 2 {\n  train 1\n}")
    first.append("show loss")
    #expect(History(path: path).entries == ["repeat 2 {\n  train 1\n}", "show loss"])
    #expect(try mode(of: path) == 0o600)
    #expect(try mode(of: folder.path + "/state") == 0o700)
  }

  @Test func blankAndRepeatedEntriesAreNotKept() {
    let history = History()
    for entry in ["", " \n ", "train 1", "train 1", "show loss", "train 1"] {
      history.append(entry)
    }
    #expect(history.entries == ["train 1", "show loss", "train 1"])
  }

  @Test func aTornLineDoesNotSpoilTheNextEntry() throws {
    let folder = try Folder()
    let path = folder.path + "/history"
    try Data("whole\ntor".utf8).write(to: URL(fileURLWithPath: path))
    #expect(HistoryFile(path: path).load(last: 10) == ["whole"])
    HistoryFile(path: path).append("next")
    #expect(HistoryFile(path: path).load(last: 10) == ["whole", "tor", "next"])
  }

  @Test func onlyTheLastEntriesAreRead() throws {
    let folder = try Folder()
    let file = HistoryFile(path: folder.path + "/history")
    for number in 1...20 { file.append("\(number)") }
    #expect(file.load(last: 3) == ["18", "19", "20"])
  }

  @Test func aFolderThatCannotBeMadeStopsNobody() {
    let history = History(path: "/dev/null/nn/history")
    history.append("train 1")
    #expect(history.entries == ["train 1"])
  }

  @Test func threadsLoseNothing() async throws {
    let folder = try Folder()
    let path = folder.path + "/history"
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          for number in 0..<50 { HistoryFile(path: path).append("\(writer)\n\(number)") }
        }
      }
    }
    let entries = HistoryFile(path: path).load(last: 1000)
    #expect(entries.count == 400)
    #expect(Set(entries).count == 400)
  }

  @Test func processesLoseNothing() async throws {
    let folder = try Folder()
    let path = folder.path + "/history"
    setenv("NN_TEST_HISTORY", path, 1)
    async let first: Void = appendInAProcess()
    async let second: Void = appendInAProcess()
    async let third: Void = appendInAProcess()
    _ = await (first, second, third)
    let entries = HistoryFile(path: path).load(last: 10_000)
    #expect(entries.count == 600)
    #expect(Set(entries).count == 600)
    for writer in Set(entries.map { $0.prefix { $0 != " " } }) {
      let numbers = entries.filter { $0.prefix { $0 != " " } == writer }.map {
        $0.split(separator: " ")[1]
      }
      #expect(numbers.map { Int($0) } == (0..<200).map { $0 })
    }
  }

  private func appendInAProcess() async {
    await #expect(processExitsWith: .success) {
      let path = try #require(ProcessInfo.processInfo.environment["NN_TEST_HISTORY"])
      let padding = String(repeating: "x", count: 5000)
      for number in 0..<200 {
        HistoryFile(path: path).append("\(getpid()) \(number) \(padding)")
      }
    }
  }

  @Test func continuesWhatItsOwnEntriesBegin() throws {
    let path = NSTemporaryDirectory() + "nn-continuation-\(getpid())/history"
    defer { try? FileManager.default.removeItem(atPath: path) }
    HistoryFile(path: path).append("train 1 lr=2")
    let history = History(path: path)
    history.append("train 5")
    history.append("trained")
    #expect(history.continuation(of: "train ", isOwn: true) == "5")
    #expect(history.continuation(of: "train ", isOwn: false) == "1 lr=2")
    #expect(history.continuation(of: "train 5", isOwn: true) == nil)
    #expect(history.continuation(of: "show", isOwn: false) == nil)
  }

  /// A text that grows looks among fewer entries; one that does not looks among all again.
  @Test func continuesATextThatIsTypedAndTakenBack() throws {
    let folder = try Folder()
    let path = folder.path + "/history"
    for entry in ["split 0.5", "show data", "seed 3", "show loss"] {
      HistoryFile(path: path).append(entry)
    }
    let history = History(path: path)
    let expected = [
      ("s", "how loss"), ("se", "ed 3"), ("see", "d 3"), ("seen", nil), ("seen 1", nil),
      ("se", "ed 3"), ("s", "how loss"), ("sh", "ow loss"), ("show d", "ata"), ("show da", "ta"),
      ("sp", "lit 0.5"), ("x", nil), ("show loss", nil), ("show los", "s"),
    ]
    for (text, rest) in expected {
      #expect(history.continuation(of: text, isOwn: false) == rest, "\(text)")
    }
  }

  @Test func itsPlaceFollowsTheEnvironment() {
    let path = { (chosen: String?, home: String?) in
      UserFolder.state.path(of: "history", chosen: chosen, home: home)
    }
    #expect(path("/s", "/h") == "/s/nn/history")
    #expect(path(nil, "/h") == "/h/.local/state/nn/history")
    #expect(path("relative", "/h") == "/h/.local/state/nn/history")
    #expect(path(nil, nil) == nil)
  }
}

@Suite struct HistorySearchTests {
  private let history: History = {
    let history = History()
    for entry in ["train 1", "show loss", "train 2", "layer dense 4", "train 2"] {
      history.append(entry)
    }
    return history
  }()

  @Test func findsEntriesWithThePrefixAndTheDraftAgain() {
    var draft = EditBuffer("trim")
    draft.move(to: 2)
    var search = HistorySearch(from: draft, in: history)
    #expect(search.older(in: history)?.text == "train 2")
    // The same text is not shown twice in a row.
    #expect(search.older(in: history)?.text == "train 1")
    #expect(search.older(in: history) == nil)
    #expect(search.newer(in: history)?.text == "train 2")
    #expect(search.newer(in: history) == draft)
    #expect(search.newer(in: history) == nil)
  }

  @Test func anEmptyDraftFindsAll() {
    var search = HistorySearch(from: EditBuffer(), in: history)
    var found: [String] = []
    while let buffer = search.older(in: history) { found.append(buffer.text) }
    #expect(found == ["train 2", "layer dense 4", "train 2", "show loss", "train 1"])
  }
}
