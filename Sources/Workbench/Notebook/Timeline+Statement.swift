import Language

extension Timeline {
  /// A statement of the top level that ran to its end, or was interrupted.
  struct Statement: Sendable {
    /// Which statements must run before it when it runs again.
    enum Predecessor: Sendable {
      case one(Int?)
      /// All that ran before, since it went through them by `undo` or `redo` itself.
      case all
    }

    let source: SourceText
    let span: SourceSpan
    /// The cell of the prompt that it stood in; 0 for that of a script.
    let cell: Int
    /// What has to be written otherwise so that the statement does the same again.
    var edits: [Edit] = []
    /// Whether it went back or forth in the timeline.
    var moves = false
    /// Whether it is nothing but `undo` or `redo`.
    var isMove = false
    /// Whether only a part of it ran, which its edits do not express.
    var isPartial = false
    /// Whether a saved session repeats it where it changed nothing.
    var isRepeated = true
    var predecessor = Predecessor.one(nil)

    init(source: SourceText, span: SourceSpan, cell: Int) {
      self.source = source
      self.span = span
      self.cell = cell
    }

    var text: String { source.text(span) }

    /// The first line, for a note.
    var title: String {
      let text = text
      let lines = text.split(separator: "\n", maxSplits: 1)
      return lines.count > 1 ? "\(lines[0]) …" : text
    }
  }

  /// What stands in a statement's place when it is saved, where its own text would do something
  /// else: at another time, in another folder, with other arguments.
  struct Edit: Equatable, Sendable {
    enum Replacement: Equatable, Sendable {
      case text(String)
      /// A script's path, relative to the current folder.
      case script(String)
    }

    let span: SourceSpan
    let replacement: Replacement
  }
}
