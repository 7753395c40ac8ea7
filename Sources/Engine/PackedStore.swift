/// What all stores of a run have in common.
final class StoreLayout<S: Scalar>: Sendable {
  let blueprint: Blueprint
  /// The optimizer's state at the beginning of the run, without its arrays.
  let optimizer: OptimizerState<S>
  let fixed: [Bool]
  /// The lengths of the arrays, in the order of `StorePointers`.
  let parameters: Int
  let running: Int
  let first: Int
  let second: Int
  let third: Int

  init(_ blueprint: Blueprint, _ store: Store<S>) {
    self.blueprint = blueprint
    fixed = [Bool](repeating: true, count: blueprint.parameters.count)
    parameters = store.parameters.count
    running = store.running.count
    first = store.optimizer.first.count
    second = store.optimizer.second.count
    third = store.optimizer.third.count
    var state = OptimizerState<S>()
    state.kind = store.optimizer.kind
    state.updates = store.optimizer.updates
    state.products = store.optimizer.products
    optimizer = state
  }

  func fits(_ store: Store<S>) -> Bool {
    parameters == store.parameters.count && running == store.running.count
      && first == store.optimizer.first.count && second == store.optimizer.second.count
      && third == store.optimizer.third.count
  }

  var count: Int { parameters + running + first + second + third }
  var slots: Int { fixed.count }
}

/// The numbers of a model in one piece of memory that is written again and again while it is in the
/// ring of a recorder, and never afterwards.
final class PackedStore<S: Scalar>: @unchecked Sendable {
  private let layout: StoreLayout<S>
  /// All arrays, one behind the other.
  private let numbers: UnsafeMutablePointer<S>
  /// By slot, as in the optimizer's state.
  private let updates: UnsafeMutablePointer<Int>
  private let products: UnsafeMutablePointer<Double>

  init(_ layout: StoreLayout<S>) {
    self.layout = layout
    numbers = .allocate(capacity: max(1, layout.count))
    updates = .allocate(capacity: layout.slots)
    products = .allocate(capacity: layout.slots)
    for slot in 0..<layout.slots {
      (updates + slot).initialize(to: layout.optimizer.updates[slot])
      (products + slot).initialize(to: layout.optimizer.products[slot])
    }
  }

  deinit {
    numbers.deallocate()
    updates.deallocate()
    products.deallocate()
  }

  var blueprint: Blueprint { layout.blueprint }
  var bytes: Int { layout.count * MemoryLayout<S>.stride }

  /// Copies all numbers; threads share them, as new memory takes longer than the copy.
  func write(_ source: StorePointers<S>, _ updater: Updater<S>, workers: Workers?) {
    if let workers {
      workers.run(workers.count) { write(source, part: $0, of: workers.count) }
    } else {
      write(source, part: 0, of: 1)
    }
    if updater.counts { updater.write(updates, products) }
  }

  @inline(__always)
  private func write(_ source: StorePointers<S>, part: Int, of parts: Int) {
    var place = numbers
    func add(_ array: UnsafeMutablePointer<S>, _ length: Int) {
      guard length > 0 else { return }
      let range = Shard.rows(part, of: parts, samples: length)
      (place + range.lowerBound).update(from: array + range.lowerBound, count: range.count)
      place += length
    }
    add(source.parameters, layout.parameters)
    add(source.running, layout.running)
    add(source.first, layout.first)
    add(source.second, layout.second)
    add(source.third, layout.third)
  }

  /// A model with these numbers, all of them trained.
  func model(at moment: Snapshot.Moment) -> Model {
    var place = numbers
    func next(_ length: Int) -> [S] {
      defer { place += length }
      return Array(UnsafeBufferPointer(start: place, count: length))
    }
    var store = Store<S>()
    store.parameters = next(layout.parameters)
    store.running = next(layout.running)
    store.optimizer = layout.optimizer
    store.optimizer.first = next(layout.first)
    store.optimizer.second = next(layout.second)
    store.optimizer.third = next(layout.third)
    store.optimizer.updates = (0..<layout.slots).map { updates[$0] }
    store.optimizer.products = (0..<layout.slots).map { products[$0] }
    var model = Model(layout.blueprint, contents: S.contents(store), fixed: layout.fixed)
    (model.epoch, model.steps, model.plateau) = (moment.epoch, moment.steps, moment.plateau)
    return model
  }
}

extension Model {
  fileprivate init(_ blueprint: Blueprint, contents: Contents, fixed: [Bool]) {
    self.blueprint = blueprint
    self.contents = contents
    self.fixed = fixed
  }
}
