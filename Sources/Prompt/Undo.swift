/// The states that an edited text went through. Characters typed in a row are one step.
package struct Undo {
  package init() {}

  private var past: [EditBuffer] = []
  private var future: [EditBuffer] = []
  package private(set) var present = EditBuffer()
  private var isTyping = false

  /// Takes note of the buffer before the next key.
  package mutating func note(_ buffer: EditBuffer) {
    guard buffer.scalars != present.scalars else {
      if buffer.cursor != present.cursor { isTyping = false }
      present = buffer
      return
    }
    let continuesTyping = isTyping && isTypedCharacter(buffer)
    if !continuesTyping { past.append(present) }
    isTyping = isTypedCharacter(buffer)
    present = buffer
    future = []
  }

  /// The text before the last step, nil where there was none.
  package mutating func undo() -> EditBuffer? {
    guard let earlier = past.popLast() else { return nil }
    future.append(present)
    present = earlier
    isTyping = false
    return earlier
  }

  /// The text that the last `undo` took back.
  package mutating func redo() -> EditBuffer? {
    guard let later = future.popLast() else { return nil }
    past.append(present)
    present = later
    isTyping = false
    return later
  }

  /// One character at the cursor, which is no blank: a word is a step.
  private func isTypedCharacter(_ buffer: EditBuffer) -> Bool {
    guard buffer.scalars.count == present.scalars.count + 1, buffer.cursor == present.cursor + 1
    else { return false }
    return !buffer.scalars[present.cursor].properties.isWhitespace
  }
}
