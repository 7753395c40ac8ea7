import Catalog
import Glibc
import Reports

/// How far a long piece of work has come, in one line: counts, values, speed, the time left, and a
/// curve of what is watched. What matters least gives way where the line is narrow.
package struct ProgressLine: Sendable {
  private let progress: Progress
  private let digits: Int

  package init(_ progress: Progress, digits: Int) {
    self.progress = progress
    self.digits = digits
  }

  package func text(width: Int) -> String {
    let total = progress.total > 0 ? "/\(progress.total)" : ""
    var parts = ["\(progress.noun) \(progress.done)\(total)"]
    parts += progress.fields.map { "\($0.name) \($0.text(digits: digits))" }
    if let left { parts.append(left) }
    let hasCurve = progress.trend.count > 1
    if let speed, room(beside: parts + [speed], of: width) >= (hasCurve ? 8 : 0) {
      parts.insert(speed, at: parts.count - (left == nil ? 0 : 1))
    }
    let room = room(beside: parts, of: width)
    if hasCurve, room >= 4 { parts.append(sparkline(progress.trend, width: min(room, 24))) }
    return String(parts.joined(separator: "  ").prefix(width))
  }

  /// The columns that are left for one more part.
  private func room(beside parts: [String], of width: Int) -> Int {
    width - parts.reduce(0) { $0 + $1.displayWidth + 2 }
  }

  private var share: Double {
    progress.total > 0 ? Double(progress.done) / Double(progress.total) : 0
  }

  private var left: String? {
    guard share > 0 else { return nil }
    return "\(formatDuration(progress.elapsed * (1 - share) / share)) left"
  }

  /// "epochs"; a unit, "MiB", has none.
  private var plural: String {
    progress.noun == progress.noun.lowercased() ? progress.noun + "s" : progress.noun
  }

  /// "1200 epochs/s", "3.1 s/epoch".
  private var speed: String? {
    guard progress.done > 0, progress.elapsed > 0 else { return nil }
    let rate = Double(progress.done) / progress.elapsed
    if rate < 1 { return "\(formatDuration(1 / rate))/\(progress.noun)" }
    return "\(format(rate < 10 ? rate : rate.rounded(), digits: 2)) \(plural)/s"
  }
}

/// Numbers as a row of blocks, at most `width` of them: the lowest from the least number to the
/// full one for the greatest. Positive numbers by their logarithms, so that a loss that falls by
/// factors is a slope. What is no number is a blank.
package func sparkline(_ numbers: [Double], width: Int) -> String {
  let count = min(max(1, width), numbers.count)
  let isPositive = numbers.allSatisfy { $0 > 0 || !$0.isFinite }
  let values = (0..<count).map { place in
    let number = numbers[count == 1 ? 0 : place * (numbers.count - 1) / (count - 1)]
    return isPositive ? log(number) : number
  }
  let finite = values.filter(\.isFinite)
  guard let low = finite.min(), let high = finite.max() else {
    return String(repeating: " ", count: count)
  }
  let blocks = Array("▁▂▃▄▅▆▇█")
  return String(
    values.map { value in
      guard value.isFinite else { return " " }
      let height = high > low ? (value - low) / (high - low) : 0
      return blocks[Int((height * 7).rounded())]
    })
}
