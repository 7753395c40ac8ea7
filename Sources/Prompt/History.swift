/// The blocks that were entered, oldest first, and the file that outlives the session.
///
/// The file holds one entry a line, escaped, and is only ever appended to under a lock: several
/// sessions at once lose nothing. Without a file the history lasts as long as the process.
package final class History {
  private let file: HistoryFile?
  /// Read when the first key asks for it, not before the first prompt.
  private lazy var earlier: [String] = file?.load(last: Self.limit) ?? []
  /// Where the entries of this session begin.
  private var firstOwn: Int { earlier.count }
  package private(set) lazy var entries = earlier
  /// The last text whose continuation was looked for among the earlier entries, and the place
  /// behind the one that was found.
  private var lastSearch = (text: "", end: Int.max)

  /// More than this is left in the file and not read.
  package static let limit = 10_000

  /// The history in the file at `path`, which is created with the first entry; in memory only
  /// where `path` is nil.
  package init(path: String? = nil) {
    file = path.map(HistoryFile.init(path:))
  }

  /// Adds an entry, unless it is blank or repeats the one before it.
  package func append(_ entry: String) {
    guard entry.contains(where: { !$0.isWhitespace }), entry != entries.last else { return }
    entries.append(entry)
    file?.append(entry)
  }

  /// The index of the nearest entry before `index` that starts with `prefix`, other than
  /// `current`, which is what is seen already.
  package func index(before index: Int, prefix: String, unlike current: String) -> Int? {
    entries[..<index].lastIndex { $0.hasBytePrefix(prefix) && $0 != current }
  }

  /// The index of the nearest entry after `index` that starts with `prefix`.
  package func index(after index: Int, prefix: String, unlike current: String) -> Int? {
    guard index + 1 < entries.count else { return nil }
    return entries[(index + 1)...].firstIndex { $0.hasBytePrefix(prefix) && $0 != current }
  }

  /// How the newest entry goes on that begins with the text: of this session, or of those before.
  package func continuation(of text: String, isOwn: Bool) -> String? {
    let range = isOwn ? firstOwn..<entries.count : 0..<earlierEnd(for: text)
    let found = entries[range].lastIndex {
      $0.utf8.count > text.utf8.count && $0.hasBytePrefix(text)
    }
    if !isOwn { lastSearch = (text, found.map { $0 + 1 } ?? 0) }
    return found.map {
      String(decoding: entries[$0].utf8.dropFirst(text.utf8.count), as: UTF8.self)
    }
  }

  /// Behind which earlier entry none begins with the text: what a text goes on with is no newer
  /// than what its beginning did.
  private func earlierEnd(for text: String) -> Int {
    text.hasBytePrefix(lastSearch.text) ? min(lastSearch.end, firstOwn) : firstOwn
  }

  /// The index of the nearest entry before `index` that contains `text`.
  package func index(before index: Int, containing text: String) -> Int? {
    entries[..<index].lastIndex { $0.holds(text) }
  }
}

extension String {
  /// Compares bytes, which is what the user typed, and much faster than canonical equivalence.
  func hasBytePrefix(_ prefix: String) -> Bool {
    guard utf8.count >= prefix.utf8.count else { return false }
    let areEqual = utf8.withContiguousStorageIfAvailable { bytes in
      prefix.utf8.withContiguousStorageIfAvailable { bytes.starts(with: $0) }
    }
    return areEqual == true
  }

  /// Whether the bytes of `text` stand somewhere in this text.
  func holds(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return true }
    var rest = utf8[...]
    while let start = rest.firstIndex(of: first) {
      rest = rest[start...]
      if rest.starts(with: text.utf8) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
