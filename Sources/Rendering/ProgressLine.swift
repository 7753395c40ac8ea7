import Reports

/// How far a long piece of work has come, in one line: a bar, counts, values, the time left.
package struct ProgressLine: Sendable {
  private let progress: Progress
  private let digits: Int

  package init(_ progress: Progress, digits: Int) {
    self.progress = progress
    self.digits = digits
  }

  package func text(width: Int) -> String {
    let share = progress.total > 0 ? Double(progress.done) / Double(progress.total) : 0
    let filled = Int((share * 20).rounded(.down))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    var parts = ["\(progress.noun) \(progress.done)/\(progress.total)", bar]
    parts += progress.fields.map { "\($0.name) \($0.value.text(digits: digits))" }
    if share > 0 {
      let left = progress.elapsed * (1 - share) / share
      parts.append("\(formatDuration(left)) left")
    }
    return String(parts.joined(separator: "  ").prefix(width))
  }
}
