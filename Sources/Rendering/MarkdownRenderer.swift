import Catalog
import Language
import Reports

/// Cells with their results as a page of Markdown. No times and no dates: what ran twice gives the
/// same page.
package struct MarkdownRenderer: Sendable {
  package struct Cell: Sendable {
    package let number: Int
    /// What is said before it.
    package let comments: String
    package let input: String
    /// What was shown, each with the digits then in force.
    package let results: [(report: Report, digits: Int)]
    /// How many results are missing.
    package let lost: Int
    /// Files that it wrote, as the page finds them.
    package let pictures: [(title: String, path: String)]
    package let error: Diagnostic?
    /// What became of it, where it is not simply in effect: "undone".
    package let remark: String?

    package init(
      number: Int, comments: String = "", input: String,
      results: [(report: Report, digits: Int)], lost: Int = 0,
      pictures: [(title: String, path: String)] = [], error: Diagnostic? = nil,
      remark: String? = nil
    ) {
      self.number = number
      self.comments = comments
      self.input = input
      self.results = results
      self.lost = lost
      self.pictures = pictures
      self.error = error
      self.remark = remark
    }
  }

  package init() {}

  package func render(_ cells: [Cell]) -> String {
    cells.map(render).joined(separator: "\n")
  }

  private func render(_ cell: Cell) -> String {
    var parts = cell.comments.isEmpty ? [] : [cell.comments]
    parts.append("**[\(cell.number)]**" + (cell.remark.map { " *\($0)*" } ?? ""))
    parts.append(fenced(cell.input, as: "nn"))
    var output = cell.results.map { TextRenderer(digits: $0.digits).render($0.report) }
    if cell.lost > 0 { output.append("… \(counted(cell.lost, "result")) not kept") }
    if let error = cell.error { output.append(DiagnosticRenderer().render(error)) }
    if !output.isEmpty { parts.append(fenced(output.joined(separator: "\n"), as: "text")) }
    // A path in angle brackets may hold blanks and parentheses.
    parts += cell.pictures.map { "![\($0.title)](<\($0.path)>)" }
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// A code block whose fence is longer than any in the text.
  private func fenced(_ text: String, as language: String) -> String {
    var longest = 0
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\(language)\n\(text)\n\(fence)"
  }
}
