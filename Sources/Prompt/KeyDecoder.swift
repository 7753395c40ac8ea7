/// A key that is more than one character, as the terminal sends it.
///
/// libedit's key maps have 256 places, and characters beyond them are typed text. U+0080–U+009F
/// are on no keyboard: each special key goes to libedit as one of them, so that an escape sequence
/// never reaches it in pieces.
package enum SpecialKey: UInt8, CaseIterable {
  case up = 0x80
  case down, left, right, wordLeft, wordRight, home, end, delete, pageUp, pageDown
  case newRow, backTab, paste, unbound
}

/// One thing that was typed.
package enum Key: Equatable {
  case character(Unicode.Scalar)
  case special(SpecialKey)
  /// The text between the marks of a bracketed paste, as it was sent.
  case pasted(String)
}

/// Turns the bytes of a terminal into keys.
package struct KeyDecoder {
  package init() {}

  /// Escape sequences that the user bound in `.editrc`: they go through as they are.
  package var userSequences: Set<[UInt8]> = []
  private var bytes: [UInt8] = []
  private var position = 0
  private var ready: [Key] = []

  private static let escape: UInt8 = 0x1B
  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  package mutating func append(_ more: some Sequence<UInt8>) {
    if position > 0 {
      bytes.removeFirst(position)
      position = 0
    }
    bytes += more
  }

  /// Forgets what was not yet read.
  package mutating func clear() {
    bytes = []
    position = 0
    ready = []
  }

  /// Whether bytes wait for the rest of their key.
  package var isInsideAKey: Bool { position < bytes.count }
  package private(set) var isPasting = false

  /// Puts a key back in front of the others.
  package mutating func push(_ key: Key) { ready.insert(key, at: 0) }

  /// The next key, or nil where more bytes are needed. With `isFinal` no more will come soon: an
  /// escape then is the key of that name.
  package mutating func next(isFinal: Bool = false) -> Key? {
    if !ready.isEmpty { return ready.removeFirst() }
    if isPasting { return paste() }
    guard position < bytes.count else { return nil }
    if bytes[position] == Self.escape { return sequence(isFinal: isFinal) }
    return character(isFinal: isFinal)
  }

  // MARK: Characters

  /// A UTF-8 character; bytes that are none become U+FFFD.
  private mutating func character(isFinal: Bool) -> Key? {
    let length = Self.length(of: bytes[position])
    if position + length > bytes.count && !isFinal { return nil }
    let end = min(position + length, bytes.count)
    let decoded = String(decoding: bytes[position..<end], as: UTF8.self).unicodeScalars
    let isWhole = decoded.count == 1 && decoded.first != "\u{FFFD}"
    position = isWhole ? end : position + 1
    let scalar = isWhole ? decoded.first! : "\u{FFFD}"
    // NUL would end libedit's text, and U+0080–U+009F would be taken for special keys.
    if scalar == "\0" || (0x80..<0xA0).contains(scalar.value) { return .special(.unbound) }
    return .character(scalar)
  }

  private static func length(of lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  // MARK: Escape sequences

  private mutating func sequence(isFinal: Bool) -> Key? {
    guard position + 1 < bytes.count else { return isFinal ? take(1, as: .escape) : nil }
    switch bytes[position + 1] {
    case UInt8(ascii: "["), UInt8(ascii: "O"): return controlSequence(isFinal: isFinal)
    case 0x0D, 0x0A: return take(2, as: .special(.newRow))
    default: return take(1, as: .escape)
    }
  }

  /// `ESC [ parameters final` and `ESC O final` (ECMA-48, 5.4).
  private mutating func controlSequence(isFinal: Bool) -> Key? {
    var end = position + 2
    if bytes[position + 1] == UInt8(ascii: "["), end < bytes.count, bytes[end] == UInt8(ascii: "[")
    {
      end += 1  // the function keys of the Linux console
    }
    while end < bytes.count, (0x20..<0x40).contains(bytes[end]) { end += 1 }
    guard end < bytes.count else {
      return isFinal ? take(bytes.count - position, as: .special(.unbound)) : nil
    }
    let whole = Array(bytes[position...end])
    if userSequences.contains(whole) { return pass(whole) }
    let parameters = String(decoding: whole.dropFirst(2).dropLast(), as: UTF8.self)
    let key = SpecialKey(parameters: parameters, final: Character(Unicode.Scalar(bytes[end])))
    position = end + 1
    if key == .paste {
      isPasting = true
      return paste()
    }
    return .special(key)
  }

  private mutating func pass(_ whole: [UInt8]) -> Key? {
    position += whole.count
    ready = whole.map { .character(Unicode.Scalar($0)) }
    return ready.removeFirst()
  }

  private mutating func take(_ count: Int, as key: Key) -> Key {
    position += count
    return key
  }

  // MARK: Paste

  private mutating func paste() -> Key? {
    guard let end = Self.find(Self.pasteEnd, in: bytes, from: position) else { return nil }
    let text = String(decoding: bytes[position..<end], as: UTF8.self)
    position = end + Self.pasteEnd.count
    isPasting = false
    return .pasted(text)
  }

  /// Gives up a paste whose end never came.
  package mutating func abandonPaste() {
    isPasting = false
    clear()
  }

  private static func find(_ mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while let found = bytes[index...].firstIndex(of: mark[0]) {
      if bytes[found...].starts(with: mark) { return found }
      index = found + 1
    }
    return nil
  }
}

extension Key {
  fileprivate static let escape = Key.character("\u{1B}")
}

extension SpecialKey {
  /// The key of a control sequence. A modifier is the second parameter, minus one: bit 0 is
  /// Shift, bit 1 Alt, bit 2 Control.
  package init(parameters: String, final: Character) {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    let first = numbers.first.flatMap { $0 } ?? 1
    let second = numbers.dropFirst().first.flatMap { $0 } ?? 1
    let isModified = (3...16).contains(second)
    switch final {
    case "A": self = .up
    case "B": self = .down
    case "C": self = isModified ? .wordRight : .right
    case "D": self = isModified ? .wordLeft : .left
    case "c": self = parameters.isEmpty ? .wordRight : .unbound
    case "d": self = parameters.isEmpty ? .wordLeft : .unbound
    case "H": self = .home
    case "F": self = .end
    case "Z": self = .backTab
    case "M" where parameters.isEmpty: self = .newRow
    case "u": self = first == 13 ? .newRow : .unbound
    case "~": self = Self.numbered(first, third: numbers.dropFirst(2).first.flatMap { $0 })
    default: self = .unbound
    }
  }

  private static func numbered(_ number: Int, third: Int?) -> SpecialKey {
    switch number {
    case 1, 7: .home
    case 4, 8: .end
    case 3: .delete
    case 5: .pageUp
    case 6: .pageDown
    case 27 where third == 13: .newRow
    case 200: .paste
    default: .unbound
    }
  }
}
