import Formats

extension DecimalMark {
  /// How to read texts as numbers, where they are numbers in the other notation than this one.
  func hint(for texts: [String]) -> String? {
    let other: DecimalMark = self == .point ? .comma : .point
    guard !texts.isEmpty, texts.allSatisfy(other.isNumber) else { return nil }
    // 12,500 may be twelve and a half, or twelve thousand and five hundred.
    let warning = "; where '\(other.text)' parts thousands, take it out of the file"
    return "with decimal=\(other.rawValue) they are numbers"
      + (texts.allSatisfy(other.mayPartThousands) ? warning : "")
  }

  private var text: String { self == .comma ? "," : "." }

  private func isNumber(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return DecimalNumber.parse(bytes, 0..<bytes.count, point: byte).value != nil
  }

  /// Whether three digits stand behind each mark.
  private func mayPartThousands(_ text: String) -> Bool {
    Array(text.utf8).split(separator: byte).dropFirst().allSatisfy { $0.count == 3 }
  }
}
