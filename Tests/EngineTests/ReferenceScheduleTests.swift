import Engine
import Testing

@Suite("Schedules agree with the reference")
struct ReferenceScheduleTests {
  @Test(arguments: ScheduleKind.allCases)
  func ratesOfEveryEpoch(_ kind: ScheduleKind) throws {
    let rows = try ReferenceTable("schedules").rows("schedule", kind.rawValue)
    try #require(!rows.isEmpty)
    for row in rows {
      let reference = try row.list("rates")
      let found = try rates(row, count: reference.count)
      expectClose(found, reference, relative: 1e-13, absolute: 1e-16, "\(row)")
    }
  }

  /// What plateau looks at begins with the first epoch after the warm-up.
  private func rates(_ row: ReferenceRow, count: Int) throws -> [Double] {
    let schedule = try Schedule(row)
    let base = try row.number("base")
    let losses = row.fields["losses"] == nil ? [] : try row.list("losses")
    var plateau = PlateauState()
    return (0..<count).map { epoch in
      let rate = schedule.rate(base: base, epoch: epoch, plateau: plateau)
      let seen = epoch - schedule.warmup
      if losses.indices.contains(seen) {
        plateau.observe(losses[seen], schedule: schedule, rate: rate)
      }
      return rate
    }
  }
}

extension Schedule {
  /// `schedule NAME option=…`
  init(_ row: ReferenceRow) throws {
    self.init(try #require(ScheduleKind(rawValue: row.words[1]), "\(row)"))
    every = try row.optional("every").map { Int($0) } ?? every
    gamma = try row.optional("gamma") ?? gamma
    epochs = try row.optional("epochs").map { Int($0) } ?? epochs
    min = try row.optional("min") ?? min
    factor = try row.optional("factor") ?? factor
    patience = try row.optional("patience").map { Int($0) } ?? patience
    threshold = try row.optional("threshold") ?? threshold
    warmup = try row.optional("warmup").map { Int($0) } ?? warmup
  }
}
