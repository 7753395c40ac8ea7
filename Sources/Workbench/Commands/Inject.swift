import Experiment
import Language
import Reports

extension Command {
  static let injectBug: Command = {
    let bug = Slot.word("bug", .first, Bug.self, "the mistake")
    return Command(
      "inject bug", shelf: .looking, summary: "plant a classic mistake, to find it",
      parameters: [bug.parameter],
      details: [
        "From then on 'backward' and 'update' are a plain teaching step with that mistake, for dense "
          + "layers with sgd or adam; 'inject off' ends it. 'train' and 'step' wait until then.",
        "Where a mistake would not show, such as adam-uncorrected with sgd, it says what is needed.",
        "'check grads' finds what is wrong in the gradients; the rest shows beside a worked example.",
      ],
      examples: [
        "data xor; layer dense 2 tanh; layer dense 1 sigmoid; inject bug sign; forward; backward; "
          + "show grads; expect error \"differs\" { check grads }; inject off"
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let bug = try call.required(bug)
      try interpreter.session.checkTeaching()
      try interpreter.session.checkNeeds(of: bug)
      interpreter.session.bug = bug
      return .note("bug \(bug.rawValue): \(bug.summary); \(bug.trace)")
    }
  }()

  static let injectOff = Command(
    "inject off", shelf: .looking, summary: "take a planted mistake out again",
    examples: ["inject off"]
  ) { (call, interpreter) throws(Diagnostic) in
    let bug = interpreter.session.bug
    interpreter.session.bug = nil
    return .note(bug.map { "bug \($0.rawValue) taken out" } ?? "no bug was planted")
  }
}

extension Session {
  /// - Throws: where a bug is planted, which only the steps by hand have.
  func checkUnbroken(_ verb: String) throws(Diagnostic) {
    guard let bug else { return }
    throw Diagnostic(
      .state, "'\(verb)' has no bugs, but '\(bug.rawValue)' is planted",
      suggestion: "repeat 10 { forward; backward; update }, or 'inject off'")
  }
}
