/// The canonical text of a script: one statement a line, two blanks for each block, parentheses
/// where the tree needs them, numbers and strings as they were written, comments kept. Parsing it
/// gives the same tree.
package func format(_ script: Block) -> String {
  var printer = Printer()
  printer.writeItems(of: script)
  return printer.text
}

/// The canonical text of one statement without a line end; blocks take several lines.
package func format(_ statement: Statement) -> String {
  var printer = Printer()
  printer.write(statement)
  return printer.text
}

package func format(_ expression: Expression) -> String {
  var printer = Printer()
  printer.write(expression)
  return printer.text
}

package func format(_ value: CommandValue) -> String {
  var printer = Printer()
  printer.write(value)
  return printer.text
}

/// Writes trees as UTF-8.
struct Printer {
  /// Lists that would reach further to the right are broken into lines.
  static let width = 100

  var bytes: [UInt8] = []
  var indentation = 0
  /// Where the current line starts in `bytes`.
  var lineStart = 0
  /// Only the outermost list of a value is broken.
  var isInList = false

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func write(_ text: String) {
    var text = text
    // As memory: byte by byte a script takes a third longer.
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  mutating func endLine() {
    bytes.append(.newline)
    lineStart = bytes.count
  }

  mutating func startLine() {
    bytes += repeatElement(UInt8(ascii: " "), count: 2 * indentation)
  }

  // MARK: Statements

  mutating func writeItems(of block: Block) {
    let start = bytes.count
    for item in block.items {
      if item.isSpaced, bytes.count > start { endLine() }
      writeLines(item.comments)
      startLine()
      write(item.statement)
      write(trailing: item.trailingComment)
      endLine()
    }
    writeLines(bytes.count > start ? block.closingComments : block.closingComments.trimmed)
  }

  /// Comments, each on its line; an empty text is a blank line.
  private mutating func writeLines(_ comments: [String]) {
    for comment in comments {
      if !comment.isEmpty {
        startLine()
        write(comment)
      }
      endLine()
    }
  }

  private mutating func write(trailing comment: String?) {
    guard let comment else {
      // A word that ends in `\` would continue its line.
      if bytes.last == .backslash { write(";") }
      return
    }
    write(" ")
    write(comment)
  }

  mutating func write(_ statement: Statement) {
    switch statement.node {
    case .command(let call): write(call)
    case .expression(let expression): writeStatement(expression)
    case .let(let name, let value):
      write("let ")
      write(name.text)
      write(" = ")
      write(value)
    case .if(let branches, let otherwise): writeIf(branches, otherwise)
    case .for(let name, let values, let body):
      write("for \(name.text) in ")
      write(values)
      write(behind: body)
    case .while(let condition, let body):
      write("while ")
      write(condition)
      write(behind: body)
    case .repeat(let count, let body):
      write("repeat ")
      write(count)
      write(behind: body)
    case .def(let definition): write(definition)
    case .return(let value):
      write("return")
      guard let value else { return }
      write(" ")
      write(value)
    case .break: write("break")
    case .next: write("next")
    }
  }

  /// An expression that would read as a command, `(loss)`, keeps its parentheses.
  private mutating func writeStatement(_ expression: Expression) {
    let start = bytes.count
    write(expression)
    let text = Array(bytes[start...])
    guard Lexer(text).statementKind(at: 0).kind != .expression else { return }
    bytes.replaceSubrange(start..., with: [.openParenthesis] + text + [.closeParenthesis])
  }

  private mutating func writeIf(_ branches: [Branch], _ otherwise: Block?) {
    for (number, branch) in branches.enumerated() {
      write(number == 0 ? "if " : " else if ")
      write(branch.condition)
      write(behind: branch.body)
    }
    guard let otherwise else { return }
    write(" else")
    write(behind: otherwise)
  }

  private mutating func write(_ definition: Definition) {
    write("def \(definition.name.text)")
    for parameter in definition.parameters {
      write(" \(parameter.name.text)")
      guard let fallback = parameter.fallback else { continue }
      write("=")
      write(fallback)
    }
    write(behind: definition.body)
  }

  private mutating func write(behind block: Block) {
    write(" ")
    write(block)
  }

  mutating func write(_ block: Block) {
    guard !block.items.isEmpty || !block.closingComments.trimmed.isEmpty else {
      return write("{ }")
    }
    write("{")
    endLine()
    indentation += 1
    writeItems(of: block)
    indentation -= 1
    startLine()
    write("}")
  }

  mutating func write(_ rows: [TableRow]) {
    write("{")
    endLine()
    indentation += 1
    for (number, row) in rows.enumerated() {
      writeLines(number == 0 ? row.comments.trimmed : row.comments)
      startLine()
      writeValues(row.inputs)
      write(" -> ")
      writeValues(row.targets)
      write(trailing: row.trailingComment)
      endLine()
    }
    indentation -= 1
    startLine()
    write("}")
  }

  private mutating func writeValues(_ values: [CommandValue]) {
    for (number, value) in values.enumerated() {
      if number > 0 { write(" ") }
      write(value)
    }
  }
}

extension [String] {
  /// The lines without blank ones at the beginning.
  fileprivate var trimmed: [String] { Array(drop(while: \.isEmpty)) }
}
