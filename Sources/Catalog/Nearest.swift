/// The word of `candidates` that a person most likely meant by `word`, or nil where none is near.
///
/// Near means an edit distance of at most a third of the word's length, at least one where the word
/// has more than one letter; among equals the first.
package func nearest<Candidates: Sequence<String>>(to word: String, in candidates: Candidates)
  -> String?
{
  let length = word.count
  let limit = length == 1 ? 0 : max(1, length / 3)
  var best: (word: String, distance: Int)?
  for candidate in candidates where candidate != word {
    guard abs(candidate.count - length) <= limit else { continue }
    let distance = editDistance(word.lowercased(), candidate.lowercased())
    if distance <= limit, distance < (best?.distance ?? .max) { best = (candidate, distance) }
  }
  if let best { return best.word }
  guard length >= 3 else { return nil }
  return candidates.first { $0 != word && $0.hasPrefix(word) }
}

/// The number of insertions, deletions, replacements and swaps of neighbours that turn one word
/// into the other (optimal string alignment).
package func editDistance(_ first: String, _ second: String) -> Int {
  let a = Array(first.unicodeScalars)
  let b = Array(second.unicodeScalars)
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var twoAbove = [Int](repeating: 0, count: b.count + 1)
  var above = Array(0...b.count)
  for i in 1...a.count {
    var row = [i] + [Int](repeating: 0, count: b.count)
    for j in 1...b.count {
      let replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      row[j] = min(above[j] + 1, row[j - 1] + 1, replaced)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        row[j] = min(row[j], twoAbove[j - 2] + 1)
      }
    }
    (twoAbove, above) = (above, row)
  }
  return above[b.count]
}
