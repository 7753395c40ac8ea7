import Engine
import Experiment
import Language
import Reports
import Testing
import Workbench

/// `undo` and `redo` against a plain list of states.
@Suite struct TimelineTests {
  /// The values that one variable has had; nil where it was not set.
  private struct Model {
    var states: [Int?] = [nil]
    var present = 0

    mutating func change(to value: Int) {
      // What changes nothing is no change, and leaves `redo` as it is.
      guard value != states[present] else { return }
      states = states[...present] + [value]
      present += 1
    }

    /// Whether there are as many states before (negative) or behind the present one.
    mutating func move(by count: Int) -> Bool {
      guard states.indices.contains(present + count) else { return false }
      present += count
      return true
    }
  }

  @Test(arguments: 0..<20)
  func followsAListOfStates(seed: Int) {
    var random = RandomStream(seed: UInt64(seed), purpose: .expression, index: 1)
    let bench = Bench()
    var model = Model()
    for step in 1...80 {
      let count = Int(1 + random.uniform() * 3)
      let value = Int(random.uniform() * 4)
      switch Int(random.uniform() * 5) {
      case 0, 1:
        #expect(bench.run("let a = \(value)") == nil)
        model.change(to: value)
      case 2: #expect((bench.run("undo \(count)") == nil) == model.move(by: -count))
      case 3: #expect((bench.run("redo \(count)") == nil) == model.move(by: count))
      default:
        #expect(bench.run("let a = \(value); nope; let a = 99") != nil)
        model.change(to: value)
      }
      let expected = model.states[model.present].map { Value.number(Double($0)) }
      #expect(bench.value("$a") == expected, "step \(step)")
    }
  }

  @Test func failureInsideABlockTakesNothingBack() {
    let bench = Bench()
    #expect(bench.run("let a = 1; let a = 2") == nil)
    #expect(bench.run("if true { undo; nope }") != nil)
    #expect(bench.value("$a") == .number(2))
    #expect(bench.run("undo") == nil)
    #expect(bench.value("$a") == .number(1))
  }

  @Test func undoSaysWhereItsMemoryEnds() throws {
    // A matrix of 8 kB a statement: no more than a few are kept.
    let bench = Bench { $0.memoryForUndo = 100_000 }
    for number in 1...30 { #expect(bench.run("let m = zeros(1000, 1) + \(number)") == nil) }
    let error = try #require(bench.run("undo 29"))
    #expect(error.message.contains("cannot undo 29 statements"))
    #expect(error.message.contains("went past the 100000 bytes"))
    #expect(bench.run("undo 5") == nil)
    #expect(bench.value("$m[1,1]") == .number(25))
    // Statements in effect are text, and never given up.
    #expect(bench.run("redo 5; undo 2") == nil)
    #expect(bench.value("$m[1,1]") == .number(28))
  }

  /// Runs a loop that is stopped in its third pass.
  private func interrupted(isAbandoned: Bool) -> (Interpreter, Interpreter.Outcome?) {
    var environment = Environment(output: Bench.Record())
    var looks = 0
    environment.isInterrupted = {
      looks += 1
      return looks > 2
    }
    environment.isAbandoned = { isAbandoned }
    let interpreter = Interpreter(environment: environment)
    let source = SourceText(name: "test", "let a = 1\nrepeat 9 { let a = $a + 1 }")
    var outcome: Interpreter.Outcome?
    interpreter.begin(source)
    for statement in parse(source).script.statements {
      outcome = interpreter.run(statement, of: source)
    }
    return (interpreter, outcome)
  }

  @Test func whatAnInterruptedStatementReachedIsKept() {
    let (interpreter, outcome) = interrupted(isAbandoned: false)
    guard case .interrupted? = outcome else {
      Issue.record("not interrupted")
      return
    }
    let kept = interpreter.session
    #expect(interpreter.abandonInterrupted() != nil)
    #expect(interpreter.session != kept)
    #expect(interpreter.abandonInterrupted() == nil)
  }

  @Test func whatAnAbandonedStatementReachedIsGone() {
    let (abandoned, outcome) = interrupted(isAbandoned: true)
    guard case .interrupted(let diagnostic)? = outcome else {
      Issue.record("not interrupted")
      return
    }
    #expect(diagnostic.message.hasPrefix("abandoned"))
    #expect(abandoned.abandonInterrupted() == nil)
    let (stopped, _) = interrupted(isAbandoned: false)
    _ = stopped.abandonInterrupted()
    #expect(abandoned.session == stopped.session)
  }

  @Test func manyStatementsStayFast() {
    let bench = Bench()
    let text = (0..<20_000).map { "let v\($0 % 10) = \($0)" }.joined(separator: "\n")
    // Time that grows with the square of the statements would be minutes.
    let duration = ContinuousClock().measure {
      let error = bench.run(text)
      #expect(error == nil)
    }
    #expect(duration < .seconds(20))
    #expect(bench.run("undo 19999") == nil)
    #expect(bench.value("$v0") == .number(0))
  }
}
