import Language

/// A tree as one line of text with every grouping in parentheses, to compare with by eye.
func outline(_ expression: Expression) -> String {
  switch expression.node {
  case .number(let number): return number.text
  case .string(let string): return outline(string)
  case .boolean(let value): return "\(value)!"
  case .variable(let name): return "$\(name)"
  case .name(let name): return name
  case .call(let name, let arguments):
    let parts = arguments.map { ($0.key.map { "\($0.text)=" } ?? "") + outline($0.value) }
    return "\(name)(\(parts.joined(separator: " ")))"
  case .index(let base, let indices):
    return "\(outline(base))[\(indices.map(outline).joined(separator: " "))]"
  case .list(let elements): return "[\(elements.map(outline).joined(separator: " "))]"
  case .unary(let symbol, let operand): return "(\(symbol.rawValue) \(outline(operand)))"
  case .binary(let symbol, let left, let right):
    return "(\(symbol.rawValue) \(outline(left)) \(outline(right)))"
  case .approximately(let left, let right, let tolerance):
    let end = tolerance.map { " " + outline($0) } ?? ""
    return "(~= \(outline(left)) \(outline(right))\(end))"
  }
}

func outline(_ string: StringLiteral) -> String {
  let pieces = string.pieces.map { piece in
    switch piece {
    case .text(let text): return "\"\(text)\""
    case .expression(let expression, let digits):
      return outline(expression) + (digits.map { ":\($0)" } ?? "")
    }
  }
  return "‹\(pieces.joined(separator: " "))›"
}

func outline(_ value: CommandValue) -> String {
  switch value.node {
  case .number(let number): return "#\(number.text)"
  case .word(let word): return word
  case .string(let string): return outline(string)
  case .variable(let name): return "$\(name)"
  case .list(let elements, let isBracketed):
    let inside = elements.map(outline).joined(separator: " ")
    return isBracketed ? "[\(inside)]" : "<\(inside)>"
  case .range(let lower, let upper): return "(.. \(outline(lower)) \(outline(upper)))"
  case .target(let base, let indices):
    return "\(outline(base))[\(indices.map(outline).joined(separator: " "))]"
  case .expression(let expression): return "(\(outline(expression)))"
  case .table(let rows):
    let parts = rows.map { row in
      "\(row.inputs.map(outline).joined(separator: " ")) -> "
        + row.targets.map(outline).joined(separator: " ")
    }
    return "{\(parts.joined(separator: "; "))}"
  case .block(let block): return outline(block)
  }
}

func outline(_ block: Block) -> String {
  "{\(block.statements.map(outline).joined(separator: "; "))}"
}

func outline(_ statement: Statement) -> String {
  switch statement.node {
  case .command(let call):
    let parts = call.arguments.map { ($0.key.map { "\($0.text)=" } ?? "") + outline($0.value) }
    return ([call.verb.text] + parts).joined(separator: " ")
  case .expression(let expression): return "= \(outline(expression))"
  case .let(let name, let value): return "let \(name.text) \(outline(value))"
  case .if(let branches, let otherwise):
    let parts = branches.map { "if \(outline($0.condition)) \(outline($0.body))" }
    return parts.joined(separator: " else ") + (otherwise.map { " else \(outline($0))" } ?? "")
  case .for(let name, let value, let body):
    return "for \(name.text) \(outline(value)) \(outline(body))"
  case .while(let condition, let body): return "while \(outline(condition)) \(outline(body))"
  case .repeat(let count, let body): return "repeat \(outline(count)) \(outline(body))"
  case .def(let definition):
    let parts = definition.parameters.map { parameter in
      parameter.name.text + (parameter.fallback.map { "=\(outline($0))" } ?? "")
    }
    let head = (["def", definition.name.text] + parts).joined(separator: " ")
    return "\(head) \(outline(definition.body))"
  case .return(let value): return "return" + (value.map { " \(outline($0))" } ?? "")
  case .break: return "break"
  case .next: return "next"
  }
}

func parse(_ text: String) -> Parsed { parse(SourceText(name: "t", text)) }

/// The outline of a text of one statement, or its errors.
func outline(of text: String) -> String {
  let parsed = parse(text)
  guard parsed.diagnostics.isEmpty else { return "error: \(faults(in: text))" }
  return parsed.script.statements.map(outline).joined(separator: "; ")
}

/// The errors of a text as `line:column+length message | suggestion`.
func faults(in text: String) -> [String] {
  let source = SourceText(name: "t", text)
  return parse(source).diagnostics.map { fault in
    let span = fault.span ?? SourceSpan(-1, -1)
    let place = source.position(of: span.start)
    let end = fault.suggestion.map { " | \($0)" } ?? ""
    return "\(place.line):\(place.column)+\(span.end - span.start) \(fault.message)\(end)"
  }
}
