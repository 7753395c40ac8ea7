/// One thing that was found wrong, or likely to go wrong.
package struct Finding: Equatable, Sendable {
  /// "NN002".
  package let code: String
  /// "inputs proline, hue", "layer 2", "optimizer".
  package let place: String
  /// What was found and why it matters.
  package let text: String
  /// The statements that mend it; nil where none would.
  package let mend: String?

  package init(code: String, place: String, text: String, mend: String? = nil) {
    self.code = code
    self.place = place
    self.text = text
    self.mend = mend
  }
}
