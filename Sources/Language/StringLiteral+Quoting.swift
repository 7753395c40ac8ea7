import Catalog

extension StringLiteral {
  /// The literal that means a text: quotes, backslashes, `$` and line ends escaped.
  package init(quoting text: String) {
    self.init(pieces: text.isEmpty ? [] : [.text(text)], source: quoted(text))
  }
}

extension CommandValue {
  /// The value that means a text: a word where the text reads as one, else a string in quotes.
  package init(text: String, at span: SourceSpan = SourceSpan(0, 0)) {
    let lexer = Lexer(Array(text.utf8))
    let isWord =
      !text.isEmpty && lexer.wordEnd(from: 0) == lexer.end && !text.contains("->")
      && !text.unicodeScalars.contains { $0.properties.isWhitespace }
      && Numeral(lexer.bytes, 0, lexer.end) == nil && text.utf8.last != .backslash
      && !text.contains("..")
    self.init(isWord ? .word(text) : .string(StringLiteral(quoting: text)), span)
  }
}
