/// Threads that share the shards of a batch.
final class Workers {
  let count: Int

  init(_ count: Int) { self.count = count }

  func run(_ part: (Int) -> Void) {
    for shard in 0..<count { part(shard) }
  }
}
