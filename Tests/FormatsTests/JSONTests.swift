import Formats
import Foundation
import Testing

@Suite struct JSONTests {
  @Test func readsEveryKindOfValue() throws {
    let text =
      #" {"a": [1, -2.5e3, 0, 1E+2], "b\u00e9\n": {"c": null}, "d": [true, false], "": "" } "#
    let value = try JSONValue(parsing: text)
    let expected: JSONValue = [
      "a": [1, -2500, 0, 100], "bé\n": ["c": nil], "d": [true, false], "": "",
    ]
    #expect(value == expected)
    #expect(try JSONValue(parsing: value.bytes) == value)
    #expect(value["a"]?.array?[1].integer == -2500)
    #expect(value["d"]?.array?.first == true)
    #expect(value["zzz"] == nil)
    #expect(try JSONValue(parsing: "\"\\ud83d\\ude00\"").string == "😀")
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{,}",
    "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x1", "NaN", "Infinity", "-Infinity", "1e999",
    "nul", "truE", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"",
    "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"a\nb\"", "1 2", "[1] x", "'a'", "{\"a\":1,\"a\":2}",
    "[1 2]", "{\"a\" 1}", "// x\n1", "\u{FEFF}1", "-01", "\"\u{1}\"",
  ])
  func refusesWhatIsNoJSON(text: String) {
    #expect(throws: FormatError.self) { try JSONValue(parsing: text) }
  }

  @Test func refusesTextThatIsNotUTF8() {
    for bytes in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]] as [[UInt8]] {
      #expect(throws: FormatError.self) { try JSONValue(parsing: [0x22] + bytes + [0x22]) }
    }
  }

  @Test func depthIsLimited() throws {
    func nested(_ depth: Int, _ open: String, _ close: String) -> String {
      String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
    }
    #expect(throws: Never.self) { try JSONValue(parsing: nested(200, "[", "]")) }
    for depth in [201, 100_000] {
      #expect(throws: FormatError.self) { try JSONValue(parsing: nested(depth, "[", "]")) }
      #expect(throws: FormatError.self) { try JSONValue(parsing: nested(depth, "{\"a\":", "}")) }
    }
    let many = "[" + String(repeating: "{},[],", count: 1000) + "1]"
    #expect(try JSONValue(parsing: many).array?.count == 2001)
  }

  @Test func numbersAndTextsSurviveTheRoundTrip() throws {
    var generator = CaseGenerator(state: 1)
    for _ in 0..<2000 {
      let number = Double(bitPattern: generator.next())
      guard number.isFinite else { continue }
      #expect(try JSONValue(parsing: JSONValue.number(number).bytes) == .number(number))
    }
    for number in [0.0, -0.0, 1, 1e15, 1e16, 0x1p53, 5e-1, .greatestFiniteMagnitude] {
      let read = try JSONValue(parsing: JSONValue.number(number).bytes).number
      #expect(read?.bitPattern == number.bitPattern)
    }
    let text = String(String.UnicodeScalarView((0...0x2100).compactMap { Unicode.Scalar($0) }))
    #expect(try JSONValue(parsing: JSONValue.string(text).bytes).string == text)
    #expect(JSONValue.number(3).description == "3")
    #expect(
      JSONValue.array([.number(.nan), .string("a\"\u{1}")]).description == #"[null,"a\"\u0001"]"#)
  }

  @Test func foundationReadsWhatIsWritten() throws {
    let value: JSONValue = ["a": [1.5, nil, true, "x\ty\\\"é😀\u{7F}\u{2028}"], "b": [:], "c": []]
    let read = try JSONSerialization.jsonObject(with: Data(value.bytes)) as? NSDictionary
    let array: [Any] = [1.5, NSNull(), true, "x\ty\\\"é😀\u{7F}\u{2028}"]
    #expect(read == ["a": array, "b": [String: Any](), "c": [Any]()] as NSDictionary)
  }
}
