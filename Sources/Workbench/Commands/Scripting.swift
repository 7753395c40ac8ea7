import Experiment
import Language
import Reports

// Commands that scripts are written with.

extension Command {
  static let print: Command = {
    let values = Slot.value("values", .repeated, "expressions, parted by commas")
    return Command(
      "print", shelf: .session, summary: "print values, joined with one blank",
      parameters: [values.parameter],
      details: ["Numbers with as many significant digits as 'digits' says."],
      examples: ["print 1 + 2, \"and\", [1, 2]"]
    ) { (call, interpreter) throws(Diagnostic) in
      let texts = call.all(values).map { $0.text(digits: interpreter.session.digits) }
      return Answer(.text(texts.joined(separator: " ")))
    }
  }()

  static let assert: Command = {
    let condition = Slot.value("condition", .first, "what must hold")
    let message = Slot.text("message", .optional, "what the error says")
    return Command(
      "assert", shelf: .session, summary: "fail unless a condition holds",
      parameters: [condition.parameter, message.parameter],
      examples: ["assert 1 + 1 == 2", "assert 0.1 + 0.2 ~= 0.3 within 1e-12 \"sums are close\""]
    ) { (call, interpreter) throws(Diagnostic) in
      let value = try call.required(condition)
      let span = call.span(of: "condition")
      guard case .boolean(let holds) = value else { throw .noCondition(value, at: span) }
      guard !holds else { return .nothing }
      throw Diagnostic(
        .assertion, call[message] ?? "the assertion does not hold", at: span,
        suggestion: interpreter.sides(of: call.call))
    }
  }()

  static let expectError: Command = {
    let part = Slot.text("message", .optional, "a part of the error's message")
    let body = Slot.block("statements", "what must fail")
    return Command(
      "expect error", shelf: .session, summary: "fail unless a block fails",
      parameters: [part.parameter, body.parameter],
      details: ["The session is restored."],
      examples: ["expect error \"unknown activation\" { layer dense 4 rellu }"]
    ) { (call, interpreter) throws(Diagnostic) in
      let before = (interpreter.session, interpreter.timeline, interpreter.movedTo)
      defer { (interpreter.session, interpreter.timeline, interpreter.movedTo) = before }
      do throws(Diagnostic) {
        try interpreter.finish(interpreter.execute(try call.required(body)))
      } catch {
        guard error.code != .interrupted else {
          interpreter.partial = ""
          throw error
        }
        guard let part = call[part], !error.message.holds(part),
          !(error.suggestion ?? "").holds(part)
        else { return .nothing }
        throw Diagnostic(
          .assertion, "expected an error that says '\(part)', found: \(error.message)",
          at: call.span(of: "message"))
      }
      throw Diagnostic(
        .assertion, "expected an error, but the statements ran", at: call.call.verb.span)
    }
  }()

  static let digits: Command = {
    let count = Slot.integer("digits", .first, 1...17, "significant digits")
    return Command(
      "digits", shelf: .session, summary: "choose how many significant digits are printed",
      parameters: [count.parameter], examples: ["digits 12; print pi"]
    ) { (call, interpreter) throws(Diagnostic) in
      interpreter.session.digits = try call.required(count)
      return .nothing
    }
  }()

  static let time: Command = {
    let body = Slot.block("statements", "what is timed")
    return Command(
      "time", shelf: .session, summary: "say how long a block takes", parameters: [body.parameter],
      details: ["The time is a note: results stay the same from run to run."],
      examples: ["time { let s = sum([1, 2, 3]) }"]
    ) { (call, interpreter) throws(Diagnostic) in
      let start = interpreter.environment.clock()
      interpreter.passOn(try interpreter.execute(try call.required(body)))
      return .note("time: \(formatDuration(interpreter.environment.clock() - start))")
    }
  }()

  static let quit = leave("quit", summary: "leave, with a status")
  static let exit = leave("exit", summary: "leave, as 'quit' does")

  private static func leave(_ verb: String, summary: String) -> Command {
    let status = Slot.integer("status", .optional, 0...255, fallback: "0", "the exit status")
    return Command(
      verb, shelf: .session, summary: summary, parameters: [status.parameter],
      standing: .aboutSession, examples: [verb]
    ) { (call, interpreter) throws(Diagnostic) in
      interpreter.quit(Int32(call[status] ?? 0))
      return .nothing
    }
  }
}

extension Interpreter {
  /// What stands on the two sides of a comparison that does not hold.
  fileprivate func sides(of call: Call) -> String? {
    guard case .expression(let expression)? = call.arguments.first?.value.node else { return nil }
    let sides: (Expression, Expression)
    switch expression.node {
    case .binary(let symbol, let left, let right):
      guard symbol != .and, symbol != .or else { return nil }
      sides = (left, right)
    case .approximately(let left, let right, _): sides = (left, right)
    default: return nil
    }
    guard let left = try? evaluate(sides.0), let right = try? evaluate(sides.1) else { return nil }
    let texts = (short(left), short(right))
    return "left is \(texts.0), right is \(texts.1)"
  }

  private func short(_ value: Value) -> String {
    let text = value.text(digits: 17)
    return text.count > 60 ? value.kindDescription : text
  }
}
