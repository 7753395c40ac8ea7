import Catalog
import Engine
import Formats
import Language
import Reports

/// Reports and errors as JSON; `docs/json.md` describes the shapes.
package enum JSONRenderer {
  package static func json(_ report: Report) -> JSONValue {
    switch report {
    case .value(let value): ["shape": "value", "value": json(value)]
    case .text(let text): ["shape": "text", "text": .string(text)]
    case .fields(let fields):
      [
        "shape": "fields",
        "fields": .object(fields.map { JSONValue.Member($0.name, json($0.value)) }),
      ]
    case .table(let table):
      [
        "shape": "table", "title": table.title.map { .string($0) } ?? .null,
        "columns": .array(table.columns.map { .string($0) }),
        "rows": .array(table.rows.map { row in .array(row.map { $0.map(json) ?? .null }) }),
      ]
    case .array(let array):
      [
        "shape": "array", "name": .string(array.name),
        "value": array.isList
          ? json(.numbers(array.matrix.elements)) : json(.matrix(array.matrix)),
      ]
    case .derivation(let derivation):
      ["shape": "derivation", "sections": .array(derivation.sections.map(json))]
    case .findings(let findings):
      ["shape": "findings", "findings": .array(findings.map(json))]
    case .plot(let plot): json(plot)
    case .group(let reports): ["shape": "group", "items": .array(reports.map(json))]
    }
  }

  private static func json(_ finding: Finding) -> JSONValue {
    [
      "code": .string(finding.code), "where": .string(finding.place),
      "text": .string(finding.text), "fix": finding.mend.map { .string($0) } ?? .null,
    ]
  }

  private static func json(_ section: Derivation.Section) -> JSONValue {
    [
      "heading": .string(section.heading),
      "equations": .array(section.equations.map(json)),
      "omitted": section.omitted.map { .string($0) } ?? .null,
    ]
  }

  private static func json(_ equation: Equation) -> JSONValue {
    func text(_ formula: Formula, hasNumbers: Bool) -> JSONValue {
      .string(formula.written(FormulaStyle(.text, hasNumbers: hasNumbers, digits: 17)))
    }
    return [
      "left": text(.quantity(equation.left, equation.result), hasNumbers: false),
      "assigns": .boolean(equation.isAssignment),
      "symbols": text(equation.right, hasNumbers: false),
      "numbers": text(equation.right, hasNumbers: true),
      "result": json(.number(equation.result)),
      "when": equation.condition.map { .string($0.written(.text, digits: 17)) } ?? .null,
    ]
  }

  /// Numbers with all their digits; those that JSON does not have are strings.
  package static func json(_ value: Value) -> JSONValue {
    switch value {
    case .number(let number):
      number.isFinite ? .number(number) : .string(format(number, digits: 17))
    case .text(let text): .string(text)
    case .boolean(let boolean): .boolean(boolean)
    case .list(let items): .array(items.map(json))
    case .matrix(let matrix):
      .array((0..<matrix.rows).map { json(.numbers(matrix.row($0))) })
    }
  }

  package static func json(_ diagnostic: Diagnostic) -> JSONValue {
    var span = JSONValue.null
    if let source = diagnostic.source, let found = diagnostic.span {
      let start = source.position(of: found.start)
      let end = source.position(of: found.end)
      span = [
        "file": .string(source.name), "line": .number(start.line),
        "column": .number(start.column), "endLine": .number(end.line),
        "endColumn": .number(end.column),
      ]
    }
    return [
      "code": .string(diagnostic.code.rawValue), "message": .string(diagnostic.message),
      "span": span, "suggestion": diagnostic.suggestion.map { .string($0) } ?? .null,
    ]
  }
}
