/// A block as rows of a screen of a given width, each ready to be written, and where in them the
/// cursor stands.
package struct Layout: Equatable {
  package private(set) var rows: [String] = [""]
  /// The columns that each row fills.
  package private(set) var widths: [Int] = [0]
  package private(set) var cursorRow = 0
  package private(set) var cursorColumn = 0
  private let screenColumns: Int

  /// What a block looks like.
  package struct Picture {
    package var prompt: String
    /// Stands before each row of the text but the first.
    package var continuation: String
    package var buffer: EditBuffer
    /// One colour sequence's parameters for each scalar, or none at all.
    package var renditions: [String?]
    /// Shown dim after the end.
    package var hint: String

    package init(
      prompt: String, continuation: String, buffer: EditBuffer, renditions: [String?] = [],
      hint: String = ""
    ) {
      self.prompt = prompt
      self.continuation = continuation
      self.buffer = buffer
      self.renditions = renditions
      self.hint = hint
    }
  }

  package init(_ picture: Picture, columns: Int) {
    screenColumns = max(2, columns)
    put(decorated: picture.prompt)
    var rendition: String?
    for (index, scalar) in picture.buffer.scalars.enumerated() {
      let wanted = index < picture.renditions.count ? picture.renditions[index] : nil
      if wanted != rendition { change(from: rendition, to: wanted) }
      rendition = wanted
      if index == picture.buffer.cursor { placeCursor(before: scalar) }
      if scalar == "\n" {
        if rendition != nil { change(from: rendition, to: nil) }
        rendition = nil
        startRow()
        put(decorated: picture.continuation)
      } else {
        put(scalar)
      }
    }
    if rendition != nil { change(from: rendition, to: nil) }
    if picture.buffer.isAtEnd { placeCursor(before: nil) }
    put(hint: picture.hint)
  }

  private var column: Int { widths[widths.count - 1] }

  private mutating func startRow() {
    rows.append("")
    widths.append(0)
  }

  /// The cursor stands on the character that follows, on a row of its own at a full row's end.
  private mutating func placeCursor(before scalar: Unicode.Scalar?) {
    if scalar == "\n" {
      cursorColumn = min(column, screenColumns - 1)
    } else {
      if column + max(1, scalar?.columns ?? 1) > screenColumns { startRow() }
      cursorColumn = column
    }
    cursorRow = rows.count - 1
  }

  private mutating func change(from old: String?, to new: String?) {
    if old != nil { rows[rows.count - 1] += "\u{1B}[0m" }
    if let new { rows[rows.count - 1] += "\u{1B}[" + new + "m" }
  }

  /// A character of the text: tabs become blanks, other control characters are named.
  private mutating func put(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 9: for _ in 0..<(8 - column % 8) { put(printable: " ") }
    case 0..<0x20: put(printable: "^"); put(printable: Unicode.Scalar(UInt8(scalar.value) + 0x40))
    case 0x7F: put(printable: "^"); put(printable: "?")
    case 0x80..<0xA0: put(printable: "\u{FFFD}")
    default: put(printable: scalar)
    }
  }

  private mutating func put(printable scalar: Unicode.Scalar) {
    let width = scalar.columns
    if column + width > screenColumns { startRow() }
    rows[rows.count - 1].unicodeScalars.append(scalar)
    widths[widths.count - 1] += width
  }

  /// A text that may hold colour sequences, which take no columns.
  private mutating func put(decorated text: String) {
    var isEscape = false
    for scalar in text.unicodeScalars {
      if scalar == "\u{1B}" { isEscape = true }
      if isEscape {
        rows[rows.count - 1].unicodeScalars.append(scalar)
        if scalar != "[" && "@"..."~" ~= scalar { isEscape = false }
      } else {
        put(scalar)
      }
    }
  }

  /// As much of the hint as fits on the row; it must not move what stands below.
  private mutating func put(hint: String) {
    guard !hint.isEmpty, column < screenColumns else { return }
    change(from: nil, to: "2")
    for scalar in hint.unicodeScalars {
      // Of several rows the first.
      let shown: Unicode.Scalar = scalar.value < 0x20 ? "…" : scalar
      guard column + shown.columns < screenColumns else { break }
      put(shown)
      if shown != scalar { break }
    }
    change(from: "2", to: nil)
  }
}
