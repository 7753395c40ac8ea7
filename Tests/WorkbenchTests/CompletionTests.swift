import Catalog
import Experiment
import Foundation
import Language
import Reports
import Testing
import Workbench

/// What the prompt offers, without a prompt.
@Suite struct CompletionTests {
  /// The texts that are offered at the end of a text, after some statements.
  private func offered(_ text: String, after setup: String = "") -> [String] {
    let bench = Bench()
    #expect(bench.run(setup) == nil)
    return offered(text, on: bench)
  }

  private func offered(_ text: String, on bench: Bench) -> [String] {
    bench.interpreter.completion(of: text, at: text.utf8.count).candidates.map(\.text)
  }

  private let network = "data xor; layer dense 4 relu; layer dense 1 sigmoid"

  @Test func verbsAndNouns() {
    #expect(offered("opt") == ["optimizer "])
    #expect(offered("layer d") == ["dense ", "dropout "])
    #expect(offered("print 1; layer ba") == ["batchnorm "])
    #expect(offered("layer insert 1 d") == ["dense ", "dropout "])
    #expect(offered("repeat 2 {\n  und") == ["undo "])
    #expect(offered("def twice n { ret") == ["return "])
    #expect(offered("ret").isEmpty)
    #expect(offered("for i in 1..3 { bre") == ["break "])
    #expect(offered("tw", after: "def twice n { return 2 * $n }") == ["twice ", "twice("])
  }

  @Test func wordsOfVocabularies() {
    #expect(offered("layer dense 4 rel") == ["relu "])
    #expect(offered("layer dense 4 init=lec") == ["lecun "])
    #expect(offered("layer insert 2 dense 4 rel") == ["relu "])
    #expect(offered("train 10 optimizer=adag") == ["adagrad "])
    #expect(offered("train 10 batch=") == ["all "])
    #expect(offered("train 10 shuffle=") == ["on ", "off "])
    #expect(offered("print slope(leaky") == ["leaky_relu, "])
  }

  @Test func keysThatAreMissing() {
    let keys = offered("layer dense 4 leaky_relu init=he ")
    #expect(keys == ["bias=", "l1=", "l2=", "alpha="])
    #expect(offered("layer dense 4 relu al").isEmpty)
    #expect(offered("layer insert 2 dense 4 relu ini") == ["init="])
    #expect(!offered("train 10 lr=0.1 l").contains("lr="))
    #expect(offered("layer dense 4 relu tanh ").isEmpty)
    let definition = "def tryout n epochs=5 { print $n }"
    #expect(offered("tryout 4 ", after: definition) == ["epochs="])
    #expect(offered("print tryout(e", after: definition).contains("epochs="))
  }

  @Test func variablesThatFit() {
    let setup = "let units = 4; let act = \"relu\"; let half = 0.5"
    #expect(offered("layer dense $", after: setup) == ["$units"])
    #expect(offered("layer dense 4 $", after: setup) == ["$act"])
    #expect(offered("layer dropout $", after: setup) == ["$half"])
    #expect(offered("print $", after: setup) == ["$act", "$half", "$units"])
    #expect(offered("print \"has $un", after: setup) == ["$units"])
    #expect(offered("print \"has ${1 + $un", after: setup) == ["$units"])
    #expect(offered("print 'has $un", after: setup).isEmpty)
    #expect(offered("let width = 3\nlayer dense $w") == ["$width"])
    #expect(offered("for width in 1..3 { layer dense $w") == ["$width"])
  }

  @Test func quantitiesThatExist() {
    #expect(offered("print acc").isEmpty)
    #expect(offered("print acc", after: network) == ["accuracy"])
    #expect(offered("print val_", after: network).isEmpty)
    #expect(offered("print val_l", after: "split 0.25 val=0.25; \(network)") == ["val_loss"])
    #expect(offered("print dW", after: network).isEmpty)
    #expect(offered("print dW", after: "\(network); train 1") == ["dW1", "dW2"])
    #expect(offered("train 9 until=(los", after: network) == ["loss"])
    #expect(offered("loss < 1 an") == ["and "])
  }

  @Test func layersAndParameters() {
    #expect(offered("show weights layer=", after: network) == ["0 ", "1 ", "2 "])
    #expect(offered("show weights ", after: network).filter { $0.hasSuffix("=") } == ["layer="])
    #expect(offered("show loss ", after: network).allSatisfy { !$0.hasSuffix("=") })
    #expect(offered("layer remove ", after: network) == ["1 ", "2 "])
    #expect(offered("set ", after: network) == ["W1", "W2", "b1", "b2"])
    #expect(offered("freeze a", after: network) == ["all "])
  }

