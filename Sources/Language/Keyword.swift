/// The words that begin a statement of their own.
package enum Keyword: String, CaseIterable, Sendable {
  case `let`
  case `if`
  case `else`
  case `for`
  case `while`
  case `repeat`
  case def
  case `return`
  case `break`
  case next

  static let table = WordTable<Keyword>()
}

/// The words that are operators or literals in an expression, so never names.
enum ExpressionWord: String, CaseIterable {
  case and, or, not, within
  case `true`
  case `false`

  static let table = WordTable<ExpressionWord>()
}

/// The words of an enumeration, at most eight bytes each, found by the bytes that spell them. Each
/// name of a script is looked up: compared as texts, that was a tenth of what parsing cost.
struct WordTable<Word: RawRepresentable & CaseIterable & Sendable>: Sendable
where Word.RawValue == String {
  private let words = Word.allCases.map { (bits: bits(of: Array($0.rawValue.utf8)[...]), word: $0) }

  subscript(bytes: ArraySlice<UInt8>) -> Word? {
    guard bytes.count <= 8 else { return nil }
    let bits = Self.bits(of: bytes)
    return words.first { $0.bits == bits }?.word
  }

  private static func bits(of bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
