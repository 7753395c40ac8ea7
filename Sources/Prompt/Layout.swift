/// A block as rows of a screen of a given width, each ready to be written, and where in them the
/// cursor stands.
package struct Layout: Equatable {
  package private(set) var rows: [String] = []
  /// The columns that each row fills.
  package private(set) var widths: [Int] = []
  package private(set) var cursorRow = 0
  package private(set) var cursorColumn = 0
  private let screenColumns: Int
  /// The row that is not full yet, as UTF-8, and the columns that it fills.
  private var row: [UInt8] = []
  private var column = 0
  /// How its end looks.
  private var style: Style?

  /// What a block looks like.
  package struct Picture {
    package var prompt: String
    /// Stands before each row of the text but the first.
    package var continuation: String
    package var buffer: EditBuffer
    /// How each scalar looks; none at all where there are no colours.
    package var styles: [Style?]
    /// Shown dim after the end.
    package var hint: String

    package init(
      prompt: String, continuation: String, buffer: EditBuffer, styles: [Style?] = [],
      hint: String = ""
    ) {
      self.prompt = prompt
      self.continuation = continuation
      self.buffer = buffer
      self.styles = styles
      self.hint = hint
    }
  }

  package init(_ picture: Picture, columns: Int) {
    screenColumns = max(2, columns)
    put(decorated: picture.prompt)
    for (index, scalar) in picture.buffer.scalars.enumerated() {
      change(to: index < picture.styles.count ? picture.styles[index] : nil)
      if index == picture.buffer.cursor { placeCursor(before: scalar) }
      if scalar == "\n" {
        change(to: nil)
        endRow()
        put(decorated: picture.continuation)
      } else {
        put(scalar)
      }
    }
    change(to: nil)
    if picture.buffer.isAtEnd { placeCursor(before: nil) }
    put(hint: picture.hint)
    endRow()
  }

  private mutating func endRow() {
    rows.append(String(decoding: row, as: UTF8.self))
    widths.append(column)
    row.removeAll(keepingCapacity: true)
    column = 0
  }

  /// The cursor stands on the character that follows, on a row of its own at a full row's end.
  private mutating func placeCursor(before scalar: Unicode.Scalar?) {
    if scalar == "\n" {
      cursorColumn = min(column, screenColumns - 1)
    } else {
      if column + max(1, scalar?.columns ?? 1) > screenColumns { endRow() }
      cursorColumn = column
    }
    cursorRow = rows.count
  }

  private mutating func change(to new: Style?) {
    guard new != style else { return }
    if style != nil { write("\u{1B}[0m") }
    if let new { write(new.colourSequence) }
    style = new
  }

  private mutating func write(_ sequence: StaticString) {
    sequence.withUTF8Buffer { row.append(contentsOf: $0) }
  }

  /// A character of the text: tabs become blanks, other control characters are named.
  private mutating func put(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x20..<0x7F: put(printable: scalar)
    case 9: for _ in 0..<(8 - column % 8) { put(printable: " ") }
    case 0..<0x20: put(printable: "^"); put(printable: Unicode.Scalar(UInt8(scalar.value) + 0x40))
    case 0x7F: put(printable: "^"); put(printable: "?")
    case 0x80..<0xA0: put(printable: "\u{FFFD}")
    default: put(printable: scalar, columns: scalar.columns)
    }
  }

  private mutating func put(printable scalar: Unicode.Scalar, columns: Int = 1) {
    if column + columns > screenColumns { endRow() }
    row.append(scalar)
    column += columns
  }

  /// A text that may hold colour sequences, which take no columns.
  private mutating func put(decorated text: String) {
    var isEscape = false
    for scalar in text.unicodeScalars {
      if scalar == "\u{1B}" { isEscape = true }
      if isEscape {
        row.append(scalar)
        if scalar != "[" && "@"..."~" ~= scalar { isEscape = false }
      } else {
        put(scalar)
      }
    }
  }

  /// As much of the hint as fits on the row; it must not move what stands below.
  private mutating func put(hint: String) {
    guard !hint.isEmpty, column < screenColumns else { return }
    change(to: .hint)
    for scalar in hint.unicodeScalars {
      // Of several rows the first.
      let shown: Unicode.Scalar = scalar.value < 0x20 ? "…" : scalar
      guard column + shown.columns < screenColumns else { break }
      put(shown)
      if shown != scalar { break }
    }
    change(to: nil)
  }
}
