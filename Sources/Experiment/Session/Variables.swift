import Reports

/// Values by name, as `let` sets them.
///
/// A few are looked through, more are found by a table of its own: hashing a text as the standard
/// dictionary does, safe against chosen keys, was half of what a short loop cost.
package struct Variables: Equatable, Sendable {
  /// In the order in which they were set first.
  package private(set) var names: [String] = []
  package var values: [Value] = []
  /// Places in `names` plus 1, by hash, the next free cell where that is taken; 0 is free. Never
  /// more than half full; empty while there are a few names only.
  private var table: [UInt32] = []
  private static let few = 8

  package var count: Int { names.count }

  package init() {}

  package subscript(name: String) -> Value? { place(of: name).map { values[$0] } }

  package mutating func set(_ name: String, to value: consuming Value) {
    if let place = place(of: name) {
      values[place] = value
    } else {
      names.append(name)
      values.append(value)
      if names.count > Variables.few { enterLast() }
    }
  }

  package func place(of name: String) -> Int? {
    guard !table.isEmpty else { return names.firstIndex { $0 == name } }
    var cell = firstCell(for: name)
    while table[cell] != 0 {
      let place = Int(table[cell] &- 1)
      if names[place] == name { return place }
      cell = (cell &+ 1) & (table.count &- 1)
    }
    return nil
  }

  /// FNV-1a (Fowler, Noll and Vo 1991), cut to the size of the table.
  private func firstCell(for name: String) -> Int {
    let hash = name.utf8.withContiguousStorageIfAvailable { bytes in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      return hash
    }
    // Only texts of Objective-C have no bytes in a row.
    return Int(truncatingIfNeeded: (hash ?? 0) >> 20) & (table.count &- 1)
  }

  /// Enters the name that was added last, or all of them into a larger table.
  private mutating func enterLast() {
    guard 2 * names.count > table.count else { return enter(names.count - 1) }
    table = [UInt32](repeating: 0, count: max(4 * Variables.few, 2 * table.count))
    for place in names.indices { enter(place) }
  }

  private mutating func enter(_ place: Int) {
    var cell = firstCell(for: names[place])
    while table[cell] != 0 { cell = (cell &+ 1) & (table.count &- 1) }
    table[cell] = UInt32(place + 1)
  }

  package static func == (a: Variables, b: Variables) -> Bool {
    if a.names == b.names { return a.values == b.values }
    return a.count == b.count && a.names.allSatisfy { a[$0] == b[$0] }
  }
}
