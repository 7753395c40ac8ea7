import Catalog
import Engine
import Experiment
import Language
import Reports

// The training debugger.

extension Command {
  static let pause: Command = {
    let off = Slot.choice("off", .optional, ["off"], "never pause")
    let when = Slot.condition("when", "pause after the batch at which it holds")
    return Command(
      "pause", shelf: .training, summary: "stop training when something happens",
      parameters: [off.parameter, when.parameter],
      details: [
        "Looked at after each batch; z, a, δ, dW and db are those of that batch, before its update.",
        "'step' then takes the next batch, 'resume' goes on. In a script a pause only says where "
          + "it would be.",
      ],
      examples: [
        "data xor; layer dense 2 tanh; layer dense 1; pause when=(norm(dW1) > 100); train 10",
        "pause off",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      if call[off] != nil {
        interpreter.session.debugger.pause = nil
        return .note("pause: off")
      }
      guard let condition = call[when], let source = interpreter.source else {
        throw Diagnostic(
          .argument, "'pause' needs a condition", at: call.call.verb.span,
          suggestion: "write pause when=(norm(dW1) > 100), or pause off")
      }
      let watched = Watched(
        expression: condition, source: source, text: source.text(condition.span))
      interpreter.session.debugger.pause = watched
      return .note("pause: when \(watched.text)")
    }
  }()

  static let watch: Command = {
    let what = Slot.expression("what", .first, "W2[1,1], loss, (norm(dW1)); off for none")
    return Command(
      "watch", shelf: .training, summary: "see a number as training goes",
      parameters: [what.parameter],
      details: [
        "It is added to the rows of 'train' (every= says how often) and shown after each 'step'."
      ],
      examples: [
        "data xor; layer dense 2 tanh; layer dense 1; watch W2[1,1]; train 10", "watch off",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let value = try call.required(what)
      if case .word("off") = value.node {
        interpreter.session.debugger.watches = []
        return .note("watch: off")
      }
      let watched = try interpreter.watched(value)
      let isKnown = try interpreter.hasValue(watched, at: value.span)
      if !interpreter.session.debugger.watches.contains(watched) {
        interpreter.session.debugger.watches.append(watched)
      }
      let texts = interpreter.session.debugger.watches.map(\.text)
      return .note(
        "watch: \(texts.joined(separator: ", "))"
          + (isKnown ? "" : "; \(watched.text) is shown as – until it has a value"))
    }
  }()

  static let resume = Command(
    "resume", shelf: .training, summary: "go on with the training that is paused",
    details: ["The keys of its 'train' hold; settings are as they are now."],
    examples: ["expect error \"no training is paused\" { resume }"]
  ) { (call, interpreter) throws(Diagnostic) in
    guard let paused = interpreter.session.debugger.paused else {
      throw Diagnostic(
        .state, "no training is paused", suggestion: "'pause when=(…)' pauses the next 'train'")
    }
    let epoch = try interpreter.session.currentModel().epoch
    guard epoch < paused.goal else {
      throw Diagnostic(
        .state, "nothing is left of the paused training: it was to end at epoch \(paused.goal)")
    }
    var rest = paused.run.continued(for: paused.goal - epoch)
    rest.resumption = Resumption(span: call.call.span, keys: paused.keys)
    return try rest.perform(on: interpreter)
  }
}

extension Interpreter {
  /// The expression that an argument is when it stands on its own.
  fileprivate func watched(_ value: CommandValue) throws(Diagnostic) -> Watched {
    guard let source else { throw Diagnostic(.state, "there is no text to watch", at: value.span) }
    let own = SourceText(name: source.name, "(\(source.text(value.span)))")
    let parsed = parse(own)
    guard parsed.diagnostics.isEmpty, parsed.script.statements.count == 1,
      case .expression(let expression)? = parsed.script.statements.first?.node
    else {
      throw Diagnostic(
        .argument, "expected \(Kind.expression.expectation)", at: value.span)
    }
    if case .name(let name) = expression.node, !Quantity.isKnown(name) {
      throw Quantity.unknown(
        name, at: value.span, isVariable: isVariable(name),
        isDefinition: session.definitions[name] != nil)
    }
    return Watched(expression: expression, source: own, text: source.text(value.span))
  }

  /// Whether something that is to be watched has a value by now.
  ///
  /// - Throws: where it needs a layer that the network does not have.
  fileprivate func hasValue(_ watched: Watched, at span: SourceSpan) throws(Diagnostic) -> Bool {
    do throws(Diagnostic) {
      _ = try evaluate(watched.expression)
      return true
    } catch {
      // What is not there yet may come with training; a layer of a network that has some will not.
      guard error.code == .unknown, !session.network.layers.isEmpty else { return false }
      throw Diagnostic(.unknown, error.message, at: span, suggestion: error.suggestion)
    }
  }

  /// "  W2[1,1] 0.53  loss 0.2": what is watched, where it has a value by now.
  func watchedText() -> String {
    session.debugger.watches.map { watched in
      let value = try? evaluate(watched.expression).text(digits: session.digits)
      return "  \(watched.text) \(value ?? "–")"
    }.joined()
  }

  /// Whether the condition of `pause` holds.
  func wantsPause() throws(Diagnostic) -> Bool {
    guard let pause = session.debugger.pause else { return false }
    return try at(pause.expression.span, in: pause.source) { () throws(Diagnostic) in
      try condition(pause.expression)
    }
  }
}
