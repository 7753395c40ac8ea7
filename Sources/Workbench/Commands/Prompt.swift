import Experiment
import Language
import Reports

extension Command {
  static let promptHints = promptSetting(
    "hints", \.showsHints, "show how the text may go on, and how the command is used")

  static let promptPager = promptSetting(
    "pager", \.usesPager, "show what is longer than the screen in $PAGER, or less")

  private static func promptSetting(
    _ noun: String, _ setting: WritableKeyPath<PromptSettings, Bool> & Sendable, _ summary: String
  ) -> Command {
    let choice = Slot.choice("choice", .first, ["on", "off"], "whether it does so")
    return Command(
      "prompt \(noun)", shelf: .session, summary: "choose whether the prompt is to \(summary)",
      parameters: [choice.parameter],
      details: ["A line in the script init.nn sets it for every prompt."],
      examples: ["prompt \(noun) off"]
    ) { (call, interpreter) throws(Diagnostic) in
      interpreter.session.prompt[keyPath: setting] = try call.required(choice) == "on"
      return .nothing
    }
  }
}

extension Interpreter {
  package var showsHints: Bool { session.prompt.showsHints }
  package var usesPager: Bool { session.prompt.usesPager }

  /// Whether a statement may begin with this name as its verb.
  package func knows(verb: String) -> Bool {
    Commands.isVerb(verb) || session.definitions[verb] != nil || Quantity.isKnown(verb)
      || verb.hasPrefix("_")
  }
}
