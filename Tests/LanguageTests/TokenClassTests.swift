import Language
import Testing

@Suite struct TokenClassTests {
  @Test(arguments: [
    (
      "train 10 lr=0.1 relu # c",
      "verb:train number:10 key:lr operator:= number:0.1 word:relu comment:# c"
    ),
    ("let h = $x + 1", "keyword:let word:h operator:= variable:$x operator:+ number:1"),
    (
      "if not a { b } else if c { d }",
      "keyword:if operator:not word:a bracket:{ verb:b bracket:} keyword:else keyword:if word:c bracket:{ verb:d bracket:}"
    ),
    (
      "for i in 1..$n { }",
      "keyword:for word:i keyword:in number:1.. variable:$n bracket:{ bracket:}"
    ),
    (
      "data table { 0 -> a }",
      "verb:data word:table bracket:{ number:0 operator:-> word:a bracket:}"
    ),
    ("f(1, k=2)", "word:f bracket:( number:1 operator:, key:k operator:= number:2 bracket:)"),
    ("h = 4", "word:h error:= number:4"),
    (
      #"print "a $x ${1 + f('b')} c""#,
      #"verb:print string:"a  variable:$x string:  bracket:${ number:1 operator:+ word:f bracket:( string:'b' bracket:) bracket:} string: c""#
    ),
    ("save \"abc", "verb:save error:\"abc"),
    ("a }", "verb:a error:}"),
    ("assert true and x", "verb:assert keyword:true operator:and word:x"),
    ("a (1 + 2) b", "verb:a bracket:( number:1 operator:+ number:2 bracket:) word:b"),
    (
      "def f n k=1 { }; g",
      "keyword:def word:f word:n key:k operator:= number:1 bracket:{ bracket:} operator:; verb:g"
    ),
  ])
  func classes(text: String, expected: String) {
    let bytes = Array(text.utf8)
    let pieces = tokenClasses(of: text).map { span, kind in
      "\(kind.rawValue):\(String(decoding: bytes[span.start..<span.end], as: UTF8.self))"
    }
    #expect(pieces.joined(separator: " ") == expected)
  }
}
