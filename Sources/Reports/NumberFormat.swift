import Glibc

/// A number with that many significant digits; whole numbers in full and without a point.
///
/// NaN and infinities are `nan`, `inf` and `-inf`; the language cannot read those back.
package func format(_ number: Double, digits: Int) -> String {
  if number.isNaN { return "nan" }
  if number.isInfinite { return number < 0 ? "-inf" : "inf" }
  if let whole = Int(exactly: number) { return String(whole) }
  // Beyond that nobody counts the digits.
  if number == number.rounded(), abs(number) < 1e21 { return formatC("%.0f", number) }
  return formatC("%.\(min(max(digits, 1), 17))g", number)
}

/// A number that was measured, such as a loss: the digits of a large one that happens to be whole
/// say no more than those of others.
package func format(measure number: Double, digits: Int) -> String {
  isLarge(number, digits)
    ? formatC("%.\(min(max(digits, 1), 17))g", number) : format(number, digits: digits)
}

/// Numbers that stand under each other: where one of them needs a power of ten, since it is not
/// whole or so large that doubles miss some whole ones (2^53), all large ones have theirs.
package func format(column numbers: [Double], digits: Int) -> [String] {
  let needsPowers = numbers.contains {
    isLarge($0, digits) && ($0 != $0.rounded() || abs($0) >= 0x1p53)
  }
  return numbers.map {
    needsPowers ? format(measure: $0, digits: digits) : format($0, digits: digits)
  }
}

/// Whether a finite number has more digits before its point than are shown.
private func isLarge(_ number: Double, _ digits: Int) -> Bool {
  number.isFinite && abs(number) >= pow(10, Double(min(max(digits, 1), 17)))
}

/// A number for a sentence: a large one with its power of ten, `1.05e12`.
///
/// - Parameter limit: from where on a number is large.
package func short(_ number: Double, digits: Int = 3, from limit: Double = 1e6) -> String {
  guard abs(number) >= limit, number.isFinite else { return format(number, digits: digits) }
  let parts = formatC("%.\(min(max(digits, 1), 17) - 1)e", number).split(separator: "e")
  var mantissa = parts[0]
  while mantissa.contains("."), mantissa.last == "0" || mantissa.last == "." {
    mantissa.removeLast()
  }
  return "\(mantissa)e\(Int(parts[1]) ?? 0)"
}

/// A length of time as people say it: `0.34 ms`, `12.1 s`, `3 min 20 s`.
package func formatDuration(_ seconds: Double) -> String {
  switch seconds {
  case ..<0.001: "\(formatC("%.3g", seconds * 1e6)) µs"
  case ..<1: "\(formatC("%.3g", seconds * 1e3)) ms"
  case ..<60: "\(formatC("%.3g", seconds)) s"
  case ..<3600: "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
  default: "\(format((seconds / 3600).rounded(.down), digits: 9)) h \(Int(seconds) / 60 % 60) min"
  }
}

/// A number with a fixed count of digits after the point.
package func format(_ number: Double, decimals: Int) -> String {
  formatC("%.\(min(max(decimals, 0), 17))f", number)
}

private func formatC(_ pattern: String, _ number: Double) -> String {
  withVaList([number]) { arguments in
    var buffer = [CChar](repeating: 0, count: 400)
    let count = vsnprintf(&buffer, buffer.count, pattern, arguments)
    let used = buffer.prefix(max(0, min(Int(count), buffer.count - 1)))
    return String(decoding: used.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
