import Catalog
import Engine
import Testing

/// A word that is added to a vocabulary without a row in the tables fails here.
@Suite("Every word has a reference")
struct ReferenceCoverageTests {
  @Test(arguments: Activation.allCases)
  func activation(_ activation: Activation) throws {
    let word = activation.rawValue
    if activation != .softmax {
      let rows = try ReferenceTable("activations").rows("activation", word)
      try expectRows(for: activation.term, in: rows)
    }
    let layers = try ReferenceTable("networks").rows("layer")
    #expect(layers.contains { $0.fields["activation"] == word }, "no network with \(word)")
    let outputs = try ReferenceTable("losses").rows("loss")
    #expect(outputs.contains { $0.fields["activation"] == word }, "no loss of \(word)")
  }

  @Test(arguments: Loss.allCases, Reduction.allCases)
  func loss(_ loss: Loss, _ reduction: Reduction) throws {
    for table in ["losses", "networks"] {
      let rows = try ReferenceTable(table).rows("loss", loss.rawValue)
      try expectRows(for: loss.term, in: rows)
      #expect(rows.contains { $0.fields["reduction"] == reduction.rawValue })
    }
  }

  @Test(arguments: Optimizer.allCases)
  func optimizer(_ optimizer: Optimizer) throws {
    let rows = try ReferenceTable("optimizers").rows("optimizer", optimizer.rawValue)
    try expectRows(for: optimizer.term, in: rows)
    let trained = try ReferenceTable("networks").rows("optimizer", optimizer.rawValue)
    #expect(!trained.isEmpty, "no network trained with \(optimizer.rawValue)")
  }

  @Test(arguments: ScheduleKind.allCases)
  func schedule(_ kind: ScheduleKind) throws {
    try expectRows(for: kind.term, in: ReferenceTable("schedules").rows("schedule", kind.rawValue))
  }

  @Test(arguments: Initializer.allCases)
  func initializer(_ initializer: Initializer) throws {
    let rows = try ReferenceTable("initializers").rows("initializer", initializer.rawValue)
    #expect(!rows.isEmpty)
  }

  /// Rows for words that are gone would test nothing.
  @Test func noRowIsLeftOver() throws {
    let words: [(table: String, kind: String, words: [String])] = [
      ("activations", "activation", Activation.allCases.map(\.rawValue)),
      ("losses", "loss", Loss.allCases.map(\.rawValue)),
      ("optimizers", "optimizer", Optimizer.allCases.map(\.rawValue)),
      ("schedules", "schedule", ScheduleKind.allCases.map(\.rawValue)),
      ("initializers", "initializer", Initializer.allCases.map(\.rawValue)),
    ]
    for (table, kind, words) in words {
      let found = Set(try ReferenceTable(table).rows(kind).map { $0.words[1] })
      #expect(found.isSubset(of: words), "\(table)")
    }
  }

  /// There are rows, and for every option of the word one with another value than its default.
  private func expectRows(for term: Term, in rows: [ReferenceRow]) throws {
    #expect(!rows.isEmpty, "no row for \(term.word)")
    for option in term.options {
      let isCovered = rows.contains {
        guard let value = $0.fields[option.name] else { return false }
        return value != option.fallback
      }
      #expect(isCovered, "no row for \(term.word) \(option.name)=")
    }
  }
}
