/// Whether a text can be run or a line has to follow.
package enum Completeness: Equatable, Sendable {
  case complete
  /// `depth` brackets and braces are open; 0 where the last line ends in `\`.
  case incomplete(depth: Int)
}

/// Whether a text waits for more: for the end of an open `{`, `[` or `(`, or for the line behind a
/// `\`. A text that is wrong waits for nothing, so that its error is shown.
package func completeness(of text: String) -> Completeness {
  var tracker = BracketTracker()
  let bytes = Array(text.utf8)
  var start = 0
  while start < bytes.count {
    let end = bytes[start...].firstIndex(of: .newline) ?? bytes.count
    tracker.read(bytes[start..<end])
    start = end + 1
  }
  return tracker.completeness
}

/// The brackets that are open after some lines. Strings and comments end on their line, so each
/// line is read once.
struct BracketTracker {
  private var closings: [UInt8] = []
  private var isContinued = false

  var completeness: Completeness {
    closings.isEmpty && !isContinued ? .complete : .incomplete(depth: closings.count)
  }

  /// Reads one line without its end.
  mutating func read(_ line: ArraySlice<UInt8>) {
    let lexer = Lexer(Array(line))
    var offset = 0
    isContinued = false
    while offset < lexer.end {
      let byte = lexer.bytes[offset]
      switch byte {
      case .hash: return
      case .quote, .apostrophe:
        offset = lexer.pastString(from: offset)
        continue
      case .openParenthesis, .openBracket, .openBrace: closings.append(byte.closingBracket!)
      case .closeParenthesis, .closeBracket, .closeBrace:
        // A bracket that closes another kind is an error, which nothing behind it can mend.
        if closings.last == byte { closings.removeLast() } else { closings.removeAll() }
      case .backslash where lexer.continuation(at: offset) != nil:
        isContinued = true
        return
      default: break
      }
      offset += 1
    }
  }
}
