import Catalog
import Experiment
import Formats
import Language

/// What `undo` and `redo` go back and forth in, whole sessions, which are values; and the
/// statements that led to the present one.
struct Timeline: Sendable {
  /// A session and the last of the statements that led to it. A reference, since a session is a
  /// large value and a place is held in several lists.
  final class Place: Sendable {
    let session: Session
    let statement: Int?

    init(_ session: Session, _ statement: Int?) {
      self.session = session
      self.statement = statement
    }
  }

  /// A place, the statement that led away from it, and what keeping its session costs in bytes.
  private struct Moment: Sendable {
    let place: Place
    let statement: Statement
    let bytes: Int
  }

  private var past: [Moment] = []
  private var future: [Moment] = []
  private var bytes = 0
  /// The most memory that sessions kept for `undo` may take, in bytes.
  private let budget: Int
  /// Whether sessions were given up for lack of memory.
  private var isCut = false
  /// Everything that ran, in order, also what was taken back since.
  private var statements: [Statement] = []
  /// The last statement in effect.
  private var last: Int?

  init(budget: Int) { self.budget = budget }

  // MARK: Growing

  /// Remembers a statement that ran, and the session before it where it changed that.
  mutating func record(_ statement: Statement, from before: Session, to session: Session) {
    let isChange = before != session
    if isChange { remember(before, statement, changedTo: session) }
    guard statement.isRepeated || statement.isMove || isChange else { return }
    statements.append(statement)
    statements[statements.count - 1].predecessor = statement.moves ? .all : .one(last)
    guard !statement.isMove else { return }
    last = statements.count - 1
  }

  /// Goes to another place by the way of `statement`, which `undo` then takes back.
  mutating func go(to place: Place, from session: Session, by statement: Statement) {
    remember(session, statement, changedTo: place.session)
    last = place.statement
  }

  /// The present place.
  func place(of session: Session) -> Place { Place(session, last) }

  private mutating func remember(
    _ session: Session, _ statement: Statement, changedTo next: Session
  ) {
    let cost = session.bytes(beside: next)
    past.append(Moment(place: place(of: session), statement: statement, bytes: cost))
    bytes += cost - future.reduce(0) { $0 + $1.bytes }
    future = []
    // Dropping many at once keeps the cost of a statement constant.
    guard bytes > budget, past.count > 1 else { return }
    var dropped = 0
    while bytes > budget / 2, dropped < past.count - 1 {
      bytes -= past[dropped].bytes
      dropped += 1
    }
    past.removeFirst(dropped)
    isCut = true
  }

  // MARK: Moving

  /// The session before the last `count` changes and the statements taken back, newest first.
  mutating func undo(_ count: Int, from session: Session) throws(Diagnostic)
    -> (session: Session, statements: [Statement])
  {
    guard count <= past.count else { throw unreachable(count, past.count, "undo", isCut: isCut) }
    return Timeline.move(count, from: place(of: session), &past, &future, &last)
  }

  /// The session after the next `count` changes that were taken back, and their statements.
  mutating func redo(_ count: Int, from session: Session) throws(Diagnostic)
    -> (session: Session, statements: [Statement])
  {
    guard count <= future.count else { throw unreachable(count, future.count, "redo") }
    return Timeline.move(count, from: place(of: session), &future, &past, &last)
  }

  private static func move(
    _ count: Int, from place: Place, _ source: inout [Moment], _ destination: inout [Moment],
    _ last: inout Int?
  ) -> (session: Session, statements: [Statement]) {
    var place = place
    var taken: [Statement] = []
    for _ in 0..<count {
      let moment = source.removeLast()
      destination.append(
        Moment(place: place, statement: moment.statement, bytes: moment.bytes))
      place = moment.place
      taken.append(moment.statement)
    }
    last = place.statement
    return (place.session, taken)
  }

  private func unreachable(_ count: Int, _ kept: Int, _ verb: String, isCut: Bool = false)
    -> Diagnostic
  {
    let limit = "those before went past the \(sizeText(budget)) that sessions may take"
    guard kept > 0 else {
      return Diagnostic(.state, "nothing to \(verb)" + (isCut ? "; \(limit)" : ""))
    }
    return Diagnostic(
      .state,
      "cannot \(verb) \(counted(count, "statement")): \(kept) that changed the session "
        + (kept == 1 ? "is" : "are") + " kept" + (isCut ? "; \(limit)" : ""))
  }
}

extension Timeline {
  /// The statements that led to the present session, in their order. Where one of them went back
  /// in time itself, everything that ran before it is needed to run it again.
  var statementsInEffect: [Statement] {
    var found: [Statement] = []
    var next = last
    while let index = next {
      found.append(statements[index])
      switch statements[index].predecessor {
      case .one(let before): next = before
      case .all:
        found += statements[..<index].reversed()
        next = nil
      }
    }
    return found.reversed()
  }

  /// The cells that ran a statement other than `undo` and `redo`, in effect or not.
  var cells: Set<Int> { Set(statements.filter { !$0.isMove }.map(\.cell)) }
}
