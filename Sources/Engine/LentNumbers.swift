/// Doubles in memory that somebody else keeps, as that of a mapped file, for as long as they are
/// looked at. They do not change.
package struct LentNumbers: Equatable, @unchecked Sendable {
  let place: UnsafePointer<Double>
  package let count: Int
  package let owner: AnyObject

  /// - Parameter owner: frees the memory when it goes.
  package init(_ numbers: UnsafeBufferPointer<Double>, keptBy owner: AnyObject) {
    precondition(numbers.baseAddress != nil, "memory that is nowhere")
    place = numbers.baseAddress!
    count = numbers.count
    self.owner = owner
  }

  package subscript(index: Int) -> Double {
    precondition(index >= 0 && index < count, "a number beyond the last one")
    return place[index]
  }

  package func withNumbers<R, Failure: Error>(
    _ body: (UnsafeBufferPointer<Double>) throws(Failure) -> R
  ) throws(Failure) -> R {
    defer { withExtendedLifetime(owner) {} }
    return try body(UnsafeBufferPointer(start: place, count: count))
  }

  /// Whether both are the same memory.
  package static func == (a: LentNumbers, b: LentNumbers) -> Bool {
    a.place == b.place && a.count == b.count
  }
}
