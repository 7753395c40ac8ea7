import CKernels
import Glibc
import Synchronization

/// Threads that share the shards of a batch. Between two batches they spin for a moment, since the next
/// one is mostly near, and then sleep.
package final class Workers: Sendable {
  private let shared: Shared
  private let threads: [pthread_t]
  private let isComplete: Bool

  /// How many threads work at once, the caller's among them.
  var count: Int { threads.count + 1 }

  /// - Parameter count: shards at most; the caller's own thread works on the first.
  package init(_ count: Int) {
    shared = Shared()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, Workers.stack)
    var threads: [pthread_t] = []
    for index in 1..<max(1, count) {
      let seat = Unmanaged.passRetained(Seat(shared, index))
      var thread = pthread_t()
      guard pthread_create(&thread, &attributes, Workers.work, seat.toOpaque()) == 0 else {
        // Without this thread the caller does its share.
        seat.release()
        break
      }
      threads.append(thread)
    }
    pthread_attr_destroy(&attributes)
    keep_apart(threads, threads.count)
    self.threads = threads
    isComplete = threads.count == max(1, count) - 1
  }

  /// Bytes: a product packs a third of a megabyte there. What the system gives unasked, eight megabytes,
  /// counts in full against `ulimit -d`.
  private static let stack = 1 << 21

  /// Those that nobody has use for, asleep.
  private static let resting = Mutex<[Workers]>([])

  /// Threads for so many shards, to be given back with `rest`: they stay for the next who asks, since
  /// they are sooner awake than made.
  static func awake(_ shards: Int) -> Workers {
    resting.withLock { resting in
      resting.firstIndex { $0.count == shards }.map { resting.remove(at: $0) }
    } ?? Workers(shards)
  }

  /// Where the system refused some, the others end: nobody would find them again.
  func rest() {
    if isComplete { Workers.resting.withLock { $0.append(self) } }
  }

  /// Calls `part` once for each shard.
  package static func share(_ shards: Int, _ part: (Int) -> Void) {
    let workers = awake(shards)
    workers.run(shards, part)
    workers.rest()
  }

  deinit {
    shared.announce(nil, threads: threads.count)
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Calls `part` once for each shard, and returns when all are done.
  package func run(_ shards: Int, _ part: (Int) -> Void) {
    let count = threads.count
    withoutActuallyEscaping(part) { part in
      withUnsafePointer(to: part) { place in
        if shared.hasSleepers { keep_apart(threads, count) }
        shared.announce(Job(shards: shards, part: place), threads: count)
        part(0)
        // Shards for which there is no thread.
        for shard in stride(from: count + 1, to: shards, by: 1) { part(shard) }
        shared.awaitAll()
      }
    }
  }

  private static let work: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    guard let place = $0 else { return nil }
    let seat = Unmanaged<Seat>.fromOpaque(place).takeRetainedValue()
    var seen = 0
    while let job = seat.shared.next(after: &seen) {
      if seat.index < job.shards { job.perform(seat.index) }
      seat.shared.finish()
    }
    return nil
  }
}

/// One call of `Workers.run`.
private struct Job {
  let shards: Int
  let part: UnsafePointer<(Int) -> Void>

  /// Never inlined, so that no reference to the caller's closure outlives the call.
  @inline(never)
  func perform(_ shard: Int) { part.pointee(shard) }
}

/// A thread's own: which shard it works on.
private final class Seat {
  let shared: Shared
  let index: Int

  init(_ shared: Shared, _ index: Int) {
    self.shared = shared
    self.index = index
  }
}

/// What the threads and their caller tell each other.
///
/// `job` is written before `generation` is raised and read after that is seen, and never while a
/// thread is unfinished; everything else is atomic or under the lock.
private final class Shared: @unchecked Sendable {
  private var job: Job?
  private let generation = Atomic<Int>(0)
  private let unfinished = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// Some tens of microseconds.
  private static let spins = 20_000

  init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(wake, nil)
  }

  deinit {
    pthread_cond_destroy(wake)
    pthread_mutex_destroy(lock)
    wake.deallocate()
    lock.deallocate()
  }

  var hasSleepers: Bool { sleepers.load(ordering: .relaxed) > 0 }

  /// Hands out a job; nil ends the threads.
  func announce(_ job: Job?, threads: Int) {
    self.job = job
    unfinished.store(threads, ordering: .relaxed)
    generation.add(1, ordering: .sequentiallyConsistent)
    guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
    pthread_mutex_lock(lock)
    pthread_cond_broadcast(wake)
    pthread_mutex_unlock(lock)
  }

  /// Waits for the job after the one that was `seen` last.
  func next(after seen: inout Int) -> Job? {
    var spins = Shared.spins
    while generation.load(ordering: .acquiring) == seen && spins > 0 { spins -= 1 }
    if spins == 0 { sleep(after: seen) }
    seen += 1
    return job
  }

  private func sleep(after seen: Int) {
    pthread_mutex_lock(lock)
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while generation.load(ordering: .sequentiallyConsistent) == seen {
      pthread_cond_wait(wake, lock)
    }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(lock)
  }

  func finish() { unfinished.subtract(1, ordering: .releasing) }

  func awaitAll() {
    var spins = Shared.spins
    while unfinished.load(ordering: .acquiring) > 0 {
      spins -= 1
      if spins < 0 { sched_yield() }
    }
    job = nil
  }
}
