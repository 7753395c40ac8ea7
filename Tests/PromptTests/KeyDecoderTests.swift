import Prompt
import Testing

@Suite struct KeyDecoderTests {
  private func keys(_ text: String, in decoder: KeyDecoder = KeyDecoder()) -> [Key] {
    keys(Array(text.utf8), in: decoder)
  }

  private func keys(_ bytes: [UInt8], in decoder: KeyDecoder = KeyDecoder()) -> [Key] {
    var decoder = decoder
    decoder.append(bytes)
    var keys: [Key] = []
    while let key = decoder.next() { keys.append(key) }
    return keys
  }

  @Test(arguments: [
    ("\u{1B}[A", SpecialKey.up), ("\u{1B}OB", .down), ("\u{1B}[1;5D", .wordLeft),
    ("\u{1B}[1;3C", .wordRight), ("\u{1B}[1;2C", .right), ("\u{1B}[H", .home), ("\u{1B}[4~", .end),
    ("\u{1B}[3~", .delete), ("\u{1B}\r", .newRow), ("\u{1B}[13;2u", .newRow),
    ("\u{1B}[27;2;13~", .newRow), ("\u{1B}[15~", .unbound), ("\u{1B}[1;5P", .unbound),
    ("\u{1B}[[A", .up), ("\u{1B}[<0;1;1M", .unbound), ("\u{1B}[99999999999999999999;5D", .wordLeft),
  ])
  func aSequenceIsOneKey(bytes: String, key: SpecialKey) {
    #expect(keys(bytes + "x") == [.special(key), .character("x")])
  }

  @Test func textIsTextHoweverItArrives() {
    var decoder = KeyDecoder()
    var found: [Key] = []
    for byte in Array("é日😀".utf8) {
      decoder.append([byte])
      while let key = decoder.next() { found.append(key) }
    }
    #expect(found == [.character("é"), .character("日"), .character("😀")])
  }

  @Test func bytesThatAreNoTextAreReplacedOrSwallowed() {
    #expect(keys([0xFF, 0x61]) == [.character("\u{FFFD}"), .character("a")])
    #expect(
      keys([0xE6, 0x61, 0x62]) == [.character("\u{FFFD}"), .character("a"), .character("b")])
    #expect(keys([0x00]) == [.special(.unbound)])
    // U+0085 would be taken for a special key.
    #expect(keys([0xC2, 0x85]) == [.special(.unbound)])
  }

  @Test func escapeIsAKeyWhenNothingFollows() {
    var decoder = KeyDecoder()
    decoder.append([0x1B])
    #expect(decoder.next() == nil)
    #expect(decoder.isInsideAKey)
    #expect(decoder.next(isFinal: true) == .character("\u{1B}"))
    #expect(keys("\u{1B}b") == [.character("\u{1B}"), .character("b")])
  }

  @Test func aPasteIsOneKeyWhateverItHolds() {
    var decoder = KeyDecoder()
    decoder.append(Array("\u{1B}[200~a\u{1B}[A\r\tb\u{1B}[20".utf8))
    #expect(decoder.next() == nil)
    #expect(decoder.isPasting)
    decoder.append(Array("1~c".utf8))
    #expect(decoder.next() == .pasted("a\u{1B}[A\r\tb"))
    #expect(decoder.next() == .character("c"))
    #expect(!decoder.isPasting)
  }

  @Test func sequencesOfTheUsersOwnGoThrough() {
    var decoder = KeyDecoder()
    decoder.userSequences = [Array("\u{1B}[A".utf8)]
    #expect(keys("\u{1B}[A", in: decoder) == ["\u{1B}", "[", "A"].map { .character($0) })
    #expect(keys("\u{1B}[B", in: decoder) == [.special(.down)])
  }

  @Test func aKeyThatWasPutBackComesFirst() {
    var decoder = KeyDecoder()
    decoder.append([0x61])
    decoder.push(.special(.up))
    #expect(decoder.next() == .special(.up))
    #expect(decoder.next() == .character("a"))
  }

  @Test func namesInEditrcAreSequences() {
    let words = Bindings.lines(of: "# no\n\nbind \"\\e[A\" nn-up\nnn:bind -v\n")
    #expect(words == [["bind", "\\e[A", "nn-up"], ["nn:bind", "-v"]])
    #expect(Bindings.sequence(named: "\\e[A") == Array("\u{1B}[A".utf8))
    #expect(Bindings.sequence(named: "^[OP") == Array("\u{1B}OP".utf8))
    #expect(Bindings.sequence(named: "^[b") == nil)
    #expect(Bindings.sequence(named: "nn-up") == nil)
  }
}
