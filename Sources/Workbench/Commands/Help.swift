import Catalog
import Experiment
import Language
import Reports

extension Command {
  static let help: Command = {
    let topic = Slot<String>(
      Parameter(
        "topic", role: .positional, kind: .topic, isRepeated: true,
        summary: "a command, a word, a quantity, a function")
    ) { $0.text }
    return Command(
      "help", shelf: .session, summary: "explain a command, or list them all",
      parameters: [topic.parameter],
      examples: ["help", "help train", "help relu"]
    ) { (call, interpreter) throws(Diagnostic) in
      let words = call.all(topic)
      guard !words.isEmpty else { return Answer(.text(Manual.overview)) }
      return Answer(.text(try Manual.page(words, at: call.span(of: "topic"))))
    }
  }()
}
