import Engine
import Experiment
import Language
import Rendering
import Reports
import Testing

/// Each shape that `docs/json.md` describes.
@Suite struct JSONTests {
  @Test(
    "values",
    arguments: [
      (Value.number(0.1), "0.1"), (.number(3), "3"), (.number(.nan), "\"nan\""),
      (.number(-.infinity), "\"-inf\""), (.boolean(true), "true"),
      (.text("a\"b\n"), "\"a\\\"b\\n\""),
      (.list([.text("a"), .number(1)]), "[\"a\",1]"),
      (.matrix(Matrix(rows: 2, columns: 2, elements: [1, 2, 3, 4])), "[[1,2],[3,4]]"),
      (.list([]), "[]"),
    ])
  func value(_ value: Value, _ expected: String) {
    #expect(JSONRenderer.json(value).description == expected)
  }

  @Test("numbers keep all their digits")
  func digits() {
    let third = 1.0 / 3
    #expect(Double(JSONRenderer.json(.number(third)).description) == third)
  }

  @Test(
    "reports",
    arguments: [
      (Report.value(.number(2)), #"{"shape":"value","value":2}"#),
      (.text("x"), #"{"shape":"text","text":"x"}"#),
      (
        .fields([Field("b", .number(1)), Field("a", .text("t"))]),
        #"{"shape":"fields","fields":{"b":1,"a":"t"}}"#
      ),
      (
        .table(Table(title: nil, columns: ["n", "w"], rows: [[.number(1), nil]])),
        #"{"shape":"table","title":null,"columns":["n","w"],"rows":[[1,null]]}"#
      ),
      (
        .array(
          NamedArray(
            name: "b1", rowNoun: "units", columnNoun: "",
            matrix: Matrix(rows: 2, columns: 1, elements: [1, 2]), isList: true)),
        #"{"shape":"array","name":"b1","value":[1,2]}"#
      ),
      (
        .array(
          NamedArray(
            name: "W1", rowNoun: "units", columnNoun: "inputs",
            matrix: Matrix(rows: 1, columns: 2, elements: [1, 2]))),
        #"{"shape":"array","name":"W1","value":[[1,2]]}"#
      ),
      (
        .group([.text("a"), .value(.boolean(false))]),
        #"{"shape":"group","items":[{"shape":"text","text":"a"},{"shape":"value","value":false}]}"#
      ),
    ])
  func report(_ report: Report, _ expected: String) {
    #expect(JSONRenderer.json(report).description == expected)
  }

  @Test("errors say where, from 1, the end exclusive")
  func error() {
    let source = SourceText(name: "x.nn", "print 1\nlayer dense 4 rellu")
    let diagnostic = Diagnostic(
      .unknown, "unknown activation 'rellu'", at: SourceSpan(22, 27), in: source,
      suggestion: "did you mean 'relu'?")
    #expect(
      JSONRenderer.json(diagnostic).description
        == #"{"code":"unknown","message":"unknown activation 'rellu'","span":{"file":"x.nn","#
        + #""line":2,"column":15,"endLine":2,"endColumn":20},"suggestion":"did you mean 'relu'?"}"#)
  }
}
