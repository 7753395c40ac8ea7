/// Colours of a terminal, chosen to be readable on dark and on light ground; none where they are
/// not wanted.
package struct Palette: Sendable {
  package let isColoured: Bool

  package init(isColoured: Bool) { self.isColoured = isColoured }

  package static let plain = Palette(isColoured: false)

  package func error(_ text: String) -> String { paint(text, "1;31") }
  package func hint(_ text: String) -> String { paint(text, "36") }
  package func note(_ text: String) -> String { paint(text, "2") }

  private func paint(_ text: String, _ code: String) -> String {
    isColoured && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