  @Test func quantitiesThatCommandsTake() {
    #expect(offered("show W", after: network) == ["W1", "W2"])
    #expect(offered("show z", after: network) == ["z "])
    #expect(offered("show z", after: "\(network); forward") == ["z ", "z1", "z2"])
    #expect(offered("show del", after: "\(network); forward") == ["deltas "])
    let trained = "\(network); train 1"
    #expect(offered("show del", after: trained) == ["deltas ", "delta1", "delta2"])
    #expect(offered("show a", after: trained).contains("a0"))
    #expect(offered("show los", after: trained) == ["loss "])
    #expect(offered("show x", after: trained) == ["x"])
    #expect(offered("show y", after: trained) == ["y", "yhat"])
    // `explain` makes the pass that it needs.
    let explained = offered("explain ", after: network).filter(Quantity.isKnown)
    #expect(
      explained == ["W", "z", "a", "delta", "dW", "b", "db"].flatMap { ["\($0)1", "\($0)2"] })
    #expect(offered("set d", after: trained).isEmpty)
  }

  /// Of every quantity that is offered behind a verb, each call succeeds.
  @Test(arguments: ["", "forward", "train 1"])
  func quantitiesThatAreOfferedAreTaken(last: String) {
    let bench = Bench()
    let layers = "layer dense 3 relu; layer batchnorm; layer dropout 0.2; layer dense 1 sigmoid"
    #expect(bench.run("data moons 20; split 0.2; \(layers); \(last)") == nil)
    for (verb, rest) in [("show", ""), ("explain", ""), ("set", "0.5"), ("print", "")] {
      for candidate in offered("\(verb) ", on: bench) where Quantity.isKnown(candidate) {
        #expect(bench.run("\(verb) \(candidate) \(rest)") == nil, "\(verb) \(candidate)")
      }
    }
  }

  @Test func topicsOfHelp() {
    #expect(offered("help rel") == ["relu "])
    #expect(offered("help data loa") == ["load "])
    #expect(offered("help val_l") == ["val_loss "])
  }

  @Test func newNamesAndTextsAreNotGuessed() {
    for text in ["let l", "for l", "def l", "# l", "print 'l", "print 12", "layer dense 1"] {
      #expect(offered(text, after: network).isEmpty, "\(text)")
    }
    #expect(offered("let h ") == ["= "])
    #expect(offered("for h ") == ["in "])
    #expect(offered("if true { print 1 } ") == ["else "])
  }

  @Test func filesAndTheirColumns() throws {
    let folder = NSTemporaryDirectory() + "nn completion \(getpid())/"
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder + "sub", withIntermediateDirectories: true)
    defer { try? manager.removeItem(atPath: folder) }
    try Data("width,\"petal size\",kind\n1,2,a\n".utf8)
      .write(to: URL(fileURLWithPath: folder + "two words.csv"))
    #expect(offered("data load \"\(folder)t") == ["\"\(folder)two words.csv\" "])
    #expect(offered("data load '\(folder)t") == ["\"\(folder)two words.csv\" "])
    // A folder leaves its string open.
    #expect(offered("data load \"\(folder)s") == ["\"\(folder)sub/"])
    let load = "data load \"\(folder)two words.csv\" target="
    #expect(offered(load) == ["width ", "\"petal size\" ", "kind ", "none ", "inputs "])
    #expect(offered("\(load)width,k") == ["kind "])
    #expect(offered("data load x target=", after: "data iris").contains("sepal_length "))
    #expect(offered("data load x target=", after: "\(load)kind").first == "width ")
    #expect(!offered("data load x drop=", after: "\(load)kind").contains("none "))
    #expect(offered("plot data petal", after: "data iris") == ["petal_length ", "petal_width "])
  }

  /// Every example of every command, cut at every blank, `=` and bracket: whatever is offered there
  /// is no mistake.
  @Test func nothingIsOfferedThatTheBinderRefuses() {
    let bench = Bench()
    #expect(bench.run("\(network); train 1; let h = 1; let s = \"relu\"; let m = [1,2]") == nil)
    var count = 0
    for text in Set(Commands.all.flatMap(\.examples).flatMap(beginnings)).sorted() {
      let completion = bench.interpreter.completion(of: text, at: text.utf8.count)
      for candidate in completion.candidates where !candidate.text.hasPrefix("/") {
        count += 1
        let whole = String(decoding: text.utf8.prefix(completion.range.lowerBound), as: UTF8.self)
        let place = completion.range.lowerBound..<(whole + candidate.text).utf8.count
        let closing = whole.hasSuffix("table ") ? "0 -> 1 }" : "}"
        let found = mistakes(in: whole + closed(candidate.text, closing), at: place)
        #expect(found.isEmpty, "\(whole)[\(candidate.text)]: \(found.map(\.message))")
      }
    }
    #expect(count > 5000)
  }

  private func beginnings(of text: String) -> [String] {
    [""] + text.indices.filter { " =([,".contains(text[$0]) }.map { String(text[...$0]) }
  }

  /// The candidate with what has to follow it.
  private func closed(_ candidate: String, _ closing: String) -> String {
    if candidate.hasSuffix("(") { return candidate + "1)" }
    if candidate.hasSuffix("{ ") { return candidate + closing }
    if candidate.hasSuffix("=") || candidate.hasSuffix(" ") { return candidate + "1" }
    return candidate
  }

  /// What is wrong with the piece at a place, as `nn check` finds it. That more is missing, or that
  /// the text is not finished, is no mistake of the piece.
  private func mistakes(in text: String, at place: Range<Int>) -> [Diagnostic] {
    let known = "let h = 1\nlet s = \"relu\"\nlet m = [1,2]\n"
    return Checker.check(SourceText(name: "test", known + text)).filter { diagnostic in
      guard let span = diagnostic.span, diagnostic.code != .syntax else { return false }
      let isMissing =
        diagnostic.code == .argument
        && ["needs", "arguments, found"].contains { diagnostic.message.contains($0) }
      let start = span.start - known.utf8.count
      return place.contains(start) && !isMissing
    }
  }
}
