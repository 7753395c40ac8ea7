import Catalog
import Experiment
import Formats
import Language

/// The statements in effect as a script that does and prints the same.
struct SavedSession {
  let text: String
  let statements: Int
  /// Interrupted blocks, which the script can only name.
  let partial: Int

  /// - Parameter path: the file that it is for: what it runs is looked for beside it.
  /// - Throws: where a statement runs that very file.
  init(_ statements: [Timeline.Statement], path: String) throws(Diagnostic) {
    guard !statements.contains(where: { $0.runs(canonicalPath(path)) }) else {
      throw Diagnostic(
        .file, "the session runs '\(path)' and cannot take its place",
        suggestion: "save it under another name")
    }
    let folder = parentFolder(of: path)
    let lines = statements.map { statement in
      let text = statement.isPartial ? statement.remark : statement.text(savedIn: folder)
      return text.isEmpty ? "" : statement.commented(text)
    }.filter { !$0.isEmpty }
    partial = statements.count { $0.isPartial }
    self.statements = lines.count - partial
    text = (["#!/usr/bin/env nn"] + lines).joined(separator: "\n") + "\n"
  }
}

extension Timeline.Statement {
  /// The text with everything in place that its edits say.
  fileprivate func text(savedIn folder: String) -> String {
    var text = ""
    var start = span.start
    for edit in clearEdits {
      text += source.text(SourceSpan(start, edit.span.start))
      switch edit.replacement {
      case .text(let replacement): text += replacement
      case .script(let path): text += scriptPath(path, from: folder, at: edit.span)
      }
      start = edit.span.end
    }
    return text + source.text(SourceSpan(start, span.end))
  }

  /// A text in its place, with the comments that stand above it and behind it.
  fileprivate func commented(_ text: String) -> String {
    (commentsAbove + [text + (commentBehind.map { "  \($0)" } ?? "")]).joined(separator: "\n")
  }

  /// The comments on the lines above the one that it begins on, as far as nothing else is there.
  private var commentsAbove: [String] {
    var lines = source.text(SourceSpan(0, span.start)).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { $0.trimming(while: \.isWhitespace) }
    guard lines.popLast() == "" else { return [] }
    let above = lines.reversed().prefix { $0.isEmpty || $0.hasPrefix("#") && !$0.hasPrefix("#!") }
    return above.reversed().filter { !$0.isEmpty }.map(String.init)
  }

  /// The comment on the line that it ends on.
  private var commentBehind: Substring? {
    let rest = source.text(SourceSpan(span.end, source.bytes.count)).prefix { !$0.isNewline }
    let comment = rest.trimming { $0.isWhitespace || $0 == ";" }
    return comment.hasPrefix("#") ? comment : nil
  }

  fileprivate func runs(_ script: String) -> Bool {
    edits.contains { edit in
      if case .script(let path) = edit.replacement { return canonicalPath(path) == script }
      return false
    }
  }

  /// The edits from left to right: the outermost where they overlap, and none where a loop asked
  /// for different ones in one place.
  private var clearEdits: [Timeline.Edit] {
    var clear: [Timeline.Edit] = []
    for edit in edits.sorted(by: { ($0.span.start, -$0.span.end) < ($1.span.start, -$1.span.end) })
    {
      if let last = clear.last, edit.span.start < last.span.end { continue }
      let others = edits.filter { $0.span == edit.span }
      if others.allSatisfy({ $0 == edit }) { clear.append(edit) }
    }
    return clear
  }

  /// A script's path as `run` needs it in another folder: as it was written where that still does.
  private func scriptPath(_ path: String, from folder: String, at span: SourceSpan) -> String {
    let written = source.text(span)
    let isBeside = canonicalPath(folder) == canonicalPath(source.path.map(parentFolder) ?? ".")
    return isBeside ? written : quoted(canonicalPath(path))
  }

  /// An interrupted block as a comment.
  fileprivate var remark: String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { "# \($0)" }
    return (["# interrupted; a part of this ran, which no statement does again:"] + lines)
      .joined(separator: "\n")
  }
}
