/// What a piece of a text is, for colours at a prompt or in a page.
package enum TokenClass: String, Sendable, CaseIterable {
  case keyword, verb, word, key, number, string, comment, variable, `operator`, bracket, error
}

/// The pieces of a text in their order, blanks left out; spans count UTF-8 bytes. Works on every
/// text, also on one that is half typed.
package func tokenClasses(of text: String) -> [(span: SourceSpan, kind: TokenClass)] {
  var highlighter = Highlighter(Lexer(Array(text.utf8)))
  highlighter.run()
  return highlighter.pieces
}
