import Catalog
import Experiment
import Language
import Reports

/// How far a person has come in the lesson.
struct Tour: Sendable {
  /// The step that is next, from 0.
  var step = 0
  /// Where the session was when the lesson began, to go back to at its end.
  let before: Timeline.Place

  /// The step as it is shown.
  var page: String {
    guard step < Lesson.steps.count else { return Lesson.farewell.joined(separator: "\n") }
    let step = Lesson.steps[self.step]
    let heading = "[\(self.step + 1)/\(Lesson.steps.count)] \(step.title)"
    let text = Manual.wrapped(step.text, behind: "  ", next: 2)
    let rows = step.line.split(separator: "\n").joined(separator: "\n         ")
    return ([heading] + text + ["  Type:  \(rows)"]).joined(separator: "\n")
  }

  var isOver: Bool { step >= Lesson.steps.count }
}

extension Command {
  static let tour: Command = {
    let move = Slot.word("move", .optional, TourMove.self, "where to go")
    return Command(
      "tour", shelf: .session, summary: "a lesson of about eight minutes, here at the prompt",
      parameters: [move.parameter], standing: .prompt,
      details: [
        "Each step says what to type and goes on when you have. 'tour' shows the step again.",
        "It has a session of its own: 'tour stop' brings yours back, as it was.",
      ],
      examples: ["tour", "tour; tour next; tour stop"]
    ) { (call, interpreter) throws(Diagnostic) in
      interpreter.notebook.markAsAboutCells()
      return try interpreter.tour(call[move], at: call.call.verb.span)
    }
  }()
}

enum TourMove: String, Vocabulary {
  case next, back, stop

  static let noun = "move in the tour"
  var summary: String {
    switch self {
    case .next: "go on to the next step"
    case .back: "go back to the step before"
    case .stop: "end the lesson and bring back the session from before it"
    }
  }
}

extension Interpreter {
  fileprivate func tour(_ move: TourMove?, at span: SourceSpan) throws(Diagnostic) -> Answer {
    guard var tour else {
      guard move == nil else {
        throw Diagnostic(.state, "no tour is running", suggestion: "'tour' starts it")
      }
      return beginTour(at: span)
    }
    switch move {
    case nil: break
    case .next: tour.step += 1
    case .back: tour.step = max(0, tour.step - 1)
    case .stop: return endTour(tour)
    }
    self.tour = tour.isOver ? nil : tour
    return Answer(.text(tour.page))
  }

  /// Starts with an empty session, which a saved one reaches by `reset all`.
  private func beginTour(at span: SourceSpan) -> Answer {
    let tour = Tour(before: timeline.place(of: session))
    self.tour = tour
    session = Session()
    rewrite(span, .text("reset all"))
    return Answer(
      .text(tour.page),
      notes: ["'tour next' goes on, 'tour stop' ends the lesson and brings your session back"])
  }

  private func endTour(_ tour: Tour) -> Answer {
    self.tour = nil
    guard tour.before.session != session else { return .note("the tour is over") }
    go(to: tour.before, by: "tour stop")
    return .note("the tour is over; your session is as it was before it")
  }

  /// Looks whether the cell that is over has taken the step, and shows the next one.
  func goOnWithTour() {
    guard var tour, let cell = notebook.cells.last else { return }
    let step = Lesson.steps[tour.step]
    guard (cell.diagnostic == nil) != step.fails, cell.statements.contains(where: step.isTaken)
    else { return }
    tour.step += 1
    self.tour = tour.isOver ? nil : tour
    environment.output.show(Answer(.text("\n" + tour.page)), digits: session.digits)
  }
}

extension Cell {
  /// The text of each of its statements.
  fileprivate var statements: [String] {
    let source = SourceText(name: "", input)
    return parse(source).script.statements.map { source.text($0.span) }
  }
}
