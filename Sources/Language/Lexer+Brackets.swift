/// Looking ahead: where strings and brackets end. None of it moves the cursor or recurses.
extension Lexer {
  enum StringEnd: Equatable {
    /// The offset behind the closing quote.
    case closed(Int)
    /// The line ends first; `${` is the innermost place that is open, where there is one.
    case open(lineEnd: Int, interpolation: Int?)
  }

  /// Where the string whose quote stands at an offset ends.
  func stringEnd(from start: Int) -> StringEnd {
    let quote = bytes[start]
    var offset = start + 1
    while offset < end, bytes[offset] != .newline {
      let byte = bytes[offset]
      if byte == quote { return .closed(offset + 1) }
      if quote == .quote {
        if byte == .backslash, self.byte(at: offset + 1) != .newline { offset += 1 }
        if byte == .dollar, self.byte(at: offset + 1) == .openBrace {
          return nestedEnd(from: start)
        }
      }
      offset += 1
    }
    return .open(lineEnd: min(offset, end), interpolation: nil)
  }

  /// The offset of the `}` that closes the `${` at an offset.
  func interpolationEnd(from start: Int) -> Int? {
    guard case .closed(let stop) = nestedEnd(from: start) else { return nil }
    return stop - 1
  }

  /// Where a string or a `${…}` with strings and `${…}` in it ends.
  private func nestedEnd(from start: Int) -> StringEnd {
    var open: [(closing: UInt8, offset: Int)] = []
    var offset = start
    while offset < end, bytes[offset] != .newline {
      let byte = bytes[offset]
      let isInside = open.last?.closing == .quote
      if let last = open.last, byte == last.closing {
        open.removeLast()
        if open.isEmpty { return .closed(offset + 1) }
      } else if isInside || open.isEmpty, byte == .dollar, self.byte(at: offset + 1) == .openBrace {
        open.append((.closeBrace, offset))
        offset += 1
      } else if isInside, byte == .backslash {
        if self.byte(at: offset + 1) != .newline { offset += 1 }
      } else if open.last?.closing ?? .closeBrace == .closeBrace,
        byte == .quote || byte == .apostrophe
      {
        open.append((byte, offset))
      }
      offset += 1
    }
    let interpolation = open.first { $0.closing == .closeBrace }
    return .open(lineEnd: min(offset, end), interpolation: interpolation?.offset)
  }

  /// The offset behind a string, or of the end of its line where it is not closed.
  func pastString(from start: Int) -> Int {
    switch stringEnd(from: start) {
    case .closed(let stop): stop
    case .open(let lineEnd, _): lineEnd
    }
  }

  /// The offset of the bracket that closes the `(` or `[` at an offset; nil where the text, a
  /// brace or a bracket of the other kind comes first, or nothing within a mebibyte.
  func closingBracket(of start: Int) -> Int? { scanBrackets(from: start).closing }

  /// The same, remembering what is not closed, so that many errors do not search again.
  mutating func findClosingBracket(of start: Int) -> Int? {
    guard !unclosed.contains(start) else { return nil }
    let (closing, open) = scanBrackets(from: start)
    unclosed.formUnion(open)
    return closing
  }

  /// Where a bracket is closed; if it is not, the offsets of those that are open where that shows.
  private func scanBrackets(from start: Int) -> (closing: Int?, open: [Int]) {
    var open: [Int] = []
    var offset = start
    let limit = min(bytes.count, start + longestLine)
    while offset < limit {
      let byte = bytes[offset]
      switch byte {
      case .openParenthesis, .openBracket: open.append(offset)
      case .closeParenthesis, .closeBracket:
        guard let last = open.last, bytes[last].closingBracket == byte else { return (nil, open) }
        open.removeLast()
        if open.isEmpty { return (offset, []) }
      case .openBrace, .closeBrace: return (nil, open)
      case .quote, .apostrophe:
        offset = pastString(from: offset)
        continue
      case .hash where !isInterpolating:
        offset = lineEnd(from: offset)
        continue
      default: break
      }
      offset += 1
    }
    return (nil, open)
  }

  /// Whether the first row behind the `{` at an offset holds `->`, so that it is a table, or is
  /// meant to be one.
  func opensTable(at brace: Int) -> Bool {
    var offset = brace + 1
    while offset < end {
      let byte = bytes[offset]
      if byte == .hash {
        offset = lineEnd(from: offset)
      } else if byte == .backslash, let next = continuation(at: offset) {
        offset = next
      } else if byte.isBlank || byte == .newline || byte == .semicolon {
        offset += 1
      } else {
        return rowHoldsArrow(from: offset) || rowIsNumbers(from: offset)
      }
    }
    return false
  }

  /// Whether a row begins with numbers one behind the other, as no statement does: `1 -2 3`. It lacks
  /// its `->`.
  private func rowIsNumbers(from start: Int) -> Bool {
    var offset = start
    while offset < end {
      let first = byte(at: offset) == .minus ? offset + 1 : offset
      guard let stop = Numeral.end(in: bytes, from: first, to: end) else { return false }
      if offset > start, first == offset { return true }
      offset = pastBlanks(from: stop)
      guard offset > stop else { return false }
    }
    return false
  }

  private func rowHoldsArrow(from start: Int) -> Bool {
    var offset = start
    while offset < end {
      switch bytes[offset] {
      case .newline, .semicolon, .hash, .openBrace, .closeBrace: return false
      case .minus where byte(at: offset + 1) == .greater: return true
      case .quote, .apostrophe: offset = pastString(from: offset)
      case .openParenthesis, .openBracket:
        guard let stop = closingBracket(of: offset) else { return false }
        offset = stop + 1
      case .backslash: offset = continuation(at: offset) ?? offset + 1
      default: offset += 1
      }
    }
    return false
  }
}
