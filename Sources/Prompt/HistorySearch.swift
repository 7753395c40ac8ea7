/// A walk through the history by prefix, which gives the draft back at its end.
package struct HistorySearch {
  private let draft: EditBuffer
  private let prefix: String
  private var index: Int
  /// What the walk put into the line; when the line is something else, the walk is over.
  package private(set) var shown: String

  /// Begins at the end of the history; what stands before the cursor is the prefix.
  package init(from draft: EditBuffer, in history: History) {
    self.draft = draft
    prefix = draft.textBeforeCursor
    shown = draft.text
    index = history.entries.count
  }

  /// The nearest older entry, nil where there is none.
  package mutating func older(in history: History) -> EditBuffer? {
    guard let found = history.index(before: index, prefix: prefix, unlike: shown) else {
      return nil
    }
    return show(found, of: history)
  }

  /// The nearest newer entry, and after the newest the draft; nil where that is shown already.
  package mutating func newer(in history: History) -> EditBuffer? {
    guard index < history.entries.count else { return nil }
    guard let found = history.index(after: index, prefix: prefix, unlike: shown) else {
      index = history.entries.count
      shown = draft.text
      return draft
    }
    return show(found, of: history)
  }

  private mutating func show(_ found: Int, of history: History) -> EditBuffer {
    index = found
    shown = history.entries[found]
    return EditBuffer(shown)
  }
}
