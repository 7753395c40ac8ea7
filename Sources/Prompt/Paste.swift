/// What becomes of a pasted text before it stands in the line.
package enum Paste {
  /// Ends of lines become newlines, those at the end go, tabs stay, other control characters go,
  /// and the prompts of a copied session too.
  package static func cleaned(_ text: String, prompt: String, continuation: String) -> String {
    var cleaned = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\r": cleaned.append("\n")
      case "\n": if previous != "\r" { cleaned.append("\n") }
      case "\t": cleaned.append("\t")
      case _ where scalar.properties.generalCategory == .control: break
      default: cleaned.append(scalar)
      }
      previous = scalar
    }
    while cleaned.last == "\n" { cleaned.removeLast() }
    return withoutPrompts(String(cleaned), like: prompt, continuation: continuation)
  }

  /// Only where the first row begins with a prompt like `prompt`, whatever its number, as in
  /// `nn[3]> `: then every prompt is taken off.
  package static func withoutPrompts(
    _ text: String, like prompt: String, continuation: String
  ) -> String {
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = rows.first, remainder(of: first, after: prompt) != nil else { return text }
    return rows.map { row in
      if let rest = remainder(of: row, after: prompt) { return rest }
      guard !continuation.isEmpty, row.hasPrefix(continuation) else { return row }
      return row.dropFirst(continuation.count)
    }.joined(separator: "\n")
  }

  /// What follows the prompt, any digits standing for its own; nil where the row begins otherwise.
  private static func remainder(of row: Substring, after prompt: String) -> Substring? {
    var (row, prompt) = (row, prompt[...])
    guard !prompt.isEmpty else { return nil }
    while let expected = prompt.first {
      guard let found = row.first else { return nil }
      if expected.isNumber {
        guard found.isNumber else { return nil }
        prompt = prompt.drop { $0.isNumber }
        row = row.drop { $0.isNumber }
      } else {
        guard expected == found else { return nil }
        prompt.removeFirst()
        row.removeFirst()
      }
    }
    return row
  }
}
